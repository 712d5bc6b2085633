"""What learners apply for: a transfer, an interruption, a return, a withdrawal. Answered once, by an order or a no."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments.services.scheme import continuing
from assessments.services.work.uploading import Checked
from courses import continuing as continuations
from courses.models import Cohort, Enrolment
from people import transitions
from people.errors import NotAllowed, Refusal
from people.models import User

from ...models import RightRequest
from ...models.orders import Cause, Move
from ...rules import moves, order_moves
from .. import kept_files
from . import preview as order_preview
from . import telling
from . import words as order_words

Status = RightRequest.Status
LONGEST = 5_000  # letters of a text
# Words to a learner where those for a coordinator would not fit.
TO_LEARNER: dict[str, order_words.Sentence] = {
    "applied": _("Your application to the cohort is not answered yet."),
    "rejected": _("Your application was rejected. You can apply to another cohort."),
    "admitted": _(
        "Your study has not begun yet. You can ask to withdraw, and apply to a cohort that suits you."
    ),
    "studying": _("You study in this cohort, so there is nothing to come back to."),
    "interrupted": _("Your course is interrupted. Ask to come back, or to go on in another cohort."),
    "completed": _("This course is completed. Your rights after it stand on the page of rights."),
    "transferred": _("You go on in another cohort. Choose that course."),
    "withdrawn": _("You have withdrawn from this course. To take it, apply to a cohort anew."),
    "expelled": _("You were expelled from this course. To take it, apply to a cohort anew."),
    "decided": _(
        "Your result is decided already. You can appeal against it, or be reassessed where you did not pass."
    ),
    "cohort_over": _("Your cohort is over. Ask for a transfer: the course is completed in another cohort."),
    "no_right": _("A transfer is possible within the calendar year only. Write to the coordinator."),
}


def why_not(kind: str, enrolment: Enrolment, *, at: datetime) -> order_words.Sentence:
    """Why a learner cannot ask for this now; empty where they can. Work under way is no reason: it is asked at the order."""
    if kind not in order_moves.ASKED_FOR:
        return _("This cannot be asked for. Choose one of those offered.")
    code = order_moves.why_not(kind, _standing(enrolment, at=at))
    return TO_LEARNER[code] if code else ""


def _standing(enrolment: Enrolment, *, at: datetime) -> order_moves.Standing:
    right = order_preview.right_to_transfer(enrolment, at=at)
    sitting = continuing.sitting_of(enrolment)
    return order_preview.standing_of(enrolment, sitting=sitting, has_right=right.is_open)


def offered(enrolment: Enrolment, *, at: datetime) -> list[str]:
    """The kinds a learner can ask for now."""
    standing = _standing(enrolment, at=at)
    return [kind for kind in order_moves.ASKED_FOR if not order_moves.why_not(kind, standing)]


@transaction.atomic
def file(
    *,
    enrolment_id: int,
    kind: str,
    text: str,
    at: datetime,
    actor: User,
    cause: str = "",
    wished_cohort_id: int | None = None,
    uploads: Sequence[Checked] = (),
) -> RightRequest:
    """A learner's request about their own course, with supporting papers; the coordinators of the cohort are told.

    `uploads` were checked before (assessments.services.work.uploading). Refuses another's course, what the course's state
    does not allow, a second open request, an empty text, an interruption or transfer without its reason, and a cohort
    that cannot take the person in; nothing is kept then.
    """
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("user", "cohort__edition")
        .get(pk=enrolment_id)
    )
    if enrolment.user_id != actor.pk:
        raise NotAllowed(_("Only the person whose course it is asks for this."))
    if why := why_not(kind, enrolment, at=at):
        raise Refusal(why, code="not_possible")
    if enrolment.requests.open().exists():
        raise Refusal(
            _(
                "A request about this course waits for its answer already. Take it back first to send another one."
            ),
            code="open_request",
        )
    if cause not in Cause.values or (kind in order_moves.NEED_CAUSE and not cause):
        raise Refusal(_("Choose your reason from the list."), code="cause_missing")
    if not text.strip():
        raise Refusal(_("Write in your own words what you ask for and why."), code="text_missing")
    request = RightRequest.objects.create(
        enrolment=enrolment,
        kind=kind,
        cause=cause,
        text=text.strip()[:LONGEST],
        wished_cohort=_wished(kind, enrolment, wished_cohort_id),
        filed_at=at,
    )
    request.transitions.create(from_status="", to_status=request.status, at=at, actor=actor)
    for checked in uploads:
        kept_files.keep(request, checked, at=at, actor=actor)
    telling.request_filed(request, at=at)
    return request


def _wished(kind: str, enrolment: Enrolment, cohort_id: int | None) -> Cohort | None:
    if kind != Move.TRANSFER or cohort_id is None:
        return None
    cohort = Cohort.objects.select_related("edition").filter(pk=cohort_id).first()
    if cohort is None:
        raise Refusal(_("Choose the cohort from the list."), code="no_cohort")
    if refusal := continuations.why_not(enrolment, cohort):
        raise refusal
    return cohort


def _locked(request_id: int) -> RightRequest:
    return (
        RightRequest.objects.select_for_update(of=("self",))
        .select_related("enrolment__user", "enrolment__cohort__edition")
        .get(pk=request_id)
    )


def check_open(request: RightRequest) -> None:
    """Refuse a request that was answered or taken back."""
    if request.status != Status.FILED:
        raise Refusal(
            _("This request is “%(status)s” already: there is nothing to answer.")
            % {"status": request.get_status_display()},
            code="answered",
        )


@transaction.atomic
def take_back(*, request_id: int, at: datetime, actor: User) -> RightRequest:
    """The learner takes an open request back; the papers stay with it."""
    request = _locked(request_id)
    if request.enrolment.user_id != actor.pk:
        raise NotAllowed(_("Only the person who sent a request takes it back."))
    check_open(request)
    transitions.move(request, to=Status.WITHDRAWN, table=moves.REQUEST, at=at, actor=actor)
    return request


@transaction.atomic
def refuse(*, request_id: int, answer: str, at: datetime, actor: User) -> RightRequest:
    """Say no, with the answer the learner reads. Refuses an empty answer and one's own request."""
    if not actor.has_perm("postcourse.make_order"):
        raise NotAllowed()
    request = _locked(request_id)
    if request.enrolment.user_id == actor.pk:
        raise Refusal(_("This is your own request. Another coordinator answers it."), code="own_request")
    check_open(request)
    if not answer.strip():
        raise Refusal(
            _("Write why, and what the person can do instead: they read it."), code="answer_missing"
        )
    request.answer = answer.strip()[:LONGEST]
    transitions.move(
        request,
        to=Status.REFUSED,
        table=moves.REQUEST,
        at=at,
        actor=actor,
        reason=request.answer,
        also=("answer",),
    )
    telling.request_refused(request, at=at)
    return request


def grant(*, request: RightRequest, at: datetime, actor: User) -> None:
    """Close a locked request as granted: called by the order that grants it, which tells the learner."""
    transitions.move(request, to=Status.GRANTED, table=moves.REQUEST, at=at, actor=actor)

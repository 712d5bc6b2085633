"""Orders about enrolments: interruption, return, transfer, withdrawal, expulsion.

An order and what it does are one transaction; it is never edited or deleted, and no mark is lost by one. Locks: the cohorts
(the lower number first), drafts of the person's own work, the enrolment, its sitting.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.services.scheme import continuing
from courses import continuing as continuations
from courses import services as courses
from courses.models import Enrolment
from people.errors import NotAllowed, Refusal
from people.models import Employment, User

from ...models import EnrolmentOrder, RightRequest
from ...models.orders import Cause, Move
from ...rules import order_moves
from . import content as order_content
from . import requests, telling
from .preview import Preview, preview
from .words import order_line

__all__ = ["Preview", "employer_told", "make", "may_make", "preview"]

LONGEST_PAPER = 200  # letters of a paper's name


def may_make(actor: User) -> None:
    """Refuse whoever makes no orders about enrolments."""
    if not actor.has_perm("postcourse.make_order"):
        raise NotAllowed()


@transaction.atomic
def make(
    *,
    kind: str,
    enrolment_id: int,
    number: str,
    dated_on: date,
    reason: str,
    at: datetime,
    actor: User,
    cause: str = "",
    cohort_id: int | None = None,
    commission: str = "",
    request_id: int | None = None,
    papers: Sequence[str] = (),
    employer_id: int | None = None,
) -> EnrolmentOrder:
    """Make an order and do what it says; learner, staff of the cohorts and, of an expulsion, the employer are told.

    `cohort_id`: where a transfer goes; `commission`: the decision an expulsion rests on; `request_id`: the learner's
    request it grants; `papers`: names of supporting papers beside the request's files; `employer_id`: which current
    employer an expulsion is told to, the newest where it is left out. Refuses what `preview` does not allow, an order
    without number, day, reason or (of an interruption or transfer) cause, a day to come, and one about oneself; writes
    nothing then.
    """
    may_make(actor)
    enrolment = _locked(enrolment_id, cohort_id if kind == Move.TRANSFER else None)
    _check_order(enrolment, kind=kind, number=number, dated_on=dated_on, cause=cause, at=at, actor=actor)
    _check_words(kind, reason=reason, commission=commission, cohort_id=cohort_id)
    request = _request_of(request_id, enrolment, kind)
    found = preview(kind=kind, enrolment_id=enrolment_id, cohort_id=cohort_id, at=at)
    if not found.allowed:
        raise Refusal(" ".join(str(one) for one in found.why_not), code=found.codes[0])
    employer = _employer(found, employer_id)
    names = [*(request.files.values_list("name", flat=True) if request else ()), *_tidy(papers)]
    content = order_content.content_of(found, dated_on=dated_on, papers=names, employer=employer)
    line = order_line(number.strip(), f"{dated_on:%d.%m.%Y}", reason.strip())
    following = _carry_out(found, enrolment, line, at=at, actor=actor)
    order = EnrolmentOrder.objects.create(
        kind=kind,
        enrolment=enrolment,
        next_enrolment=following,
        request=request,
        number=number.strip(),
        dated_on=dated_on,
        cause=cause,
        reason=reason.strip(),
        commission=commission.strip() if kind == Move.EXPEL else "",
        employer_id=employer.organisation_id if employer else None,
        content=content,
        made_at=at,
        made_by=actor,
    )
    if request is not None:
        requests.grant(request=request, at=at, actor=actor)
    _tell(order, at=at)
    return order


def _locked(enrolment_id: int, cohort_id: int | None) -> Enrolment:
    own = Enrolment.objects.values_list("cohort_id", flat=True).get(pk=enrolment_id)
    continuations.lock_cohorts({own} | ({cohort_id} if cohort_id else set()))
    continuing.hold_drafts(enrolment_id)
    Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment_id)
    continuing.hold_sittings(enrolment_id)
    # Read anew under the locks: what was joined while waiting for them may be old.
    return Enrolment.objects.select_related("user", "cohort__edition").get(pk=enrolment_id)


def _check_order(
    enrolment: Enrolment, *, kind: str, number: str, dated_on: date, cause: str, at: datetime, actor: User
) -> None:
    if kind not in order_moves.KINDS:
        raise Refusal(_("This kind of order is not known. Choose one of those offered."), code="unknown_kind")
    if enrolment.user_id == actor.pk:
        raise Refusal(
            _("Nobody makes an order about themselves. Another coordinator makes it."), code="own_order"
        )
    if not number.strip():
        raise Refusal(_("Write the number of the order."), code="number_missing")
    if dated_on > timezone.localdate(at):
        raise Refusal(
            _("The day of the order is still to come. Enter it on that day or later."), code="to_come"
        )
    if dated_on < timezone.localdate(enrolment.applied_at):
        raise Refusal(
            _("The order is dated before the person applied. Check the day of the order."), code="too_early"
        )
    if cause not in Cause.values or (kind in order_moves.NEED_CAUSE and not cause):
        raise Refusal(_("Choose the valid reason the order rests on."), code="cause_missing")


def _check_words(kind: str, *, reason: str, commission: str, cohort_id: int | None) -> None:
    if not reason.strip():
        raise Refusal(_("Write the reason: it stands in the order."), code="reason_missing")
    if kind == Move.EXPEL and not commission.strip():
        raise Refusal(
            _("An expulsion rests on a decision of the commission: write its number and date."),
            code="commission_missing",
        )
    if kind == Move.TRANSFER and cohort_id is None:
        raise Refusal(_("Choose the cohort in which study goes on."), code="cohort_missing")


def _request_of(request_id: int | None, enrolment: Enrolment, kind: str) -> RightRequest | None:
    """The open request an order grants, locked."""
    if request_id is None:
        return None
    request = RightRequest.objects.select_for_update(of=("self",)).get(pk=request_id)
    if request.enrolment_id != enrolment.pk or request.kind != kind:
        raise Refusal(
            _("This request asks for something else. Open it from the list once more."), code="other_request"
        )
    requests.check_open(request)
    return request


def _employer(found: Preview, employer_id: int | None) -> Employment | None:
    if employer_id is None:
        return found.employers[0] if found.employers else None
    chosen = next((one for one in found.employers if one.organisation_id == employer_id), None)
    if chosen is None:
        raise Refusal(
            _("The person does not work there now. Choose the employer from the list."), code="no_employer"
        )
    return chosen


def _tidy(papers: Sequence[str]) -> list[str]:
    return [name.strip()[:LONGEST_PAPER] for name in papers if name.strip()]


def _carry_out(
    found: Preview, enrolment: Enrolment, line: str, *, at: datetime, actor: User
) -> Enrolment | None:
    """What the order says, done; of a transfer the enrolment that continues."""
    if found.kind in order_moves.LEAVING:
        continuing.leave_behind(enrolment=enrolment, reason=line, at=at, actor=actor)
    if found.kind != Move.TRANSFER or found.cohort is None:
        to = order_moves.LEADS_TO[found.kind]
        courses.move_enrolment(enrolment_id=enrolment.pk, to=to, at=at, actor=actor, reason=line)
        return None
    following = courses.begin_continuation(
        enrolment_id=enrolment.pk, cohort_id=found.cohort.pk, at=at, actor=actor, reason=line
    )
    continuing.take_along(enrolment=enrolment, following=following, reason=line, at=at, actor=actor)
    return following


def _tell(order: EnrolmentOrder, *, at: datetime) -> None:
    telling.order_made(order, at=at)
    telling.order_for_staff(order, at=at)
    if order.kind == Move.EXPEL and telling.learner_expelled(order, at=at):
        order.employer_told_at = at
        order.save(update_fields=["employer_told_at"])


@transaction.atomic
def employer_told(*, order_id: int, at: datetime, actor: User) -> EnrolmentOrder:
    """Note that the notice went to the employer; a repeat changes nothing. Refuses an order without an employer."""
    may_make(actor)
    order = EnrolmentOrder.objects.select_for_update(of=("self",)).get(pk=order_id)
    if order.employer_id is None:
        raise Refusal(_("This order names no employer, so there is nothing to send."), code="no_employer")
    if order.employer_told_at is None:
        order.employer_told_at = at
        order.save(update_fields=["employer_told_at"])
    return order

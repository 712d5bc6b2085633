"""Appeals: filed within the term, answered by the marker, decided by the commission; only an upheld one amends the result.

Locks: the sitting first where a result may change, then the appeal.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people import transitions
from people.errors import NotAllowed, Refusal
from people.models import User

from ...models import Appeal, Assessment, Mark, Result, Sitting, Submission
from ...rules import appeals as rules
from ...rules import moves
from .. import telling
from ..scheme import frozen
from ..work import typed_words
from . import appeal_terms, results

Status = Appeal.Status
OPEN = (Status.FILED, Status.IN_REVIEW)
DECIDED = (Status.UPHELD, Status.REJECTED)


def _move(appeal: Appeal, *, to: str, at: datetime, actor: User, reason: str = "", also: tuple = ()) -> None:
    transitions.move(appeal, to=to, table=moves.APPEAL, at=at, actor=actor, reason=reason, also=also)
    telling.appeal_moved(appeal, at=at)


def _locked(appeal_id: int) -> Appeal:
    return (
        Appeal.objects.select_for_update(of=("self",))
        .select_related("marker", "result", "sitting__enrolment__user", "sitting__cohort__edition")
        .get(pk=appeal_id)
    )


def _locked_with_sitting(appeal_id: int) -> Appeal:
    sitting_id = Appeal.objects.values_list("sitting_id", flat=True).get(pk=appeal_id)
    Sitting.objects.select_for_update(of=("self",)).get(pk=sitting_id)
    return _locked(appeal_id)


def _check_coordinator(appeal: Appeal, actor: User) -> None:
    if not actor.has_perm("courses.run_cohort"):
        raise NotAllowed()
    if appeal.sitting.enrolment.user_id == actor.pk:
        raise Refusal(_("This is your own appeal. Another coordinator enters it."), code="own_appeal")


def _check_words(sitting: Sitting, *texts: str) -> None:
    """In a programme with support plans nobody's number gets into the commission's record, which stays."""
    if typed_words.has_support_plans(sitting.cohort.edition_id):
        typed_words.check_numbers(*texts)


# Who marked


def submissions_of(sitting: Sitting, component: str) -> list[Submission]:
    """The works behind the marks of a part (empty: of every part), released, the newest number of each."""
    content = frozen.content_for(sitting.cohort_id)
    keys = {
        row["assignment"]
        for row in content["components"]
        if row.get("assignment") and component in ("", row["key"])
    }
    rows = (
        Submission.objects.filter(
            members__sitting=sitting,
            members__excluded_at__isnull=True,
            assignment__key__in=keys,
            status=Submission.Status.RELEASED,
        )
        .select_related("assignment__rubric", "cohort__edition", "group")
        .order_by("assignment_id", "number")
    )
    return list({row.assignment_id: row for row in rows}.values())


def _is_of_commission(mark: Mark, amended_at: set[datetime]) -> bool:
    """An individual decision that an amendment entered: whoever typed it did not mark."""
    return mark.source == Mark.Source.OVERRIDE and mark.released_at in amended_at


def _amended_at(sitting: Sitting) -> set[datetime]:
    return set(sitting.results.filter(amends__isnull=False).values_list("decided_at", flat=True))


def markers_of(sitting: Sitting, component: str) -> set[int]:
    """Everybody who gave final points or an individual decision on the part (empty: on any part), by id."""
    amended_at = _amended_at(sitting)
    found = {
        mark.marker_id
        for mark in sitting.marks.all()
        if mark.marker_id and component in ("", mark.component) and not _is_of_commission(mark, amended_at)
    }
    works = submissions_of(sitting, component)
    return found | set(
        Assessment.objects.filter(submission__in=works, status=Assessment.Status.FINAL).values_list(
            "marker_id", flat=True
        )
    )


def marker_for(sitting: Sitting, component: str) -> User | None:
    """The marker who is asked: whom all the marks of the part given by people name.

    A mark names one marker: of two whose mean stands the first, so that one is asked, and the desk shows the points of
    both. None where it is a test, where the marks of the part name several people or the commission decided one of
    them, and where the marker has left or is the learner.
    """
    amended_at, asked = _amended_at(sitting), set()
    for mark in sitting.marks.current().select_related("marker"):
        if component in ("", mark.component) and mark.source != Mark.Source.ATTEMPT:
            asked.add(None if _is_of_commission(mark, amended_at) else mark.marker)
    marker = asked.pop() if len(asked) == 1 else None
    if marker is None or not marker.is_active or marker.pk == sitting.enrolment.user_id:
        return None
    return marker


# Filing


def closed_parts(result: Result) -> set[str]:
    """Parts of this result that were appealed against already; "" is the whole.

    A commission's decision on an appeal is final for that part, also when it amended the result.
    """
    chain = [result.pk]
    while result.amends is not None and Appeal.objects.filter(amendment=result).exists():
        result = result.amends
        chain.append(result.pk)
    decided = Appeal.objects.filter(result__in=chain[1:], status__in=DECIDED)
    filed = Appeal.objects.filter(result=chain[0])
    return set((decided | filed).values_list("component", flat=True))


@transaction.atomic
def file_appeal(*, result_id: int, component: str, reason: str, at: datetime, actor: User) -> Appeal:
    """File the learner's appeal against their own standing result, about one component or (empty) the whole.

    It goes to the marker of that part, else to the cohort's coordinators. Refuses another's result, an amended one, one
    whose term is over, a second open appeal of the sitting, a part appealed against before, an unknown part and an empty
    reason; writes nothing then.
    """
    first = Result.objects.select_related("sitting__enrolment").get(pk=result_id)
    if first.sitting.enrolment.user_id != actor.pk:
        raise NotAllowed(_("Only the person whose result it is files an appeal."))
    sitting = (
        Sitting.objects.select_for_update(of=("self",))
        .select_related("enrolment__user", "cohort__edition")
        .get(pk=first.sitting_id)
    )
    result = sitting.results.current().select_related("sitting__cohort__edition", "amends").first()
    if result is None or result.pk != result_id:
        raise Refusal(
            _("This result was amended since. Read the one that stands and appeal against that."),
            code="amended",
        )
    term = appeal_terms.term_of(result)
    if term.is_over(at):
        raise Refusal(
            _("The term for appealing ended on %(day)s.")
            % {"day": date_format(term.last_day, "DATE_FORMAT")},
            code="too_late",
        )
    if component and component not in {
        row["key"] for row in frozen.content_for(sitting.cohort_id)["components"]
    }:
        raise Refusal(_("This course has no such component."), code="no_component")
    if not reason.strip():
        raise Refusal(
            _("Write what you do not agree with and why: the commission decides by it."),
            code="reason_missing",
        )
    _check_words(sitting, reason)
    if sitting.appeals.filter(status__in=OPEN).exists():
        raise Refusal(
            _("You have an open appeal against this result. Wait for its decision or withdraw it."),
            code="open_appeal",
        )
    if component in closed_parts(result):
        raise Refusal(
            _("You appealed about this part before. Its decision, or its withdrawal, is final."),
            code="appealed_before",
        )
    appeal = Appeal.objects.create(
        sitting=sitting,
        result=result,
        component=component,
        reason=reason.strip(),
        filed_at=at,
        marker=marker_for(sitting, component),
    )
    telling.appeal_moved(appeal, at=at)
    return appeal


@transaction.atomic
def withdraw_appeal(*, appeal_id: int, at: datetime, actor: User, reason: str = "") -> Appeal:
    """End one's own open appeal; it cannot be filed again about the same part of this result."""
    appeal = _locked(appeal_id)
    if appeal.sitting.enrolment.user_id != actor.pk:
        raise NotAllowed(_("Only the person who filed an appeal withdraws it."))
    _check_words(appeal.sitting, reason)
    _move(appeal, to=Status.WITHDRAWN, at=at, actor=actor, reason=reason.strip())
    return appeal


# The way to the commission


@transaction.atomic
def give_opinion(*, appeal_id: int, opinion: str, at: datetime, actor: User) -> Appeal:
    """Write the opinion of the marker who was asked, or of a coordinator where nobody could be; it goes to the
    commission.
    """
    appeal = _locked(appeal_id)
    if appeal.marker is None:
        _check_coordinator(appeal, actor)
    elif appeal.marker_id != actor.pk:
        raise NotAllowed(_("Only the marker who was asked gives the opinion. You can pass the appeal on."))
    if not opinion.strip():
        raise Refusal(_("Write your opinion: the commission reads it."), code="opinion_missing")
    _check_words(appeal.sitting, opinion)
    appeal.opinion, appeal.opinion_at = opinion.strip(), at
    _move(appeal, to=Status.IN_REVIEW, at=at, actor=actor, also=("opinion", "opinion_at"))
    return appeal


@transaction.atomic
def pass_on(*, appeal_id: int, reason: str, at: datetime, actor: User) -> Appeal:
    """Bring the appeal before the commission without an opinion, and say why: the marker is away, say."""
    appeal = _locked(appeal_id)
    _check_coordinator(appeal, actor)
    if not reason.strip():
        raise Refusal(_("Say why the commission decides without an opinion."), code="reason_missing")
    _check_words(appeal.sitting, reason)
    _move(appeal, to=Status.IN_REVIEW, at=at, actor=actor, reason=reason.strip())
    return appeal


# Deciding


def may_decide(appeal: Appeal, actor: User) -> bool:
    """Coordinators, save the learner and whoever marked the part."""
    return (
        actor.has_perm("courses.run_cohort")
        and appeal.sitting.enrolment.user_id != actor.pk
        and appeal.marker_id != actor.pk
        and actor.pk not in markers_of(appeal.sitting, appeal.component)
    )


def _check_decider(appeal: Appeal, actor: User) -> None:
    _check_coordinator(appeal, actor)
    if not may_decide(appeal, actor):
        raise Refusal(
            _("You marked what this appeal is about. Another coordinator enters the decision."),
            code="marked_it",
        )


def _fault_sentence(fault: rules.Fault, content: Mapping) -> str:
    if fault.code == "nothing_changes":
        return str(
            _(
                "An upheld appeal changes at least one mark. Change it, or reject the appeal and explain the"
                " marks in the decision."
            )
        )
    texts = frozen.component(content, fault.component)["title"]
    title = texts.get(get_language() or "kk") or texts.get("kk") or fault.component
    sentences = {
        "other_part": _("“%(title)s” is not what this appeal is about: its mark stands."),
        "lower": _("“%(title)s”: an upheld appeal does not lower a mark."),
    }
    return str(sentences[fault.code] % {"title": title})


def new_marks(appeal: Appeal, marks: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Those of the commission's marks that change what stands; refuses what an upheld appeal may not do."""
    content = frozen.content_for(appeal.sitting.cohort_id)
    known = {row["key"] for row in content["components"]}
    if not set(marks) <= known:
        raise Refusal(_("This course has no such component."), code="no_component")
    found = rules.changes(frozen.marks_of(appeal.sitting), marks)
    if fault := rules.fault(found, part=appeal.component):
        raise Refusal(_fault_sentence(fault, content), code=fault.code)
    return {change.component: change.after for change in found}


@transaction.atomic
def decide_appeal(
    *,
    appeal_id: int,
    upheld: bool,
    decision_text: str,
    commission: str,
    protocol: str,
    marks: Mapping[str, Decimal],
    at: datetime,
    actor: User,
    on_result_id: int | None = None,
) -> Appeal:
    """Enter the commission's decision, once. Upheld, the result that stands is amended by `marks` in the same
    transaction; rejected, nothing changes.

    `on_result_id`: the result the preview showed; another one standing by now is refused. Refuses a decision without
    words or commission, an upheld appeal that changes or would lower marks outside its part, the learner themself and
    whoever marked; writes nothing then.
    """
    appeal = _locked_with_sitting(appeal_id)
    _check_decider(appeal, actor)
    if appeal.status != Status.IN_REVIEW:
        to = Status.UPHELD if upheld else Status.REJECTED
        raise transitions.IllegalMove(current=str(appeal.get_status_display()), wanted=str(to.label))
    if not decision_text.strip() or not commission.strip():
        raise Refusal(
            _("A decision needs its words and the commission that took it."), code="decision_missing"
        )
    _check_words(appeal.sitting, decision_text)
    standing = appeal.sitting.results.current().get()
    if on_result_id is not None and standing.pk != on_result_id:
        raise Refusal(
            _("The result was amended in the meantime. Look at the preview once more."), code="amended"
        )
    if upheld:
        appeal.amendment = results.amend_result(
            result_id=standing.pk,
            at=at,
            actor=actor,
            reason=decision_text.strip(),
            commission=commission.strip(),
            protocol=protocol.strip(),
            marks=new_marks(appeal, marks),
            tells=False,  # the news of the appeal says it
        )
    appeal.decision_text, appeal.commission = decision_text.strip(), commission.strip()[:300]
    appeal.protocol, appeal.decided_at, appeal.decided_by = protocol.strip()[:120], at, actor
    _move(
        appeal,
        to=Status.UPHELD if upheld else Status.REJECTED,
        at=at,
        actor=actor,
        also=("decision_text", "commission", "protocol", "decided_at", "decided_by", "amendment"),
    )
    return appeal

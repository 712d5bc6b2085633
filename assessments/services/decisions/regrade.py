"""A question found bad after it was sat: what a decision would change, deciding, the commission's part, taking it back.

The version and the answers are never touched. Rows are locked in one order: the version, its sittings by their keys,
then attempts, then questions. A decided result moves only by the commission's amendment; until then the paper keeps the
score it was decided by, and the effect waits.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.errors import NotAllowed, Refusal
from people.models import User

from ... import items
from ...models import (
    Attempt,
    AttemptItem,
    ItemDecision,
    Mark,
    QuestionVersion,
    RegradeEffect,
    Result,
    Sitting,
)
from ...rules import regrade
from ...rules.scheme import content_hash
from ..marking.marks import append_mark
from . import results
from .regrade_papers import DOWN, UP, Row, rows_for, waiting_effects
from .regrade_telling import tell

BATCH = 200


@dataclass(frozen=True)
class Plan:
    """What a decision would do. `rows`: every graded attempt with the question, changes of passing first."""

    version: QuestionVersion
    action: str
    detail: Mapping[str, Any]
    rows: Sequence[Row]

    @property
    def changed(self) -> int:
        return sum(row.is_changed for row in self.rows)

    @property
    def up(self) -> int:
        return sum(row.flip == UP for row in self.rows)

    @property
    def down(self) -> int:
        return sum(row.flip == DOWN for row in self.rows)

    @property
    def decided(self) -> int:
        """Results that only the commission changes."""
        return len({row.attempt.sitting_id for row in self.rows if row.moves_result})

    @property
    def documents(self) -> int:
        return len({row.attempt.sitting_id for row in self.rows if row.touches_document})

    @property
    def digest(self) -> str:
        """Names exactly this plan: what is confirmed must be what was shown."""
        rows = [
            [row.attempt.pk, str(row.percent_before), str(row.percent_after), row.decision_after]
            for row in self.rows
        ]
        return content_hash([self.version.pk, self.action, self.detail, rows])


# Checking


def standing_decisions(version: QuestionVersion) -> list[ItemDecision]:
    """The decisions about a version that hold, oldest first."""
    return list(
        version.decisions.filter(cancels__isnull=True, cancelled_by__isnull=True).order_by("decided_at", "pk")
    )


def treatment_of(version: QuestionVersion, rows: Iterable[ItemDecision]) -> regrade.Treatment:
    return regrade.effective(
        version.body, [regrade.Decided(action=row.action, detail=row.detail) for row in rows]
    )


def actions_for(version: QuestionVersion) -> list[str]:
    """What can be decided about a question of this kind: who marks open answers has no key to change."""
    action = ItemDecision.Action
    found = [action.VOID, action.FULL_MARKS]
    if items.kind(version.kind).automatic:
        found.append(action.CHANGE_KEY)
        if "parts" not in version.body:
            found.append(action.ACCEPT)
    return [str(one) for one in found]


def same_decision(version: QuestionVersion, action: str, detail: Mapping) -> ItemDecision | None:
    """A standing decision that says just this."""
    kept = {} if action in {regrade.VOID, regrade.FULL_MARKS} else detail
    return next(
        (row for row in standing_decisions(version) if row.action == action and row.detail == kept), None
    )


def _checked(version: QuestionVersion, action: str, detail: Mapping) -> dict[str, Any]:
    """The detail as it is kept; refuses what this kind of question cannot be decided by, and what changes nothing."""
    if action not in actions_for(version):
        raise Refusal(_("Choose one of the decisions that fit this question."), code="action")
    if action in {regrade.VOID, regrade.FULL_MARKS}:
        return {}
    kind, now = items.kind(version.kind), treatment_of(version, standing_decisions(version))
    if action == regrade.CHANGE_KEY:
        if not detail:
            raise Refusal(_("Give the whole new right answer."), code="detail")
        body = regrade.with_key(now.body, detail)
        if body == now.body:
            raise Refusal(_("This is the right answer already. Choose another one."), code="detail")
        if faults := kind.faults(body):
            raise Refusal(" ".join(faults), code="detail")
        return dict(detail)
    answers = detail.get("accept") or []
    if not answers:
        raise Refusal(_("Name the answer that is to count as right."), code="detail")
    for answer in answers:
        _check_accepted(kind, replace(now, full=False), [answer] if isinstance(answer, str) else list(answer))
    return {"accept": answers}


def _check_accepted(kind: items.Kind, now: regrade.Treatment, answer: list[str]) -> None:
    body = now.body
    if "value" in body and not regrade.plain_number(answer[0]):
        raise Refusal(_("Write the answer as a number, such as 12 or 12,5."), code="detail")
    if not answer or sorted(kind.parse(body, answer)) != sorted(answer):
        raise Refusal(_("This question has no such answer."), code="detail")
    if "pairs" in body or "sequence" in body:
        key = regrade.key_of(body, answer)
        if not key or kind.faults(regrade.with_key(body, key)):
            raise Refusal(_("The answer is not complete: fill in every line."), code="detail")
    if regrade.score(kind, body, answer, now) == regrade.ONE:
        raise Refusal(_("This answer counts as right already."), code="detail")


def _may_decide(actor: User) -> None:
    if not actor.has_perm("courses.run_cohort"):
        raise NotAllowed(_("Only a coordinator decides about a question that was sat."))


def _with_reason(reason: str) -> str:
    if not reason.strip():
        raise Refusal(_("Write the reason: it is kept with the decision."), code="reason_missing")
    return reason.strip()


# Papers


def _graded(version_id: int) -> Any:
    return (
        Attempt.objects.filter(status=Attempt.Status.GRADED, items__version=version_id)
        .select_related("quiz", "sitting__enrolment__user", "sitting__cohort__edition")
        .order_by("pk")
    )


def _locked_version(version_id: int) -> QuestionVersion:
    """Decisions about a version come one after the other; papers may go on being drawn from it."""
    return QuestionVersion.objects.select_for_update(of=("self",), no_key=True).get(pk=version_id)


def _locked_attempts(version_id: int) -> list[Attempt]:
    """Graded attempts with the question under their sittings' locks. Sittings with an attempt still to be graded are
    held too: their grading comes after and sees the decision.
    """
    held = Attempt.objects.filter(items__version=version_id).exclude(status=Attempt.Status.VOIDED)
    sittings = Sitting.objects.filter(pk__in=held.values("sitting")).order_by("pk")
    list(sittings.select_for_update(of=("self",)))
    return list(_graded(version_id).select_for_update(of=("self",)))


def dry_run(*, version_id: int, action: str, detail: Mapping, at: datetime) -> Plan:
    """Every graded attempt with the question, as it stands and as it would stand; writes nothing.

    Refuses (code "detail", "action") what the kind of question cannot be decided by, and (code "standing") what is
    decided already. The number of queries does not grow with the attempts.
    """
    version = QuestionVersion.objects.select_related("question").get(pk=version_id)
    if same_decision(version, action, detail):
        raise Refusal(_("This is decided already."), code="standing")
    kept = _checked(version, action, detail)
    trial = ItemDecision(version=version, action=action, detail=kept, decided_at=at)
    return Plan(
        version=version, action=action, detail=kept, rows=rows_for(list(_graded(version_id)), trial=trial)
    )


# Deciding


@transaction.atomic
def decide(
    *,
    version_id: int,
    action: str,
    detail: Mapping,
    reason: str,
    commission: str = "",
    at: datetime,
    actor: User,
) -> ItemDecision:
    """Decide about a version and score every graded paper with it anew; a repeat returns the decision that stands.

    Undecided sittings get their new mark. Decided results are amended where `commission` is given, else they wait for
    amend_waiting, and so does the actor's own result. Papers graded later follow the decision by themselves. Refuses who
    may not, a missing reason and what dry_run refuses.
    """
    _may_decide(actor)
    reason = _with_reason(reason)
    version = _locked_version(version_id)
    if standing := same_decision(version, action, detail):
        return standing
    decision = ItemDecision.objects.create(
        version=version,
        action=action,
        detail=_checked(version, action, detail),
        reason=reason,
        commission=commission.strip(),
        decided_at=at,
        decided_by=actor,
    )
    rows = rows_for(_locked_attempts(version_id), lock=True)
    _carry_out(decision, rows, commission=commission.strip(), at=at, actor=actor)
    return decision


@transaction.atomic
def cancel(*, decision_id: int, reason: str, at: datetime, actor: User) -> ItemDecision:
    """Take a decision back by a further one that names it; a repeat returns that one.

    Papers are scored by what still stands; decided results wait for the commission again (amend_waiting with the
    returned decision). A cancellation itself is not cancelled: decide anew.
    """
    _may_decide(actor)
    reason = _with_reason(reason)
    first = ItemDecision.objects.get(pk=decision_id)
    _locked_version(first.version_id)
    if first.cancels_id:
        raise Refusal(_("This takes another decision back. Decide anew instead."), code="cancellation")
    if earlier := ItemDecision.objects.filter(cancels=first).first():
        return earlier
    row = ItemDecision.objects.create(
        version_id=first.version_id,
        action=first.action,
        detail=first.detail,
        reason=reason,
        decided_at=at,
        decided_by=actor,
        cancels=first,
    )
    rows = rows_for(_locked_attempts(first.version_id), lock=True)
    _carry_out(row, rows, commission="", at=at, actor=actor)
    return row


@transaction.atomic
def amend_waiting(*, decision_id: int, commission: str, at: datetime, actor: User) -> int:
    """Amend the decided results that wait for the commission; how many. A repeat finds none and changes nothing.

    The actor's own result goes on waiting for another coordinator. Refuses who may not, a missing commission and a
    decision that was taken back.
    """
    _may_decide(actor)
    if not commission.strip():
        raise Refusal(_("Name the commission that decided this, with its date."), code="commission_missing")
    decision = ItemDecision.objects.get(pk=decision_id)
    _locked_version(decision.version_id)
    if ItemDecision.objects.filter(cancels=decision).exists():
        raise Refusal(_("This decision was taken back, so nothing is amended by it."), code="cancelled")
    attempts = _locked_attempts(decision.version_id)
    waiting = {effect.attempt_id: effect for effect in waiting_effects().filter(decision=decision)}
    rows = rows_for(
        [attempt for attempt in attempts if attempt.pk in waiting], settling=decision.pk, lock=True
    )
    own = [row for row in rows if row.user_id == actor.pk]
    if own and len(own) == len(rows):
        raise Refusal(_("You cannot amend your own result. Another coordinator does."), code="own_result")
    return _carry_out(decision, rows, commission=commission.strip(), at=at, actor=actor, waiting=waiting)


def _carry_out(
    decision: ItemDecision,
    rows: Sequence[Row],
    *,
    commission: str,
    at: datetime,
    actor: User,
    waiting: Mapping[int, RegradeEffect] | None = None,
) -> int:
    """Write what may be written now and the effect of every change; how many results were amended.

    `waiting`: effects of this decision that are settled now, by attempt.
    """
    waiting = waiting or {}
    held = {
        row.attempt.pk for row in rows if row.moves_result and (not commission or row.user_id == actor.pk)
    }
    settled = [row for row in rows if row.attempt.pk not in held]
    _store(settled)
    amendments = _move_results(decision, settled, commission=commission, at=at, actor=actor)
    for row in rows:
        pk = row.attempt.pk
        effect = waiting.get(pk) or RegradeEffect(decision=decision, attempt=row.attempt)
        if effect.pk is None and not row.is_changed:
            continue
        effect.percent_before, effect.percent_after = row.percent_before, row.percent_after
        effect.band_before, effect.band_after = row.band_before, row.band_after
        if pk not in held:
            effect.amendment = amendments.get(row.attempt.sitting_id) if row.moves_result else None
            effect.told_at = at
        effect.save()
    tell(decision, [row for row in settled if row.is_changed], at=at)
    return len(amendments)


def _store(rows: Sequence[Row]) -> None:
    """The new scores and sums of papers."""
    AttemptItem.objects.bulk_update(
        [item for row in rows for item in row.rescored], ["score"], batch_size=BATCH
    )
    changed = [row.attempt for row in rows if row.is_written]
    for row in rows:
        row.attempt.correct, row.attempt.points = row.total.correct, row.total.points
        row.attempt.counted, row.attempt.percent = row.total.counted, row.total.percent
    fields = ["correct", "points", "counted", "percent"]
    Attempt.objects.bulk_update(changed, fields, batch_size=BATCH)


def _move_results(
    decision: ItemDecision, rows: Sequence[Row], *, commission: str, at: datetime, actor: User
) -> dict[int, Result]:
    """New marks where the paper's own mark stands, then the decision they complete or the amendment, by sitting."""
    moved: dict[int, Row] = {}
    for row in sorted(rows, key=lambda one: one.attempt.sitting_id):
        if not row.component or not row.is_changed:
            continue
        append_mark(
            sitting=row.attempt.sitting,
            component=row.component,
            value=row.mark,
            maximum=row.maximum,
            source=Mark.Source.ATTEMPT,
            attempt=row.attempt,
            reason=decision.reason,
            at=at,
        )
        moved[row.attempt.sitting_id] = row
    amendments = {}
    for sitting_id, row in moved.items():
        if row.result is None:
            results.decide_if_complete(sitting_id=sitting_id, at=at)
            continue
        amendments[sitting_id] = results.amend_result(
            result_id=row.result.pk,
            at=at,
            actor=actor,
            reason=decision.reason,
            commission=commission,
            tells=False,  # the news of the regrade says it
        )
    return amendments

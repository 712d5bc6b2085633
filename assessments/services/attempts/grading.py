"""Scoring a closed attempt: a step of its own that may be repeated, with what people marked and what was decided since."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people import transitions
from people.errors import NotAllowed, Refusal
from people.models import User

from ... import items
from ...models import Attempt, AttemptItem, ItemDecision, ItemMark, Mark, Sitting
from ...rules import moves, regrade
from ...wordings import wordings
from ..decisions import results
from ..marking.marks import append_mark
from ..scheme import frozen


def locked(attempt_id: int) -> tuple[Sitting, Attempt]:
    """The attempt under its sitting's lock: decisions, grading and voiding come one after the other."""
    sitting_id = Attempt.objects.values_list("sitting_id", flat=True).get(pk=attempt_id)
    sitting = Sitting.objects.select_for_update(of=("self",)).get(pk=sitting_id)
    attempt = (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("quiz", "sitting__enrolment")
        .get(pk=attempt_id)
    )
    return sitting, attempt


def release_mark(sitting: Sitting, attempt: Attempt, *, at: datetime) -> bool:
    """The mark a graded attempt gives its component; False where the scheme does not count this test."""
    component = frozen.component_of_quiz(frozen.content_for(sitting.cohort_id), attempt.quiz.key)
    if component is None or attempt.percent is None:
        return False
    maximum = Decimal(component["maximum"])
    append_mark(
        sitting=sitting,
        component=component["key"],
        value=attempt.percent * maximum / 100,
        maximum=maximum,
        source=Mark.Source.ATTEMPT,
        attempt=attempt,
        at=at,
    )
    return True


def treatments(version_ids: Iterable[int]) -> dict[int, list[regrade.Decided]]:
    """The standing decisions about versions, oldest first, as the rules read them (one query)."""
    found: dict[int, list[regrade.Decided]] = {}
    rows = ItemDecision.objects.filter(
        version_id__in=list(version_ids), cancels__isnull=True, cancelled_by__isnull=True
    ).order_by("decided_at", "pk")
    for row in rows:
        found.setdefault(row.version_id, []).append(regrade.Decided(action=row.action, detail=row.detail))
    return found


def score_paper(paper: list[AttemptItem], *, credit: str) -> regrade.Total:
    """Score every question anew (in place, unsaved) and add them up. Open answers keep what a person gave."""
    texts = wordings(item.version_id for item in paper)
    decided = treatments(texts)
    scored: list[tuple[Decimal | None, bool]] = []
    for item in paper:
        kind, body = texts[item.version_id].kind, texts[item.version_id].body
        treatment = regrade.effective(body, decided.get(item.version_id, []))
        if kind.automatic or treatment.full:
            item.score = regrade.score(kind, treatment.body, item.response, treatment)
        elif not item.response:
            item.score = Decimal(0)
        scored.append((item.score, treatment.void))
    return regrade.total(scored, credit=credit)


@transaction.atomic
def grade_attempt(*, attempt_id: int, at: datetime) -> Attempt:
    """Score a closed attempt and release its mark; a repeat changes nothing, and while an open answer waits for its
    marker the attempt stays closed and ungraded.

    Percent = correct / questions × 100 (programme A, section 8).
    """
    sitting, attempt = locked(attempt_id)
    if attempt.status not in {Attempt.Status.SUBMITTED, Attempt.Status.EXPIRED}:
        return attempt
    paper = list(attempt.items.all())
    before = {item.pk: item.score for item in paper}
    outcome = score_paper(paper, credit=attempt.terms.get("credit", "whole"))
    by_score: dict[Decimal | None, list[int]] = {}
    for item in paper:
        if item.score != before[item.pk]:
            by_score.setdefault(item.score, []).append(item.pk)
    for score, changed in by_score.items():
        AttemptItem.objects.filter(pk__in=changed).update(score=score)
    if outcome.percent is None:
        return attempt
    attempt.correct, attempt.points, attempt.percent = outcome.correct, outcome.points, outcome.percent
    attempt.counted, attempt.graded_at = outcome.counted, at
    also = ("correct", "points", "counted", "percent", "graded_at")
    transitions.move(attempt, to=Attempt.Status.GRADED, table=moves.ATTEMPT, at=at, actor=None, also=also)
    if release_mark(sitting, attempt, at=at):
        results.decide_if_complete(sitting_id=sitting.pk, at=at)
    return attempt


@transaction.atomic
def mark_open_answer(
    *, attempt_id: int, position: int, points: Decimal, comment: str, at: datetime, actor: User
) -> AttemptItem:
    """A marker's points for an open answer of a closed attempt; with the last one the attempt is graded.

    Refused once the attempt is graded: then only a decision about the question or the commission changes it. `points`
    out of the question's own maximum, whole or half.
    """
    if not actor.has_perm("assessments.mark_work"):
        raise NotAllowed()
    _sitting, attempt = locked(attempt_id)
    if attempt.sitting.enrolment.user_id == actor.pk:
        raise Refusal(_("You cannot mark your own answer."), code="own_attempt")
    if attempt.status not in {Attempt.Status.SUBMITTED, Attempt.Status.EXPIRED}:
        raise Refusal(
            _("Answers are marked after the test is handed in and before it is graded."), code="not_waiting"
        )
    item = attempt.items.select_related("version").get(position=position)
    if items.kind(item.version.kind).automatic:
        raise Refusal(_("This question is scored by itself."), code="automatic")
    maximum = Decimal(item.version.body["points"])
    if not points.is_finite() or not 0 <= points <= maximum or points * 2 % 1:
        raise Refusal(_("From 0 to %(maximum)s points, whole or half.") % {"maximum": maximum}, code="points")
    value = points / maximum
    ItemMark.objects.create(item=item, value=value, comment=comment.strip(), marker=actor, at=at)
    item.score = value
    item.save(update_fields=["score"])
    grade_attempt(attempt_id=attempt_id, at=at)
    return item

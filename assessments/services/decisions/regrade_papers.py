"""Papers that hold a question, scored by what is decided now: everything is read at once, nothing is written.

regrade.py shows what this finds (the dry run) or carries it out.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.errors import Refusal
from people.sorting import kazakh_key

from ... import items
from ...models import (
    Attempt,
    AttemptItem,
    CohortScheme,
    ItemDecision,
    ItemMark,
    Mark,
    QuestionVersion,
    RegradeEffect,
    Result,
)
from ...rules import regrade, scoring
from ...rules import scheme as scheme_rules
from ..scheme import frozen

SIX = Decimal("0.000001")
PENDING = "pending"
UP, DOWN = "up", "down"


@dataclass(frozen=True)
class Row:
    """One graded attempt, before and after. Percents and marks as the database keeps them, six places.

    `component`: what the attempt's mark fills, empty where its mark does not stand (a practice test, an earlier attempt,
    an individual decision). Bands are keys, empty where nothing can be said yet; decisions are passed, not_passed or
    pending. `flip`: up or down where passing changes. `rescored`: its questions with their new scores, unsaved.
    """

    attempt: Attempt
    total: regrade.Total
    percent_before: Decimal
    percent_after: Decimal
    rescored: Sequence[AttemptItem] = ()
    component: str = ""
    maximum: Decimal = Decimal(0)
    result: Result | None = None
    band_before: str = ""
    band_after: str = ""
    decision_before: str = PENDING
    decision_after: str = PENDING
    flip: str = ""
    bands: Mapping[str, Mapping] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.attempt.sitting.enrolment.user.full_name

    @property
    def user_id(self) -> int:
        return self.attempt.sitting.enrolment.user_id

    @property
    def is_changed(self) -> bool:
        return self.percent_before != self.percent_after

    @property
    def is_written(self) -> bool:
        """Something of it is stored anew, be it only the number of right answers."""
        return (
            bool(self.rescored)
            or self.is_changed
            or (self.total.correct, self.total.counted)
            != (
                self.attempt.correct,
                self.attempt.out_of,
            )
        )

    @property
    def is_decided(self) -> bool:
        return self.result is not None

    @property
    def moves_result(self) -> bool:
        """A decided result rests on it, so it waits for the commission."""
        return self.is_decided and self.is_changed and bool(self.component)

    @property
    def touches_document(self) -> bool:
        """A decided result would change sides: a certificate would be issued or revoked."""
        return self.moves_result and self.decision_before != self.decision_after

    @property
    def mark(self) -> Decimal:
        return (self.percent_after * self.maximum / 100).quantize(SIX)


def waiting_effects() -> QuerySet[RegradeEffect]:
    """Effects on decided results that no commission has amended yet."""
    return RegradeEffect.objects.filter(
        amendment__isnull=True, told_at__isnull=True, decision__cancelled_by__isnull=True
    )


class _Decisions:
    """Which decisions count for which attempt: what waits for the commission does not count yet, nor does a
    cancellation that waits.
    """

    def __init__(
        self, rows: Sequence[ItemDecision], waiting: set[tuple[int, int]], trial: ItemDecision | None
    ) -> None:
        self._by_version: dict[int, list[ItemDecision]] = defaultdict(list)
        self._cancelled: dict[int, int] = {}
        for row in rows:
            if row.cancels_id:
                self._cancelled[row.cancels_id] = row.pk
            else:
                self._by_version[row.version_id].append(row)
        if trial is not None:
            self._by_version[trial.version_id].append(trial)
        self._waiting = waiting
        self._known: dict[tuple, regrade.Treatment] = {}

    def _standing(self, version_id: int, attempt_id: int) -> Iterator[ItemDecision]:
        for row in self._by_version.get(version_id, ()):
            cancelled = self._cancelled.get(row.pk)
            if cancelled and (cancelled, attempt_id) not in self._waiting:
                continue
            if (row.pk, attempt_id) not in self._waiting:
                yield row

    def treatment(self, version: QuestionVersion, attempt_id: int) -> regrade.Treatment:
        rows = list(self._standing(version.pk, attempt_id))
        key = (version.pk, *(row.pk for row in rows))
        if key not in self._known:
            self._known[key] = regrade.effective(
                version.body, [regrade.Decided(action=row.action, detail=row.detail) for row in rows]
            )
        return self._known[key]


def rows_for(
    attempts: Sequence[Attempt],
    *,
    trial: ItemDecision | None = None,
    settling: int | None = None,
    lock: bool = False,
) -> list[Row]:
    """What every attempt would be worth now (at most nine queries, however many attempts).

    `trial`: a decision that is not taken yet; `settling`: a decision that stops waiting. `lock`: the questions' rows are
    locked, in order; the caller holds the sittings and the attempts.
    """
    ids = [attempt.pk for attempt in attempts]
    sittings = {attempt.sitting_id for attempt in attempts}
    papers: dict[int, list[AttemptItem]] = defaultdict(list)
    wanted = AttemptItem.objects.filter(attempt__in=ids).order_by("pk")
    for item in wanted.select_for_update(of=("self",)) if lock else wanted:
        papers[item.attempt_id].append(item)
    versions = QuestionVersion.objects.in_bulk(
        {item.version_id for paper in papers.values() for item in paper}
    )
    waiting = set(
        waiting_effects()
        .filter(attempt__in=ids)
        .exclude(decision=settling)
        .values_list("decision_id", "attempt_id")
    )
    decided = list(ItemDecision.objects.filter(version__in=versions).order_by("decided_at", "pk"))
    decisions = _Decisions(decided, waiting, trial)
    by_people = dict(
        ItemMark.objects.filter(item__attempt__in=ids).order_by("at", "pk").values_list("item_id", "value")
    )
    marks: dict[int, list[Mark]] = defaultdict(list)
    for mark in Mark.objects.current().filter(sitting__in=sittings):
        marks[mark.sitting_id].append(mark)
    results = {row.sitting_id: row for row in Result.objects.current().filter(sitting__in=sittings)}
    contents = dict(
        CohortScheme.objects.filter(
            cohort__in={attempt.sitting.cohort_id for attempt in attempts}
        ).values_list("cohort_id", "content")
    )
    schemes = {key: scheme_rules.read(content) for key, content in contents.items()}
    scored = []
    for attempt in attempts:
        before = {item.pk: item.score for item in papers[attempt.pk]}
        total, percent = _score(attempt, papers[attempt.pk], versions, decisions, by_people)
        scored.append(
            Row(
                attempt=attempt,
                total=total,
                percent_before=attempt.percent or Decimal(0),
                percent_after=percent.quantize(SIX),
                rescored=[item for item in papers[attempt.pk] if item.score != before[item.pk]],
                result=results.get(attempt.sitting_id),
                **_component(attempt, contents[attempt.sitting.cohort_id], marks[attempt.sitting_id]),
            )
        )
    by_sitting: dict[int, list[Row]] = defaultdict(list)
    for row in scored:
        by_sitting[row.attempt.sitting_id].append(row)
    found: list[Row] = []
    for sitting_id, rows in by_sitting.items():
        cohort_id = rows[0].attempt.sitting.cohort_id
        found += _with_outcome(rows, marks[sitting_id], schemes[cohort_id], contents[cohort_id])
    return sorted(found, key=_order)


def _order(row: Row) -> tuple:
    """Whose passing changes first, then every other change, by name."""
    return (not row.flip, not row.is_changed, kazakh_key(row.name), row.attempt.number)


def _score(
    attempt: Attempt,
    paper: list[AttemptItem],
    versions: Mapping[int, QuestionVersion],
    decisions: _Decisions,
    by_people: Mapping[int, Decimal],
) -> tuple[regrade.Total, Decimal]:
    """Score a paper in place, as grading does; an open answer has what a person gave last."""
    scores: list[tuple[Decimal | None, bool]] = []
    for item in paper:
        version = versions[item.version_id]
        kind, treatment = items.kind(version.kind), decisions.treatment(version, attempt.pk)
        value: Decimal | None
        if kind.automatic or treatment.full:
            value = regrade.score(kind, treatment.body, item.response, treatment)
        else:
            value = by_people.get(item.pk) if item.response else Decimal(0)
        if value is None or item.score is None or value.quantize(SIX) != item.score:
            item.score = value
        scores.append((value, treatment.void))
    total = regrade.total(scores, credit=attempt.terms.get("credit", "whole"))
    if total.percent is None:
        raise Refusal(
            _("An answer to this question was never marked by a person, so the paper cannot be added up."),
            code="unmarked",
        )
    return total, total.percent


def _component(attempt: Attempt, content: Mapping, marks: Sequence[Mark]) -> dict:
    """The component the attempt's own mark fills, if that mark stands."""
    row = frozen.component_of_quiz(content, attempt.quiz.key)
    if row is None or not any(mark.attempt_id == attempt.pk for mark in marks):
        return {}
    return {"component": row["key"], "maximum": Decimal(row["maximum"])}


def _with_outcome(
    rows: list[Row], marks: Sequence[Mark], scheme: scoring.Scheme, content: Mapping
) -> Iterator[Row]:
    """The rows of one sitting with its band and decision, before and after."""
    now = {mark.component: mark.value for mark in marks}
    then = now | {row.component: row.mark for row in rows if row.component and row.is_changed}
    result = rows[0].result
    was = scoring.decide(scheme, now)
    becomes = scoring.decide(scheme, then, at_conclusion=result is not None)
    before = (result.decision, result.band) if result else (was.decision, _band(scheme, was))
    after = (becomes.decision, _band(scheme, becomes))
    if then == now:
        after = before
    passed = {band.key for band in scheme.bands if band.passed}
    sides = [
        band in passed if decision == PENDING else decision == "passed" for decision, band in (before, after)
    ]
    bands = {row["key"]: row["title"] for row in content["bands"]}
    for row in rows:
        if not row.component:
            yield replace(row, decision_before=before[0], decision_after=before[0], bands=bands)
            continue
        flip = "" if sides[0] == sides[1] or not row.is_changed else UP if sides[1] else DOWN
        yield replace(
            row,
            decision_before=before[0],
            decision_after=after[0],
            band_before=before[1],
            band_after=after[1],
            flip=flip,
            bands=bands,
        )


def _band(scheme: scoring.Scheme, outcome: scoring.Outcome) -> str:
    """The band; while marks are missing only where the test alone is the score."""
    return outcome.band if outcome.decision != PENDING or scheme.formula == "test_percent" else ""

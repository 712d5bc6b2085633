"""Item statistics of the bank, read from papers that count: closed, graded, not voided, of final and module tests.

Nothing is written and nobody is named: what leaves here are figures of rules/statistics.py.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Max, Q, QuerySet, Sum

from .. import items
from ..items import Kind
from ..models import AnswerStep, Attempt, AttemptItem, Quiz
from ..rules import regrade
from ..rules import statistics as rules
from ..rules.statistics import ItemStatistics
from ..wordings import wordings
from . import grading

KEPT_SECONDS = 600
# Goes up with every change of what is kept.
SHAPE = 1
MODES = (Quiz.Mode.FINAL, Quiz.Mode.CONTROL)
ONE = Decimal(1)


@dataclass(frozen=True)
class Report:
    """The versions asked for, and the papers they stand in by test (quiz id)."""

    items: list[ItemStatistics]
    quizzes: dict[int, rules.PaperStatistics]


def for_versions(
    *,
    version_ids: Collection[int] | None = None,
    programme_code: str | None = None,
    cohort: int | None = None,
    since: datetime | None = None,
) -> list[ItemStatistics]:
    """Statistics of the named versions (in their order), or of every version that papers of a programme held.

    `cohort`: whose exam it was; `since`: papers begun then or later. At most six queries, one while nothing was graded,
    voided or scored anew within ten minutes. Raises ValueError unless exactly one of the first two is given.
    """
    return report(version_ids=version_ids, programme_code=programme_code, cohort=cohort, since=since).items


def report(
    *,
    version_ids: Collection[int] | None = None,
    programme_code: str | None = None,
    cohort: int | None = None,
    since: datetime | None = None,
) -> Report:
    """What `for_versions` gives, together with the papers themselves; the same queries."""
    if (version_ids is None) == (programme_code is None):
        raise ValueError("name either versions or a programme")
    wanted = None if version_ids is None else tuple(dict.fromkeys(version_ids))
    papers = _papers(wanted, programme_code, cohort, since)
    # Scoring anew moves points and leaves the time of grading as it was; voiding takes a paper away.
    state = papers.aggregate(last=Max("graded_at"), n=Count("pk"), points=Sum("points"))
    asked = (SHAPE, wanted, programme_code, cohort, since, *state.values())
    key = f"item-statistics-{sha256(repr(asked).encode()).hexdigest()}"
    found = cache.get(key)
    if found is None:
        found = _report(papers, wanted)
        cache.set(key, found, KEPT_SECONDS)
    return found


def _papers(
    version_ids: Sequence[int] | None, programme_code: str | None, cohort: int | None, since: datetime | None
) -> QuerySet[Attempt]:
    # Attempts begun before terms were copied are final tests.
    counts = Q(terms__mode__in=MODES) | ~Q(terms__has_key="mode")
    papers = Attempt.objects.filter(counts, status=Attempt.Status.GRADED).order_by()
    if version_ids is not None:
        holding = AttemptItem.objects.filter(version__in=version_ids).order_by()
        papers = papers.filter(pk__in=holding.values("attempt"))
    if programme_code is not None:
        papers = papers.filter(quiz__edition__code=programme_code)
    if cohort is not None:
        papers = papers.filter(sitting__cohort=cohort)
    if since is not None:
        papers = papers.filter(started_at__gte=since)
    return papers


def _report(papers: QuerySet[Attempt], wanted: Sequence[int] | None) -> Report:
    attempts = {
        row[0]: row[1:] for row in papers.values_list("pk", "quiz_id", "language", "started_at", "terms")
    }
    answers: dict[int, list[tuple[int, int, list[str], Decimal | None]]] = defaultdict(list)
    held: set[int] = set()
    rows = AttemptItem.objects.filter(attempt__in=papers).order_by("attempt", "position")
    for attempt_id, *row in rows.values_list("attempt", "pk", "version", "response", "score"):
        answers[attempt_id].append((row[0], row[1], row[2], row[3]))
        held.add(row[1])
    spent = _seconds(papers, {attempt_id: row[2] for attempt_id, row in attempts.items()})
    readings = _readings(held, sorted(held) if wanted is None else wanted)
    by_quiz: dict[int, list[rules.Paper]] = defaultdict(list)
    # One graded between two queries waits for the next time.
    for attempt_id, (quiz_id, language, _started_at, terms) in attempts.items():
        credit = terms.get("credit", Quiz.Credit.WHOLE)
        answered = [
            readings[version_id].answered(response, score, credit=credit, seconds=spent.get(item_id))
            for item_id, version_id, response, score in answers[attempt_id]
            if version_id in readings
        ]
        total = sum(one.counted for one in answered if one.counted is not None)
        by_quiz[quiz_id].append(rules.Paper(attempt_id, language, total, tuple(answered)))
    options = {
        version_id: reading.options() for version_id, reading in readings.items() if reading.is_wanted
    }
    return Report(
        items=rules.item_statistics([paper for some in by_quiz.values() for paper in some], options),
        quizzes={quiz_id: rules.paper_statistics(some) for quiz_id, some in by_quiz.items()},
    )


def _seconds(papers: QuerySet[Attempt], started: Mapping[int, datetime]) -> dict[int, float]:
    """Seconds by item of a paper (one query). When a late answer arrived says nothing about when it was given."""
    steps: dict[int, list[tuple[int, datetime]]] = defaultdict(list)
    rows = AnswerStep.objects.filter(item__attempt__in=papers, is_late=False).order_by("saved_at", "pk")
    for attempt_id, item_id, saved_at in rows.values_list("item__attempt", "item", "saved_at"):
        steps[attempt_id].append((item_id, saved_at))
    found: dict[int, float] = {}
    for attempt_id, started_at in started.items():
        found |= rules.seconds_by_item(started_at, steps.get(attempt_id, []))
    return found


class _Reading:
    """A version as its answers are read: under the decisions about it, but never with full marks given to everybody."""

    def __init__(
        self, kind: Kind, body: Mapping, decided: Sequence[regrade.Decided], *, is_wanted: bool
    ) -> None:
        self.kind, self.is_wanted = kind, is_wanted
        self.is_full = any(one.action == regrade.FULL_MARKS for one in decided)
        self.treatment = regrade.effective(
            body, [one for one in decided if one.action != regrade.FULL_MARKS]
        )
        self.body = self.treatment.body
        self._typed: set[str] = set()
        self._offered = [choice for choice in kind.choices(self.body, "kk")] if is_wanted else []

    def answered(
        self, response: list[str], score: Decimal | None, *, version_id: int, credit: str, seconds: float | None
    ) -> rules.Answered:
        raise NotImplementedError

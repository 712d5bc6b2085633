"""How questions worked in tests that count, read in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.cache import cache
from django.db.models import Count, Max, QuerySet

from ...items import Choice, Kind
from ...models import AnswerStep, Attempt, AttemptItem, ItemDecision, QuestionVersion, Quiz
from ...rules import regrade, statistics
from ...wordings import Wording, wordings
from .grading import treatments

KEPT_SECONDS = 600


@dataclass(frozen=True)
class Report:
    """Figures by version, worst first, and those of the papers they stood in."""

    items: Sequence[statistics.ItemStatistics]
    papers: statistics.PaperFigures

    def of(self, version_id: int) -> statistics.ItemStatistics | None:
        return next((one for one in self.items if one.version_id == version_id), None)


def counted(*, programme_code: str, cohort_id: int | None = None) -> QuerySet[Attempt]:
    """Graded attempts of tests that count; practice and voided ones say nothing."""
    rows = Attempt.objects.filter(
        status=Attempt.Status.GRADED,
        quiz__edition__code=programme_code,
        terms__mode__in=[Quiz.Mode.CONTROL, Quiz.Mode.FINAL],
    )
    return rows if cohort_id is None else rows.filter(sitting__cohort_id=cohort_id)


def report(*, programme_code: str, cohort_id: int | None = None) -> Report:
    """The figures of a programme's questions (seven queries; two while nothing was graded or decided since)."""
    attempts = counted(programme_code=programme_code, cohort_id=cohort_id)
    state = attempts.aggregate(n=Count("pk"), last=Max("graded_at"))
    decided = ItemDecision.objects.aggregate(last=Max("pk"))["last"]
    moment = int(state["last"].timestamp() * 1000) if state["last"] else 0
    key = f"item-statistics:{programme_code}:{cohort_id}:{state['n']}:{moment}:{decided}"
    found = cache.get(key)
    if found is None:
        found = _report(attempts)
        cache.set(key, found, KEPT_SECONDS)
    return found


def _report(attempts: QuerySet[Attempt]) -> Report:
    papers = {
        pk: (language, begun.timestamp(), float(percent or 0))
        for pk, language, begun, percent in attempts.values_list("pk", "language", "started_at", "percent")
    }
    rows: dict[int, list[tuple]] = {}
    items = AttemptItem.objects.filter(attempt__in=attempts.order_by(), score__isnull=False).order_by()
    for attempt_id, item_id, version_id, response, score in items.values_list(
        "attempt_id", "pk", "version_id", "response", "score"
    ):
        rows.setdefault(attempt_id, []).append((item_id, version_id, response, float(score or 0)))
    spent = _times(attempts, papers)
    texts = wordings({version_id for paper in rows.values() for _pk, version_id, _r, _s in paper})
    # A question that was taken out, or given to everybody, says nothing about people any more: only how it was answered.
    decided = treatments(texts)
    treated = {pk: regrade.effective(text.body, decided.get(pk, [])) for pk, text in texts.items()}
    spoilt = {version_id for version_id, now in treated.items() if now.void or now.full}
    answered: dict[int, list[statistics.Answered]] = {}
    for attempt_id, paper in rows.items():
        language, _begun, _percent = papers[attempt_id]
        sound = [score for _pk, version_id, _response, score in paper if version_id not in spoilt]
        total = sum(sound)
        for item_id, version_id, response, score in paper:
            wording, now = texts[version_id], treated[version_id]
            is_sound = version_id not in spoilt
            answered.setdefault(version_id, []).append(
                statistics.Answered(
                    version_id=version_id,
                    language=language,
                    score=score if is_sound else _by_key(wording, now, response),
                    rest=(total - score) / max(1, len(sound) - 1) if is_sound else total / max(1, len(sound)),
                    tally=tuple(wording.kind.tally(now.body, response)) if response else (),
                    is_blank=not response,
                    seconds=spent.get(attempt_id, {}).get(item_id),
                )
            )
    figures = [_item(texts[version_id], treated[version_id], given) for version_id, given in answered.items()]
    figures.sort(key=lambda one: (-len(one.flags), one.both.discrimination or 0.0, one.version_id))
    return Report(
        items=figures,
        papers=statistics.papers(
            [percent for _l, _b, percent in papers.values()],
            [[score for _pk, one, _r, score in paper if one not in spoilt] for paper in rows.values()],
        ),
    )


def _by_key(wording: Wording, now: regrade.Treatment, response: list[str]) -> float:
    """What the answer was worth by its key alone, as decisions mended it."""
    return float(regrade.score(wording.kind, now.body, response, replace(now, full=False)) or 0)


def choices(kind: Kind, now: regrade.Treatment, language: str) -> list[Choice]:
    """What can be answered; right is what the mended key says, and what a further accepted answer holds."""
    accepted = {value for answer in now.accepted for value in answer}
    return [
        replace(choice, is_right=choice.is_right or choice.key in accepted)
        for choice in kind.choices(now.body, language)
    ]


def _item(
    wording: Wording, now: regrade.Treatment, given: list[statistics.Answered]
) -> statistics.ItemStatistics:
    known = choices(wording.kind, now, "kk")
    return statistics.item(
        wording.version_id,
        given,
        keys=[choice.key for choice in known],
        right=[choice.key for choice in known if choice.is_right],
        has_distractors=wording.kind.has_distractors,
    )


def _times(attempts: QuerySet[Attempt], papers: dict) -> dict[int, dict[int, float]]:
    """Seconds by attempt and question, from the times of the saves."""
    saves: dict[int, list[tuple[float, int]]] = {}
    steps = AnswerStep.objects.filter(item__attempt__in=attempts.order_by(), is_late=False).order_by()
    for attempt_id, item_id, at in steps.values_list("item__attempt_id", "item_id", "saved_at"):
        saves.setdefault(attempt_id, []).append((at.timestamp(), item_id))
    return {
        attempt_id: statistics.time_spent(papers[attempt_id][1], moments)
        for attempt_id, moments in saves.items()
    }


def versions_of(report: Report) -> dict[int, QuestionVersion]:
    """The versions a report speaks of, with their questions (one query)."""
    return QuestionVersion.objects.select_related("question").in_bulk(
        [one.version_id for one in report.items]
    )

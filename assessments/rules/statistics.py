"""Item statistics of a test (classical test theory), pure: papers in, figures and flags out.

Facility: the mean score of a question, 0 to 1. Discrimination: the point-biserial correlation of a question's score with
the score of the rest of the paper; and the upper–lower index, facility of the best 27 % minus that of the weakest 27 %.
Reliability: papers are drawn, so questions are nested in people, and Cronbach's alpha has no table to stand on; a one-way
analysis of variance gives the coefficient for that design, and the standard error of measurement with it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import erfc, sqrt
from statistics import fmean, median, pstdev

# Below this many answers no figure is shown: people are not to be recognised, and chance speaks louder than the question.
LEAST = 5
# From here on 27 % are five people and more; a group of one would show what a person answered.
ENOUGH_FOR_GROUPS = 20
# A typed answer of fewer people than this is not shown: it may say who they are.
TYPED_ALIKE = 3
ENOUGH = 30
ENOUGH_PER_LANGUAGE = 20
TOO_EASY, TOO_HARD, WEAK, GAP, CERTAIN = 0.95, 0.20, 0.15, 0.15, 0.05
SHARE = 0.27
LONGEST_PAUSE = 600.0


@dataclass(frozen=True)
class Answered:
    """One question of one paper. `score` 0 to 1; `tally`: the keys it counts under; `rest`: the mean score of the paper's
    other questions; `seconds`: time spent, None where it is not known.
    """

    version_id: int
    language: str
    score: float
    rest: float
    tally: tuple[str, ...] = ()
    is_blank: bool = False
    seconds: float | None = None


@dataclass(frozen=True)
class Chosen:
    """How often an answer was given: of everybody, and of the strong and the weak 27 % (None: too few people)."""

    key: str
    count: int
    share: float
    upper: float | None
    lower: float | None


@dataclass(frozen=True)
class Figures:
    """Of one question in one language or in both ("")."""

    n: int
    facility: float | None = None
    discrimination: float | None = None
    index: float | None = None
    blank: float | None = None
    seconds: float | None = None
    chosen: tuple[Chosen, ...] = ()
    # Left out for the sake of the other language, whose few answers could be reckoned from these.
    is_withheld: bool = False


@dataclass(frozen=True)
class Gap:
    """Facility in kk minus ru, with the chance of so large a difference where there is none (two-sided)."""

    value: float
    p: float

    @property
    def is_marked(self) -> bool:
        return abs(self.value) >= GAP and self.p < CERTAIN


@dataclass(frozen=True)
class ItemStatistics:
    """Flags are codes: too_easy, too_hard, negative, weak, idle_option, luring_option, language_gap."""

    version_id: int
    both: Figures
    languages: dict[str, Figures]
    gap: Gap | None
    flags: tuple[str, ...] = field(default=())


def correlation(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """Pearson's r; None where either side does not vary."""
    if len(xs) < 2:
        return None
    mean_x, mean_y = fmean(xs), fmean(ys)
    spread_x = sqrt(sum((x - mean_x) ** 2 for x in xs))
    spread_y = sqrt(sum((y - mean_y) ** 2 for y in ys))
    if spread_x < 1e-12 or spread_y < 1e-12:
        return None
    r = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / spread_x / spread_y
    return max(-1.0, min(1.0, r))


Weighted = Sequence[tuple[Answered, float]]


def groups(rows: Sequence[Answered]) -> tuple[Weighted, Weighted]:
    """The strong and the weak 27 % by the rest of the paper, each answer with its weight: those who tie at the edge share
    the places that are left, so that no order of the rows decides.
    """
    size = max(1, round(len(rows) * SHARE))

    def best(key: Callable[[Answered], float]) -> list[tuple[Answered, float]]:
        edge = sorted((key(row) for row in rows), reverse=True)[size - 1]
        above = [row for row in rows if key(row) > edge]
        ties = [row for row in rows if key(row) == edge]
        share = (size - len(above)) / len(ties)
        return [(row, 1.0) for row in above] + [(row, share) for row in ties]

    return best(lambda row: row.rest), best(lambda row: -row.rest)


def _mean(part: Weighted, value: Callable[[Answered], float]) -> float:
    return sum(value(row) * weight for row, weight in part) / sum(weight for _row, weight in part)


def figures(rows: Sequence[Answered], keys: Sequence[str] = ()) -> Figures:
    """The figures of a question's answers. `keys`: answers that could be given, counted also where nobody gave them."""
    n = len(rows)
    if n < LEAST:
        return Figures(n=n)
    upper, lower = groups(rows) if n >= ENOUGH_FOR_GROUPS else ((), ())
    times = [row.seconds for row in rows if row.seconds is not None]
    counts = Counter(key for row in rows for key in set(row.tally))
    typed = sorted(key for key, count in counts.items() if key not in keys and count >= TYPED_ALIKE)

    def share(part: Weighted, key: str) -> float | None:
        return _mean(part, lambda row: float(key in row.tally)) if part else None

    return Figures(
        n=n,
        facility=fmean(row.score for row in rows),
        discrimination=correlation([row.score for row in rows], [row.rest for row in rows]),
        index=_mean(upper, lambda row: row.score) - _mean(lower, lambda row: row.score) if upper else None,
        blank=sum(row.is_blank for row in rows) / n,
        seconds=median(times) if times else None,
        chosen=tuple(
            Chosen(
                key=key,
                count=counts[key],
                share=counts[key] / n,
                upper=share(upper, key),
                lower=share(lower, key),
            )
            for key in [*keys, *typed]
        ),
    )


def by_language(rows: Sequence[Answered], keys: Sequence[str] = ()) -> dict[str, Figures]:
    """The figures of each language; of neither where one has a few answers only, since both minus one gives the other."""
    parts = {code: [row for row in rows if row.language == code] for code in ("kk", "ru")}
    if any(0 < len(part) < LEAST for part in parts.values()):
        return {code: Figures(n=len(part), is_withheld=len(part) >= LEAST) for code, part in parts.items()}
    return {code: figures(part, keys) for code, part in parts.items()}


def gap(kk: Sequence[float], ru: Sequence[float]) -> Gap | None:
    """The difference of two mean scores with a two-sided z test of unequal variances; None with too few answers."""
    if len(kk) < ENOUGH_PER_LANGUAGE or len(ru) < ENOUGH_PER_LANGUAGE:
        return None
    difference = fmean(kk) - fmean(ru)
    error = sqrt(pstdev(kk) ** 2 / len(kk) + pstdev(ru) ** 2 / len(ru))
    if error < 1e-12:
        return Gap(value=difference, p=1.0 if abs(difference) < 1e-12 else 0.0)
    return Gap(value=difference, p=erfc(abs(difference) / error / sqrt(2)))


def item(
    version_id: int,
    rows: Sequence[Answered],
    *,
    keys: Sequence[str] = (),
    right: Iterable[str] = (),
    has_distractors: bool = True,
) -> ItemStatistics:
    """All of one question. `keys`: its options, none for free answers; `right`: those that are right; `has_distractors`:
    every option was written to be chosen by somebody (not so of the pairs a matching can make).
    """
    both = figures(rows, keys)
    difference = gap(
        [row.score for row in rows if row.language == "kk"],
        [row.score for row in rows if row.language == "ru"],
    )
    return ItemStatistics(
        version_id=version_id,
        both=both,
        languages=by_language(rows, keys),
        gap=difference,
        flags=_flags(both, difference, keys=keys if has_distractors else (), right=set(right)),
    )


def _flags(both: Figures, difference: Gap | None, *, keys: Sequence[str], right: set[str]) -> tuple[str, ...]:
    found = []
    if both.facility is not None and both.n >= ENOUGH:
        if both.facility > TOO_EASY:
            found.append("too_easy")
        elif both.facility < TOO_HARD:
            found.append("too_hard")
        if both.discrimination is not None and both.discrimination < 0:
            found.append("negative")
        elif both.discrimination is not None and both.discrimination < WEAK:
            found.append("weak")
        wrong = [one for one in both.chosen if one.key in keys and one.key not in right]
        best = max((one.upper or 0.0 for one in both.chosen if one.key in right), default=0.0)
        if any(one.count == 0 for one in wrong):
            found.append("idle_option")
        if any((one.upper or 0.0) > best for one in wrong):
            found.append("luring_option")
    if difference is not None and difference.is_marked:
        found.append("language_gap")
    return tuple(found)


@dataclass(frozen=True)
class PaperFigures:
    """Of whole papers: how many, mean and spread of the percents, how many in each tenth (the last holds 100; None with
    too few papers), reliability 0 to 1 and the standard error of measurement in percent points.
    """

    n: int
    mean: float | None = None
    spread: float | None = None
    tenths: tuple[int, ...] = ()
    reliability: float | None = None
    error: float | None = None


def papers(percents: Sequence[float], scores: Sequence[Sequence[float]] = ()) -> PaperFigures:
    """`scores`: of each paper the scores of its questions, 0 to 1."""
    if len(percents) < LEAST:
        return PaperFigures(n=len(percents))
    tenths = [0] * 10
    for percent in percents:
        tenths[min(9, int(percent // 10))] += 1
    found = reliability(scores)
    return PaperFigures(
        n=len(percents),
        mean=fmean(percents),
        spread=pstdev(percents),
        tenths=tuple(tenths),
        reliability=found[0] if found else None,
        error=found[1] * 100 if found else None,
    )


def reliability(scores: Sequence[Sequence[float]]) -> tuple[float, float] | None:
    """(coefficient, standard error of a mean score) of papers drawn each for itself: 1 − MS within / MS between people,
    never below 0. None where papers are few, of one question, or do not differ.
    """
    rows = [row for row in scores if len(row) > 1]
    if len(rows) < LEAST:
        return None
    answers = sum(len(row) for row in rows)
    grand = sum(map(sum, rows)) / answers
    means = [fmean(row) for row in rows]
    between = sum(len(row) * (mean - grand) ** 2 for row, mean in zip(rows, means, strict=True))
    between /= len(rows) - 1
    within = sum((one - mean) ** 2 for row, mean in zip(rows, means, strict=True) for one in row)
    within /= answers - len(rows)
    if between < 1e-12:
        return None
    return max(0.0, 1 - within / between), sqrt(within * len(rows) / answers)


def time_spent(begun: float, saves: Sequence[tuple[float, int]]) -> dict[int, float]:
    """Seconds by question from the times of a paper's saves, (seconds, question), in any order.

    Each save is given the time since the save before it, the first since the beginning; a pause of over ten minutes
    counts as ten.
    """
    spent: dict[int, float] = {}
    before = begun
    for moment, question in sorted(saves):
        spent[question] = spent.get(question, 0.0) + min(LONGEST_PAUSE, max(0.0, moment - before))
        before = moment
    return spent

"""How alike markers mark (pure functions on Decimals): severity, spread and agreement. Source: docs/rules/calibration.yaml.

Severity and spread are plain means and standard deviations. Agreement is looked at where two people marked the same work
without seeing each other: the first and the second marker, never a third one or a moderator.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Literal

# With fewer pairs or works than this a figure says more about chance than about people.
LEAST = 5

Basis = Literal["same_works", "cohort", "alone"]
Pair = tuple[Decimal, Decimal]


@dataclass(frozen=True)
class Criterion:
    """What is judged. `near`: how far apart two points may be and still be next to each other."""

    key: str
    maximum: Decimal
    levels: tuple[Decimal, ...] = ()
    near: Decimal = Decimal(1)

    def is_near(self, one: Decimal, other: Decimal) -> bool:
        """At most one level apart; without levels at most `near` points."""
        if one in self.levels and other in self.levels:
            return abs(self.levels.index(one) - self.levels.index(other)) <= 1
        return abs(one - other) <= self.near


@dataclass(frozen=True)
class Given:
    """The finished points of one marker on one work. `place`: first, second or third marker."""

    marker: int
    work: int
    points: Mapping[str, Decimal]
    total: Decimal
    place: str = "first"


def mean(values: Sequence[Decimal]) -> Decimal | None:
    return sum(values, Decimal(0)) / len(values) if values else None


def deviation(values: Sequence[Decimal]) -> Decimal | None:
    """The sample standard deviation (n − 1); None for fewer than two values."""
    middle = mean(values)
    if middle is None or len(values) < 2:
        return None
    return (sum(((value - middle) ** 2 for value in values), Decimal(0)) / (len(values) - 1)).sqrt()


# Severity


@dataclass(frozen=True)
class Severity:
    """How many points more (above zero) or fewer (below) a marker gives. `n`: works it stands on.

    `basis`: "same_works", against the mean of the others on the works they marked too; "cohort", where there are none,
    against the mean of everybody else's works; "alone", where nobody else marked.
    """

    difference: Decimal | None
    basis: Basis
    n: int

    @property
    def is_thin(self) -> bool:
        return self.n < LEAST


def severity(given: Sequence[Given], marker: int) -> Severity:
    """The severity of one marker among all marks `given`, in points of the whole work."""
    own = {one.work: one.total for one in given if one.marker == marker}
    others: dict[int, list[Decimal]] = {}
    for one in given:
        if one.marker != marker:
            others.setdefault(one.work, []).append(one.total)
    both = [work for work in own if work in others]
    if both:
        apart = [own[work] - (mean(others[work]) or Decimal(0)) for work in both]
        return Severity(mean(apart), "same_works", len(both))
    everybody = mean([total for totals in others.values() for total in totals])
    here = mean(list(own.values()))
    if everybody is None or here is None:
        return Severity(None, "alone", len(own))
    return Severity(here - everybody, "cohort", len(own))


# Agreement


def pairs(given: Iterable[Given]) -> list[tuple[Given, Given]]:
    """The first and the second marker of every work that has both."""
    found = []
    rows = sorted(
        (one for one in given if one.place in {"first", "second"}), key=lambda one: (one.work, one.place)
    )
    for _work, group in groupby(rows, key=lambda one: one.work):
        by_place = {one.place: one for one in group}
        if len(by_place) == 2:
            found.append((by_place["first"], by_place["second"]))
    return found


def weighted_kappa(rated: Sequence[Pair]) -> Decimal | None:
    """Cohen's kappa with quadratic weights of two ratings of the same things; None where it is not defined.

    κ = 1 − Σ w·o / Σ w·e with w = (x − y)², o the observed pairs and e what chance would give with the same margins:
    J. Cohen, "Weighted kappa: nominal scale agreement with provision for scaled disagreement or partial credit",
    Psychological Bulletin 70 (1968), 213–220. The distance is taken in points, so levels that are not evenly spaced
    weigh as their points do. The expected sum needs no table: the mean of (x − y)² over all pairs of margins is
    mean(x²) − 2·mean(x)·mean(y) + mean(y²). It is zero where both gave one and the same mark throughout.
    """
    n = len(rated)
    if not n:
        return None
    left, right = [one for one, _other in rated], [other for _one, other in rated]
    observed = sum(((one - other) ** 2 for one, other in rated), Decimal(0)) / n
    squares = sum((value**2 for value in (*left, *right)), Decimal(0)) / n
    expected = squares - 2 * (sum(left, Decimal(0)) / n) * (sum(right, Decimal(0)) / n)
    # What repeating decimals leave behind is no disagreement.
    if expected.quantize(Decimal("1e-15")) == 0:
        return None
    return 1 - observed / expected


@dataclass(frozen=True)
class Agreement:
    """How two independent ratings of the same works agree. Shares are from 0 to 1; None where there is nothing to say."""

    n: int
    exact: Decimal | None
    near: Decimal | None
    kappa: Decimal | None

    @property
    def is_thin(self) -> bool:
        return self.n < LEAST


def agreement(rated: Sequence[Pair], criterion: Criterion) -> Agreement:
    n = len(rated)
    if not n:
        return Agreement(0, None, None, None)
    exact = sum(one == other for one, other in rated)
    near = sum(criterion.is_near(one, other) for one, other in rated)
    return Agreement(n, Decimal(exact) / n, Decimal(near) / n, weighted_kappa(rated))


# The whole report


@dataclass(frozen=True)
class Marker:
    """One marker's figures. `share`: mean total as a part of the maximum; spreads in points, by criterion and in all."""

    marker: int
    works: int
    share: Decimal | None
    severity: Severity
    spread: Decimal | None
    spreads: Mapping[str, Decimal | None]


@dataclass(frozen=True)
class Report:
    """Markers with the most works first; agreement by criterion and on the total, from `doubled` works."""

    markers: list[Marker]
    works: int
    doubled: int
    criteria: Mapping[str, Agreement]
    total: Agreement


def report(given: Sequence[Given], criteria: Sequence[Criterion], *, near_total: Decimal) -> Report:
    """All figures of one kind of work. `near_total`: points by which two totals may differ and still be close."""
    maximum = sum((one.maximum for one in criteria), Decimal(0))
    by_marker: dict[int, list[Given]] = {}
    for one in given:
        by_marker.setdefault(one.marker, []).append(one)
    markers = []
    for marker, rows in by_marker.items():
        average = mean([one.total for one in rows])
        markers.append(
            Marker(
                marker=marker,
                works=len(rows),
                share=average / maximum if average is not None and maximum else None,
                severity=severity(given, marker),
                spread=deviation([one.total for one in rows]),
                spreads={
                    criterion.key: deviation(
                        [one.points[criterion.key] for one in rows if criterion.key in one.points]
                    )
                    for criterion in criteria
                },
            )
        )
    markers.sort(key=lambda one: (-one.works, one.marker))
    both = pairs(given)
    whole = Criterion("", maximum, near=near_total)
    return Report(
        markers=markers,
        works=len({one.work for one in given}),
        doubled=len(both),
        criteria={
            criterion.key: agreement(
                [
                    (one.points[criterion.key], other.points[criterion.key])
                    for one, other in both
                    if criterion.key in one.points and criterion.key in other.points
                ],
                criterion,
            )
            for criterion in criteria
        },
        total=agreement([(one.total, other.total) for one, other in both], whole),
    )

"""What one, two or three markers of a work come to (pure functions on Decimals).

One marker: their points. Two: within the tolerance the mean of each criterion, rounded half up to the rubric's step;
beyond it a third marker, whose points stand. A moderator who marked anew stands above them all.
Source: docs/rules/double-marking.yaml.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

State = Literal["waiting", "second_needed", "third_needed", "settled"]
Basis = Literal["", "single", "mean", "third", "moderator"]


@dataclass(frozen=True)
class Marked:
    """One marker's finished points: `pk` names the row, `place` which marker it is (first, second, third, moderator)."""

    pk: int
    place: str
    points: Mapping[str, Decimal]

    @property
    def total(self) -> Decimal:
        return sum(self.points.values(), Decimal(0))


@dataclass(frozen=True)
class Outcome:
    """What stands. `points` and `total` are given where `state` is settled; `standing` names the rows they come from."""

    state: State
    basis: Basis = ""
    points: Mapping[str, Decimal] = field(default_factory=dict)
    total: Decimal | None = None
    difference: Decimal | None = None
    standing: tuple[int, ...] = ()

    @property
    def is_settled(self) -> bool:
        return self.state == "settled"


def rounded(value: Decimal, step: Decimal) -> Decimal:
    """Half up to the nearest step: 1.25 with step 0.5 is 1.5."""
    return (value / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step


def mean(first: Mapping[str, Decimal], second: Mapping[str, Decimal], *, step: Decimal) -> dict[str, Decimal]:
    """The mean of each criterion."""
    return {key: rounded((first[key] + second[key]) / 2, step) for key in first}


def outcome(marked: Sequence[Marked], *, markers: int, tolerance: Decimal, step: Decimal) -> Outcome:
    """What the finished marks come to. `markers`: how many the cohort's rule asks for, 1 or 2.

    A second marker who came without being asked counts as one who was. A difference equal to the tolerance is within it.
    """
    by_place = {one.place: one for one in marked}
    if moderator := by_place.get("moderator"):
        return _stands(moderator, "moderator")
    first, second = by_place.get("first"), by_place.get("second")
    if first is None or second is None:
        one = first or second
        if one is None:
            return Outcome("waiting")
        if markers == 1:
            return _stands(one, "single")
        return Outcome("second_needed")
    difference = abs(first.total - second.total)
    if difference <= tolerance:
        points = mean(first.points, second.points, step=step)
        return Outcome(
            "settled", "mean", points, sum(points.values(), Decimal(0)), difference, (first.pk, second.pk)
        )
    if third := by_place.get("third"):
        return _stands(third, "third", difference)
    return Outcome("third_needed", difference=difference)


def _stands(one: Marked, basis: Basis, difference: Decimal | None = None) -> Outcome:
    return Outcome("settled", basis, dict(one.points), one.total, difference, (one.pk,))

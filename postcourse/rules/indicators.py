"""How an indicator of a child moved (pure functions; the table with every case is docs/rules/indicators.yaml).

The first third of the readings is compared with the last third, each by its median, so that one bad day decides nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Move = Literal["better", "worse", "same"]
LEAST = 3  # readings below which nothing is said of a trend
# A change below a tenth of the indicator's range counts as none: readings by eye are not more exact.
TOLERANCE = Decimal("0.1")


@dataclass(frozen=True)
class Trend:
    """`first`, `last`: medians of the thirds, of `each` readings; `change`: last − first, whatever is better."""

    move: Move
    first: Decimal
    last: Decimal
    each: int

    @property
    def change(self) -> Decimal:
        return self.last - self.first


def median(values: Sequence[Decimal]) -> Decimal:
    """The middle one, or the mean of the two in the middle; of at least one."""
    ordered = sorted(values)
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    return (ordered[half - 1] + ordered[half]) / 2


def trend(values: Sequence[Decimal], *, better: str, lowest: Decimal, highest: Decimal) -> Trend | None:
    """How readings in the order of their days moved; nothing of fewer than three.

    `better`: "more" or "less". A change of exactly the tolerance counts.
    """
    if len(values) < LEAST:
        return None
    each = len(values) // 3
    first, last = median(values[:each]), median(values[-each:])
    change = last - first
    if abs(change) < TOLERANCE * (highest - lowest):
        return Trend("same", first, last, each)
    return Trend("better" if (change > 0) == (better == "more") else "worse", first, last, each)

"""What a bank can serve of a test's blueprint, and how much two papers have in common (pure functions)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .blueprint import BankItem, Stratum, shortages

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Covered:
    """A part of a blueprint. `ready`: questions it can draw from, without those a narrower part of the module takes."""

    stratum: Stratum
    ready: int
    is_served: bool

    @property
    def common(self) -> Decimal | None:
        """How many questions two papers are expected to share here; None where no paper can be drawn."""
        return overlap(self.stratum.count, self.ready) if self.is_served else None

    @property
    def percent(self) -> Decimal | None:
        return None if self.common is None else HUNDRED * self.common / self.stratum.count

    @property
    def missing(self) -> int:
        return 0 if self.is_served else self.stratum.count - self.ready


def overlap(wanted: int, ready: int) -> Decimal:
    """Questions that two papers, each drawing n of N by chance, are expected to share: n²/N.

    Each of the n questions of one paper is in the other with the chance n/N. Raises ValueError where n > N or n < 1.
    """
    if not 1 <= wanted <= ready:
        raise ValueError("a paper draws at least one question and at most as many as there are")
    return Decimal(wanted * wanted) / ready


def covered(strata: Sequence[Stratum], bank: Sequence[BankItem]) -> list[Covered]:
    """Each part of the blueprint with what is ready for it, in the blueprint's order."""
    short = shortages(strata, bank)
    rows = []
    for place, stratum in enumerate(strata):
        there = [item for item in bank if stratum.takes(item)]
        taken = sum(
            min(other.count, sum(1 for item in there if other.takes(item)))
            for other in strata[:place]
            if other.module == stratum.module
        )
        rows.append(
            Covered(stratum=stratum, ready=max(0, len(there) - taken), is_served=stratum not in short)
        )
    return rows


def paper_percent(rows: Sequence[Covered]) -> Decimal | None:
    """The share of a paper that another one is expected to repeat, in percent; None where none can be drawn."""
    questions = sum(row.stratum.count for row in rows)
    if not questions or not all(row.is_served for row in rows):
        return None
    return HUNDRED * sum((row.common or Decimal(0) for row in rows), Decimal(0)) / questions

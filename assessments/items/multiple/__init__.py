"""Several right answers; all of them and none besides, or nothing."""

from collections.abc import Mapping
from decimal import Decimal

from . import choice


def faults(body: Mapping) -> list[str]:
    found = choice.faults(body)
    if not found and not 2 <= len(body["correct"]) < len(choice.options(body)):
        found.append("a multiple-choice question needs at least two right answers and one wrong")
    return found


def parse(body: Mapping, response: list[str]) -> list[str]:
    return choice.known(body, response)


def score(body: Mapping, response: list[str]) -> Decimal:
    """1 when exactly the right options were chosen, else 0 (the programmes know no partial credit)."""
    return Decimal(1) if set(parse(body, response)) == set(body["correct"]) else Decimal(0)

"""One right answer of several."""

from collections.abc import Mapping
from decimal import Decimal

from . import choice


def faults(body: Mapping) -> list[str]:
    found = choice.faults(body)
    if not found and len(body["correct"]) != 1:
        found.append("a single-choice question needs exactly one right answer")
    return found


def parse(body: Mapping, response: list[str]) -> list[str]:
    """At most one known option."""
    return choice.known(body, response[:1])


def score(body: Mapping, response: list[str]) -> Decimal:
    """1 for the right answer, else 0."""
    return Decimal(1) if parse(body, response) == list(body["correct"]) else Decimal(0)

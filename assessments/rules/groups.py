"""Project groups: their size, when a proposed one stands, dividing people into groups.

Source: programme A, section 8 (groups of 4-5); the bounds are parameters of the edition (group_min, group_max).
"""

from collections.abc import Sequence
from dataclasses import dataclass

FITS, SMALL, LARGE = "fits", "small", "large"


def size_verdict(people: int, *, least: int, most: int) -> str:
    """FITS from `least` to `most`, both included; else SMALL or LARGE."""
    if people < least:
        return SMALL
    return LARGE if people > most else FITS


def stands(*, present: int, confirmed: int, least: int, most: int) -> bool:
    """A proposed group stands by itself when everyone in it has agreed and its size is within the rule."""
    return confirmed == present and size_verdict(present, least=least, most=most) == FITS


@dataclass(frozen=True)
class Division:
    """People in groups, and those who do not fit into groups of a size within the rule."""

    groups: tuple[tuple[int, ...], ...]
    left: tuple[int, ...]


def divide(people: Sequence[int], *, least: int, most: int) -> Division:
    """As many people as possible in groups of `least` to `most`, as few groups as possible, sizes as even as can be.

    Order is kept, so that the same list gives the same groups; whoever does not fit is at its end.
    """
    if least < 1 or most < least:
        raise ValueError("A group has at least one person, and the upper bound is not below the lower one.")
    for placed in range(len(people), 0, -1):
        count = -(-placed // most)
        if placed // count >= least:
            return Division(groups=_even(people[:placed], count), left=tuple(people[placed:]))
    return Division(groups=(), left=tuple(people))


def _even(people: Sequence[int], count: int) -> tuple[tuple[int, ...], ...]:
    size, larger = divmod(len(people), count)
    groups, start = [], 0
    for place in range(count):
        end = start + size + (1 if place < larger else 0)
        groups.append(tuple(people[start:end]))
        start = end
    return tuple(groups)

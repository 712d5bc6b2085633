"""Who signs on a day (pure function)."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar


class _Signatory(Protocol):
    is_acting: bool
    valid_from: date
    valid_until: date | None


T = TypeVar("T", bound=_Signatory)


def signatory_on(people: Iterable[T], *, day: date) -> T | None:
    """The one whose period holds the day: an acting one before a permanent one, of several the one entered last."""
    there = [
        one for one in people if one.valid_from <= day and (one.valid_until is None or day <= one.valid_until)
    ]
    return max(there, key=lambda one: (one.is_acting, one.valid_from), default=None)

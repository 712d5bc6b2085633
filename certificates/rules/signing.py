"""Who signs on a day, and periods that cannot stand beside each other (pure functions). Both ends are inclusive."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple, Protocol, TypeVar


class _Signatory(Protocol):
    is_acting: bool
    valid_from: date
    valid_until: date | None


T = TypeVar("T", bound=_Signatory)


class Gap(NamedTuple):
    """Days on which nobody signs; no last day where nobody ever does again."""

    first: date
    last: date | None


def signatory_on(people: Iterable[T], *, day: date) -> T | None:
    """The one whose period holds the day: an acting one before a permanent one, of several the one entered last."""
    there = [
        one for one in people if one.valid_from <= day and (one.valid_until is None or day <= one.valid_until)
    ]
    return max(there, key=lambda one: (one.is_acting, one.valid_from), default=None)


def overlapping(
    people: Iterable[T], *, is_acting: bool, valid_from: date, valid_until: date | None
) -> list[T]:
    """Those of the same sort, permanent or acting, with a day in common with the period, earliest first."""
    found = [
        one
        for one in people
        if one.is_acting == is_acting
        and (valid_until is None or one.valid_from <= valid_until)
        and (one.valid_until is None or valid_from <= one.valid_until)
    ]
    return sorted(found, key=lambda one: one.valid_from)


def gap_from(people: Iterable[_Signatory], *, day: date) -> Gap | None:
    """The first days from this one on that nobody signs on; None where somebody always does."""
    rows = list(people)
    while True:
        there = [
            one
            for one in rows
            if one.valid_from <= day and (one.valid_until is None or day <= one.valid_until)
        ]
        if not there:
            later = [one.valid_from for one in rows if one.valid_from > day]
            return Gap(day, min(later) - timedelta(days=1) if later else None)
        ends = [one.valid_until for one in there if one.valid_until is not None]
        if len(ends) < len(there) or max(ends) == date.max:
            return None
        day = max(ends) + timedelta(days=1)

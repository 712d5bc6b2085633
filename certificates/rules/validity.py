"""Dates of a document and the one state it is shown in (pure functions).

Source: programme B, section 8 (three years); the day of issue counts, the last day is inclusive.
"""

from calendar import monthrange
from datetime import date

# Kinds without an end, whose state is their kind while they stand.
GENUINE = frozenset({"notice", "support"})


def add_years(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 28 February in a common year."""
    year = day.year + years
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def is_expired(valid_until: date | None, *, today: date) -> bool:
    """Whether the last day has passed; a document without one never expires."""
    return valid_until is not None and today > valid_until


def shown_state(*, kind: str, status: str, valid_until: date | None, today: date) -> str:
    """The state a reader is told, in the order revoked, replaced, suspended, expired, then notice, support or valid.

    Notices of either kind never expire: genuine, they are told by their kind.
    """
    if status in {"revoked", "replaced", "suspended"}:
        return status
    if is_expired(valid_until, today=today):
        return "expired"
    return kind if kind in GENUINE else "valid"


def remaining(valid_until: date, *, today: date) -> tuple[int, int]:
    """Whole years and months that are left, counted from today to the last day."""
    months = (valid_until.year - today.year) * 12 + valid_until.month - today.month
    if min(today.day, monthrange(valid_until.year, valid_until.month)[1]) > valid_until.day:
        months -= 1
    return divmod(max(months, 0), 12)

"""The conditions of a person as an attempt uses them (pure functions). `conditions`: the copy kept with the attempt."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import ROUND_CEILING, Decimal

MARKS = ("breaks", "one_per_page", "large_print", "text_first")


def are_usual(conditions: Mapping) -> bool:
    """Whether nothing differs from what everybody has: rows set back to usual stand too."""
    return Decimal(str(conditions.get("extra_time") or "1")) == 1 and not any(map(conditions.get, MARKS))


def time_allowed(minutes: int, conditions: Mapping) -> timedelta | None:
    """The limit times the extra-time factor, in whole minutes rounded up; None for a test without a limit."""
    if not minutes:
        return None
    factor = Decimal(str(conditions.get("extra_time") or "1"))
    return timedelta(minutes=int((Decimal(minutes) * factor).to_integral_value(ROUND_CEILING)))


def break_length(conditions: Mapping) -> timedelta:
    return timedelta(minutes=int(conditions.get("break_minutes") or 0))


def breaks_left(conditions: Mapping, taken: int) -> int:
    return max(0, int(conditions.get("breaks") or 0) - taken)

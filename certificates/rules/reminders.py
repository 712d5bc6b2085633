"""When the holder is told that a certificate runs out (a pure function; the cases: docs/rules/reminders.yaml)."""

from collections.abc import Collection

DAYS = (90, 30, 0)  # days before the last day; 0 is the last day itself
LATEST = 7  # days after the last day on which the last reminder is still news


def reminder_due(*, days_left: int, sent: Collection[int], is_renewed: bool) -> int | None:
    """The reminder to send now, as days before the last day; None where there is nothing to tell.

    `days_left`: days from today to the last day, negative after it; `sent`: what was told before; `is_renewed`: a newer
    certificate of the same programme stands. After a silence only the nearest one is due, never those it has overtaken.
    """
    if is_renewed or days_left < -LATEST:
        return None
    reached = [days for days in DAYS if days_left <= days]
    if not reached:
        return None
    nearest = min(reached)
    return None if any(days <= nearest for days in sent) else nearest

"""When meetings may be, when people are reminded of them, and whether support keeps pace (pure functions)."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import StrEnum

LONGEST = timedelta(hours=4)
WEEKS = range(1, 27)  # of a weekly series of offered hours: half a year at most

DAY, HOUR, LOG = "day", "hour", "log"
BEFORE = {DAY: timedelta(days=1), HOUR: timedelta(hours=1)}
LOG_AFTER = timedelta(days=1)
LOG_UNTIL = timedelta(days=14)  # later nobody is written to; the list of meetings still says it


class Fault(StrEnum):
    """What is wrong with two times."""

    ORDER = "order"
    TOO_LONG = "too_long"
    PAST = "past"
    FUTURE = "future"


def planned_fault(starts_at: datetime, ends_at: datetime, *, at: datetime) -> Fault | None:
    """A planned meeting ends after it begins, lasts four hours at most and begins later than now."""
    return _span_fault(starts_at, ends_at) or (Fault.PAST if starts_at <= at else None)


def real_fault(starts_at: datetime, ends_at: datetime, *, at: datetime) -> Fault | None:
    """A meeting that was held ends after it begins, lasted four hours at most and is over."""
    return _span_fault(starts_at, ends_at) or (Fault.FUTURE if ends_at > at else None)


def _span_fault(starts_at: datetime, ends_at: datetime) -> Fault | None:
    if ends_at <= starts_at:
        return Fault.ORDER
    return Fault.TOO_LONG if ends_at - starts_at > LONGEST else None


def weekly(starts_at: datetime, ends_at: datetime, *, weeks: int) -> list[tuple[datetime, datetime]]:
    """The same hour in so many weeks, the first as given."""
    return [
        (starts_at + timedelta(weeks=week), ends_at + timedelta(weeks=week)) for week in range(max(weeks, 1))
    ]


def reminder_due(
    *, starts_at: datetime, ends_at: datetime, at: datetime, sent: Collection[str]
) -> str | None:
    """Which reminder of a planned meeting is to be sent now. `sent`: those sent of this time of it.

    A day before, an hour before, and a day after its end to write it down. What was missed by so long that the next is
    due is not sent any more; during the meeting nobody is reminded.
    """
    if at < starts_at:
        left = starts_at - at
        kind = next((kind for kind in (HOUR, DAY) if left <= BEFORE[kind]), None)
        return kind if kind and kind not in sent else None
    late = LOG_AFTER <= at - ends_at <= LOG_UNTIL
    return LOG if late and LOG not in sent else None


def told_already(*, starts_at: datetime, at: datetime) -> list[str]:
    """Reminders that the news of a booking or of a change stands for, because their moment is over."""
    return [kind for kind, before in BEFORE.items() if starts_at - at <= before]


def behind(*, planned: int, held: int, starts_on: date, ends_on: date, today: date) -> int:
    """How many meetings fewer were held than a steady pace would have brought by today; 0 where support keeps pace."""
    whole = (ends_on - starts_on).days
    gone = min(max((today - starts_on).days, 0), whole)
    return max(planned * gone // whole - held, 0) if whole > 0 else 0

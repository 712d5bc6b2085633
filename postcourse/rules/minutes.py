"""For how many minutes a person was at an event (pure functions; the table stands in docs/rules/minutes.yaml).

Only the server's time counts. What was seen is a set of intervals; each is clipped to the event, those that overlap or
lie no more than BLINK apart count as one, and the seconds of all of them together are rounded down to whole minutes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

# A page says that it is still there once a minute; so long after its last word the person is held to be there.
GRACE = timedelta(seconds=90)
# A gap as short as this is a network's blink, not an absence.
BLINK = timedelta(seconds=60)
# Without scripts a person presses a button; presses no further apart than this prove the time between them.
BETWEEN_PRESSES = timedelta(minutes=10)
# The room opens so long before the beginning.
DOORS = timedelta(minutes=15)


@dataclass(frozen=True)
class Stay:
    """One window's stay as it was noted. `seen`: its last sign of life; `left` is None while nobody said goodbye."""

    joined: datetime
    seen: datetime
    left: datetime | None = None


@dataclass(frozen=True)
class Stretch:
    """Time without a gap, inside the event."""

    start: datetime
    end: datetime


def end_of(stay: Stay, *, at: datetime | None = None) -> datetime:
    """When a stay ended: as said, else GRACE after its last sign of life, but never later than `at`, the present."""
    if stay.left is not None:
        return stay.left
    end = stay.seen + GRACE
    return end if at is None else min(end, max(at, stay.seen))


def stretches(
    stays: Iterable[Stay], *, starts: datetime, ends: datetime, at: datetime | None = None
) -> list[Stretch]:
    """A person's time at an event from `starts` to `ends`, joined and in order."""
    clipped = sorted(
        (max(stay.joined, starts), min(end_of(stay, at=at), ends))
        for stay in stays
        if stay.joined < ends and end_of(stay, at=at) > starts
    )
    found: list[Stretch] = []
    for start, end in clipped:
        if found and start - found[-1].end <= BLINK:
            found[-1] = Stretch(found[-1].start, max(found[-1].end, end))
        else:
            found.append(Stretch(start, end))
    # A sign of life just now has no length yet, but it ends a gap.
    return [one for one in found if one.end > one.start]


def minutes(stays: Iterable[Stay], *, starts: datetime, ends: datetime, at: datetime | None = None) -> int:
    """Whole minutes at the event, rounded down; never more than the event is long."""
    return whole_minutes(stretches(stays, starts=starts, ends=ends, at=at))


def whole_minutes(joined: Iterable[Stretch]) -> int:
    """Whole minutes of stretches together."""
    return sum((one.end - one.start for one in joined), timedelta()) // timedelta(minutes=1)


def took_part(minutes: int, threshold: int) -> bool:
    """Whether so many minutes count as having taken part; nobody took part in no minute at all."""
    return minutes > 0 and minutes >= threshold


def goes_on(*, seen: datetime, at: datetime, by_hand: bool) -> bool:
    """Whether a sign of life carries an open stay on; otherwise a new one begins."""
    return at - seen <= (BETWEEN_PRESSES if by_hand else GRACE)


def is_open(*, starts: datetime, ends: datetime, at: datetime) -> bool:
    """Whether the room is: from DOORS before the beginning to the end."""
    return starts - DOORS <= at < ends


STEPS = tuple(timedelta(minutes=number) for number in (5, 10, 15, 20, 30, 60, 120, 240, 480))
MOST_STEPS = 12


def presence(
    people: Sequence[Sequence[Stretch]], *, starts: datetime, ends: datetime
) -> list[tuple[datetime, datetime, int]]:
    """How many different people were there in each part of the event: (from, until, people), at most MOST_STEPS parts."""
    length = ends - starts
    step = next((one for one in STEPS if length <= one * MOST_STEPS), length)
    cuts = [starts]
    while cuts[-1] < ends:
        cuts.append(min(cuts[-1] + step, ends))
    return [
        (start, end, sum(any(one.start < end and one.end > start for one in own) for own in people))
        for start, end in pairwise(cuts)
    ]

"""Until when work is accepted, and when it counts as late."""

from datetime import datetime, timedelta

ACCEPTED, DAYS, REFUSED = "accepted", "days", "refused"
ON_TIME, LATE, CLOSED = "on_time", "late", "closed"
NEAR = timedelta(days=1)


def last_moment(policy: str, days: int, due: datetime | None) -> datetime | None:
    """The last moment at which work is accepted; None: there is none.

    `policy`: "accepted" (late work is always taken), "days" (for so many times 24 hours after `due`), "refused".
    Raises ValueError for another policy.
    """
    if policy not in {ACCEPTED, DAYS, REFUSED}:
        raise ValueError(f"there is no late policy {policy!r}")
    if due is None or policy == ACCEPTED:
        return None
    return due + timedelta(days=days) if policy == DAYS else due


def standing(policy: str, days: int, due: datetime | None, at: datetime) -> str:
    """What handing in at `at` is: "on_time" up to the due moment itself, "late" up to the last moment itself, "closed"."""
    if due is None or at <= due:
        return ON_TIME
    last = last_moment(policy, days, due)
    return LATE if last is None or at <= last else CLOSED


def is_open(policy: str, days: int, due: datetime | None, at: datetime) -> bool:
    """Whether work is still accepted at this moment."""
    return standing(policy, days, due, at) != CLOSED


def is_near(policy: str, days: int, due: datetime | None, at: datetime) -> bool:
    """Less than a day is left to be on time, or, once late, to be accepted at all."""
    if due is None:
        return False
    end = due if at <= due else last_moment(policy, days, due)
    return end is not None and timedelta(0) <= end - at < NEAR


def due_of_correction(due: datetime | None, handed_in: datetime | None) -> datetime | None:
    """The due moment of a correction: the marker asked for it, so it is as late as the hand-in it corrects, no more."""
    return due if due and handed_in and handed_in > due else None


def later_of(extended: datetime | None, usual: datetime | None) -> datetime | None:
    """An extension never ends before the cohort's own date, wherever that was moved since."""
    return max(extended, usual) if extended and usual else extended or usual

"""What somebody may still do with what they said in a community (pure functions)."""

from datetime import datetime, timedelta

EDITED_WITHIN = timedelta(minutes=30)
LONGEST = 5_000  # letters of a post


def is_editable(*, written_at: datetime, at: datetime) -> bool:
    """Whether the author may still mend the words: within half an hour, before a talk has gone on from them."""
    return at < written_at + EDITED_WITHIN


def parent_of_answer(*, answered: int, answered_parent: int | None, opening: int) -> int | None:
    """What an answer hangs under, so that there are two levels: None where it answers the opening post."""
    if answered == opening:
        return None
    return answered_parent or answered


def digest_is_due(*, mail: str, told_at: datetime, at: datetime) -> bool:
    """Whether a member's digest may go out again. An hour's grace lets a run that begins early still be the day's."""
    gap = {"daily": timedelta(days=1), "weekly": timedelta(days=7)}.get(mail)
    return gap is not None and at - told_at >= gap - timedelta(hours=1)

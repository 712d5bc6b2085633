"""Joining what two people wrote into one text, or saying that it cannot be done without guessing.

A change is (start, end, new): the letters start…end of the common base became `new`. Two changes are in different places
when at least one space or line break of the base stands between them; nothing is ever placed by likeness.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from people.rules.differences import ADDED, KEPT, REMOVED
from people.rules.differences import by_letter as _differences
from people.rules.differences import by_word as pieces

__all__ = [
    "ADDED",
    "KEPT",
    "REMOVED",
    "Change",
    "Saved",
    "changes",
    "merge",
    "merge_title",
    "pieces",
    "superfluous",
]


@dataclass(frozen=True)
class Change:
    start: int
    end: int
    new: str

    @property
    def is_insertion(self) -> bool:
        return self.start == self.end


def changes(base: str, text: str) -> list[Change]:
    """What made `text` out of `base`, from left to right, none touching the next."""
    found: list[Change] = []
    at, start, new = 0, 0, ""
    for kind, letters in [*_differences(base, text), (KEPT, "")]:
        if kind == KEPT:
            if start < at or new:
                found.append(Change(start, at, new))
            at += len(letters)
            start, new = at, ""
        elif kind == ADDED:
            new += letters
        else:
            at += len(letters)
    return found


def _both_here(first: Change, second: Change) -> str | None:
    """Two changes of one place: the longer where it goes on with the shorter; added whole lines one after the other."""
    orders = ((first.new, second.new), (second.new, first.new))
    for one, other in orders:
        if one.startswith(other):
            return one
    for one, other in orders:
        if first.is_insertion and (one.endswith("\n") or other.startswith("\n")):
            return one + other
    return None


def _is_apart(base: str, left: Change, right: Change) -> bool:
    """Whether a change that ends before the other begins leaves the other alone."""
    if left.end < right.start:
        return any(letter.isspace() for letter in base[left.end : right.start])
    new_line_after = right.is_insertion and right.new.startswith("\n")
    return new_line_after or (left.is_insertion and left.new.endswith("\n"))


def merge(base: str, stored: str, incoming: str) -> str | None:
    """The one text that has both sides' changes of `base`; None where they touch each other: people then decide.

    At one place `stored` comes first. Two additions of whole lines at one place both stay.
    """
    if stored == incoming or incoming == base:
        return stored
    if stored == base:
        return incoming
    joined: list[Change] = []
    theirs, mine = changes(base, stored), changes(base, incoming)
    while theirs and mine:
        left, right = theirs[0], mine[0]
        if left == right:
            joined.append(left)
            del theirs[0], mine[0]
        elif (left.start, left.end) == (right.start, right.end):
            new = _both_here(left, right)
            if new is None:
                return None
            joined.append(Change(left.start, left.end, new))
            del theirs[0], mine[0]
        else:
            side = theirs if (left.start, left.end) < (right.start, right.end) else mine
            one, other = (left, right) if side is theirs else (right, left)
            if one.end > other.start or not _is_apart(base, one, other):
                return None
            joined.append(one)
            del side[0]
    return _applied(base, [*joined, *theirs, *mine])


def _applied(base: str, ordered: list[Change]) -> str | None:
    text, at = [], 0
    for one in ordered:
        if one.start < at:
            return None
        text += [base[at : one.start], one.new]
        at = one.end
    return "".join([*text, base[at:]])


def merge_title(base: str, stored: str, incoming: str) -> str | None:
    """A title is taken whole: that of the side which changed it, or None where both did, differently."""
    if incoming in {base, stored}:
        return stored
    if stored == base or incoming.startswith(stored):
        return incoming
    return stored if stored.startswith(incoming) else None


RUN = timedelta(seconds=60)


@dataclass(frozen=True)
class Saved:
    """A saved state: its number, when, by whom."""

    revision: int
    at: datetime
    by: int


def superfluous(versions: list[Saved], *, before: datetime) -> list[int]:
    """Numbers of the states that a kept one of the same person, at most a minute later, stands for.

    `before`: states saved at this time or later all stay, since a page opened from them may still be in use.
    """
    spare: list[int] = []
    following: Saved | None = None
    for one in sorted(versions, key=lambda row: row.revision, reverse=True):
        stood_for = following and one.by == following.by and following.at - one.at <= RUN
        if stood_for and one.at < before:
            spare.append(one.revision)
        else:
            following = one
    return spare

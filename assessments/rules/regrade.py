"""What decisions about a question do to its scores, and how a paper adds up (pure functions).

Source: programme A, section 8 (percent = correct / questions × 100); a question found bad after the sitting is left
out, given to everybody, or scored by a mended key, for every paper alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from . import scoring

VOID, FULL_MARKS, CHANGE_KEY, ACCEPT = "void", "full_marks", "change_key", "accept"
ZERO, ONE = Decimal(0), Decimal(1)


class Scorer(Protocol):
    def parse(self, body: Mapping, response: Sequence[str]) -> list[str]: ...

    def score(self, body: Mapping, response: Sequence[str]) -> Decimal | None: ...


@dataclass(frozen=True)
class Decided:
    """One standing decision about a version. `detail`: the new key's fields, or {"accept": [responses]}."""

    action: str
    detail: Mapping


@dataclass(frozen=True)
class Treatment:
    """How a version is scored now. `accepted`: whole responses that count as right besides the key's."""

    body: Mapping
    void: bool = False
    full: bool = False
    accepted: tuple[tuple[str, ...], ...] = ()


def effective(body: Mapping, decisions: Sequence[Decided]) -> Treatment:
    """The treatment that follows from the decisions, oldest first: a later key replaces an earlier one, accepted
    answers add up, and leaving out outweighs full marks.
    """
    void = any(one.action == VOID for one in decisions)
    full = any(one.action == FULL_MARKS for one in decisions)
    accepted: list[tuple[str, ...]] = []
    for one in decisions:
        if one.action == CHANGE_KEY:
            body = {**body, **one.detail}
        elif one.action == ACCEPT:
            accepted += [
                (answer,) if isinstance(answer, str) else tuple(answer) for answer in one.detail["accept"]
            ]
    return Treatment(body=body, void=void, full=full, accepted=tuple(accepted))


def score(kind: Scorer, body: Mapping, response: Sequence[str], treatment: Treatment) -> Decimal | None:
    """The score of a response under a treatment; full marks reach unanswered papers too."""
    if treatment.full:
        return ONE
    given = tuple(kind.parse(body, response))
    if given and any(given == tuple(kind.parse(body, answer)) for answer in treatment.accepted):
        return ONE
    return kind.score(body, response)


@dataclass(frozen=True)
class Total:
    """A paper added up. `counted`: questions that count; `percent`: unrounded, None while a person's mark is awaited."""

    points: Decimal
    correct: int
    counted: int
    percent: Decimal | None


def total(scores: Sequence[tuple[Decimal | None, bool]], *, credit: str) -> Total:
    """Add up (score, is void) rows. Credit "whole": only a score of exactly 1 counts. "partial": scores add up.

    A void question leaves points and count alike; where every question is void nothing was shown and the percent is 0.
    """
    counting = [value for value, void in scores if not void]
    known = [value for value in counting if value is not None]
    correct = sum(1 for value in known if value == ONE)
    points = sum(known, ZERO) if credit == "partial" else Decimal(correct)
    percent: Decimal | None = None
    if len(known) == len(counting):
        percent = scoring.percent(points, len(counting)) if counting else ZERO
    return Total(points=points, correct=correct, counted=len(counting), percent=percent)

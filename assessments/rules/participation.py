"""Participation: points proposed from what the system knows of a person's activity. Advice, never a mark.

Source: programme B names ten points for participation and leaves them to the trainer. The weights are this
system's own (docs/rules/participation.yaml) and stand beside every proposal.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

TOPICS, PRACTICE, ON_TIME, DAYS, ATTENDANCE = "topics", "practice", "on_time", "days", "attendance"
WEIGHTS = {
    TOPICS: Decimal(40),
    PRACTICE: Decimal(20),
    ON_TIME: Decimal(20),
    DAYS: Decimal(20),
    ATTENDANCE: Decimal(40),
}
# A course of 80 hours is ten days of eight: who was active on ten days has taken part throughout.
FULL_DAYS = 10


@dataclass(frozen=True)
class Activity:
    """Counts of one person. `works`: those handed in or past their date; `sessions`: 0 where none were held yet."""

    topics: int = 0
    studied: int = 0
    practice_tests: int = 0
    practice_taken: int = 0
    works: int = 0
    on_time: int = 0
    active_days: int = 0
    sessions: int = 0
    attended: int = 0


@dataclass(frozen=True)
class Ground:
    """One fact behind a proposal: `has` of `of`; `weight` in percent of this proposal."""

    key: str
    has: int
    of: int
    weight: Decimal

    @property
    def share(self) -> Fraction:
        return min(Fraction(1), Fraction(self.has, self.of))


@dataclass(frozen=True)
class Proposal:
    """Whole points and why; without grounds nothing is proposed."""

    points: Decimal
    maximum: Decimal
    grounds: tuple[Ground, ...]


def propose(activity: Activity, maximum: Decimal) -> Proposal:
    """The weighted share of each fact there is, of `maximum`, half a point up to the whole one.

    A fact that cannot be (no practice test in the course, no work due yet, no session held) gives its weight to the
    others.
    """
    facts = [
        (TOPICS, activity.studied, activity.topics),
        (PRACTICE, activity.practice_taken, activity.practice_tests),
        (ON_TIME, activity.on_time, activity.works),
        (DAYS, activity.active_days, FULL_DAYS),
        (ATTENDANCE, activity.attended, activity.sessions),
    ]
    there = [(key, has, of) for key, has, of in facts if of > 0]
    total = sum((WEIGHTS[key] for key, _has, _of in there), Decimal(0))
    grounds = tuple(
        Ground(key=key, has=has, of=of, weight=WEIGHTS[key] * 100 / total) for key, has, of in there
    )
    if not grounds:
        return Proposal(points=Decimal(0), maximum=maximum, grounds=())
    whole = sum((ground.share * Fraction(WEIGHTS[ground.key]) for ground in grounds), Fraction(0))
    points = Decimal(floor(whole / Fraction(total) * Fraction(maximum) + Fraction(1, 2)))
    return Proposal(points=min(points, maximum), maximum=maximum, grounds=grounds)

"""From marks to a decision: pure functions on Decimals, no Django.

Bands are half-open and compared before any rounding: 49.99 is not 50.
Source: programme A, section 8 and annex 1; programme B, section 8 (see docs/rules/).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

ZERO = Decimal(0)
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Component:
    """One assessed part. `scored`: its marks are the score; `required`: the decision waits for it."""

    key: str
    maximum: Decimal
    required: bool = True
    scored: bool = True
    minimum: Decimal | None = None


@dataclass(frozen=True)
class Band:
    """[floor; next floor) of the score."""

    key: str
    floor: Decimal
    passed: bool


@dataclass(frozen=True)
class Scheme:
    """`formula`: "test_percent" (the one scored component, as a percent) or "sum" (of the scored components)."""

    formula: str
    pass_mark: Decimal
    components: tuple[Component, ...]
    bands: tuple[Band, ...]

    def component(self, key: str) -> Component:
        return next(component for component in self.components if component.key == key)


@dataclass(frozen=True)
class Outcome:
    """What follows from the marks. `decision`: passed, not_passed or pending; `missing`: required keys without a mark."""

    score: Decimal
    band: str
    decision: str
    reason: str = ""
    missing: tuple[str, ...] = ()
    below_minimum: tuple[str, ...] = ()
    components: Mapping[str, Decimal] = field(default_factory=dict)


def percent(correct: int | Decimal, total: int) -> Decimal:
    """Correct answers of all, times 100; unrounded. Raises ValueError without questions."""
    if total <= 0:
        raise ValueError("a test without questions has no percent")
    return Decimal(correct) * HUNDRED / Decimal(total)


def band_for(score: Decimal, bands: tuple[Band, ...]) -> Band:
    """The band whose half-open interval holds the score."""
    return max((band for band in bands if score >= band.floor), key=lambda band: band.floor)


def score_of(scheme: Scheme, marks: Mapping[str, Decimal]) -> Decimal:
    """The score out of 100 that the marks give so far; a missing scored component counts as nothing."""
    scored = [component for component in scheme.components if component.scored]
    if scheme.formula == "test_percent":
        component = scored[0]
        return marks.get(component.key, ZERO) * HUNDRED / component.maximum
    if scheme.formula == "sum":
        return sum((marks.get(component.key, ZERO) for component in scored), ZERO)
    raise ValueError(f"unknown formula {scheme.formula!r}")


def decide(scheme: Scheme, marks: Mapping[str, Decimal], *, at_conclusion: bool = False) -> Outcome:
    """The decision on a sitting: pending while a required mark is missing, unless the cohort is being concluded."""
    missing = tuple(
        component.key for component in scheme.components if component.required and component.key not in marks
    )
    below = tuple(
        component.key
        for component in scheme.components
        if component.minimum is not None
        and component.key in marks
        and marks[component.key] < component.minimum
    )
    score = score_of(scheme, marks)
    band = band_for(score, scheme.bands)
    if missing and not at_conclusion:
        decision, reason = "pending", ""
    elif missing:
        decision, reason = "not_passed", "missing_component"
    elif score < scheme.pass_mark:
        decision, reason = "not_passed", "below_pass_mark"
    elif below:
        decision, reason = "not_passed", "minimum_not_met"
    else:
        decision, reason = "passed", ""
    return Outcome(
        score=score,
        band=band.key,
        decision=decision,
        reason=reason,
        missing=missing,
        below_minimum=below,
        components=dict(marks),
    )

"""Weights of Moodle's answers and what they make of a question here; weights for ours when written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from .rows import written_out

FULL = Decimal(100)
_NEAR = Decimal("0.02")


@dataclass
class Graded:
    """`right`: places of the right options; `credit`: "" where the weights do not say it."""

    kind: str
    right: list[int]
    credit: str = ""
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def weight(text: str) -> Decimal | None:
    """A weight in percent; None for what is none."""
    try:
        found = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() and -FULL <= found <= FULL else None


def graded(weights: Sequence[Decimal], *, one: bool) -> Graded:
    """`one`: a single option can be chosen (radio buttons)."""
    return _one(weights) if one else _several(weights)


def _one(weights: Sequence[Decimal]) -> Graded:
    found = Graded("single", [place for place, own in enumerate(weights) if own == FULL])
    if any(0 < own < FULL for own in weights):
        found.faults.append(
            _("An option that is right in part cannot be taken over: make it right or wrong.")
        )
    elif len(found.right) > 1:
        found.faults.append(
            _("Several options are right, each alone. Leave one, or give weights that add up to 100 percent.")
        )
    if any(own < 0 for own in weights):
        found.notes.append(_("Points taken off for wrong options are not taken over."))
    return found


def _several(weights: Sequence[Decimal]) -> Graded:
    found = Graded("multiple", [place for place, own in enumerate(weights) if own > 0])
    gains = [weights[place] for place in found.right]
    losses = [own for own in weights if own <= 0]
    if not found.right:
        return found
    if max(gains) - min(gains) > _NEAR:
        found.faults.append(_("The right options have different weights: here each of them counts the same."))
    elif abs(sum(gains) - FULL) > 1:
        found.faults.append(_("The weights of the right options do not add up to 100 percent."))
    if len(found.right) == 1:
        found.kind = "single"
        found.notes.append(_("Only one option is right, so the question becomes one with one answer."))
    elif losses and all(abs(own + gains[0]) <= _NEAR for own in losses):
        found.credit = "partial"
    elif losses and all(own == -FULL for own in losses):
        found.credit = "whole"
    else:
        found.notes.append(
            _("The weights are not taken over: here only all the right options together count.")
        )
    return found


def weights_for(count: int, right: Sequence[int], *, credit: str) -> list[str]:
    """Percent of each option of a question with several answers, as `graded` reads them back."""
    gain = written(FULL / len(right))
    loss = f"-{gain}" if credit == "partial" else "-100"
    return [gain if place in right else loss for place in range(count)]


def written(value: Decimal) -> str:
    """With at most five decimals, as Moodle names its weights."""
    text = f"{value:.5f}".rstrip("0").rstrip(".")
    return text or "0"


@dataclass(frozen=True)
class Number:
    value: str
    tolerance: str


def exact(text: str) -> Decimal | None:
    """A number that can be written out; None for what is none."""
    try:
        found = Decimal(text.strip().replace("−", "-").replace(",", "."))
    except InvalidOperation:
        return None
    return (
        found
        if found.is_finite()
        and -20 <= found.adjusted() <= 30
        and int(found.as_tuple().exponent) >= -20
        and len(found.as_tuple().digits) <= 30
        else None
    )


def spread(low: str, high: str) -> Number | None:
    """From–to as a value with its tolerance."""
    least, most = exact(low), exact(high)
    if least is None or most is None or most < least:
        return None
    return Number(written_out((least + most) / 2), written_out((most - least) / 2))


def around(value: str, tolerance: str = "") -> Number | None:
    middle, width = exact(value), exact(tolerance or "0")
    if middle is None or width is None or width < 0:
        return None
    return Number(written_out(middle), written_out(width))


def only_number(answers: Sequence[tuple[Decimal, Number | None]]) -> tuple[Number | None, str]:
    """The one number that is right, or a sentence why there is none. `answers`: weight and number of each."""
    counted = [(gain, number) for gain, number in answers if gain > 0]
    if any(number is None for _gain, number in answers):
        return None, _("The right number or its tolerance is not a number.")
    if not counted:
        return None, _("No right answer is named.")
    if len(counted) > 1 or counted[0][0] != FULL:
        return None, _("Several right numbers cannot be taken over: leave one with its tolerance.")
    return counted[0][1], ""


def accepted(answers: Sequence[tuple[Decimal, str]]) -> tuple[list[str], list[str], list[str]]:
    """Texts that count as right, faults and notes. `answers`: weight and text of each."""
    found, faults, notes = [], [], []
    for gain, text in answers:
        if 0 < gain < FULL:
            faults.append(
                _("An answer that is right in part cannot be taken over: “%(text)s”.") % {"text": text[:60]}
            )
        elif gain <= 0:
            if text != "*":
                notes.append(_("The wrong answer “%(text)s” is not taken over.") % {"text": text[:60]})
        elif "*" in text.replace("\\*", ""):
            faults.append(_("“*” for any letters cannot be taken over: “%(text)s”.") % {"text": text[:60]})
        else:
            found.append(" ".join(text.replace("\\*", "*").split("\n")))
    return found, faults, notes

"""Points on a rubric's criteria: what may be given, and their sum (pure functions on Decimals).

Content: {"criteria": [{"key", "maximum", "levels": [{"value"}]}], "step": "1" or "0.5"}; without levels any number up
to the maximum may be given that is a multiple of the step (a half where none is named; programme B gives whole numbers).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

HALF = Decimal("0.5")
# Steps a rubric may name, with the fault of points that are no multiple of it.
STEPS = {Decimal(1): "not_whole", HALF: "not_half"}


@dataclass(frozen=True)
class Fault:
    """A criterion whose points cannot stand: `code` is missing, not_a_number, out_of_range, no_such_level,
    not_half or not_whole.
    """

    criterion: str
    code: str


def step(content: Mapping) -> Decimal:
    """The smallest step of points: what the rubric says, else a half."""
    return Decimal(content.get("step") or HALF)


def read_points(value: object) -> Decimal | None:
    """The number of what was typed (comma or point); None where nothing was. Raises ValueError for anything else."""
    text = str(value if value is not None else "").strip().replace(",", ".")
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError("not a number") from error
    if not number.is_finite():
        raise ValueError("not a number")
    return number


def faults(content: Mapping, points: Mapping[str, Mapping], *, complete: bool) -> list[Fault]:
    """Everything that keeps the points from standing; missing ones only where the marks are to be `complete`."""
    found = []
    smallest = step(content)
    for criterion in content["criteria"]:
        key = criterion["key"]
        try:
            value = read_points((points.get(key) or {}).get("value"))
        except ValueError:
            found.append(Fault(key, "not_a_number"))
            continue
        if value is None:
            if complete:
                found.append(Fault(key, "missing"))
            continue
        levels = [Decimal(level["value"]) for level in criterion.get("levels") or []]
        if levels and value not in levels:
            found.append(Fault(key, "no_such_level"))
        elif not 0 <= value <= Decimal(criterion["maximum"]):
            found.append(Fault(key, "out_of_range"))
        elif not levels and value % smallest:
            found.append(Fault(key, STEPS.get(smallest, "not_half")))
    return found


def total(content: Mapping, points: Mapping[str, Mapping]) -> Decimal:
    """The sum of the points given so far."""
    values = (read_points((points.get(row["key"]) or {}).get("value")) for row in content["criteria"])
    return sum((value for value in values if value is not None), Decimal(0))


def maximum(content: Mapping) -> Decimal:
    return sum((Decimal(row["maximum"]) for row in content["criteria"]), Decimal(0))

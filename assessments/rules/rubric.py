"""Points on a rubric's criteria: what may be given, and their sum (pure functions on Decimals).

Content: {"criteria": [{"key", "maximum", "levels": [{"value"}]}]}; without levels any whole or half number up to the
maximum may be given (programme B gives whole numbers).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

HALF = Decimal("0.5")


@dataclass(frozen=True)
class Fault:
    """A criterion whose points cannot stand: `code` is missing, not_a_number, out_of_range, no_such_level or not_half."""

    criterion: str
    code: str


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
        elif value % HALF:
            found.append(Fault(key, "not_half"))
    return found


def total(content: Mapping, points: Mapping[str, Mapping]) -> Decimal:
    """The sum of the points given so far."""
    values = (read_points((points.get(row["key"]) or {}).get("value")) for row in content["criteria"])
    return sum((value for value in values if value is not None), Decimal(0))


def maximum(content: Mapping) -> Decimal:
    return sum((Decimal(row["maximum"]) for row in content["criteria"]), Decimal(0))

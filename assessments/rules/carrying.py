"""Which marks a later sitting repeats and which are still due (a pure rule).

Source: both programmes, transfer between streams and reassessment: what was earned is not lost and not earned twice.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Carrying:
    """Component keys in the order of the new scheme: `carried` are repeated, `due` are still to be earned."""

    carried: tuple[str, ...]
    due: tuple[str, ...]


def plan(
    *,
    earned: Mapping[str, Decimal],
    wanted: Mapping[str, Decimal],
    again: Collection[str] = frozenset(),
) -> Carrying:
    """What of the earned marks fits the new scheme.

    `earned`: maxima of the standing marks by component; `wanted`: maxima of the new scheme's components, in its order;
    `again`: components that are assessed anew whatever was earned. A mark out of another maximum is not carried: it
    would say something else.
    """
    carried = tuple(key for key, maximum in wanted.items() if key not in again and earned.get(key) == maximum)
    return Carrying(carried=carried, due=tuple(key for key in wanted if key not in carried))

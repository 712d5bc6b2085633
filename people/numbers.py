"""Numbers as people write them, in the language of the page."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.formats import localize


def points(value: Any) -> str:
    """At most two decimals, no empty ones, the language's comma: 9.50 is 9,5. Empty for nothing."""
    if value is None or value == "":
        return ""
    number = Decimal(str(value)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return str(localize(Decimal(f"{number.normalize():f}")))

"""A number, right within a tolerance."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..base import LANGUAGES, ONE, ZERO, text_faults
from ..typed import TypedKind, kept

LIMIT = 40
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_MINUS = re.compile("[‐‑‒–—−]")
NO_BREAK = "\N{NO-BREAK SPACE}"


def number(text: object) -> Decimal | None:
    """A decimal comma or point, spaces anywhere, any dash as the minus; None for what is no number."""
    joined = _MINUS.sub("-", "".join(str(text).split())).replace(",", ".")
    return Decimal(joined) if len(joined) <= LIMIT and _NUMBER.fullmatch(joined) else None


def written(value: Decimal) -> str:
    """As Kazakh and Russian write it: a decimal comma, no needless zeros."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", "−").replace(".", ",") if value else "0"


class Numeric(TypedKind):
    """body: "value" and "tolerance" (decimal texts; no tolerance when left out); each language: "unit" or none."""

    name = "numeric"
    title = gettext_lazy("Number")
    rank = 70
    limit = LIMIT

    def faults(self, body: Mapping) -> list[str]:
        found = text_faults(body)
        tolerance = number(body.get("tolerance", "0"))
        if number(body.get("value")) is None:
            found.append(_("The right answer is not a number."))
        if tolerance is None or tolerance < 0:
            found.append(_("The tolerance is not a number of 0 or more."))
        if len({bool(_unit(body, language)) for language in LANGUAGES}) > 1:
            found.append(_("The unit stands in one language only."))
        return found

    def value(self, body: Mapping, response: Sequence[str]) -> Decimal | None:
        """The number that was typed, with the unit behind it or without; None where there is none."""
        given = self.parse(body, response)
        if not given:
            return None
        for language in LANGUAGES:
            unit = _unit(body, language).casefold()
            if unit and given[0].casefold().endswith(unit):
                return number(given[0][: -len(unit)])
        return number(given[0])

    def score(self, body: Mapping, response: Sequence[str]) -> Decimal:
        """1 from value − tolerance to value + tolerance, both included; else 0."""
        given, right = self.value(body, response), number(body["value"])
        if given is None or right is None:
            return ZERO
        tolerance = number(body.get("tolerance", "0")) or ZERO
        return ONE if right - tolerance <= given <= right + tolerance else ZERO

    def right(self, body: Mapping) -> list[str]:
        return [body["value"]]

    def context(
        self,
        body: Mapping,
        *,
        language: str,
        order: Sequence[str],
        response: Sequence[str],
        other: Sequence[str] | None = None,
        reveal: bool = False,
    ) -> dict[str, Any]:
        found = super().context(
            body, language=language, order=order, response=response, other=other, reveal=reveal
        )
        found["field"]["unit"] = _unit(body, language)
        found["field"]["is_no_number"] = bool(found["field"]["value"]) and self.value(body, response) is None
        return found

    def tally(self, body: Mapping, response: Sequence[str]) -> list[str]:
        """Numbers by their value, however they were written; anything else as it was typed."""
        given = self.value(body, response)
        return self.parse(body, response) if given is None else [written(given)]

    def answer(self, body: Mapping, language: str) -> str:
        right, tolerance = number(body["value"]), number(body.get("tolerance", "0"))
        text = written(right or ZERO)
        if tolerance:
            text = f"{text}{NO_BREAK}±{NO_BREAK}{written(tolerance)}"
        unit = _unit(body, language)
        return f"{text}{NO_BREAK}{unit}" if unit else text


def _unit(body: Mapping, language: str) -> str:
    own = body.get(language)
    return kept(str(own.get("unit") or ""), LIMIT) if isinstance(own, Mapping) else ""


KIND = Numeric()

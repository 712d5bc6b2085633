"""Steps to be put in their right order, by a place for each."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..base import ONE, ZERO, list_faults, shuffled, text_faults
from ..content import credit_faults, entries, name_faults, worded
from ..picked import PickKind


class Ordering(PickKind):
    """body: "sequence": [ids in the right order], "credit": "whole" (when left out) or "partial"; each language:
    "steps": {id: text}. A response is "step:place", places from 1.
    """

    name = "ordering"
    title = gettext_lazy("Ordering")
    rank = 50

    def lines(self, body: Mapping, language: str) -> dict[str, str]:
        return dict(body[language]["steps"])

    def targets(self, body: Mapping, language: str) -> dict[str, str]:
        return {str(place): str(place) for place in range(1, len(body[language]["steps"]) + 1)}

    def key(self, body: Mapping) -> dict[str, str]:
        return {step: str(place) for place, step in enumerate(body["sequence"], 1)}

    def pair(self, line: str, target: str) -> str:
        return f"{target}. {line}"

    def faults(self, body: Mapping) -> list[str]:
        found = text_faults(body) or list_faults(body, "steps", least=2, what=_("steps"))
        if found:
            return found
        steps, sequence = self.lines(body, "kk"), body.get("sequence")
        found += name_faults(list(steps))
        if not isinstance(sequence, list) or sorted(map(str, sequence)) != sorted(steps):
            found.append(_("The right order must name every step exactly once."))
        return found + credit_faults(body)

    def order(self, body: Mapping, chance: Random) -> list[str]:
        """Of the steps. Written in their right order they are always shuffled: the page would give the answer away."""
        steps = list(self.lines(body, "kk"))
        if steps == list(body["sequence"]):
            body = {**body, "shuffle": True}
        return shuffled(steps, body, chance)

    def is_complete(self, body: Mapping, response: Sequence[str]) -> bool:
        """Every step has a place of its own; anything less is kept but cannot score."""
        picks = self.picks(body, response)
        return len(picks) == len(set(picks.values())) == len(body["sequence"])

    def score(self, body: Mapping, response: Sequence[str]) -> Decimal:
        """1 for the right order. With credit "partial": of every two steps that follow each other in the right order,
        the share whose first one was put before the second.
        """
        if not self.is_complete(body, response):
            return ZERO
        picks, key = self.picks(body, response), self.key(body)
        if picks == key:
            return ONE
        if body.get("credit") != "partial":
            return ZERO
        places = [int(picks[step]) for step in body["sequence"]]
        pairs = list(pairwise(places))
        return Decimal(sum(first < second for first, second in pairs)) / len(pairs)

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
        steps = self.lines(body, language)
        rows = self.rows(
            body,
            language=language,
            lines=[step for step in order if step in steps] or list(steps),
            targets=self.targets(body, language),
            response=response,
            other=other,
            reveal=reveal,
        )
        is_begun = bool(self.parse(body, response))
        return {
            "rows": rows,
            "is_incomplete": is_begun and not self.is_complete(body, response),
            "reveal": reveal,
        }

    def answer(self, body: Mapping, language: str) -> str:
        """In the right order, which need not be the written one."""
        steps = self.lines(body, language)
        return "; ".join(self.pair(steps[step], place) for step, place in self.key(body).items())

    def texts(self, body: Mapping, language: str) -> list[str]:
        return worded(body, language, entries(body, language, "steps"))


KIND = Ordering()

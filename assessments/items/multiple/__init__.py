"""Several right answers: all of them and none besides, or a stated part for a part."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..base import ONE, ZERO
from ..choice import ChoiceKind


class Multiple(ChoiceKind):
    """body: "credit": "whole" (the programmes' rule, when left out) or "partial"."""

    name = "multiple"
    title = gettext_lazy("Several answers")
    rank = 20

    def faults(self, body: Mapping) -> list[str]:
        found = super().faults(body)
        if not found and not 2 <= len(body["correct"]) < len(self.options(body)):
            found.append(_("A question with several answers needs at least two right options and one wrong."))
        return found

    def score(self, body: Mapping, response: Sequence[str]) -> Decimal:
        """1 when exactly the right options were chosen. With credit "partial": right minus wrong ones chosen, of all
        right ones, never below 0.
        """
        given, correct = set(self.parse(body, response)), set(body["correct"])
        if given == correct:
            return ONE
        if body.get("credit") != "partial":
            return ZERO
        return max(ZERO, Decimal(len(given & correct) - len(given - correct)) / len(correct))


KIND = Multiple()

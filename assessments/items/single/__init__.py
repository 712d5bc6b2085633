"""One right answer of several."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..base import ONE, ZERO
from ..choice import ChoiceKind


class Single(ChoiceKind):
    name = "single"
    title = gettext_lazy("One answer")
    rank = 10

    def faults(self, body: Mapping) -> list[str]:
        found = super().faults(body)
        if not found and len(body["correct"]) != 1:
            found.append(_("A question with one answer needs exactly one right option."))
        return found

    def parse(self, body: Mapping, response: Sequence[str]) -> list[str]:
        """At most one known option."""
        return super().parse(body, response[:1])

    def score(self, body: Mapping, response: Sequence[str]) -> Decimal:
        """1 for a right answer, else 0."""
        given = self.parse(body, response)
        return ONE if given and given[0] in body["correct"] else ZERO


KIND = Single()

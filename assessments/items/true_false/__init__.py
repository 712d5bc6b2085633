"""A statement that is true or false."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from random import Random

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from ..base import ONE, ZERO, text_faults
from ..choice import ChoiceKind
from ..content import worded

VALUES = ("true", "false")


class TrueFalse(ChoiceKind):
    """body: "correct": ["true"] or ["false"]; the stem of each language is the statement."""

    name = "true_false"
    title = gettext_lazy("True or false")
    rank = 30

    def options(self, body: Mapping, language: str = "kk") -> dict[str, str]:
        """In the language of the question, whatever the page around it speaks."""
        with translation.override(language):
            return {"true": pgettext("statement", "True"), "false": pgettext("statement", "False")}

    def faults(self, body: Mapping) -> list[str]:
        found = text_faults(body)
        if body.get("correct") not in (["true"], ["false"]):
            found.append(_("Say whether the statement is true."))
        return found

    def order(self, body: Mapping, chance: Random) -> list[str]:
        """Never shuffled."""
        return list(VALUES)

    def parse(self, body: Mapping, response: Sequence[str]) -> list[str]:
        """At most one of the two."""
        return [value for value in response[:1] if value in VALUES]

    def score(self, body: Mapping, response: Sequence[str]) -> Decimal:
        given = self.parse(body, response)
        return ONE if given and given[0] in body["correct"] else ZERO

    def texts(self, body: Mapping, language: str) -> list[str]:
        """The two answers are those of every such question and tell nothing about this one."""
        return worded(body, language)


KIND = TrueFalse()

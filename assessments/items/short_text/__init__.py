"""A word or a few, typed; several spellings count as one."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...rules.folding import fold, plain
from ..base import LANGUAGES, ONE, ZERO, text_faults
from ..content import entries, is_on, worded
from ..typed import TypedKind


class ShortText(TypedKind):
    """body: "fold": true (when left out) to forgive spelling as rules.folding does, false to ask for it to the letter;
    each language: "accepted": [texts]. An answer accepted in either language counts.
    """

    name = "short_text"
    title = gettext_lazy("Short answer")
    rank = 60

    def accepted(self, body: Mapping) -> list[str]:
        return [text for language in LANGUAGES for text in body[language]["accepted"]]

    def faults(self, body: Mapping) -> list[str]:
        found = text_faults(body)
        if found:
            return found
        for language in LANGUAGES:
            texts = body[language].get("accepted")
            values = {"language": language, "limit": self.limit}
            if not isinstance(texts, list) or not texts:
                found.append(_("No answer is accepted in %(language)s.") % values)
            elif not all(isinstance(text, str) and fold(text) for text in texts):
                found.append(_("An answer accepted in %(language)s has no letter or digit.") % values)
            elif any(len(text.strip()) > self.limit for text in texts):
                found.append(
                    _("An answer accepted in %(language)s is longer than %(limit)s characters.") % values
                )
        return found

    def score(self, body: Mapping, response: Sequence[str]) -> Decimal:
        return ONE if self._accepted_as(body, response) else ZERO

    def right(self, body: Mapping) -> list[str]:
        return self.accepted(body)[:1]

    def tally(self, body: Mapping, response: Sequence[str]) -> list[str]:
        """Right answers under the spelling of the key, others in lower case."""
        given = self.parse(body, response)
        return [self._accepted_as(body, given) or plain(given[0]) or given[0]] if given else []

    def answer(self, body: Mapping, language: str) -> str:
        return "; ".join(body[language]["accepted"])

    def texts(self, body: Mapping, language: str) -> list[str]:
        return worded(body, language, entries(body, language, "accepted"))

    def _accepted_as(self, body: Mapping, response: Sequence[str]) -> str:
        """The accepted text that the response spells; empty where it is none of them."""
        given = self.parse(body, response)
        if not given:
            return ""
        read = fold if is_on(body.get("fold", True)) else _exact
        wanted = read(given[0])
        return next((text for text in self.accepted(body) if read(text) == wanted), "")


def _exact(text: str) -> str:
    return " ".join(text.split())


KIND = ShortText()

"""What every kind of question offers, and what kinds share. A kind is one folder: its class `KIND`, its item.html.

A response is a list of texts, as the form sent them and as they are kept; an empty list means "not answered". `body` is
the version's content: {"shuffle": bool, "kk": {"stem", "explanation", …}, "ru": {…}} and what the kind adds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any, ClassVar

from django.utils.translation import gettext as _

LANGUAGES = ("kk", "ru")
ZERO, ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True)
class Choice:
    """Something that could be answered, for statistics and feedback; `key` is what `tally` gives."""

    key: str
    text: str
    is_right: bool


class Kind:
    """One kind of question. Everything is pure: content and response in, values out."""

    name: ClassVar[str]
    title: ClassVar[Any]
    # False: a person marks it, `score` gives None.
    automatic: ClassVar[bool] = True
    # Each wrong option was written to draw somebody; False where `choices` are pairs a person can make.
    has_distractors: ClassVar[bool] = True
    # Made of questions of their own, each with its part of the response ("part/…").
    has_parts: ClassVar[bool] = False
    # Place in lists of kinds.
    rank: ClassVar[int] = 100

    @property
    def template(self) -> str:
        """Gets `name` (of the inputs), `uid` (prefix of ids) and what `context` gives."""
        return f"items/{self.name}/item.html"

    def faults(self, body: Mapping) -> list[str]:
        """Everything that keeps the content from being used, as sentences; empty when it is complete in kk and ru."""
        return text_faults(body)

    def order(self, body: Mapping, chance: Random) -> list[str]:
        """What is shown in which order, frozen with the paper; shuffled where the content allows."""
        return []

    def parse(self, body: Mapping, response: Sequence[str]) -> list[str]:
        """The response in its one canonical form, without what this question does not know."""
        raise NotImplementedError

    def score(self, body: Mapping, response: Sequence[str]) -> Decimal | None:
        """From 0 to 1; None where a person marks it."""
        raise NotImplementedError

    def right(self, body: Mapping) -> list[str]:
        """A response that scores 1; empty where a person marks it."""
        return []

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
        """What item.html shows. `response` is what the inputs hold; `other`, when given, is what another window saved;
        `reveal`: show what is right (feedback), inputs disabled.
        """
        raise NotImplementedError

    def choices(self, body: Mapping, language: str) -> list[Choice]:
        """What can be answered, in the written order; empty for free answers."""
        return []

    def tally(self, body: Mapping, response: Sequence[str]) -> list[str]:
        """The keys a response counts under in the table of answers."""
        return list(self.parse(body, response))

    def answer(self, body: Mapping, language: str) -> str:
        """The right answer in words."""
        return "; ".join(choice.text for choice in self.choices(body, language) if choice.is_right)

    def texts(self, body: Mapping, language: str) -> list[str]:
        """Every text of the question in a language: for search, duplicates and checks."""
        own = body.get(language) or {}
        found = [str(own.get("stem", ""))]
        found += [choice.text for choice in self.choices(body, language)]
        return [text for text in (*found, str(own.get("explanation", ""))) if text]


def text_faults(body: Mapping) -> list[str]:
    """Stem and explanation in both languages; a picture with its text alternative."""
    found = []
    for language in LANGUAGES:
        texts = body.get(language)
        if not isinstance(texts, Mapping):
            found.append(_("The %(language)s text is missing.") % {"language": language})
            continue
        if not str(texts.get("stem", "")).strip():
            found.append(_("The %(language)s question is empty.") % {"language": language})
        if not str(texts.get("explanation", "")).strip():
            found.append(_("The %(language)s explanation is empty.") % {"language": language})
        image = texts.get("image")
        if image and not (isinstance(image, Mapping) and str(image.get("alt", "")).strip()):
            found.append(
                _("The picture of the %(language)s text has no alternative.") % {"language": language}
            )
    return found


def list_faults(body: Mapping, name: str, *, least: int, what: str) -> list[str]:
    """Faults of a mapping id → text that both languages must hold alike (`what`: its name in words)."""
    found = []
    for language in LANGUAGES:
        texts = (body.get(language) or {}).get(name)
        values = {"what": what, "language": language, "least": least}
        if not isinstance(texts, Mapping) or len(texts) < least:
            found.append(_("The %(language)s text needs at least %(least)s %(what)s.") % values)
        elif any(not str(text).strip() for text in texts.values()):
            found.append(_("One of the %(what)s in %(language)s is empty.") % values)
        elif len({str(text).strip().casefold() for text in texts.values()}) != len(texts):
            found.append(_("Two of the %(what)s in %(language)s are the same.") % values)
    if not found and list(body["kk"][name]) != list(body["ru"][name]):
        found.append(_("The kk and ru texts have different %(what)s.") % {"what": what})
    return found


def shuffled(ids: Sequence[str], body: Mapping, chance: Random) -> list[str]:
    order = list(ids)
    if body.get("shuffle", True):
        chance.shuffle(order)
    return order

"""What is looked at before a question is taken in: its kind's faults, look-alike letters, a trial of its scoring."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from .. import items
from .joining import mirrored
from .rows import LANGUAGES, Body, is_blank

# A word with letters of both alphabets. Latin and Cyrillic letters that look the same:
_MIXED = re.compile(r"(?=\w*[A-Za-z])(?=\w*[\u0400-\u04ff])\w+")
_LATIN = frozenset("ABCEHIKMOPSTXYaceihjopsxy")
_CYRILLIC = frozenset("АВСЕНІКМОРЅТХУасеіһјорѕху")
MOST_WORDS = 5


def faults(kind: str, body: Body) -> list[str]:
    """The kind's faults. Where one language is blank: that it is missing, and the faults of the other one."""
    own = items.kind(kind).faults
    both = mirrored(kind, body)
    if both is None:
        return own(body)
    missing = next(language for language in LANGUAGES if is_blank(kind, body, language))
    other = next(language for language in LANGUAGES if language != missing)
    found = list(dict.fromkeys(own(both)))
    # The blank language stands in with the other one's texts, so its faults are said twice.
    twice = {fault for fault in found if re.sub(rf"\b{missing}\b", other, fault) in {*found} - {fault}}
    return [
        _("The %(language)s text is missing.") % {"language": missing},
        *(fault for fault in found if fault not in twice),
    ]


def mixed_words(text: str) -> list[str]:
    """Words where a letter of one alphabet stands in for its twin of the other: «сabақ», not «ZOOMға»."""
    found = []
    for word in _MIXED.findall(text):
        latin = {sign for sign in word if sign.isascii() and sign.isalpha()}
        cyrillic = {sign for sign in word if "\u0400" <= sign <= "\u04ff"}
        if latin <= _LATIN or cyrillic <= _CYRILLIC:
            found.append(word)
    return list(dict.fromkeys(found))


def letters(body: Mapping[str, Any]) -> list[str]:
    """A sentence for each language with look-alike letters."""
    found = []
    for language in LANGUAGES:
        words = list(dict.fromkeys(word for text in _texts(body, language) for word in mixed_words(text)))
        if words:
            found.append(
                _("Look-alike letters of another alphabet in the %(language)s text: %(words)s.")
                % {"language": language, "words": ", ".join(words[:MOST_WORDS])}
            )
    return found


def _texts(body: Mapping[str, Any], language: str) -> Iterator[str]:
    for value in (body.get(language) or {}).values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            yield from (text for text in value.values() if isinstance(text, str))
        elif isinstance(value, list):
            yield from map(str, value)
    for part in body.get("parts") or []:
        yield from _texts(part["body"], language)


def trial(kind: str, body: Body) -> bool | None:
    """Whether the right answer scores 1 and an empty one 0; None where a person marks it or it has faults."""
    own = items.kind(kind)
    tried = mirrored(kind, body) or body
    if not own.automatic or own.faults(tried):
        return None
    return own.score(tried, own.right(tried)) == 1 and own.score(tried, []) == 0

"""What may be written on a paper in place of the usual words (pure functions)."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from people.papers.fonts import missing_letters

from ..pdf.wording import PLACEHOLDERS, REQUIRED, WORDING, placeholders_in

LANGUAGES = ("kk", "ru", "en")
SHORTEST_LIMIT = 60
Wording = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Fault:
    """Why a text cannot be printed.

    `code`: "braces", "unknown", "missing", "twice", "letters", "empty" or "long"; `detail`: the placeholders or letters
    it is about, or the limit.
    """

    code: str
    detail: str = ""


def limit_of(kind: str, key: str) -> int:
    """How many characters a text may have: twice the longest of the usual ones, and never fewer than 60."""
    return max(SHORTEST_LIMIT, 2 * max(map(len, WORDING[kind][key].values())))


def keeps_lines(kind: str, key: str) -> bool:
    """Whether line breaks are meant: where the usual words have some."""
    return any("\n" in text for text in WORDING[kind][key].values())


def tidy(text: str, *, lines: bool = False) -> str:
    """Composed letters, single spaces, no control or invisible characters; line breaks where they are meant.

    A no-break space stays: it ties a number to its noun.
    """
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(letter for letter in text if letter in "\n\t" or unicodedata.category(letter)[:1] != "C")
    rows = [re.sub(r"[ \t]+", " ", row).strip(" ") for row in kept.split("\n")]
    return ("\n" if lines else " ").join(row for row in rows if row)


def fault_of(text: str, *, kind: str, key: str) -> Fault | None:
    """The first fault of a tidied text that is not empty; None where it can be printed."""
    try:
        found = placeholders_in(text)
    except ValueError:
        return Fault("braces")
    if "{{" in text or "}}" in text:
        return Fault("braces")
    if unknown := [name for name in dict.fromkeys(found) if name not in PLACEHOLDERS[kind][key]]:
        return Fault("unknown", _braced(unknown))
    required = sorted(REQUIRED.get(key, frozenset()))
    if missing := [name for name in required if name not in found]:
        return Fault("missing", _braced(missing))
    if twice := [name for name in required if found.count(name) > 1]:
        return Fault("twice", _braced(twice))
    if not found and not any(letter.isalpha() for letter in text):
        return Fault("empty")
    if letters := missing_letters(text.replace("\n", " ")):
        return Fault("letters", letters)
    if len(text) > (limit := limit_of(kind, key)):
        return Fault("long", str(limit))
    return None


def faults_of(wording: Wording, *, kind: str) -> dict[tuple[str, str], Fault]:
    """(key, language) → fault, of every changed text."""
    return {
        (key, language): fault
        for language, texts in wording.items()
        for key, text in texts.items()
        if (fault := fault_of(text, kind=kind, key=key))
    }


def changed(wording: Wording, *, kind: str) -> dict[str, dict[str, str]]:
    """Only what differs from the usual words, tidied: {language: {key: text}}. An empty text means the usual one."""
    found: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        texts = wording.get(language, {})
        for key, usual in WORDING[kind].items():
            text = tidy(texts.get(key, ""), lines=keeps_lines(kind, key))
            if text and _plain(text) != _plain(usual[language]):
                found.setdefault(language, {})[key] = text
    return found


def _plain(text: str) -> str:
    """For comparing: a browser may send a no-break space back as a space, and line breaks in its own way."""
    return " ".join(text.split())


def _braced(names: list[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)

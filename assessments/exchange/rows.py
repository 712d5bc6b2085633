"""A question as files hold it, and what every format shares: limits, places, the forms a body is compared in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from .texts import Unreadable, tidy

LANGUAGES = ("kk", "ru")
MOST_BYTES = 5 * 1024 * 1024
MOST_QUESTIONS = 2000
MOST_ENTRIES = 60
MOST_POINTS = 20

Body = dict[str, Any]

# A name inside a question (an option, a step, a part), as assessments.items asks for it.
NAME = re.compile(r"[A-Za-z0-9_-]{1,20}")
# How keys of this bank look: a title of that form is one.
KEY = re.compile(r"[A-Z]{1,3}\.\d{1,2}\.q\d{2,3}")
TOPIC = re.compile(r"[A-Z]{1,3}\.\d{1,2}\.\d{1,2}\b")


@dataclass
class Row:
    """A question of a file. `body` says only what the file says: a language, or a setting, may be missing.

    `place` is where it stands, in words; `faults` keep it from being taken in; `notes` say what is not taken over or
    taken otherwise. `topic`, `outcome` and `difficulty` are empty where the file does not say them; `practice` is None.
    """

    place: str
    key: str = ""
    topic: str = ""
    kind: str = ""
    difficulty: int | None = None
    outcome: str = ""
    practice: bool | None = None
    body: Body = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def languages(self) -> list[str]:
        return [language for language in LANGUAGES if language in self.body]

    @property
    def stem(self) -> str:
        return next((str(self.body[one].get("stem", "")) for one in self.languages), "")

    def note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)

    def fault(self, sentence: str) -> None:
        if sentence not in self.faults:
            self.faults.append(sentence)


@dataclass(frozen=True)
class Shape:
    """What a kind has besides stem and explanation. `lists`: {id: text} in each language; `texts`: single ones."""

    lists: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    has_credit: bool = False
    shuffles: bool = False


SHAPES: dict[str, Shape] = {
    "single": Shape(lists=("options",), shuffles=True),
    "multiple": Shape(lists=("options",), has_credit=True, shuffles=True),
    "true_false": Shape(),
    "matching": Shape(lists=("left", "right"), has_credit=True, shuffles=True),
    "ordering": Shape(lists=("steps",), has_credit=True, shuffles=True),
    "short_text": Shape(),
    "numeric": Shape(texts=("unit",)),
    "case": Shape(),
    "open": Shape(texts=("guide",)),
}
PART_KINDS = tuple(kind for kind in SHAPES if kind not in ("case", "open"))


def guard_size(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise Unreadable(
            _("The file is larger than %(most)s MB. Split it.") % {"most": MOST_BYTES // 1024**2},
            code="large",
        )


def guard_count(rows: Sequence[Any]) -> None:
    if len(rows) > MOST_QUESTIONS:
        raise Unreadable(
            _("The file has more than %(most)s questions. Split it.") % {"most": MOST_QUESTIONS}, code="many"
        )


def guard_empty(rows: Sequence[Any]) -> None:
    if not rows:
        raise Unreadable(_("There is no question in this file."), code="empty")


def natural(name: str) -> tuple[int, str]:
    """a … z, l1 … l9, l10: the order lists are written and stored in."""
    return len(name), name


def letter(place: int) -> str:
    return "abcdefghijklmnopqrstuvwxyz"[place] if place < 26 else f"z{place}"


def names_for(name: str, count: int) -> list[str]:
    """The names a new list gets: a, b, c of options and steps, l1 and r1 of what is matched."""
    start = {"left": "l", "right": "r"}.get(name)
    return [letter(place) if start is None else f"{start}{place + 1}" for place in range(count)]


def is_yes(value: object) -> bool:
    """A yes or no; content files hold it as a word."""
    return str(value).lower() != "false"


def listed(texts: object) -> dict[str, str]:
    """{id: text} in its written order."""
    own = texts if isinstance(texts, Mapping) else {}
    return {name: tidy(own[name]) for name in sorted(own, key=natural)}


def lines(texts: object) -> list[str]:
    """Answers of one line each."""
    own = texts if isinstance(texts, list) else []
    plain = (" ".join(tidy(text).split("\n")) for text in own)
    return [text for text in plain if text]


def plain(kind: str, body: Mapping[str, Any]) -> Body:
    """The one form of a body: nothing left unsaid that has a usual value, nothing the kind does not have.

    Languages that are missing stay missing. Two bodies mean the same when their plain forms are equal.
    """
    shape = SHAPES[kind]
    found: Body = {"shuffle": is_yes(body.get("shuffle", True)) if shape.shuffles else False}
    if shape.has_credit:
        found["credit"] = "partial" if body.get("credit") == "partial" else "whole"
    if kind in ("single", "multiple", "true_false"):
        found["correct"] = sorted({str(one) for one in body.get("correct") or []}, key=natural)
    elif kind == "matching":
        found["pairs"] = listed(body.get("pairs"))
    elif kind == "ordering":
        found["sequence"] = [str(one) for one in body.get("sequence") or []]
    elif kind == "short_text":
        found["fold"] = is_yes(body.get("fold", True))
    elif kind == "numeric":
        found["value"] = number_text(body.get("value", ""))
        found["tolerance"] = number_text(body.get("tolerance", "")) or "0"
    elif kind == "open":
        points = tidy(body.get("points", ""))
        found["points"] = int(points) if points.isdecimal() and len(points) < 4 else points
    elif kind == "case":
        found["parts"] = [
            {"key": str(part["key"]), "kind": part["kind"], "body": plain(part["kind"], part["body"])}
            for part in body.get("parts") or []
            if part.get("kind") in PART_KINDS
        ]
    for language in LANGUAGES:
        if isinstance(body.get(language), Mapping):
            found[language] = _texts(kind, body[language])
    return found


def _texts(kind: str, own: Mapping[str, Any]) -> Body:
    shape = SHAPES[kind]
    found: Body = {name: tidy(own.get(name) or "") for name in ("stem", "explanation")}
    for name in shape.lists:
        found[name] = listed(own.get(name))
    for name in shape.texts:
        if name == "guide" or own.get(name):
            found[name] = tidy(own.get(name) or "")
    if kind == "short_text":
        found["accepted"] = lines(own.get("accepted"))
    image = own.get("image")
    if isinstance(image, Mapping) and str(image.get("id", "")).isdecimal():
        found["image"] = {"id": int(image["id"]), "alt": tidy(image.get("alt", ""))}
    return found


_MINUS = re.compile("[‐‑‒–—−]")
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,20})?|\.[0-9]{1,20})")
NUMBER = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,20})?")


def number_text(value: object) -> str:
    """A number written out with a decimal point, no spaces and a plain minus; anything else as it is."""
    joined = _MINUS.sub("-", "".join(tidy(value).split())).replace(",", ".")
    return written_out(Decimal(joined)) if _NUMBER.fullmatch(joined) else tidy(value)


def written_out(value: Decimal) -> str:
    return f"{value:f}" if value else f"{abs(value):f}"


def same(kind: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return plain(kind, one) == plain(kind, other)


def only(kind: str, body: Mapping[str, Any], language: str) -> Body:
    """The body without the other language, parts too."""
    found = {name: value for name, value in body.items() if name not in LANGUAGES or name == language}
    if kind == "case":
        found["parts"] = [
            {**part, "body": only(part["kind"], part["body"], language)} for part in body.get("parts") or []
        ]
    return found


def is_blank(kind: str, body: Mapping[str, Any], language: str) -> bool:
    """Nothing is written in a language: no stem, no entry of a list, nothing in the parts."""
    own = body.get(language) or {}
    if any(tidy(own.get(name) or "") for name in ("stem", "explanation")) or own.get("accepted"):
        return False
    if any(any(listed(own.get(name)).values()) for name in SHAPES[kind].lists):
        return False
    parts = body.get("parts") or [] if kind == "case" else []
    return all(is_blank(part["kind"], part["body"], language) for part in parts)


def lacking(kind: str, body: Mapping[str, Any], language: str) -> bool:
    """The text of a language is not whole, so that a file of that language cannot hold the question."""
    own = body.get(language)
    if not isinstance(own, Mapping) or not tidy(own.get("stem") or ""):
        return True
    whole = plain(kind, body)
    texts = whole[language]
    if any(
        not entries or not all(entries.values()) for entries in (texts[one] for one in SHAPES[kind].lists)
    ):
        return True
    if kind in ("single", "multiple"):
        known = set(whole["correct"]) <= set(texts["options"])
        several = len(whole["correct"]) > 1 if kind == "multiple" else len(whole["correct"]) == 1
        return not known or not several or len(whole["correct"]) == len(texts["options"])
    if kind == "true_false":
        return whole["correct"] not in (["true"], ["false"])
    if kind == "matching":
        is_known = set(whole["pairs"]) == set(texts["left"]) and set(whole["pairs"].values()) <= set(
            texts["right"]
        )
        return not is_known or len(set(texts["right"].values())) < len(texts["right"])
    if kind == "ordering":
        return sorted(whole["sequence"]) != sorted(texts["steps"])
    if kind == "short_text":
        return not texts["accepted"]
    if kind == "numeric":
        return not (NUMBER.fullmatch(whole["value"]) and NUMBER.fullmatch(whole["tolerance"]))
    if kind == "open":
        return not (isinstance(whole["points"], int) and 1 <= whole["points"] <= MOST_POINTS)
    if kind == "case":
        return not whole["parts"] or any(
            lacking(part["kind"], part["body"], language) for part in whole["parts"]
        )
    return False


def place_of_line(line: int) -> str:
    return _("Line %(line)s") % {"line": line}

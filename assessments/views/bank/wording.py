"""A wording as lines of text, and two of them side by side with what differs marked."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from re import findall

from django.utils.translation import gettext as _

from ... import items
from ...models import QuestionVersion
from .editor.fields import NAMES, natural

SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True)
class Piece:
    text: str
    state: str


@dataclass(frozen=True)
class Line:
    """One text of both wordings; `left` and `right` in pieces."""

    label: str
    language: str
    left: list[Piece]
    right: list[Piece]

    @property
    def is_changed(self) -> bool:
        return any(piece.state != SAME for piece in (*self.left, *self.right))


def _words() -> dict[str, str]:
    return {
        "stem": _("Question"),
        "explanation": _("Explanation"),
        "options": _("Option"),
        "left": _("On the left"),
        "right": _("On the right"),
        "steps": _("Step"),
        "accepted": _("Answers that count as right"),
        "guide": _("How it is marked"),
        "unit": _("Unit"),
        "image": _("Picture"),
        "correct": _("Right answer"),
        "pairs": _("Pairs"),
        "sequence": _("Right order"),
        "credit": _("Credit"),
        "value": _("Right number"),
        "tolerance": _("Tolerance"),
        "points": _("Points"),
        "shuffle": _("Shuffled"),
        "fold": _("Spelling is forgiven"),
    }


def lines_of(kind: str, body: Mapping, tags: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """(label, language) → text, in the order of reading; `tags` by their labels come last."""
    found: dict[tuple[str, str], str] = {}
    _add(found, body, "")
    title = str(items.kind(kind).title) if kind in items.KINDS else kind
    found[_("Kind"), ""] = title
    for label, text in tags.items():
        found[label, ""] = text
    return found


def _add(found: dict[tuple[str, str], str], body: Mapping, before: str) -> None:
    words = _words()
    for language in ("kk", "ru"):
        texts = body.get(language) or {}
        for name in sorted(texts, key=lambda one: list(words).index(one) if one in words else len(words)):
            label = before + words.get(name, name)
            value = texts[name]
            if name == "image":
                found[label, language] = f"{value.get('id')}, {value.get('alt', '')}"
            elif isinstance(value, Mapping):
                for key in sorted(value, key=natural):
                    found[f"{label} {key}", language] = str(value[key])
            elif isinstance(value, list):
                found[label, language] = "; ".join(str(one) for one in value)
            else:
                found[label, language] = str(value)
    for name, value in body.items():
        if name in ("kk", "ru", "parts"):
            continue
        found[before + words.get(name, name), ""] = _plain(value)
    for part in body.get("parts") or []:
        start = f"{before}{_('Part %(key)s') % {'key': part.get('key', '')}}: "
        found[start + _("Kind"), ""] = str(part.get("kind", ""))
        _add(found, part.get("body") or {}, start)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        return ", ".join(
            f"{key} – {one}" for key, one in sorted(value.items(), key=lambda row: natural(row[0]))
        )
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return str(value)


def version_lines(version: QuestionVersion) -> dict[tuple[str, str], str]:
    return lines_of(
        version.kind, version.body, {_("Difficulty"): str(version.difficulty), _("Outcome"): version.outcome}
    )


def compared(left: Mapping[tuple[str, str], str], right: Mapping[tuple[str, str], str]) -> list[Line]:
    """Both wordings line by line, in the order of the right one; what only the left one has comes after."""
    keys = list(right) + [key for key in left if key not in right]
    found = []
    for label, language in keys:
        one, other = left.get((label, language), ""), right.get((label, language), "")
        if one or other:
            gone, new = _pieces(one, other)
            found.append(Line(label=label, language=NAMES.get(language, ""), left=gone, right=new))
    return found


def _pieces(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """Words and the gaps between them, each marked as standing in both texts or in one."""
    before, after = findall(r"\s+|\w+|[^\w\s]", one), findall(r"\s+|\w+|[^\w\s]", other)
    left: list[Piece] = []
    right: list[Piece] = []
    for operation, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        state = SAME if operation == "equal" else ""
        if a < b:
            left.append(Piece("".join(before[a:b]), state or GONE))
        if c < d:
            right.append(Piece("".join(after[c:d]), state or NEW))
    return left, right

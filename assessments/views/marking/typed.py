"""What a marker sent: points, comments, and the choices made where two windows disagree."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.http import QueryDict
from django.utils.translation import gettext as _

from ...models import Assessment
from ...presentation import rubric_rows

MINE, THEIRS, BOTH = "mine", "theirs", "both"


@dataclass(frozen=True)
class Typed:
    """Points as {"criterion": {"value", "comment"}}, the comment on the whole, and the revision they were made on."""

    points: dict[str, dict[str, str]]
    comment: str
    revision: int


def read(given: QueryDict, content: Mapping) -> Typed:
    """The form of the desk."""
    revision = given.get("revision", "")
    return Typed(
        points={
            row["key"]: {
                "value": given.get(f"c-{row['key']}", "").strip(),
                "comment": _lines(given.get(f"t-{row['key']}", "")),
            }
            for row in content["criteria"]
        },
        comment=_lines(given.get("comment", "")),
        revision=int(revision) if revision.isdigit() else 0,
    )


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def stored(assessment: Assessment, content: Mapping) -> Typed:
    """What stands, in the same shape."""
    given = assessment.points
    return Typed(
        points={
            row["key"]: {
                "value": str((given.get(row["key"]) or {}).get("value") or ""),
                "comment": _lines(str((given.get(row["key"]) or {}).get("comment") or "")),
            }
            for row in content["criteria"]
        },
        comment=_lines(assessment.comment),
        revision=assessment.revision,
    )


def same(one: Typed, other: Typed) -> bool:
    """Whether both say the same, whatever revision they were made on."""
    return _fields(one) == _fields(other)


def _number(value: str) -> str:
    return value.replace(",", ".")


def _fields(typed: Typed) -> dict[str, str]:
    """Every field by the name it has in the form."""
    fields = {}
    for key, given in typed.points.items():
        fields[f"c-{key}"] = _number(given["value"])
        fields[f"t-{key}"] = given["comment"]
    return fields | {"comment": typed.comment}


@dataclass(frozen=True)
class Piece:
    text: str
    is_changed: bool


@dataclass(frozen=True)
class Difference:
    """One field two windows disagree on. `mine`, `theirs`: the words in pieces, the changed ones marked."""

    name: str
    title: str
    is_text: bool
    mine: list[Piece]
    theirs: list[Piece]
    chosen: str


def compared(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """Two texts in pieces, word by word; a piece is changed where the other has not the same words there."""
    left, right = re.findall(r"\s+|\S+", one), re.findall(r"\s+|\S+", other)
    mine, theirs = [], []
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        changed = tag != "equal"
        if a < b:
            mine.append(Piece("".join(left[a:b]), changed))
        if c < d:
            theirs.append(Piece("".join(right[c:d]), changed))
    return mine, theirs


def differences(mine: Typed, theirs: Typed, content: Mapping, picks: Mapping[str, str]) -> list[Difference]:
    """The fields that disagree, in the order of the rubric."""
    titles = {}
    for row in rubric_rows(content, {}):
        titles[f"c-{row.key}"] = row.title
        titles[f"t-{row.key}"] = _("Comment on “%(title)s”") % {"title": row.title}
    titles["comment"] = _("Comment on the whole work")
    here, there = _fields(mine), _fields(theirs)
    found = []
    for name, title in titles.items():
        if here[name] == there[name]:
            continue
        left, right = compared(here[name], there[name])
        found.append(
            Difference(name, title, not name.startswith("c-"), left, right, picks.get(f"pick-{name}", MINE))
        )
    return found


def resolved(mine: Typed, theirs: Typed, picks: Mapping[str, str]) -> Typed:
    """What was chosen of both: without a choice one's own; both texts one after the other where that was asked for."""
    here, there = _fields(mine), _fields(theirs)

    def chosen(name: str) -> str:
        pick = picks.get(f"pick-{name}", MINE)
        if pick == BOTH and not name.startswith("c-"):
            return "\n".join(text for text in (there[name], here[name]) if text)
        return there[name] if pick == THEIRS else here[name]

    return Typed(
        points={key: {"value": chosen(f"c-{key}"), "comment": chosen(f"t-{key}")} for key in mine.points},
        comment=chosen("comment"),
        revision=mine.revision,
    )

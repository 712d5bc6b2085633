"""What a foreign format cannot say about a question, as one JSON object beside it, so that it comes back whole.

Whoever edits the file may change or lose it: every value is checked, and what does not fit the question is left out.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from .rows import MOST_ENTRIES, NAME, PART_KINDS, SHAPES, Body, Row, lines, names_for, only, plain
from .texts import tidy

MARK = "tirek"
MOST_PARTS = 40


def pack(
    kind: str,
    body: Mapping[str, Any],
    language: str,
    *,
    native: Sequence[str] = (),
    names: Mapping[str, list[str]] | None = None,
) -> Body:
    """What of a plain body is unusual and not `native` to the format; `names`: of each list, in the written order."""
    own, shape = body[language], SHAPES[kind]
    found: Body = {}
    if shape.shuffles and not body["shuffle"]:
        found["shuffle"] = False
    if shape.has_credit and body["credit"] == "partial":
        found["credit"] = "partial"
    if kind == "short_text" and not body["fold"]:
        found["fold"] = False
    if kind == "open":
        found["points"] = body["points"]
    for name in (*shape.texts, "image"):
        if own.get(name):
            found[name] = own[name]
    if kind == "case":
        found |= {
            "kind": kind,
            "explanation": own["explanation"],
            "parts": only(kind, body, language)["parts"],
        }
    unusual = {
        name: order for name, order in (names or {}).items() if order != names_for(name, len(order)) and order
    }
    if unusual:
        found["names"] = unusual
    return {name: value for name, value in found.items() if name not in native}


def written(extras: Body) -> str:
    """One line of JSON."""
    return json.dumps(extras, ensure_ascii=False, sort_keys=True)


def loaded(text: str) -> Body:
    """The object again; empty where it is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def unpack(row: Row, extras: Mapping[str, Any], language: str) -> None:
    """Put what fits into the row's body."""
    kind, body = row.kind, row.body
    if kind not in SHAPES or language not in body:
        return
    shape, own = SHAPES[kind], body[language]
    if shape.shuffles and isinstance(extras.get("shuffle"), bool):
        body["shuffle"] = extras["shuffle"]
    if shape.has_credit and extras.get("credit") in ("whole", "partial"):
        body["credit"] = extras["credit"]
    if kind == "short_text" and isinstance(extras.get("fold"), bool):
        body["fold"] = extras["fold"]
    if kind == "open" and isinstance(extras.get("points"), int | str):
        body["points"] = extras["points"]
    for name in shape.texts:
        if isinstance(extras.get(name), str):
            own[name] = tidy(extras[name])
    if image := picture(extras.get("image")):
        own["image"] = image
    if kind == "case":
        _case(row, extras, language)


def _case(row: Row, extras: Mapping[str, Any], language: str) -> None:
    if isinstance(extras.get("explanation"), str) and not row.body[language].get("explanation"):
        row.body[language]["explanation"] = tidy(extras["explanation"])
    parts = extras.get("parts")
    if not isinstance(parts, list) or not 0 < len(parts) <= MOST_PARTS:
        row.fault(_("The parts of the case cannot be read."))
        return
    found = []
    for part in parts:
        try:
            found.append(_part(part, language))
        except (TypeError, ValueError, KeyError, AttributeError):
            row.fault(_("The parts of the case cannot be read."))
            return
    row.body["parts"] = found


def _part(part: Mapping[str, Any], language: str) -> Body:
    """A part in its plain form; raises where it is none."""
    key, kind = str(part["key"]), part["kind"]
    if kind not in PART_KINDS or not isinstance(part["body"][language], Mapping):
        raise ValueError(key)
    body = plain(kind, only(kind, part["body"], language))
    body[language].pop("image", None)
    named = [body[language][name] for name in SHAPES[kind].lists] + [body.get("pairs") or {}]
    names = [key, *(name for entries in named for name in entries)]
    if len(names) > 2 * MOST_ENTRIES or not all(NAME.fullmatch(name) for name in names):
        raise ValueError(key)
    return {"key": key, "kind": kind, "body": body}


def picture(value: object) -> Body | None:
    """{"id", "alt"} of a picture of this site."""
    if (
        not isinstance(value, Mapping)
        or not str(value.get("id", "")).isdecimal()
        or len(str(value["id"])) > 9
    ):
        return None
    return {"id": int(value["id"]), "alt": tidy(value.get("alt", ""))}


def names_of(extras: Mapping[str, Any], name: str, count: int) -> list[str]:
    """The names of a list's entries in the file's order: those it was written with, or new ones."""
    names = extras.get("names")
    own = names.get(name) if isinstance(names, Mapping) else None
    fits = (
        isinstance(own, list)
        and len(own) == len(set(map(str, own))) == count
        and all(isinstance(one, str) and NAME.fullmatch(one) for one in own)
    )
    return list(own) if fits else names_for(name, count)  # type: ignore[arg-type]


def answers_of(
    extras: Mapping[str, Any],
    answers: Sequence[tuple[object, str]],
    found: list[str],
    spelled: Callable[[str], str],
) -> list[str]:
    """Accepted answers: those kept beside, where the file still holds just them in its own spelling."""
    own = extras.get("accepted")
    if isinstance(own, list) and [spelled(str(one)) for one in own] == [text for _gain, text in answers]:
        return lines(own)
    return found


def odd_answers(accepted: list[str], spelled: Callable[[str], str]) -> list[str]:
    """The accepted answers where the format's spelling would not give them back."""
    return accepted if any(spelled(text).replace("\\*", "*") != text for text in accepted) else []

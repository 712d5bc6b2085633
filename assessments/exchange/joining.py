"""A file's wording and the one that stands: which names belong together, what the two make, what is still missing."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from .rows import LANGUAGES, SHAPES, Body, is_blank, listed, names_for, natural, only, plain

Names = dict[str, str]


def aligned(kind: str, body: Body, standing: Mapping[str, Any], language: str) -> Body:
    """The body of one language with the names the standing wording uses for the same entries.

    Where that language stands already, the same text has the same name; where it is still blank, entries belong
    together by what they are: first with first, pair with pair, step with step.
    """
    if kind == "case":
        own = {part["key"]: part for part in standing.get("parts") or []}
        parts = [
            {**part, "body": aligned(part["kind"], part["body"], own[part["key"]]["body"], language)}
            if part["key"] in own and own[part["key"]]["kind"] == part["kind"]
            else part
            for part in body.get("parts") or []
        ]
        return {**body, "parts": parts}
    by_text = not is_blank(kind, standing, language)
    names = {
        name: _by_text(body, standing, language, name)
        if by_text
        else _by_place(body, standing, language, name)
        for name in SHAPES[kind].lists
    }
    return renamed(kind, body, names) if any(names.values()) else body


def _by_text(body: Body, standing: Mapping[str, Any], language: str, name: str) -> Names:
    """Same text, same name; else the same name where it is free, else the next free one, else a new one."""
    new, old = listed(body[language].get(name)), listed((standing.get(language) or {}).get(name))
    found: Names = {}
    free = dict(old)
    for one, text in new.items():
        match = next((other for other, words in free.items() if words == text), None)
        if match is not None:
            found[one] = match
            del free[match]
    for one in [one for one in new if one not in found and one in free]:
        found[one] = one
        del free[one]
    for one in [one for one in new if one not in found]:
        taken = {*old, *found.values()}
        unused = (own for own in (one, *names_for(name, len(taken) + 1)) if own not in taken)
        found[one] = next(iter(free), "") or next(unused)
        free.pop(found[one], None)
    return found


def _by_place(body: Body, standing: Mapping[str, Any], language: str, name: str) -> Names:
    other = next(one for one in LANGUAGES if one != language)
    new, old = listed(body[language].get(name)), listed((standing.get(other) or {}).get(name))
    if len(new) != len(old) or (set(new) == set(old) and name in ("options", "left")):
        return {}
    if name == "steps":
        mine, theirs = body.get("sequence") or [], standing.get("sequence") or []
        fits = sorted(mine) == sorted(new) and sorted(theirs) == sorted(old)
        return dict(zip(mine, theirs, strict=True)) if fits else {}
    if name != "right":
        return dict(zip(new, old, strict=True))
    lefts = _by_place(body, standing, language, "left") or {
        one: one for one in body[language].get("left") or {}
    }
    pairs, found = standing.get("pairs") or {}, {}
    for left, right in (body.get("pairs") or {}).items():
        found[right] = pairs.get(lefts.get(left, ""), right)
    if len(set(found.values())) != len(found):
        return {}
    rest = [one for one in old if one not in found.values()]
    return found | dict(zip((one for one in new if one not in found), rest, strict=False))


def renamed(kind: str, body: Body, names: Mapping[str, Names]) -> Body:
    """The body with other names for its entries, everywhere they stand."""
    found = dict(body)
    for language in LANGUAGES:
        if language in body:
            own = dict(body[language])
            for name, table in names.items():
                texts = {table.get(one, one): text for one, text in (own.get(name) or {}).items()}
                own[name] = {one: texts[one] for one in sorted(texts, key=natural)}
            found[language] = own
    options, steps = names.get("options") or {}, names.get("steps") or {}
    left, right = names.get("left") or {}, names.get("right") or {}
    if kind in ("single", "multiple") and "correct" in body:
        found["correct"] = sorted((options.get(one, one) for one in body["correct"]), key=natural)
    if "sequence" in body:
        found["sequence"] = [steps.get(one, one) for one in body["sequence"]]
    if "pairs" in body:
        found["pairs"] = {left.get(one, one): right.get(other, other) for one, other in body["pairs"].items()}
    return found


def disagrees(kind: str, body: Body, standing: Mapping[str, Any], language: str) -> bool:
    """Two texts of one question that do not have the same entries, or not the same right answer."""
    new, old = plain(kind, body), plain(kind, standing)
    other = next(one for one in LANGUAGES if one != language)
    for name in SHAPES[kind].lists:
        if set(new[language][name]) != set(old[other][name]):
            return True
    settings = ("correct", "pairs", "sequence", "value", "tolerance")
    if any(old.get(name) and name in body and new[name] != old[name] for name in settings):
        return True
    if kind != "case":
        return False
    parts = {part["key"]: part for part in old["parts"]}
    return [part["key"] for part in new["parts"]] != [part["key"] for part in old["parts"]] or any(
        parts[part["key"]]["kind"] != part["kind"]
        or disagrees(part["kind"], part["body"], parts[part["key"]]["body"], language)
        for part in new["parts"]
    )


def joined(kind: str, body: Body, standing: Mapping[str, Any] | None) -> Body:
    """The file's wording over the standing one of the same kind: what the file does not say stays as it was.

    A picture stays too: files do not carry any. A language nobody has written yet is there with empty texts.
    """
    old = standing or {}
    merged = {**{name: value for name, value in old.items() if name not in LANGUAGES}, **body}
    for language in LANGUAGES:
        texts, before = body.get(language), old.get(language) or {}
        if texts is None:
            own = dict(before)
        else:
            own = {**{name: before[name] for name in ("unit", "guide", "image") if before.get(name)}, **texts}
        merged[language] = own
    if kind == "case":
        earlier = {part["key"]: part for part in old.get("parts") or []}
        merged["parts"] = [
            {
                **part,
                "body": joined(
                    part["kind"],
                    part["body"],
                    earlier[part["key"]]["body"]
                    if part["key"] in earlier and earlier[part["key"]]["kind"] == part["kind"]
                    else None,
                ),
            }
            for part in merged.get("parts") or []
        ]
    said = body if any(one in body for one in LANGUAGES) else merged
    for name in SHAPES[kind].lists:
        names: dict[str, None] = {}
        for language in LANGUAGES:
            names |= dict.fromkeys((said.get(language) or {}).get(name) or {})
        for language in LANGUAGES:
            texts = merged[language].get(name) or {}
            merged[language][name] = {one: texts.get(one, "") for one in sorted(names, key=natural)}
    return plain(kind, merged)


def carried(kind: str, old_kind: str, old: Mapping[str, Any]) -> Body:
    """What a standing wording of perhaps another kind has for a new one: all of it, or stem, explanation, picture."""
    if kind == old_kind or {kind, old_kind} == {"single", "multiple"}:
        return dict(old)
    return {
        language: {
            name: old[language][name] for name in ("stem", "explanation", "image") if name in old[language]
        }
        for language in LANGUAGES
        if isinstance(old.get(language), Mapping)
    }


def mirrored(kind: str, body: Body) -> Body | None:
    """The body with its one written language in both places, for checks that need both; None where both are written."""
    written = [language for language in LANGUAGES if not is_blank(kind, body, language)]
    return _mirrored(kind, body, written[0]) if len(written) == 1 else None


def _mirrored(kind: str, body: Body, language: str) -> Body:
    found = dict(body)
    for one in LANGUAGES:
        found[one] = body.get(language) or {}
    if kind == "case":
        found["parts"] = [
            {**part, "body": _mirrored(part["kind"], part["body"], language)}
            for part in body.get("parts") or []
        ]
    return found


def fingerprint(kind: str, body: Mapping[str, Any], language: str) -> str:
    """The question in one language, however its entries are named: the same text asks the same."""
    text = json.dumps(
        _asked(kind, plain(kind, only(kind, dict(body), language)), language), ensure_ascii=False
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _asked(kind: str, body: Body, language: str) -> list[Any]:
    own = body.get(language) or {}
    found: list[Any] = [kind, own.get("stem", "")]
    if kind in ("single", "multiple"):
        found += sorted([text, name in body["correct"]] for name, text in own["options"].items())
    elif kind == "true_false":
        found += body["correct"]
    elif kind == "matching":
        pairs = [
            [own["left"].get(one, ""), own["right"].get(other, "")] for one, other in body["pairs"].items()
        ]
        found += [sorted(pairs), sorted(own["right"].values())]
    elif kind == "ordering":
        found += [own["steps"].get(one, "") for one in body["sequence"]]
    elif kind == "short_text":
        found += sorted(own.get("accepted") or [])
    elif kind == "numeric":
        found += [body["value"], body["tolerance"]]
    elif kind == "case":
        found += [_asked(part["kind"], part["body"], language) for part in body["parts"]]
    return found

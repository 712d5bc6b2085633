"""What decisions about a question do to its scores, and how a paper adds up (pure functions).

Source: programme A, section 8 (percent = correct / questions × 100); a question found bad after the sitting is left
out, given to everybody, or scored by a mended key, for every paper alike.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from . import scoring

VOID, FULL_MARKS, CHANGE_KEY, ACCEPT = "void", "full_marks", "change_key", "accept"
KEY_FIELDS = ("correct", "pairs", "sequence", "value", "tolerance")
LANGUAGES = ("kk", "ru")
ZERO, ONE = Decimal(0), Decimal(1)
_DASH = re.compile("[‐‑‒–—−]")


class Scorer(Protocol):
    def parse(self, body: Mapping, response: Sequence[str]) -> list[str]: ...

    def score(self, body: Mapping, response: Sequence[str]) -> Decimal | None: ...


@dataclass(frozen=True)
class Decided:
    """One standing decision about a version. `detail`: the new key's fields, or {"accept": [responses]}."""

    action: str
    detail: Mapping


@dataclass(frozen=True)
class Treatment:
    """How a version is scored now. `accepted`: whole responses that count as right besides the key's."""

    body: Mapping
    void: bool = False
    full: bool = False
    accepted: tuple[tuple[str, ...], ...] = ()


# The key of a body


def with_key(body: Mapping, key: Mapping) -> dict[str, Any]:
    """The content with another key and nothing else changed, whatever more `key` may hold.

    `key`: {"correct"}, {"pairs"}, {"sequence"}, {"value", "tolerance"}, {"accepted": {"kk": [texts], "ru": [texts]}} or
    {"parts": {part: its key}}, as the content has it.
    """
    # A tolerance may be left out of a content.
    own = {name for name in KEY_FIELDS if name in body} | ({"tolerance"} if "value" in body else set())
    mended = {**body, **{name: key[name] for name in KEY_FIELDS if name in key and name in own}}
    for language, texts in (key.get("accepted") or {}).items():
        if language in LANGUAGES and "accepted" in body.get(language, {}):
            mended[language] = {**body[language], "accepted": list(texts)}
    if "parts" in body and "parts" in key:
        mended["parts"] = [
            {**part, "body": with_key(part["body"], key["parts"].get(part["key"], {}))}
            for part in body["parts"]
        ]
    return mended


def key_of(body: Mapping, response: Sequence[str]) -> dict[str, Any]:
    """The key that makes this response the right one; {} where the response is empty or leaves places of an order open.

    Parts of a case that were not answered, or answered as their key says, are left out.
    """
    if "parts" in body:
        parts = {}
        for part in body["parts"]:
            own = key_of(part["body"], part_of(response, part["key"]))
            if own and with_key(part["body"], own) != part["body"]:
                parts[part["key"]] = own
        return {"parts": parts} if parts else {}
    if not response:
        return {}
    if "correct" in body:
        return {"correct": list(response)}
    if "pairs" in body:
        return {"pairs": dict(_pair(value) for value in response)}
    if "sequence" in body:
        steps = {int(place): step for step, place in map(_pair, response) if place.isdecimal()}
        whole = sorted(steps) == list(range(1, len(body["sequence"]) + 1))
        return {"sequence": [steps[place] for place in sorted(steps)]} if whole else {}
    if "value" in body:
        return {"value": plain_number(response[0]) or response[0].strip()}
    if is_typed(body):
        return {"accepted": {language: [response[0].strip()] for language in LANGUAGES}}
    return {}


def response_of(body: Mapping) -> list[str]:
    """A response that the key calls right; of an answer typed in words, none."""
    if "parts" in body:
        return [f"{part['key']}/{value}" for part in body["parts"] for value in response_of(part["body"])]
    if "correct" in body:
        return list(body["correct"])
    if "pairs" in body:
        return [f"{left}:{right}" for left, right in body["pairs"].items()]
    if "sequence" in body:
        return [f"{step}:{place}" for place, step in enumerate(body["sequence"], start=1)]
    return [body["value"]] if "value" in body else []


def is_typed(body: Mapping) -> bool:
    """The answer is a few words, compared with a list of accepted ones."""
    return any("accepted" in body.get(language, {}) for language in LANGUAGES)


def part_of(response: Sequence[str], part: str) -> list[str]:
    """What a response to a case says about one part."""
    return [value[len(part) + 1 :] for value in response if value.startswith(f"{part}/")]


def plain_number(text: str) -> str:
    """A number as contents keep it, with a point and no spaces; empty where it is none."""
    try:
        found = Decimal(_DASH.sub("-", "".join(text.split())).replace(",", "."))
    except InvalidOperation:
        return ""
    return f"{found:f}" if found.is_finite() else ""


def _pair(value: str) -> tuple[str, str]:
    left, _colon, right = value.partition(":")
    return left, right


# Decisions


def effective(body: Mapping, decisions: Sequence[Decided]) -> Treatment:
    """The treatment that follows from the decisions, oldest first: a later key replaces an earlier one, accepted
    answers add up, and leaving out outweighs full marks.
    """
    void = any(one.action == VOID for one in decisions)
    full = any(one.action == FULL_MARKS for one in decisions)
    accepted: list[tuple[str, ...]] = []
    for one in decisions:
        if one.action == CHANGE_KEY:
            body = with_key(body, one.detail)
        elif one.action == ACCEPT:
            accepted += [
                (answer,) if isinstance(answer, str) else tuple(answer) for answer in one.detail["accept"]
            ]
    return Treatment(body=body, void=void, full=full, accepted=tuple(accepted))


def score(kind: Scorer, body: Mapping, response: Sequence[str], treatment: Treatment) -> Decimal | None:
    """The score of a response under a treatment, 0 to 1; None where a person marks it. `body` is the treatment's.

    Full marks reach unanswered papers too. An accepted answer is compared as the kind compares: words are folded as
    the question folds them, numbers are the same number however they are written.
    """
    if treatment.full:
        return ONE
    given = tuple(kind.parse(body, response))
    if given and any(_is_accepted(kind, body, given, answer) for answer in treatment.accepted):
        return ONE
    return kind.score(body, response)


def _is_accepted(kind: Scorer, body: Mapping, given: tuple[str, ...], answer: tuple[str, ...]) -> bool:
    if given == tuple(kind.parse(body, answer)):
        return True
    if "value" in body:
        return kind.score({**body, "value": answer[0], "tolerance": "0"}, given) == ONE
    return is_typed(body) and kind.score(with_key(body, key_of(body, answer)), given) == ONE


# Adding up


@dataclass(frozen=True)
class Total:
    """A paper added up. `counted`: questions that count; `percent`: unrounded, None while a person's mark is awaited."""

    points: Decimal
    correct: int
    counted: int
    percent: Decimal | None


def total(scores: Sequence[tuple[Decimal | None, bool]], *, credit: str) -> Total:
    """Add up (score, is void) rows. Credit "whole": only a score of exactly 1 counts. "partial": scores add up.

    A void question leaves points and count alike; where every question is void nothing was shown and the percent is 0.
    """
    counting = [value for value, void in scores if not void]
    known = [value for value in counting if value is not None]
    correct = sum(1 for value in known if value == ONE)
    points = sum(known, ZERO) if credit == "partial" else Decimal(correct)
    percent: Decimal | None = None
    if len(known) == len(counting):
        percent = scoring.percent(points, len(counting)) if counting else ZERO
    return Total(points=points, correct=correct, counted=len(counting), percent=percent)

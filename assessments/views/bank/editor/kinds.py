"""The form's own part of each simple kind of question."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from ....items.numeric import number
from .base import Editor
from .fields import (
    LANGUAGES,
    Data,
    Field,
    Line,
    Row,
    Rows,
    entries_of,
    keys_for,
    letter,
    lines_in,
    numbered,
    pair,
    rows_of,
    text_in,
    texts_of,
)


def _into(
    body: dict[str, Any], name: str, keys: list[str], lines: list[Line], *, other: bool = False
) -> None:
    """Put lines into both languages as {key: text}, in the order of the keys."""
    for language in LANGUAGES:
        texts = {
            key: (line.others if other else line.texts)[language]
            for key, line in zip(keys, lines, strict=True)
        }
        body[language][name] = {key: texts[key] for key in sorted(texts, key=lambda one: (len(one), one))}


def _credit(data: Data, prefix: str) -> str:
    return "partial" if text_in(data, f"{prefix}-credit") == "partial" else "whole"


class OptionsEditor(Editor):
    """Options with the right ones ticked."""

    template = "options"
    asks_shuffle = True
    shuffles = True
    is_multiple = False

    def read_own(self, data: Data, prefix: str, body: dict[str, Any]) -> None:
        name = f"{prefix}-options"
        lines = lines_in(data, name)
        ticked = {line.index for line in lines if text_in(data, f"{name}-{line.index}-right") == "yes"} | {
            line.index for line in lines if text_in(data, f"{prefix}-right") == str(line.index)
        }
        keys = keys_for([line.key for line in lines], letter)
        _into(body, "options", keys, lines)
        body["correct"] = sorted(key for key, line in zip(keys, lines, strict=True) if line.index in ticked)
        if self.is_multiple:
            body["credit"] = _credit(data, prefix)

    def own(self, body: Mapping, prefix: str, *, grow: str, told: bool) -> dict[str, Any]:
        correct = body.get("correct") or []
        entries = [(key, texts, key in correct) for key, texts in entries_of(body, "options")]
        error = ""
        if told and not self.is_multiple and len(correct) != 1:
            error = _("Tick the one right answer.")
        elif told and self.is_multiple and not 2 <= len(correct) < len(entries):
            error = _("Tick the right answers: at least two, and not all.")
        return {
            "is_multiple": self.is_multiple,
            "credit": body.get("credit", "whole"),
            "rows": rows_of(
                f"{prefix}-options",
                entries,
                label=lambda key: _("Option %(key)s") % {"key": key} if key else _("New option"),
                least=4,
                grow=grow,
                told=told,
                error=error,
            ),
        }


class SingleEditor(OptionsEditor):
    kind = "single"


class MultipleEditor(OptionsEditor):
    kind = "multiple"
    is_multiple = True


class TrueFalseEditor(Editor):
    kind = "true_false"
    template = "true_false"

    def stem_label(self) -> str:
        return _("Statement")

    def read_own(self, data: Data, prefix: str, body: dict[str, Any]) -> None:
        right = text_in(data, f"{prefix}-right")
        body["correct"] = [right] if right in ("true", "false") else []

    def own(self, body: Mapping, prefix: str, *, grow: str, told: bool) -> dict[str, Any]:
        correct = body.get("correct") or []
        return {
            "right": correct[0] if correct else "",
            "error": _("Say whether the statement is true.") if told and not correct else "",
        }


class MatchingEditor(Editor):
    """A line holds what belongs together; further right texts that belong to nothing stand below."""

    kind = "matching"
    template = "matching"
    asks_shuffle = True
    shuffles = True

    def read_own(self, data: Data, prefix: str, body: dict[str, Any]) -> None:
        lines = lines_in(data, f"{prefix}-pairs", other="other")
        extras = lines_in(data, f"{prefix}-extras")
        left = keys_for([line.key for line in lines], numbered("l"))
        # The same right text on two lines is one right text.
        rights: list[Line] = []
        place_of: dict[tuple[str, ...], int] = {}
        named: list[str] = []
        for texts, key in [(line.others, line.other_key) for line in lines] + [
            (line.texts, line.key) for line in extras
        ]:
            same = tuple(texts[language] for language in LANGUAGES)
            if any(same) and same not in place_of:
                place_of[same] = len(rights)
                rights.append(Line(index=len(rights), key=key, texts=dict(texts), place=0))
                named.append("" if key in named else key)
        right = keys_for(named, numbered("r"), in_order=False)
        _into(body, "left", left, lines)
        _into(body, "right", right, rights)
        body["pairs"] = {
            key: right[place_of[same]]
            for key, line in zip(left, lines, strict=True)
            if (same := tuple(line.others[language] for language in LANGUAGES)) in place_of
        }
        body["credit"] = _credit(data, prefix)

    def own(self, body: Mapping, prefix: str, *, grow: str, told: bool) -> dict[str, Any]:
        pairs = body.get("pairs") or {}
        rights = dict(entries_of(body, "right"))
        extras = [(key, texts, False) for key, texts in rights.items() if key not in pairs.values()]
        return {
            "credit": body.get("credit", "whole"),
            "rows": self._rows(body, f"{prefix}-pairs", pairs, rights, grow=grow, told=told),
            "extras": rows_of(
                f"{prefix}-extras",
                extras,
                label=lambda key: _("Belongs to nothing"),
                least=1,
                grow=grow,
                told=told,
            ),
        }

    @staticmethod
    def _rows(body: Mapping, name: str, pairs: Mapping, rights: Mapping, *, grow: str, told: bool) -> Rows:
        entries = [(key, texts, False) for key, texts in entries_of(body, "left")]
        own = rows_of(name, entries, label=lambda key: _("On the left"), least=3, grow=grow, told=told)
        rows = []
        for row in own:
            target = pairs.get(row.key, "") if row.key else ""
            texts = rights.get(target) or {}
            rows.append(
                Row(
                    index=row.index,
                    name=row.name,
                    key=row.key,
                    pair=row.pair,
                    other=pair(
                        _("Belongs to it"), row.name, "other", texts, lines=1, needed=told and bool(row.key)
                    ),
                    other_key=target,
                )
            )
        return Rows(name=name, rows=rows, is_grown=own.is_grown)


class OrderingEditor(Editor):
    """Steps in their right order: the order of the lines, or of the numbers beside them."""

    kind = "ordering"
    template = "ordering"
    shuffles = True

    def read_own(self, data: Data, prefix: str, body: dict[str, Any]) -> None:
        lines = lines_in(data, f"{prefix}-steps")
        keys = keys_for([line.key for line in lines], letter, in_order=False)
        _into(body, "steps", keys, lines)
        body["sequence"] = keys
        body["credit"] = _credit(data, prefix)

    def own(self, body: Mapping, prefix: str, *, grow: str, told: bool) -> dict[str, Any]:
        steps = dict(entries_of(body, "steps"))
        sequence = [key for key in body.get("sequence") or [] if key in steps]
        sequence += [key for key in steps if key not in sequence]
        return {
            "credit": body.get("credit", "whole"),
            "rows": rows_of(
                f"{prefix}-steps",
                [(key, steps[key], False) for key in sequence],
                label=lambda key: _("Step"),
                least=4,
                grow=grow,
                told=told,
            ),
        }


class ShortTextEditor(Editor):
    """Accepted answers, one a line."""

    kind = "short_text"
    template = "short_text"

    def read_own(self, data: Data, prefix: str, body: dict[str, Any]) -> None:
        for language in LANGUAGES:
            typed = text_in(data, f"{prefix}-{language}-accepted").split("\n")
            body[language]["accepted"] = [line.strip() for line in typed if line.strip()]
        body["fold"] = text_in(data, f"{prefix}-fold") == "yes"

    def own(self, body: Mapping, prefix: str, *, grow: str, told: bool) -> dict[str, Any]:
        texts = {
            language: "\n".join((body.get(language) or {}).get("accepted") or []) for language in LANGUAGES
        }
        return {
            "fold": str(body.get("fold", True)).lower() != "false",
            "accepted": pair(
                _("Answers that count as right"),
                prefix,
                "accepted",
                texts,
                lines=4,
                help=_("One answer a line. An answer in either language counts."),
                needed=told,
            ),
        }


class NumericEditor(Editor):
    kind = "numeric"
    template = "numeric"

    def read_own(self, data: Data, prefix: str, body: dict[str, Any]) -> None:
        body["value"] = _number(text_in(data, f"{prefix}-value"))
        body["tolerance"] = _number(text_in(data, f"{prefix}-tolerance")) or "0"
        for language in LANGUAGES:
            if unit := text_in(data, f"{prefix}-{language}-unit"):
                body[language]["unit"] = unit

    def own(self, body: Mapping, prefix: str, *, grow: str, told: bool) -> dict[str, Any]:
        value, tolerance = str(body.get("value", "")), str(body.get("tolerance", "0"))
        unit = texts_of(body, "unit")
        is_tolerance = (number(tolerance) or 0) >= 0 and number(tolerance) is not None
        return {
            "value": Field(
                name=f"{prefix}-value",
                value=value,
                label=_("Right number"),
                error=_("Write the right number.") if told and number(value) is None else "",
            ),
            "tolerance": Field(
                name=f"{prefix}-tolerance",
                value=tolerance,
                label=_("Tolerance"),
                error=_("Write a number of 0 or more.") if told and not is_tolerance else "",
            ),
            "unit": pair(_("Unit"), prefix, "unit", unit, needed=told and any(unit.values())),
        }


def _number(typed: str) -> str:
    """A number with a decimal point; what is no number stays as it was typed."""
    found = number(typed)
    return typed if found is None else f"{found:f}"


class OpenEditor(Editor):
    """An answer that a person marks."""

    kind = "open"
    template = "open"

    def explanation_label(self) -> str:
        return _("Model answer")

    def read_own(self, data: Data, prefix: str, body: dict[str, Any]) -> None:
        points = text_in(data, f"{prefix}-points")
        body["points"] = int(points) if points.isdecimal() and len(points) < 4 else points
        for language in LANGUAGES:
            body[language]["guide"] = text_in(data, f"{prefix}-{language}-guide")

    def own(self, body: Mapping, prefix: str, *, grow: str, told: bool) -> dict[str, Any]:
        points = str(body.get("points", ""))
        fits = points.isdecimal() and 1 <= int(points) <= 20
        return {
            "points": Field(
                name=f"{prefix}-points",
                value=points,
                label=_("Points"),
                error=_("Write a whole number from 1 to 20.") if told and not fits else "",
            ),
            "guide": pair(
                _("How it is marked"),
                prefix,
                "guide",
                texts_of(body, "guide"),
                lines=4,
                help=_("Only the people who mark see this."),
                needed=told,
            ),
        }

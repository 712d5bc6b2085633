"""The form of a case: its story, and a block for each part."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from .... import items
from .base import Block, Editor
from .fields import Data, key_in, keys_for, numbered, text_in
from .kinds import (
    MatchingEditor,
    MultipleEditor,
    NumericEditor,
    OpenEditor,
    OrderingEditor,
    ShortTextEditor,
    SingleEditor,
    TrueFalseEditor,
)

MOST_PARTS = 12


class CaseEditor(Editor):
    kind = "case"
    template = "case"

    def stem_label(self) -> str:
        return _("Case")

    def read_own(self, data: Data, prefix: str, body: dict[str, Any]) -> None:
        count = text_in(data, f"{prefix}-parts-count")
        kept: list[tuple[str, str, dict[str, Any]]] = []
        for index in range(min(int(count), MOST_PARTS) if count.isdecimal() else 0):
            start = f"{prefix}-parts-{index}"
            kind = text_in(data, f"{start}-kind")
            if kind in part_kinds() and text_in(data, f"{start}-drop") != "yes":
                kept.append((key_in(data, f"{start}-key"), kind, EDITORS[kind].read(data, start)))
        keys = keys_for([key for key, _kind, _body in kept], numbered("p"), in_order=False)
        body["parts"] = [
            {"key": key, "kind": kind, "body": part}
            for key, (_key, kind, part) in zip(keys, kept, strict=True)
        ]

    def own(self, body: Mapping, prefix: str, *, grow: str, told: bool) -> dict[str, Any]:
        blocks: list[tuple[str, Block]] = []
        for index, part in enumerate(body.get("parts") or []):
            start = f"{prefix}-parts-{index}"
            block = EDITORS[part["kind"]].block(part["body"], start, grow=grow, told=told, is_part=True)
            block.faults = items.kind(part["kind"]).faults(part["body"]) if told else []
            blocks.append((part["key"], block))
        return {
            "parts": blocks,
            "kinds": [(name, str(items.kind(name).title)) for name in part_kinds()],
            "is_full": len(blocks) >= MOST_PARTS,
            "error": _("Add at least one part.") if told and not blocks else "",
        }


EDITORS: dict[str, Editor] = {
    editor.kind: editor
    for editor in (
        SingleEditor(),
        MultipleEditor(),
        TrueFalseEditor(),
        MatchingEditor(),
        OrderingEditor(),
        ShortTextEditor(),
        NumericEditor(),
        CaseEditor(),
        OpenEditor(),
    )
    if editor.kind in items.KINDS
}


def part_kinds() -> list[str]:
    """What a part of a case may be: anything that scores itself, and no case."""
    return [name for name in EDITORS if name != "case" and items.kind(name).automatic]


def with_part(body: dict[str, Any], kind: str) -> dict[str, Any]:
    """The case with one more, empty part of a kind."""
    if kind not in part_kinds():
        return body
    parts = list(body.get("parts") or [])
    keys = keys_for([part["key"] for part in parts] + [""], numbered("p"), in_order=False)
    parts.append({"key": keys[-1], "kind": kind, "body": EDITORS[kind].blank()})
    return {**body, "parts": parts}

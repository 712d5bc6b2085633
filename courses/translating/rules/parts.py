"""A page's text in parts: each field, each line of a list, each block of a lesson (pure functions)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from .words import plain

# "plain" and "long" are words, "rich" is rich text, "table" a list of rows of cells; "shared" is no text: an image, a key.
Kind = Literal["plain", "long", "rich", "table", "shared"]
WORDS: tuple[Kind, ...] = ("plain", "long", "rich", "table")


@dataclass(frozen=True)
class Slot:
    """A value inside a part. `label` is for people; `maximum`: letters that fit, None where there is no limit."""

    name: str
    kind: Kind
    label: Any = ""
    maximum: int | None = None
    required: bool = False

    @property
    def is_words(self) -> bool:
        return self.kind in WORDS


@dataclass(frozen=True)
class FieldShape:
    """A field of a page; `kind`: "text" (one slot), "lines" (a list of texts), "keys" (of terms or works) or "blocks"."""

    name: str
    kind: Literal["text", "lines", "keys", "blocks"]
    label: Any = ""
    slot: Slot | None = None


@dataclass(frozen=True)
class BlockShape:
    """A kind of block. `is_struct`: its value is a mapping of its slots, else the value itself is the only slot's."""

    label: Any
    slots: tuple[Slot, ...]
    is_struct: bool = True


@dataclass(frozen=True)
class PageShape:
    """What of a kind of page is translated, in the order of reading."""

    fields: tuple[FieldShape, ...]
    blocks: Mapping[str, BlockShape] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """One part of a page. `id`: a field's name, "outcomes.0" or a block's id; parts of one `kind` may stand for each other.

    `values`: by slot name, as the page holds them. `text`: the part as lines of words, for comparing.
    """

    id: str
    field: str
    kind: str
    label: Any
    slots: tuple[Slot, ...]
    values: Mapping[str, Any]
    text: str
    is_struct: bool = False

    @property
    def words(self) -> str:
        """The text without what is no text."""
        return as_text([slot for slot in self.slots if slot.is_words], self.values)

    @property
    def has_text(self) -> bool:
        return any(slot.is_words for slot in self.slots)


def as_text(slots: Sequence[Slot], values: Mapping[str, Any]) -> str:
    """Values as lines of words; a shared value is named by its slot, so that another one shows as a change."""
    lines = []
    for slot in slots:
        value = values.get(slot.name)
        if value in (None, "", [], {}):
            continue
        if slot.kind == "rich":
            lines.append(plain(str(value)))
        elif slot.kind == "table":
            lines += [" | ".join(str(cell) for cell in row).strip() for row in value]
        elif slot.kind == "shared":
            lines.append(f"{slot.name}: {value}")
        else:
            lines.append(" ".join(str(value).split()))
    return "\n".join(line for line in lines if line)


def parts_of(shape: PageShape, content: Mapping[str, Any]) -> tuple[Part, ...]:
    """The parts of a page's content (field name → value; a stream is a list of {type, value, id}).

    Fields of keys are no part: they hold no words of their own.
    """
    parts: list[Part] = []
    for one in shape.fields:
        value = content.get(one.name)
        if one.kind == "text" and one.slot is not None:
            parts.append(
                _part(one.name, one.name, one.name, one.label, (one.slot,), {one.slot.name: value or ""})
            )
        elif one.kind == "lines" and one.slot is not None:
            for place, line in enumerate(value or []):
                parts.append(
                    _part(
                        f"{one.name}.{place}",
                        one.name,
                        one.name,
                        one.label,
                        (one.slot,),
                        {one.slot.name: line},
                    )
                )
        elif one.kind == "blocks":
            parts += [part for row in value or [] if (part := block_part(shape, one.name, row)) is not None]
    return tuple(parts)


def block_part(shape: PageShape, name: str, row: Mapping[str, Any]) -> Part | None:
    """A block of a stream as a part; None for a kind of block that is no more."""
    block = shape.blocks.get(row["type"])
    if block is None:
        return None
    value = row.get("value")
    values = dict(value or {}) if block.is_struct else {block.slots[0].name: value}
    for slot in block.slots:
        if slot.kind == "table":
            values[slot.name] = [
                [str(_bare(cell) or "") for cell in _bare(one)] for one in values.get(slot.name) or []
            ]
    kind = f"block:{row['type']}"
    return _part(
        str(row.get("id") or ""), name, kind, block.label, block.slots, values, is_struct=block.is_struct
    )


def _bare(item: Any) -> Any:
    """An item of a list block, which is stored bare or as {"type": "item", "value": …}."""
    return item.get("value") if isinstance(item, Mapping) else item


def _part(
    id: str,
    name: str,
    kind: str,
    label: Any,
    slots: tuple[Slot, ...],
    values: Mapping[str, Any],
    *,
    is_struct: bool = False,
) -> Part:
    return Part(id, name, kind, label, slots, values, as_text(slots, values), is_struct)


def missing_words(original: Part, values: Mapping[str, Any]) -> list[Slot]:
    """Slots that hold words in the original and none in these values: the part is not translated as long as there is one."""
    return [
        slot
        for slot in original.slots
        if slot.is_words and as_text([slot], original.values) and not as_text([slot], values)
    ]


def too_long(slots: Sequence[Slot], values: Mapping[str, Any]) -> list[Slot]:
    """Slots whose words do not fit."""
    return [
        slot
        for slot in slots
        if slot.maximum is not None and slot.is_words and len(str(values.get(slot.name) or "")) > slot.maximum
    ]


def trimmed(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """A table without the empty rows and columns at its end; all rows are of one width."""
    kept = [[str(cell).strip() for cell in row] for row in rows]
    while kept and not any(kept[-1]):
        kept.pop()
    width = max((place + 1 for row in kept for place, cell in enumerate(row) if cell), default=0)
    return [[*row[:width], *[""] * (width - len(row))] for row in kept]

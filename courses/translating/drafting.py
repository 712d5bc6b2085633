"""What a translation will hold after an edit on the screen: no database, nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from .reading import Comparison
from .rules.alignment import Row, arrange
from .rules.parts import FieldShape, Part, Slot, as_text, parts_of, trimmed


@dataclass(frozen=True)
class Typed:
    """What the translator did. Rows are named by their ids.

    `words`: row → slot → value, rows and slots that are not named stay as they are. `confirmed`: rows that are said to be a
    translation of their original now; `everything`: every row whose words are complete. `added`, `dropped`: parts to add and
    to take away (a part whose words were typed is added unasked). `taken`: rows that take what is no text (an image, a key)
    from the original; `keys`: fields of keys that take the original's list; `ordered`: fields put in the original's order.
    """

    words: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()
    everything: bool = False
    added: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    ordered: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Draft:
    """`changed`: field → its new value. `parts`: row → the part it will be; a row without a part is not named."""

    changed: dict[str, Any]
    parts: dict[str, Part]


def drafted(comparison: Comparison, typed: Typed) -> Draft:
    """The translation as it will be."""
    content = dict(comparison.translation)
    names: dict[str, str] = {}  # row → name of its part then
    for shape in comparison.shape.fields:
        if shape.kind == "keys":
            if shape.name in typed.keys:
                content[shape.name] = list(comparison.original.get(shape.name) or [])
            continue
        rows, parts = comparison.of_field(shape.name)
        if not rows:
            continue
        if shape.kind == "text":
            content[shape.name] = _values(rows[0], typed)["text"]
            names[rows[0].id] = shape.name
            continue
        rows = arrange(
            rows,
            parts,
            added={row.id for row in rows if row.id in typed.added or _has_typed(row, typed)},
            dropped=typed.dropped,
            in_order=shape.name in typed.ordered,
        )
        if shape.kind == "lines":
            content[shape.name] = _lines(shape, rows, typed, names)
        else:
            content[shape.name] = _blocks(content.get(shape.name) or [], rows, typed, names)
    then = {part.id: part for part in parts_of(comparison.shape, content)}
    return Draft(
        changed={
            name: value
            for name, value in content.items()
            if _filled(value) != _filled(comparison.translation.get(name))
        },
        parts={row: then[name] for row, name in names.items() if name in then},
    )


def _filled(value: Any) -> Any:
    """A value for comparing: an empty line is no line, nothing is "" ."""
    if isinstance(value, list):
        return [one for one in value if not isinstance(one, str) or one.strip()]
    return value or ""


def _has_typed(row: Row, typed: Typed) -> bool:
    slots = row.original.slots if row.original else ()
    return bool(as_text([slot for slot in slots if slot.is_words], typed.words.get(row.id, {})))


def _values(row: Row, typed: Typed) -> dict[str, Any]:
    """The values of a row's part: as it has them, then what is taken from the original, then what was typed."""
    part = row.translation or row.original
    if part is None:
        return {}
    values = dict(part.values) if row.translation else {slot.name: _nothing(slot) for slot in part.slots}
    if row.original and (row.translation is None or row.id in typed.taken):
        values |= {
            slot.name: row.original.values.get(slot.name) for slot in row.original.slots if not slot.is_words
        }
    given = typed.words.get(row.id, {})
    for slot in part.slots:
        if slot.is_words and slot.name in given:
            values[slot.name] = _written(slot, given[slot.name], values.get(slot.name))
    return values


def _written(slot: Slot, given: Any, standing: Any) -> Any:
    if slot.kind != "table":
        return given
    rows = trimmed(given)
    return standing if rows == trimmed(standing or []) else rows


def _nothing(slot: Slot) -> Any:
    return [] if slot.kind == "table" else "" if slot.is_words else None


def _lines(shape: FieldShape, rows: Sequence[Row], typed: Typed, names: dict[str, str]) -> list[str]:
    lines: list[str] = []
    for row in rows:
        if line := str(_values(row, typed)["text"]).strip():
            names[row.id] = f"{shape.name}.{len(lines)}"
            lines.append(line)
    return lines


def _blocks(
    stored: Sequence[Mapping[str, Any]], rows: Sequence[Row], typed: Typed, names: dict[str, str]
) -> list[dict[str, Any]]:
    by_id = {str(row.get("id")): row for row in stored}
    blocks = []
    for row in rows:
        part = row.translation or row.original
        if part is None:
            continue
        values = _values(row, typed)
        if row.translation is None:
            block: dict[str, Any] = {"type": part.kind.removeprefix("block:"), "id": str(uuid4())}
            before: Mapping[str, Any] = {}
        else:
            block, before = dict(by_id[part.id]), part.values
        changed = {
            name: value for name, value in values.items() if name not in before or before[name] != value
        }
        if part.is_struct:
            block["value"] = {**(block.get("value") or {}), **changed}
        elif changed:
            block["value"] = next(iter(changed.values()))
        names[row.id] = block["id"]
        blocks.append(block)
    return blocks

"""The fields of a translation on the screen: widgets of the editor, drawn with what stands or was typed, and read again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import Media, Textarea, Widget
from django.http import QueryDict
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.models import Page

from .drafting import Typed
from .reading import Comparison
from .rules.alignment import Row
from .rules.parts import Part, Slot
from .rules.words import without_keys
from .shapes import rich_features


@dataclass(frozen=True)
class Cell:
    """One cell of a table to be filled. `over`: the original's words."""

    name: str
    value: str
    row: int
    column: int
    over: str


@dataclass(frozen=True)
class Field:
    """A slot of a row with its widget. `stands`: what the page has now where something else was typed."""

    slot: Slot
    id: str
    value: Any
    html: str = ""
    cells: tuple[tuple[Cell, ...], ...] = ()
    stands: Any = None


class Fields:
    """Draws the fields of rows of one page type, and keeps what their widgets need on the page."""

    def __init__(self, model: type[Page], language: str) -> None:
        self.model, self.language = model, language
        self.media = Media()

    def of_row(self, row: Row, typed: Mapping[str, Any] | None = None) -> list[Field]:
        """The fields of a row's words; `typed`: what was sent and could not be saved."""
        part = row.translation or row.original
        return (
            [self._field(row, part, slot, typed or {}) for slot in part.slots if slot.is_words]
            if part
            else []
        )

    def _field(self, row: Row, part: Part, slot: Slot, typed: Mapping[str, Any]) -> Field:
        name = name_of(row, slot)
        standing = row.translation.values.get(slot.name) if row.translation else None
        value = typed.get(slot.name, standing)
        stands = standing if slot.name in typed and standing and typed[slot.name] != standing else None
        if slot.kind == "table":
            return Field(slot, name, value or [], cells=_cells(name, row, slot, value or []), stands=stands)
        widget = self.widget(part, slot)
        self.media += widget.media
        attributes = {"id": name, "lang": self.language}
        return Field(slot, name, value or "", widget.render(name, value or "", attributes), stands=stands)

    def widget(self, part: Part, slot: Slot) -> Widget:
        if slot.kind == "rich":
            features = rich_features(self.model, part.field, part.kind, slot.name)
            widget = get_rich_text_editor_widget("default", features=features)
            widget.options["ariaLabel"] = str(
                slot.label
            )  # a label in the page does not reach the box it draws
            return widget
        if slot.kind == "long":
            return Textarea(attrs={"rows": 4})
        return Textarea(attrs={"rows": 2, "maxlength": slot.maximum} if slot.maximum else {"rows": 2})

    def read(self, given: QueryDict, comparison: Comparison) -> Typed:
        """What was sent. Rich text that says the same as before is left as it is stored."""
        words: dict[str, dict[str, Any]] = {}
        for row in comparison.rows:
            part = row.translation or row.original
            for slot in part.slots if part else ():
                value = self._sent(given, row, part, slot) if slot.is_words and part else None
                if value is not None:
                    words.setdefault(row.id, {})[slot.name] = value

        def names(field: str) -> frozenset[str]:
            return frozenset(given.getlist(field))

        return Typed(
            words=words,
            confirmed=names("confirm"),
            everything="everything" in given,
            added=names("add"),
            dropped=names("drop"),
            taken=names("take"),
            keys=names("keys"),
            ordered=names("order"),
        )

    def _sent(self, given: QueryDict, row: Row, part: Part, slot: Slot) -> Any:
        name = name_of(row, slot)
        if slot.kind == "table":
            return _sent_table(given, name)
        if name not in given:
            return None
        if slot.kind != "rich":
            return given[name].replace("\r\n", "\n").strip()
        widget = self.widget(part, slot)
        standing = str(row.translation.values.get(slot.name) or "") if row.translation else ""
        try:
            sent = widget.value_from_datadict(given, {}, name) or ""
        except (ValueError, KeyError, TypeError):
            return None  # no rich text of the editor
        same = without_keys(
            widget.converter.to_database_format(widget.converter.from_database_format(standing))
        )
        return standing if without_keys(sent) in (same, without_keys(standing)) else sent


def name_of(row: Row, slot: Slot) -> str:
    """The name and id of a field: no point in it and no digit first, the rich text editor looks itself up by it."""
    return f"f-{row.id}-{slot.name}".replace(".", "_")


def _cells(name: str, row: Row, slot: Slot, value: list[list[str]]) -> tuple[tuple[Cell, ...], ...]:
    """A grid as large as the original's table, larger where the translation has more."""
    over = list(row.original.values.get(slot.name) or []) if row.original else []
    height = max(len(over), len(value))
    width = max((len(one) for one in (*over, *value)), default=0)

    def at(rows: list[list[str]], r: int, c: int) -> str:
        return rows[r][c] if r < len(rows) and c < len(rows[r]) else ""

    return tuple(
        tuple(Cell(f"{name}-{r}-{c}", at(value, r, c), r + 1, c + 1, at(over, r, c)) for c in range(width))
        for r in range(height)
    )


def _sent_table(given: QueryDict, name: str) -> list[list[str]] | None:
    cells = {}
    for key in given:
        if key.startswith(f"{name}-"):
            row, _dash, column = key.removeprefix(f"{name}-").partition("-")
            if row.isdecimal() and column.isdecimal() and len(row) < 4 and len(column) < 3:
                cells[int(row), int(column)] = given[key].strip()
    if not cells:
        return None
    height, width = (max(place[side] for place in cells) + 1 for side in (0, 1))
    return [[cells.get((row, column), "") for column in range(width)] for row in range(height)]

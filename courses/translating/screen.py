"""What the screen of a page and its translation shows, row by row."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model

from ..models import GlossaryTerm, Reference
from .drafting import Typed
from .fields import Field, Fields, name_of
from .memory import Remembered, remembered, terms
from .reading import Comparison, Pair
from .rules import alignment as states
from .rules.alignment import Row
from .rules.hints import Hint, hints
from .rules.parts import Part, Slot
from .rules.words import Piece, has_words, normalised, sentences, shortened, word_diff
from .shapes import chosen_model

STATES = {
    states.MISSING: _("Not in the translation yet"),
    states.UNTRANSLATED: _("Not translated"),
    states.UNMARKED: _("Not compared yet"),
    states.CHANGED: _("Original changed since"),
    states.BOTH: _("Both changed since"),
    states.EXTRA: _("Not in the original"),
    states.TOUCHED: _("Only touched here"),
    states.CURRENT: _("Up to date"),
}
EXPLAINED = {
    states.MISSING: _("The original has this part, the translation does not: what you write is added at its place."),
    states.UNTRANSLATED: _("The translation is empty here, or holds the words of the original."),
    states.UNMARKED: _("There is a text on both sides. Nobody has said yet that one translates the other."),
    states.CHANGED: _("The original has other words than those that were translated."),
    states.BOTH: _("The original and the translation were both changed since they were last compared."),
    states.EXTRA: _("The original does not have this part, or has it no more. Keep it or take it away."),
    states.TOUCHED: _("The translation was changed here, its original was not. Mark it if both still say the same."),
}  # fmt: skip
TONES = {states.CURRENT: "bank-ok", states.TOUCHED: "", states.EXTRA: "bank-warn", states.MISSING: "bank-bad"}
TO_COMPARE = frozenset({states.CHANGED, states.BOTH})
A_GLANCE = 90  # letters of a folded part


@dataclass(frozen=True)
class Shown:
    """A slot as it stands: rich text, rows of a table, words, or the thing that is no text with its picture."""

    slot: Slot
    value: Any
    picture: str = ""


@dataclass(frozen=True)
class ScreenRow:
    """A row of the screen."""

    row: Row
    state: str
    name: Any
    about: Any
    tone: str
    number: int
    original: list[Shown]
    shared: list[Shown]  # of the translation
    shared_differs: bool
    fields: list[Field]
    diff: list[Piece]
    hints: tuple[Hint, ...]
    memory: list[Remembered]
    fault: str
    ticked: Mapping[str, bool]

    @property
    def id(self) -> str:
        return self.row.id

    @property
    def part(self) -> Part | None:
        return self.row.original or self.row.translation

    @property
    def glance(self) -> str:
        """The first words of the part."""
        text = " ".join((self.row.translation or self.row.original).words.split()) if self.part else ""
        return text if len(text) <= A_GLANCE else text[:A_GLANCE].rsplit(" ", 1)[0] + " …"

    @property
    def is_open(self) -> bool:
        return self.state != states.CURRENT or bool(self.fault) or any(field.stands for field in self.fields)

    @property
    def can_be_marked(self) -> bool:
        return self.row.original is not None and self.state != states.CURRENT


@dataclass(frozen=True)
class KeyList:
    """A list of terms or works on both sides, in words."""

    name: str
    label: Any
    original: list[str]
    translation: list[str]


@dataclass(frozen=True)
class Screen:
    rows: list[ScreenRow]
    keys: list[KeyList]
    fields: Fields
    counts: list[tuple[Any, int, str]]


def screen_of(
    pair: Pair, comparison: Comparison, *, typed: Typed | None = None, faults: Mapping[str, str] | None = None
) -> Screen:
    """The screen; `typed` and `faults` where something could not be saved. As many queries for any length."""
    language, to = pair.languages
    drawn = Fields(type(pair.translation), to)
    things = _things(pair, comparison)
    glossary = terms(pair.code, language=language, to=to)
    memory = _memory(pair, comparison, to)
    typed = typed or Typed()
    rows = [
        _row(
            number, row, drawn, things=things, typed=typed, fault=(faults or {}).get(row.id, ""), memory=memory,
            hints_=hints(
                row.original.words if row.original else "",
                row.translation.words if row.translation else "",
                glossary, language=language, other=to,
            ),
        )
        for number, row in enumerate(comparison.rows, start=1)
    ]  # fmt: skip
    counted = comparison.states
    return Screen(
        rows=rows,
        keys=_keys(pair, comparison),
        fields=drawn,
        counts=[(STATES[one], counted[one], TONES.get(one, "bank-warn")) for one in STATES if counted[one]],
    )


def _row(
    number: int,
    row: Row,
    drawn: Fields,
    *,
    things: Mapping[tuple[type, Any], Any],
    typed: Typed,
    fault: str,
    memory: Mapping[str, Remembered],
    hints_: tuple[Hint, ...],
) -> ScreenRow:
    state = row.state
    mine = _shown(drawn, row.translation, things)
    theirs = _shown(drawn, row.original, things)
    wanted = sentences(row.original.words) if row.original and row.is_waiting else []
    found = {normalised(one): memory[normalised(one)] for one in wanted if normalised(one) in memory}
    return ScreenRow(
        row=row,
        state=state,
        name=STATES[state],
        about=EXPLAINED.get(state, ""),
        tone=TONES.get(state, "bank-warn"),
        number=number,
        original=theirs,
        shared=[one for one in mine if not one.slot.is_words],
        shared_differs=row.original is not None
        and row.translation is not None
        and any(
            row.original.values.get(slot.name) != row.translation.values.get(slot.name)
            for slot in row.original.slots
            if not slot.is_words
        ),
        fields=drawn.of_row(row, typed.words.get(row.id)),
        diff=shortened(word_diff(row.mark.source, row.original.text))
        if state in TO_COMPARE and row.mark and row.original
        else [],
        hints=hints_,
        memory=list(found.values()),
        fault=fault,
        ticked={
            "confirm": row.id in typed.confirmed,
            "add": row.id in typed.added,
            "drop": row.id in typed.dropped,
            "take": row.id in typed.taken,
        },
    )


def _memory(pair: Pair, comparison: Comparison, to: str) -> dict[str, Remembered]:
    waiting = [row for row in comparison.rows if row.original and row.is_waiting]
    wanted = [sentence for row in waiting for sentence in sentences(row.original.words)]
    own = {(pair.translation.pk, row.translation.id) for row in waiting if row.translation}
    return remembered(pair.code, wanted, to=to, without=own)


# What is no text


def _things(pair: Pair, comparison: Comparison) -> dict[tuple[type, Any], Any]:
    """Images, recordings and documents that both sides name, by model and key: one query a model."""
    named: dict[type, set[Any]] = {}
    for row in comparison.rows:
        for part in (row.original, row.translation):
            for slot in part.slots if part and part.kind.startswith("block:") else ():
                model = _model(type(pair.translation), part, slot)
                if model is not None and part.values.get(slot.name):
                    named.setdefault(model, set()).add(part.values[slot.name])
    return {
        (model, key): thing
        for model, keys in named.items()
        for key, thing in model._default_manager.in_bulk(keys).items()
    }


def _model(page_model: type, part: Part | None, slot: Slot) -> type | None:
    if part is None or slot.is_words or not part.kind.startswith("block:"):
        return None
    return chosen_model(page_model, part.field, part.kind, slot.name)


def _shown(drawn: Fields, part: Part | None, things: Mapping[tuple[type, Any], Any]) -> list[Shown]:
    found = []
    for slot in part.slots if part else ():
        value = part.values.get(slot.name) if part else None
        if not value:
            continue
        model = _model(drawn.model, part, slot)
        thing = things.get((model, value)) if model else None
        picture = thing.file.url if isinstance(thing, get_image_model()) else ""
        found.append(Shown(slot, thing or value, picture))
    return found


def _keys(pair: Pair, comparison: Comparison) -> list[KeyList]:
    """Lists of terms and works that differ between the pages."""
    found = []
    for field in comparison.differing:
        model = GlossaryTerm if field.name == "terms" else Reference
        names = dict(model.objects.filter(programme_code=pair.code).values_list("key", pair.languages[1]))

        def words(keys: Iterable[str], names: Mapping[str, str] = names) -> list[str]:
            return [names.get(key, key) for key in keys]

        found.append(
            KeyList(
                field.name,
                field.label,
                words(comparison.original.get(field.name) or []),
                words(comparison.translation.get(field.name) or []),
            )
        )
    return found


# What was typed and has no field any more

CONTROLS = frozenset({"csrfmiddlewaretoken", "revision", "original_revision", "everything"})
TICKS = frozenset({"confirm", "add", "drop", "take", "keys", "order"})


def left_over(given: QueryDict, comparison: Comparison) -> list[str]:
    """Words that were sent for parts that are gone in the meantime."""
    known = tuple(
        name_of(row, slot)
        for row in comparison.rows
        for slot in (row.translation or row.original).slots  # type: ignore[union-attr]
    )
    texts = (
        [given[name] for name in given if name not in CONTROLS | TICKS and not name.startswith(known)]
        if known
        else []
    )
    return [text for text in map(_readable, texts) if has_words(text)]


def _readable(text: str) -> str:
    """What was typed; of the editor's rich text its paragraphs."""
    try:
        return "\n".join(block["text"] for block in json.loads(text)["blocks"])
    except (ValueError, KeyError, TypeError):
        return text

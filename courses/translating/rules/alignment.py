"""Which part of a translation belongs to which part of its original, and in what state it is (pure functions).

A mark says “these two texts say the same”: it names both parts and keeps both texts as they were then. A part is found
again by its text, else by its name: lines have only their place for a name, and blocks that files fill are named by theirs.
"""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from .parts import Part
from .words import has_words

MISSING, UNTRANSLATED, UNMARKED = "missing", "untranslated", "unmarked"
CHANGED, BOTH, TOUCHED, CURRENT, EXTRA = "changed", "both", "touched", "current", "extra"
STATES = (MISSING, UNTRANSLATED, UNMARKED, CHANGED, BOTH, EXTRA, TOUCHED, CURRENT)
WAITING = frozenset({MISSING, UNTRANSLATED, UNMARKED, CHANGED, BOTH, EXTRA})


@dataclass(frozen=True)
class Mark:
    """`part` of the translation said what `source_part` of the original said. `translation`: None where it was not kept."""

    part: str
    source_part: str
    source: str
    translation: str | None


@dataclass(frozen=True)
class Row:
    """A part of the original beside its translation; either may be missing, never both."""

    original: Part | None
    translation: Part | None
    mark: Mark | None = None

    @property
    def id(self) -> str:
        """What a form calls this row: a part of the translation, or one that would be added for a part of the original."""
        return self.translation.id if self.translation else f"new-{self.original.id if self.original else ''}"

    @property
    def field(self) -> str:
        part = self.original or self.translation
        return part.field if part else ""

    @property
    def state(self) -> str:
        return state_of(self)

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING


def state_of(row: Row) -> str:
    """The state of a row, see STATES."""
    original, translation, mark = row.original, row.translation, row.mark
    if original is None:
        return EXTRA
    if translation is None:
        return MISSING
    if mark is None:
        if not has_words(original.words):
            return CURRENT if translation.text == original.text else UNMARKED
        if not translation.words or translation.words == original.words:
            return UNTRANSLATED
        return UNMARKED
    changed = original.text != mark.source
    touched = mark.translation is not None and translation.text != mark.translation
    if changed and touched:
        return BOTH
    if changed:
        return CHANGED
    return TOUCHED if touched else CURRENT


def align(originals: Sequence[Part], translations: Sequence[Part], marks: Sequence[Mark]) -> tuple[Row, ...]:
    """Rows in the order of the original; what only the translation has comes after the row its neighbour stands in.

    Marks come first; what no mark joins is joined by kind and order, between the parts that are joined already.
    """
    rows: list[Row] = []
    fields = list(dict.fromkeys(part.field for part in (*originals, *translations)))
    for name in fields:
        rows += _aligned(
            [part for part in originals if part.field == name],
            [part for part in translations if part.field == name],
            marks,
        )
    return tuple(rows)


def _aligned(originals: list[Part], translations: list[Part], marks: Sequence[Mark]) -> list[Row]:
    sources = _located(originals, [(mark.source_part, mark.source) for mark in marks])
    targets = _located(translations, [(mark.part, mark.translation) for mark in marks])
    joined: dict[int, int] = {}
    mark_of: dict[int, Mark] = {}  # by place in the translation
    for place, mark in enumerate(marks):
        source, target = sources.get(place), targets.get(place)
        if target is not None:
            mark_of.setdefault(target, mark)
        if source is not None and target is not None and originals[source].kind == translations[target].kind:
            joined[source] = target
    bounds = [(-1, -1), *_rising(sorted(joined.items())), (len(originals), len(translations))]
    for (a, c), (b, d) in pairwise(bounds):
        one = [place for place in range(a + 1, b) if place not in joined]
        other = [place for place in range(c + 1, d) if place not in joined.values()]
        kinds = [originals[place].kind for place in one], [translations[place].kind for place in other]
        for first, second, size in SequenceMatcher(None, *kinds, autojunk=False).get_matching_blocks():
            joined |= {one[first + step]: other[second + step] for step in range(size)}
    return _in_order(originals, translations, joined, mark_of)


def _located(parts: list[Part], wanted: list[tuple[str, str | None]]) -> dict[int, int]:
    """Which mark (by its place) is about which part (by its place): by the same text, first of all under the same name."""
    found: dict[int, int] = {}
    taken: set[int] = set()
    by_id = {part.id: place for place, part in enumerate(parts)}
    by_text: dict[str, list[int]] = {}
    for place, part in enumerate(parts):
        by_text.setdefault(part.text, []).append(place)

    def take(mark: int, place: int | None) -> None:
        if place is not None and place not in taken:
            found[mark] = place
            taken.add(place)

    for mark, (name, text) in enumerate(wanted):
        same = by_id.get(name)
        if same is not None and parts[same].text == text:
            take(mark, same)
    for mark, (_name, text) in enumerate(wanted):
        if mark not in found and text:
            take(mark, next((place for place in by_text.get(text, ()) if place not in taken), None))
    for mark, (name, _text) in enumerate(wanted):
        if mark not in found:
            take(mark, by_id.get(name))
    return found


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs that rise on both sides: what stands in the same order in both texts."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_source, target) in enumerate(pairs):
        length = bisect_left(ends, target)
        before.append(last[length - 1] if length else -1)
        if length == len(ends):
            ends.append(target)
            last.append(index)
        else:
            ends[length], last[length] = target, index
    chain = []
    index = last[-1] if last else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _in_order(
    originals: list[Part], translations: list[Part], joined: dict[int, int], mark_of: dict[int, Mark]
) -> list[Row]:
    taken = set(joined.values())
    alone: dict[int, list[int]] = {}  # place of the translation's part before → parts without an original
    previous = -1
    for place in range(len(translations)):
        if place in taken:
            previous = place
        else:
            alone.setdefault(previous, []).append(place)

    def extras(place: int) -> list[Row]:
        return [Row(None, translations[one], mark_of.get(one)) for one in alone.get(place, ())]

    rows = extras(-1)
    for place, part in enumerate(originals):
        target = joined.get(place)
        if target is None:
            rows.append(Row(part, None))
        else:
            rows += [Row(part, translations[target], mark_of.get(target)), *extras(target)]
    return rows


def is_in_order(rows: Sequence[Row], translations: Sequence[Part]) -> bool:
    """Whether the joined parts of the translation stand in the order of the original."""
    order = {part.id: place for place, part in enumerate(translations)}
    places = [order[row.translation.id] for row in rows if row.original and row.translation]
    return places == sorted(places)


def arrange(
    rows: Sequence[Row],
    translations: Sequence[Part],
    *,
    added: Collection[str],
    dropped: Collection[str],
    in_order: bool,
) -> list[Row]:
    """The rows whose parts the translation will have, in their order.

    `added`: rows that get a part, by id; `dropped`: rows that lose theirs. The translation keeps its own order unless
    `in_order` asks for the original's; what is added stands behind what it stands behind in the original.
    """
    kept = [row for row in rows if (row.id in added if row.translation is None else row.id not in dropped)]
    if in_order or is_in_order(rows, translations):
        return kept
    place = {part.id: number for number, part in enumerate(translations)}
    arranged = sorted((row for row in kept if row.translation), key=lambda row: place[row.id])
    for number, row in enumerate(kept):
        if row.translation is None:
            before = kept[number - 1] if number else None
            arranged.insert(arranged.index(before) + 1 if before else 0, row)
    return arranged

"""The form of a rubric: reading what was typed, adding, removing and moving its lines, and laying it out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ...rubric_words import NAMES, fault_sentence
from ...rules import rubric_content
from ...rules.rubric_content import KEY, Fault
from ..bank.editor.fields import Data, text_in

# A form of more lines than this was not sent by our page.
MOST = 40
LANGUAGES = ("kk", "ru", "en")


@dataclass(frozen=True)
class Typed:
    """A rubric as a form holds it, complete or not."""

    titles: dict[str, str]
    content: dict[str, Any]


def _texts(data: Data, start: str) -> dict[str, str]:
    return {code: text for code in LANGUAGES if (text := text_in(data, f"{start}-{code}"))}


def _count(data: Data, name: str) -> int:
    count = text_in(data, f"{name}-count")
    return min(int(count), MOST) if count.isdecimal() else 0


def _rows(data: Data, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for index in range(_count(data, name)):
        start = f"{name}-{index}"
        key = text_in(data, f"{start}-key")
        yield (
            start,
            {
                "key": key if KEY.fullmatch(key) or key.isdecimal() else "",
                "title": _texts(data, f"{start}-title"),
            },
        )


def read(data: Data) -> Typed:
    """What was typed; lines stay where they are, also empty ones."""
    criteria = []
    for start, row in _rows(data, "criteria"):
        row |= {"maximum": text_in(data, f"{start}-maximum"), "guide": _texts(data, f"{start}-guide")}
        row["levels"] = [
            {
                "value": text_in(data, f"{start}-levels-{place}-value"),
                "title": _texts(data, f"{start}-levels-{place}-title"),
                "descriptor": _texts(data, f"{start}-levels-{place}-descriptor"),
            }
            for place in range(_count(data, f"{start}-levels"))
        ]
        criteria.append(row)
    content = {
        "criteria": criteria,
        "step": text_in(data, "step"),
        "checklist": [row for _start, row in _rows(data, "checklist")],
        "bands": [row | {"floor": text_in(data, f"{start}-floor")} for start, row in _rows(data, "bands")],
    }
    return Typed(titles=_texts(data, "title"), content=rubric_content.tidy(content))


def flat(typed: Typed) -> list[tuple[str, str]]:
    """The same as (name, value) of hidden inputs, for a page that only carries it."""
    found = [(f"title-{code}", text) for code, text in typed.titles.items()]

    def walk(name: str, value: Any) -> None:
        if isinstance(value, Mapping):
            for key, one in value.items():
                walk(f"{name}-{key}" if name else key, one)
        elif isinstance(value, list):
            found.append((f"{name}-count", str(len(value))))
            for index, one in enumerate(value):
                walk(f"{name}-{index}", one)
        else:
            found.append((name, str(value)))

    walk("", typed.content)
    return found


# Adding, removing, moving


def _list_of(content: dict[str, Any], path: Sequence[str]) -> list[dict[str, Any]] | None:
    """The list a path names: ["criteria"], ["criteria", "2", "levels"], ["checklist"], ["bands"]."""
    if len(path) == 1 and path[0] in {"criteria", "checklist", "bands"}:
        return content.setdefault(path[0], [])
    if len(path) == 3 and path[0] == "criteria" and path[2] == "levels" and path[1].isdecimal():
        rows = content["criteria"]
        return rows[int(path[1])].setdefault("levels", []) if int(path[1]) < len(rows) else None
    return None


def act(content: dict[str, Any], what: str) -> str:
    """Do what a button says ("add:criteria", "drop:criteria-2", "up:criteria-2-levels-1", "down:…") with the content in
    place; gives the name of the field or button to go on from, empty where nothing was done.
    """
    verb, _colon, place = what.partition(":")
    path = place.split("-")
    if verb == "add":
        rows = _list_of(content, path)
        if rows is None or len(rows) >= MOST:
            return ""
        rows.append(_new(path[-1], rows))
        return f"{place}-{len(rows) - 1}-{'value' if path[-1] == 'levels' else 'title-kk'}"
    rows = _list_of(content, path[:-1])
    if rows is None or not path[-1].isdecimal() or int(path[-1]) >= len(rows):
        return ""
    index, name = int(path[-1]), "-".join(path[:-1])
    if verb == "drop":
        del rows[index]
        return f"add-{name}"
    to = index + {"up": -1, "down": 1}.get(verb, 0)
    if to == index or not 0 <= to < len(rows):
        return ""
    rows[index], rows[to] = rows[to], rows[index]
    # The button that was pressed is gone at the end of the list: its neighbour takes the focus.
    is_end = to == 0 if verb == "up" else to == len(rows) - 1
    return f"{({'up': 'down', 'down': 'up'}[verb]) if is_end else verb}-{name}-{to}"


def _new(kind: str, rows: Sequence[Mapping]) -> dict[str, Any]:
    if kind == "levels":
        last = rubric_content.number(rows[-1]["value"]) if rows else None
        return {"value": rubric_content.plain(last + 1) if last is not None else "0" if not rows else ""}
    more = {"criteria": "maximum", "bands": "floor"}.get(kind)
    return {"key": "", "title": {}} | ({more: ""} if more else {})


# Laying out


@dataclass(frozen=True)
class Field:
    """An input. `error` says what is wrong with what it holds."""

    name: str
    value: str
    label: str
    language: str = ""
    error: str = ""
    lines: int = 0
    takes_focus: bool = False

    @property
    def language_name(self) -> str:
        return NAMES.get(self.language, "")


@dataclass(frozen=True)
class Texts:
    """One text in two or three languages, side by side."""

    label: str
    fields: list[Field]


@dataclass(frozen=True)
class Line:
    """A criterion, a level, a reminder or a band with the buttons that move it."""

    name: str
    number: int
    key: str
    title: Texts
    figure: Field | None
    is_first: bool
    is_last: bool
    error: str = ""
    words: Texts | None = None
    levels: "Lines | None" = None
    focus: str = ""


@dataclass(frozen=True)
class Lines:
    """A list of lines. `name` is what its fields begin with."""

    name: str
    rows: list[Line]
    error: str = ""
    takes_focus: bool = False


@dataclass(frozen=True)
class Sheet:
    """The whole form."""

    title: Texts
    step: str
    step_error: str
    criteria: Lines
    checklist: Lines
    bands: Lines
    total: str


class _Layout:
    def __init__(self, faults: Iterable[Fault], focus: str) -> None:
        self.focus = focus
        self.errors: dict[str, str] = {}
        for fault in faults:
            self.errors.setdefault(fault.place, fault_sentence(fault))

    def field(self, name: str, value: str, label: str, *, language: str = "", lines: int = 0) -> Field:
        return Field(name, value, label, language, self.errors.get(name, ""), lines, name == self.focus)

    def texts(
        self, name: str, texts: Mapping[str, str], label: str, *, lines: int = 0, english: bool = False
    ) -> Texts:
        """English where the text is to have it, and where it has it already: nothing written is hidden or lost."""
        codes = LANGUAGES if english or texts.get("en") else LANGUAGES[:2]
        fields = [
            self.field(f"{name}-{code}", texts.get(code, ""), label, language=code, lines=lines)
            for code in codes
        ]
        return Texts(label, fields)

    def line(self, name: str, index: int, rows: Sequence[Mapping], label: str, **more: Any) -> Line:
        row = rows[index]
        return Line(
            name=f"{name}-{index}",
            number=index + 1,
            key=row.get("key", ""),
            title=self.texts(f"{name}-{index}-title", row.get("title", {}), label, english=True),
            is_first=index == 0,
            is_last=index == len(rows) - 1,
            error=self.errors.get(f"{name}-{index}", ""),
            focus=self.focus,
            **({"figure": None} | more),
        )

    def lines(self, name: str, rows: list[Line]) -> Lines:
        return Lines(name, rows, self.errors.get(name, ""), self.focus == f"add-{name}")

    def criterion(self, index: int, rows: Sequence[Mapping]) -> Line:
        row, start = rows[index], f"criteria-{index}"
        levels = row.get("levels", [])
        return self.line(
            "criteria",
            index,
            rows,
            _("What is judged"),
            figure=self.field(f"{start}-maximum", row.get("maximum", ""), _("Maximum")),
            words=self.texts(f"{start}-guide", row.get("guide", {}), _("Guide for markers"), lines=3),
            levels=self.lines(
                f"{start}-levels",
                [self.level(f"{start}-levels", place, levels) for place in range(len(levels))],
            ),
        )

    def level(self, name: str, index: int, rows: Sequence[Mapping]) -> Line:
        row, start = rows[index], f"{name}-{index}"
        return self.line(
            name,
            index,
            rows,
            _("Name of the level"),
            figure=self.field(f"{start}-value", row.get("value", ""), _("Points")),
            words=self.texts(
                f"{start}-descriptor", row.get("descriptor", {}), _("What the work shows"), lines=2
            ),
        )


def sheet(typed: Typed, *, faults: Iterable[Fault] = (), focus: str = "") -> Sheet:
    """The form of what was typed, with what is wrong beside each field."""
    layout, content = _Layout(faults, focus), typed.content
    criteria, checklist, bands = (content.get(name, []) for name in ("criteria", "checklist", "bands"))
    return Sheet(
        title=layout.texts("title", typed.titles, _("Title of the rubric"), english=True),
        step=content.get("step", ""),
        step_error=layout.errors.get("step", ""),
        criteria=layout.lines(
            "criteria", [layout.criterion(place, criteria) for place in range(len(criteria))]
        ),
        checklist=layout.lines(
            "checklist",
            [layout.line("checklist", place, checklist, _("Reminder")) for place in range(len(checklist))],
        ),
        bands=layout.lines(
            "bands",
            [
                layout.line(
                    "bands",
                    place,
                    bands,
                    _("Name of the band"),
                    figure=layout.field(f"bands-{place}-floor", row.get("floor", ""), _("From points")),
                )
                for place, row in enumerate(bands)
            ],
        ),
        total=rubric_content.plain(rubric_content.total(content)),
    )


def title_faults(titles: Mapping[str, str]) -> list[Fault]:
    return [
        Fault(f"title-{code}", "text_missing", {"language": code})
        for code in rubric_content.LANGUAGES
        if not titles.get(code)
    ]

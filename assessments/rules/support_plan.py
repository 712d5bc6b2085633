"""The sections of an individual support plan and when each is complete (pure functions).

A plan is JSON: {section: {field: text, table: [{field: text}]}}; what is not filled is absent or empty. The sections and
the least numbers (five observations, two points in time) are those the assignment of programme B asks for.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

LINE, TEXT = 300, 4000
MOST_ROWS = 40

Values = dict[str, Any]
Plan = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Field:
    """`choices`: the values one may choose; then the field holds one of them or nothing."""

    key: str
    kind: Literal["line", "text", "choice"] = "line"
    choices: tuple[str, ...] = ()
    is_optional: bool = False

    @property
    def limit(self) -> int:
        return TEXT if self.kind == "text" else LINE


@dataclass(frozen=True)
class Table:
    """Rows of the same fields; complete with `least` rows in which every required field is filled."""

    key: str
    fields: tuple[Field, ...]
    least: int = 1


@dataclass(frozen=True)
class Section:
    key: str
    fields: tuple[Field, ...] = ()
    tables: tuple[Table, ...] = ()


def _lines(*keys: str) -> tuple[Field, ...]:
    return tuple(Field(key) for key in keys)


def _texts(*keys: str) -> tuple[Field, ...]:
    return tuple(Field(key, "text") for key in keys)


AGES = ("5-6", "7-8", "9-10", "11-12", "13-14", "15-18")
STAGES = ("preschool", "primary", "basic", "upper")
SECTIONS: tuple[Section, ...] = (
    Section("child", (Field("code"), Field("age", "choice", AGES), Field("stage", "choice", STAGES))),
    Section("strengths", _texts("strengths", "interests")),
    Section(
        "observations",
        tables=(
            Table("seen", (*_lines("when", "where"), Field("seen", "text"), Field("often")), least=5),
            Table("abc", _texts("before", "behaviour", "after", "function")),
        ),
    ),
    Section("needs", tables=(Table("pairs", _texts("need", "barrier")),)),
    Section("advice", _texts("pmpc", "pps")),
    Section(
        "goals",
        tables=(
            Table(
                "goals",
                (Field("who"), *_texts("condition", "action", "criterion"), *_lines("until", "measured")),
            ),
        ),
    ),
    Section("tools", tables=(Table("tools", (Field("tool"), Field("need"), *_texts("why", "fading"))),)),
    Section("roles", tables=(Table("roles", (Field("who"), Field("what", "text"), Field("when"))),)),
    Section(
        "monitoring",
        (Field("recorded", "text"), Field("sheet"), Field("reviewed")),
        (Table("points", (Field("when"), Field("measure", "text")), least=2),),
    ),
    Section("reflection", (*_texts("changed"), Field("next", "text"))),
    Section("literature", _texts("sources")),
)
BY_KEY = {section.key: section for section in SECTIONS}

_CODE = re.compile(
    r"[«\"“]?(?:оқушы|ученик|ученица|бала|реб[её]нок|тәрбиеленуші|воспитанник|воспитанница)\s{1,2}"
    r"(?:[A-ZА-ЯӘҒҚҢӨҰҮІ]\d?|№?\s?\d{1,3})[»\"”]?",
    re.IGNORECASE,
)


def is_code(text: str) -> bool:
    """Whether the text is a code such as "Оқушы А" or "Ученик 2": a word for a child and one letter or a number."""
    return bool(_CODE.fullmatch(text.strip()))


def _cleaned(field: Field, value: Any) -> str:
    text = value.replace("\r\n", "\n").replace("\x00", "") if isinstance(value, str) else ""
    text = text.strip() if field.kind != "text" else text.rstrip()
    if field.kind == "choice" and text not in field.choices:
        return ""
    return text[: field.limit]


def clean(section: Section, values: Mapping[str, Any]) -> Values:
    """The section's own fields alone, as texts within their limits; wholly empty rows are left out."""
    cleaned: Values = {}
    for field in section.fields:
        cleaned[field.key] = _cleaned(field, values.get(field.key))
    for table in section.tables:
        given = values.get(table.key)
        rows = [
            {field.key: _cleaned(field, row.get(field.key)) for field in table.fields}
            for row in (given if isinstance(given, list) else [])
            if isinstance(row, Mapping)
        ]
        cleaned[table.key] = [row for row in rows if any(text.strip() for text in row.values())][:MOST_ROWS]
    return cleaned


def typed(section: Section, sent: Mapping[str, str]) -> Values:
    """A section from a form whose names are "section.field" and "section.table.number.field"; rows stand by number."""
    values: Values = {field.key: sent.get(f"{section.key}.{field.key}", "") for field in section.fields}
    for table in section.tables:
        numbers = set()
        for name in sent:
            found = re.fullmatch(rf"{section.key}\.{table.key}\.(\d{{1,4}})\.\w+", name)
            if found:
                numbers.add(int(found.group(1)))
        values[table.key] = [
            {
                field.key: sent.get(f"{section.key}.{table.key}.{number}.{field.key}", "")
                for field in table.fields
            }
            for number in sorted(numbers)
        ]
    return values


def without_row(section: Section, values: Values, *, table: str, number: int) -> Values:
    """The section without one of its rows; without change where there is no such row."""
    if table not in {one.key for one in section.tables}:
        return values
    rows = values.get(table, [])
    return values | {table: [row for place, row in enumerate(rows) if place != number]}


def _is_full(fields: tuple[Field, ...], row: Mapping[str, Any]) -> bool:
    return all(field.is_optional or str(row.get(field.key, "")).strip() for field in fields)


@dataclass(frozen=True)
class Missing:
    """What a section still lacks. `what`: "fields", "code" (no code of a child) or "rows" (of `table`, `count` more)."""

    what: Literal["fields", "code", "rows"]
    table: str = ""
    count: int = 0


def missing(section: Section, plan: Plan | None) -> list[Missing]:
    """What the section lacks to be complete; nothing where it is."""
    values = (plan or {}).get(section.key) or {}
    lacks: list[Missing] = []
    if section.fields and not _is_full(section.fields, values):
        lacks.append(Missing("fields"))
    if section.key == "child" and str(values.get("code", "")).strip() and not is_code(values["code"]):
        lacks.append(Missing("code"))
    for table in section.tables:
        full = sum(_is_full(table.fields, row) for row in values.get(table.key) or [])
        if full < table.least:
            lacks.append(Missing("rows", table.key, table.least - full))
    return lacks


@dataclass(frozen=True)
class Progress:
    """`filled`: keys of complete sections; `next`: the first one that is not, or nothing."""

    filled: frozenset[str]
    next: str
    total: int = len(SECTIONS)

    @property
    def count(self) -> int:
        return len(self.filled)

    @property
    def is_complete(self) -> bool:
        return not self.next


def progress(plan: Plan | None) -> Progress:
    """How far the plan is."""
    filled = [section.key for section in SECTIONS if not missing(section, plan)]
    rest = [section.key for section in SECTIONS if section.key not in filled]
    return Progress(frozenset(filled), rest[0] if rest else "")


def is_empty(plan: Plan | None) -> bool:
    """Whether nothing at all is written in the plan."""
    return not any(any(values.values()) for values in (plan or {}).values())


def texts(plan: Plan | None) -> list[tuple[str, str, str]]:
    """Everything written in words, in order, as (section, field or table.field, text); choices are no words."""
    found: list[tuple[str, str, str]] = []
    for section in SECTIONS:
        values = (plan or {}).get(section.key) or {}
        found += [
            (section.key, field.key, values[field.key])
            for field in section.fields
            if field.kind != "choice" and values.get(field.key)
        ]
        for table in section.tables:
            for row in values.get(table.key) or []:
                found += [
                    (section.key, f"{table.key}.{field.key}", row[field.key])
                    for field in table.fields
                    if row.get(field.key)
                ]
    return found

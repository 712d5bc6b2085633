"""A section of the plan as its page shows it: fields with their words, rows with one empty row to go on with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ... import plan_words
from ...rules import support_plan


@dataclass(frozen=True)
class ShownField:
    name: str
    label: str
    help: str
    kind: str
    value: str
    limit: int
    choices: list[tuple[str, str]]

    @property
    def id(self) -> str:
        return self.name.replace(".", "-")


@dataclass(frozen=True)
class ShownRow:
    """`number` counts from nought in names; the legend counts from one."""

    number: int | str
    legend: str
    fields: list[ShownField]


@dataclass(frozen=True)
class ShownTable:
    """`more`: the row a script copies, its number written as "__"."""

    key: str
    title: str
    add: str
    least: int
    rows: list[ShownRow]
    more: ShownRow
    legend: str
    is_full: bool
    most: int = support_plan.MOST_ROWS


@dataclass(frozen=True)
class ShownSection:
    key: str
    title: str
    guidance: str
    fields: list[ShownField]
    tables: list[ShownTable]


def _field(field: support_plan.Field, *, name: str, words: str, value: str) -> ShownField:
    label, help_text = plan_words.FIELDS[words]
    choices = [(one, plan_words.choice(one)) for one in field.choices]
    return ShownField(name, str(label), str(help_text), field.kind, value, field.limit, choices)


def _row(section: str, table: support_plan.Table, number: int | str, row: Mapping[str, str]) -> ShownRow:
    name = f"{section}.{table.key}"
    shown = number + 1 if isinstance(number, int) else "__"
    return ShownRow(
        number,
        str(plan_words.TABLES[name][1]) % {"number": shown},
        [
            _field(
                one,
                name=f"{name}.{number}.{one.key}",
                words=f"{name}.{one.key}",
                value=row.get(one.key, ""),
            )
            for one in table.fields
        ],
    )


def _table(section: str, table: support_plan.Table, rows: list[Mapping[str, str]]) -> ShownTable:
    title, legend, add = plan_words.TABLES[f"{section}.{table.key}"]
    shown = [*rows[: support_plan.MOST_ROWS], {}][: support_plan.MOST_ROWS]
    return ShownTable(
        table.key,
        str(title),
        str(add),
        table.least,
        [_row(section, table, number, row) for number, row in enumerate(shown)],
        _row(section, table, "__", {}),
        str(legend),
        len(rows) >= support_plan.MOST_ROWS,
    )


def shown(section: support_plan.Section, values: Mapping[str, Any]) -> ShownSection:
    """The section with what is written in it."""
    title, guidance = plan_words.SECTIONS[section.key]
    return ShownSection(
        section.key,
        str(title),
        str(guidance),
        [
            _field(
                one,
                name=f"{section.key}.{one.key}",
                words=f"{section.key}.{one.key}",
                value=values.get(one.key, ""),
            )
            for one in section.fields
        ],
        [_table(section.key, table, values.get(table.key) or []) for table in section.tables],
    )

"""A list beside the register: which rows are in order, which are not, and why."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

from ..rules import alike
from .reading import Sheet

# Problems first; a row with another person's name comes before those that only ran out.
ORDER = (
    "forged",
    "unknown",
    "malformed",
    "limited",
    "revoked",
    "other_name",
    "replaced",
    "suspended",
    "expired",
    "support",
    "notice",
    "valid",
)
IN_ORDER = ("valid", "notice", "support")


@dataclass(frozen=True)
class ReportRow:
    """A row of the list and what the register says. Dates as ISO text; `programme`: language → title.

    `listed_name`: the name in the list where it is another than the printed one; `times`: how often the list has the code.
    `doubt`: why a genuine code is on a paper that is not (`services.checks.Checked.doubt`).
    """

    number: int  # in the list, from 1
    cells: tuple[str, ...]
    state: str
    code: str = ""
    name: str = ""
    document_number: str = ""
    programme: dict[str, str] | None = None
    issued_on: str | None = None
    valid_until: str | None = None
    is_erased: bool = False
    listed_name: str = ""
    times: int = 1
    doubt: str = ""

    @property
    def has_problem(self) -> bool:
        return self.state not in IN_ORDER or bool(self.listed_name)

    @property
    def rank(self) -> int:
        """Its place among the others: what needs a look comes first."""
        own = ORDER.index(self.state)
        return min(own, ORDER.index("other_name")) if self.listed_name else own


@dataclass(frozen=True)
class Report:
    """`checked_at`: ISO text; `counts`: state → rows, with "other_name" for those whose name differs."""

    head: tuple[str, ...]
    code_at: int
    rows: tuple[ReportRow, ...]
    checked_at: str

    @property
    def counts(self) -> dict[str, int]:
        counted = Counter(row.state for row in self.rows)
        counted["other_name"] = sum(bool(row.listed_name) for row in self.rows)
        return {state: counted[state] for state in reversed(ORDER) if counted[state]}

    @property
    def problems_first(self) -> list[ReportRow]:
        return sorted(self.rows, key=lambda row: (row.rank, row.number))

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        data = json.loads(text)
        rows = tuple(ReportRow(**row | {"cells": tuple(row["cells"])}) for row in data["rows"])
        return cls(tuple(data["head"]), data["code_at"], rows, data["checked_at"])


def judge(sheet: Sheet, outcomes: Sequence[dict[str, Any]], *, at: datetime) -> Report:
    """The report of a list; `outcomes` hold for each row: state, code and, where found, what is printed."""
    columns = _name_columns(sheet, [one.get("name", "") for one in outcomes])
    times = Counter(one["code"] for one in outcomes if one["code"])
    rows = []
    for number, (cells, one) in enumerate(zip(sheet.rows, outcomes, strict=True), 1):
        listed = " ".join(cells[place] for place in columns if cells[place])
        printed = one.get("name", "")
        rows.append(
            ReportRow(
                number=number,
                cells=cells,
                state=one["state"],
                code=one["code"],
                name=printed,
                document_number=one.get("number", ""),
                programme=one.get("programme"),
                issued_on=one.get("issued_on"),
                valid_until=one.get("valid_until"),
                is_erased=one.get("is_erased", False),
                listed_name=listed if listed and printed and not alike.agrees(listed, printed) else "",
                times=times[one["code"]] if one["code"] else 1,
                doubt=one.get("doubt", ""),
            )
        )
    return Report(head=sheet.head, code_at=sheet.code_at, rows=tuple(rows), checked_at=at.isoformat())


def _name_columns(sheet: Sheet, printed: Sequence[str]) -> list[int]:
    """Columns with names of people: said by their headings, else the one that agrees with half of what is printed."""
    others = [place for place in range(len(sheet.rows[0])) if place != sheet.code_at]
    named = [place for place in others if sheet.head and alike.names_people(sheet.head[place])]
    if named:
        return named
    found = [(row, name) for row, name in zip(sheet.rows, printed, strict=True) if name]
    for place in others:
        if found and sum(alike.agrees(row[place], name) for row, name in found) * 2 >= len(found):
            return [place]
    return []

"""The gradebook's columns and each row's values, the same for the screen and both files."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from people.numbers import points

from .rows import Gradebook, Row

Value = str | int | Decimal | None


@dataclass(frozen=True)
class Column:
    """`note`: said beside the title, such as the maximum."""

    key: str
    title: str
    is_number: bool = False
    note: str = ""

    @property
    def head(self) -> str:
        return f"{self.title}, {self.note}" if self.note else self.title


def columns(book: Gradebook) -> list[Column]:
    hours = _("of %(hours)s") % {"hours": book.total_hours}
    parts = [
        Column(f"part-{row['key']}", row["name"], True, _("of %(maximum)s") % {"maximum": row["maximum"]})
        for row in book.components
    ]
    return [
        Column("name", _("Person")),
        Column("status", _("Status")),
        Column("hours", _("Hours"), True, hours),
        Column("group", _("Group"), True),
        *parts,
        Column("score", _("Score"), True),
        Column("band", _("Band")),
        Column("decision", _("Decision")),
        Column("document", _("Document")),
        Column("notes", _("What is missing, remarks")),
    ]


def rounded(value: Decimal | None) -> Decimal | None:
    """As screens show marks: two decimals at most."""
    if value is None:
        return None
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP).normalize() + Decimal(0)


def values(book: Gradebook, row: Row) -> list[Value]:
    """One value for each column: a number, a text, or None where there is nothing."""
    parts: list[Value] = [
        rounded(cell.value) if cell.value is not None else cell.words or None for cell in row.cells
    ]
    return [
        row.name,
        str(row.enrolment.get_status_display()),
        row.hours,
        row.group,
        *parts,
        rounded(row.score),
        row.band or None,
        row.decision_words or None,
        row.document_words or None,
        row.notes or None,
    ]


def shown(value: Value) -> str:
    """A value as the page and the paper write it, numbers as the language does."""
    if value is None:
        return ""
    return points(value) if isinstance(value, Decimal) else str(value)

"""A report to take home: the list as it came, with what the register says beside each row, as CSV or XLSX."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from people.papers.sheets import FORMULA, sheet

from .judging import Report, ReportRow
from .words import note, state_words


def _head(report: Report) -> list[str]:
    width = len(report.rows[0].cells)
    own = list(report.head) if report.head else [""] * width
    if not report.head:
        own[report.code_at] = _("Code")
    return [
        *own,
        _("Verdict"),
        _("Name in the register"),
        _("Number"),
        _("Programme"),
        _("Issued"),
        _("Valid until"),
        _("Remark"),
        _("Checked"),
    ]


def day(text: str | None) -> date | None:
    """A date of a report."""
    return date.fromisoformat(text) if text else None


def _rows(report: Report) -> Iterator[list[Any]]:
    checked = date_format(
        timezone.localtime(datetime.fromisoformat(report.checked_at)), "SHORT_DATETIME_FORMAT"
    )
    for row in report.rows:
        yield [
            *row.cells,
            state_words(row.state),
            row.name,
            row.document_number,
            programme(row),
            day(row.issued_on),
            day(row.valid_until),
            note(row),
            checked,
        ]


def programme(row: ReportRow) -> str:
    """The programme's title in the reader's language."""
    titles = row.programme or {}
    return titles.get(get_language() or "kk") or titles.get("kk", "")


def to_xlsx(report: Report) -> bytes:
    """One sheet with a filter on each column; dates are dates, no text is ever a formula."""
    return sheet(title=_("Checked documents"), head=_head(report), rows=_rows(report))


def to_csv(report: Report) -> bytes:
    """UTF-8 with its mark and semicolons, as spreadsheets here open it; no text is ever a formula."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";")
    writer.writerow([_safe(cell) for cell in _head(report)])
    for row in _rows(report):
        writer.writerow([cell.isoformat() if isinstance(cell, date) else _safe(cell) for cell in row])
    return target.getvalue().encode("utf-8-sig")


def _safe(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text

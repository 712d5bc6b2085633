"""The gradebook as a spreadsheet and as a paper: what the filters show, column for column."""

import io
import re
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from courses.models import Cohort
from people.papers import Paper, Paragraph, Table, pdf

from .gradebook import Gradebook, columns, values
from .gradebook.columns import Value, shown

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MOST_WIDE = 48


def gradebook_xlsx(cohort: Cohort, book: Gradebook) -> bytes:
    """A sheet with a frozen head and a filter on each column; marks are numbers, and no text is ever a formula."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = re.sub(r"[\[\]:*?/\\]", "-", cohort.code)[:31]
    workbook.properties.title = _("Gradebook of cohort %(code)s") % {"code": cohort.code}
    workbook.properties.creator = "Tirek"
    heads = columns(book)
    lengths = [len(column.head) for column in heads]
    for place, column in enumerate(heads, 1):
        cell = sheet.cell(1, place)
        _write(cell, column.head)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="bottom")
    for number, row in enumerate(book.rows, 2):
        for place, value in enumerate(values(book, row), 1):
            _write(sheet.cell(number, place), value)
            lengths[place - 1] = max(lengths[place - 1], len(str(value or "")))
    for place, length in enumerate(lengths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = min(max(length + 2, 8), MOST_WIDE)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{len(book.rows) + 1}"
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def _write(cell: Cell, value: Value) -> None:
    if value is None:
        return
    if isinstance(value, (int, Decimal)):
        cell.value = value
        return
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.value = text
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if text.startswith(FORMULA):
        cell.quotePrefix = True


def gradebook_pdf(cohort: Cohort, book: Gradebook, *, at: datetime, narrowed_by: str = "") -> bytes:
    """The same table on paper, across. Raises UnprintableName where a name has letters that the fonts lack."""
    heads = columns(book)
    table = Table(
        head=[column.head for column in heads],
        rows=[[shown(value) for value in values(book, row)] for row in book.rows],
        numeric=frozenset(place for place, column in enumerate(heads) if column.is_number),
    )
    day = date_format(timezone.localtime(at), "DATETIME_FORMAT")
    lines = [f"{cohort.edition.title} · {day}"]
    if narrowed_by:
        lines.append(narrowed_by)
    return pdf(
        Paper(
            title=_("Gradebook of cohort %(code)s") % {"code": cohort.code},
            subtitle="\n".join(lines),
            language=get_language() if get_language() in {"kk", "ru"} else cohort.language,
            blocks=[table] if book.rows else [Paragraph(_("Nobody is left with these filters."))],
            landscape=True,
        )
    )

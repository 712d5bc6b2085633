"""A list as a spreadsheet: a frozen head, a filter on each column, numbers and days as such, no text ever a formula."""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MOST_WIDE = 48


def sheet(
    *, title: str, head: Sequence[str], rows: Iterable[Sequence[Any]], name: str = "", frozen: str = "A2"
) -> bytes:
    """The bytes of an XLSX with one sheet. Values: text, int, Decimal, date or None.

    `name`: of the sheet, the title where it is empty; `frozen`: the first cell that moves, B2 keeps the first column.
    """
    workbook = Workbook()
    page = workbook.active
    page.title = re.sub(r"[\[\]:*?/\\]", "-", name or title)[:31]
    workbook.properties.title, workbook.properties.creator = title, "Tirek"
    lengths = [len(text) for text in head]
    count = 1
    for place, text in enumerate(head, 1):
        cell = page.cell(1, place)
        _write(cell, text)
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="bottom")
    for count, row in enumerate(rows, 2):
        for place, value in enumerate(row, 1):
            _write(page.cell(count, place), value)
            lengths[place - 1] = max(lengths[place - 1], len(str(value or "")))
    for place, length in enumerate(lengths, 1):
        page.column_dimensions[get_column_letter(place)].width = min(max(length + 2, 8), MOST_WIDE)
    page.freeze_panes = frozen
    page.auto_filter.ref = f"A1:{get_column_letter(len(head))}{count}"
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def _write(cell: Cell, value: Any) -> None:
    if value is None:
        return
    if isinstance(value, date):
        cell.value, cell.number_format = value, "DD.MM.YYYY"
        return
    if isinstance(value, (int, Decimal)):
        cell.value = value
        return
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    cell.value, cell.data_type = text, "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if text.startswith(FORMULA):
        cell.quotePrefix = True

"""A meeting service's file as lines of texts: XLSX, or CSV in whatever way the service separates and encodes it."""

import csv
import io
import zipfile
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from people.errors import Refusal

MOST_BYTES = 2 * 1024 * 1024
MOST_LINES = 3000
MOST_COLUMNS = 40
MOST_UNPACKED = 60 * 1024 * 1024
MOST_FILES = 500
DELIMITERS = "\t;,"


def lines_of(data: bytes) -> list[list[str]]:
    """Every line of the file, of a workbook the sheets after one another. Refuses what is no list and what is too long."""
    if len(data) > MOST_BYTES:
        raise Refusal(_("The file is larger than 2 MB. Export the list of participants alone."), code="size")
    if data[:4] == b"PK\x03\x04":
        lines = _workbook(data)
    elif data[:4] == b"\xd0\xcf\x11\xe0":
        raise Refusal(_("This is an old worksheet format. Save it as .xlsx or .csv."), code="old_format")
    else:
        lines = _separated(_decoded(data))
    if len(lines) > MOST_LINES:
        raise Refusal(
            _("The file has more than %(most)s lines. Export the list of participants alone.")
            % {"most": MOST_LINES},
            code="lines",
        )
    return lines


def _strange() -> Refusal:
    return Refusal(_("This is no list of participants. Send an .xlsx or .csv file."), code="no_list")


def _decoded(data: bytes) -> str:
    """UTF-16 where the file says so, else UTF-8, else Windows-1251."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    elif b"\0" in data[:4000]:
        raise _strange()
    else:
        encodings = ["utf-8-sig", "cp1251"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _strange()


def _separated(text: str) -> list[list[str]]:
    """Lines by the separator that stands most often among those that say something."""
    first = [line for line in text.splitlines() if line.strip()][:200]
    separator = max(DELIMITERS, key=lambda one: sum(line.count(one) for line in first))
    found: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            found.append([cell.replace("\0", "").strip() for cell in row[:MOST_COLUMNS]])
            if len(found) > MOST_LINES:
                break
    except csv.Error as error:
        raise _strange() from error
    return found


def _workbook(data: bytes) -> list[list[str]]:
    found: list[list[str]] = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            held = archive.infolist()
        if len(held) > MOST_FILES or sum(one.file_size for one in held) > MOST_UNPACKED:
            raise _strange()
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for page in book.worksheets:
            page.reset_dimensions()
            cells = page.iter_rows(max_row=MOST_LINES + 1, max_col=MOST_COLUMNS, values_only=True)
            found += [[_text(cell) for cell in row] for row in cells]
            found.append([])
    except Refusal:
        raise
    except Exception as error:  # the library raises whatever a broken file makes it stumble over
        raise _strange() from error
    return found


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (datetime, date, time)):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\0", "").strip()

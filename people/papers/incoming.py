"""Lists that people send in, XLSX or CSV, as lines of texts: told apart by their content, read within bounds."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook

MOST_UNPACKED = 60 * 1024 * 1024
MOST_FILES = 500
LOOKED_AT = 200  # lines read to find the separator


class NoList(ValueError):
    """The bytes are no worksheet and no text, or are broken."""


class TooLarge(ValueError):
    """The workbook unpacks to more than is read."""


def is_workbook(data: bytes) -> bool:
    return data[:4] == b"PK\x03\x04"


def is_old_workbook(data: bytes) -> bool:
    """A worksheet format of before 2007, which is not read."""
    return data[:4] == b"\xd0\xcf\x11\xe0"


def decoded(data: bytes) -> str:
    """UTF-16 where the file says so, else UTF-8 with or without its mark, else Windows-1251, as older programs save."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    elif b"\0" in data[:4000]:
        raise NoList
    else:
        encodings = ["utf-8-sig", "cp1251"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NoList


def separated(text: str, delimiters: str = "\t;,") -> Iterator[list[str]]:
    """Rows of a text by the separator that most of its first lines hold; of equals the one that stands most often."""
    first = [line for line in text.splitlines() if line.strip()][:LOOKED_AT]

    def agreement(one: str) -> tuple[int, int]:
        return sum(one in line for line in first), sum(line.count(one) for line in first)

    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=max(delimiters, key=agreement))
    except csv.Error as error:
        raise NoList from error


def worksheets(data: bytes, *, rows: int, columns: int) -> Iterator[list[list[str]]]:
    """Each worksheet's first rows and columns as texts: days as 2026-12-31, whole numbers without a point."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            held = archive.infolist()
        if len(held) > MOST_FILES or sum(one.file_size for one in held) > MOST_UNPACKED:
            raise TooLarge
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for page in book.worksheets:
            page.reset_dimensions()
            cells = page.iter_rows(max_row=rows, max_col=columns, values_only=True)
            yield [[text_of(cell) for cell in row] for row in cells]
    except TooLarge:
        raise
    except Exception as error:  # the library raises whatever a broken file makes it stumble over
        raise NoList from error


def text_of(value: Any) -> str:
    """A cell as people read it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        is_day = value.time().replace(tzinfo=None) == time()
        return value.date().isoformat() if is_day else value.replace(tzinfo=None).isoformat(" ", "seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\0", "").strip()

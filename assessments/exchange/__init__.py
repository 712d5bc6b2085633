"""Questions to files and back: GIFT, Moodle XML and a workbook. Pure: bytes and rows, no database.

A format is a module with `read` and `write`; FORMATS names them for screens and services.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import gift, moodle_xml, spreadsheet
from .rows import LANGUAGES, MOST_BYTES, MOST_QUESTIONS, Row
from .texts import Unreadable


@dataclass(frozen=True)
class Format:
    """`per_language`: a file holds one language, which the caller names; else both, and `language` is not looked at."""

    name: str
    title: Any
    suffix: str
    media_type: str
    per_language: bool
    _read: Callable[..., list[Row]]
    _write: Callable[..., bytes]
    _left_out: Callable[..., list[str]]

    def read(self, data: bytes, *, language: str = "") -> list[Row]:
        """Raises Unreadable where the file as a whole is none of this format."""
        return self._read(data, **self._named(language))

    def write(self, rows: Sequence[Row], *, language: str = "", **options: Any) -> bytes:
        return self._write(rows, **self._named(language), **options)

    def left_out(self, row: Row, *, language: str = "") -> list[str]:
        """What the file will not hold of a row, as sentences."""
        return self._left_out(row, **self._named(language))

    def _named(self, language: str) -> dict[str, str]:
        if not self.per_language:
            return {}
        if language not in LANGUAGES:
            raise ValueError(language)
        return {"language": language}


FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format(
            "spreadsheet",
            _("Worksheet (XLSX), both languages"),
            spreadsheet.SUFFIX,
            spreadsheet.MEDIA_TYPE,
            False,
            spreadsheet.read,
            spreadsheet.write,
            spreadsheet.left_out,
        ),
        Format(
            "moodle_xml",
            _("Moodle XML, one language"),
            moodle_xml.SUFFIX,
            moodle_xml.MEDIA_TYPE,
            True,
            moodle_xml.read,
            moodle_xml.write,
            moodle_xml.left_out,
        ),
        Format(
            "gift",
            _("GIFT, one language"),
            gift.SUFFIX,
            gift.MEDIA_TYPE,
            True,
            gift.read,
            gift.write,
            gift.left_out,
        ),
    )
}

__all__ = ["FORMATS", "LANGUAGES", "MOST_BYTES", "MOST_QUESTIONS", "Format", "Row", "Unreadable"]

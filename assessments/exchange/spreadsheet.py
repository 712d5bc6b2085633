"""The exchange workbook (XLSX): a sheet a kind, Kazakh and Russian side by side, every kind whole in both languages."""

import io
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from .rows import LANGUAGES, MOST_QUESTIONS, SHAPES, Body, Row, guard_count, plain
from .spreadsheet_columns import (
    FALSE,
    HEADINGS,
    NO,
    PARTIAL,
    TRUE,
    WHOLE,
    YES,
    Column,
    columns_for,
)
from .spreadsheet_reading import read
from .spreadsheet_words import INSTRUCTIONS, LISTS, SHEETS
from .texts import tidy

SUFFIX = ".xlsx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What one cell holds.
MOST_LETTERS = 32_000

_CODES = Font(size=8, color="FF666666")
_HEADS = Font(bold=True)
_FILL = PatternFill("solid", fgColor="FFE8EEF4")
_TOP = Alignment(wrap_text=True, vertical="top")


def left_out(row: Row) -> list[str]:
    """What a workbook will not hold of a row, as sentences."""
    if row.kind not in SHAPES:
        return [_("There is no kind of question called “%(kind)s”.") % {"kind": row.kind}]
    cells = [cells_of(row.kind, row.body), *(cells_of(kind, body) for _key, kind, body in _parts(row))]
    if any(len(text) > MOST_LETTERS for own in cells for text in own.values()):
        return [_("A text is too long for a cell, so the question is not in the file.")]
    return []


def write(rows: Sequence[Row], *, topics: Sequence[str] = (), outcomes: Sequence[str] = ()) -> bytes:
    """A workbook of the rows; without rows, a template. `topics` and `outcomes`: what cells offer to choose from."""
    guard_count(rows)
    book = Workbook()
    book.remove(book.active)
    for language in LANGUAGES:
        _instructions(book, language)
    kept = [row for row in rows if not left_out(row)]
    for kind in SHAPES:
        _sheet(book, kind, _lines(kept, kind), topics=topics, outcomes=outcomes)
    if topics or outcomes:
        _lists(book, topics, outcomes)
    book.active = book.index(book[next(iter(SHAPES))])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _parts(row: Row) -> list[tuple[str, str, Body]]:
    parts = plain(row.kind, row.body)["parts"] if row.kind == "case" else []
    return [(part["key"], part["kind"], part["body"]) for part in parts]


def _lines(rows: Sequence[Row], kind: str) -> list[tuple[Row, str]]:
    """What stands on a kind's sheet: its questions and the parts of cases, with the part's name."""
    found = []
    for row in rows:
        if row.kind == kind:
            found.append((row, ""))
        found += [
            (Row(place=row.place, key=row.key, kind=kind, body=body), key)
            for key, part_kind, body in _parts(row)
            if part_kind == kind
        ]
    return found


def cells_of(kind: str, body: Mapping) -> dict[str, str]:
    """Code → text of everything a body says."""
    whole = plain(kind, body)
    shape = SHAPES[kind]
    found: dict[str, str] = {}
    if shape.shuffles:
        found["shuffle"] = YES if whole["shuffle"] else NO
    if shape.has_credit:
        found["credit"] = PARTIAL if whole["credit"] == "partial" else WHOLE
    if kind == "true_false":
        found["correct"] = {"true": TRUE, "false": FALSE}.get("".join(whole["correct"]), "")
    elif "correct" in whole:
        found["correct"] = ", ".join(whole["correct"])
    if kind == "matching":
        found["pairs"] = ", ".join(f"{left}={right}" for left, right in whole["pairs"].items())
    for name in ("sequence", "parts"):
        if name in whole:
            names = [one if name == "sequence" else one["key"] for one in whole[name]]
            found[name] = ", ".join(names)
    if kind == "short_text":
        found["fold"] = YES if whole["fold"] else NO
    for name in ("value", "tolerance", "points"):
        if name in whole:
            found[name] = str(whole[name])
    for language in LANGUAGES:
        own = whole.get(language) or {}
        for name in ("stem", "explanation", *shape.texts):
            found[f"{name}.{language}"] = own.get(name, "")
        for name in shape.lists:
            found |= {f"{name}.{one}.{language}": text for one, text in (own.get(name) or {}).items()}
        if kind == "short_text":
            found[f"accepted.{language}"] = "\n".join(own.get("accepted") or [])
        if image := own.get("image"):
            found[f"image.{language}"], found[f"alt.{language}"] = str(image["id"]), image["alt"]
    return found


def _sheet(
    book: Workbook,
    kind: str,
    lines: Sequence[tuple[Row, str]],
    *,
    topics: Sequence[str],
    outcomes: Sequence[str],
) -> None:
    sheet = book.create_sheet(kind)
    columns = columns_for(kind, [row for row, _part in lines])
    for number, column in enumerate(columns, 1):
        _put(sheet, 1, number, column.code, font=_CODES)
        _put(sheet, 2, number, column.heading, font=_HEADS).fill = _FILL
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width = column.width
        # Text, so that no program turns 1-2 into a date.
        dimension.number_format = "@"
    sheet.row_dimensions[2].height = 45
    sheet.freeze_panes = sheet.cell(HEADINGS + 1, 2)
    _offer(sheet, columns, topics=len(topics), outcomes=len(outcomes))
    for place, (row, part) in enumerate(lines, HEADINGS + 1):
        cells = cells_of(kind, row.body) | {"key": row.key, "part": part}
        if not part:
            cells |= {"topic": row.topic, "outcome": row.outcome, "difficulty": str(row.difficulty or "")}
            if row.practice is not None:
                cells["practice"] = YES if row.practice else NO
        for number, column in enumerate(columns, 1):
            if text := tidy(cells.get(column.code, "")):
                _put(sheet, place, number, text)


def _put(sheet: Worksheet, row: int, column: int, text: str, *, font: Font | None = None) -> Cell:
    """A cell that holds text whatever it begins with: never a formula."""
    cell = sheet.cell(row, column)
    cell.value = text
    cell.data_type = "s"
    cell.number_format = "@"
    cell.alignment = _TOP
    if text[:1] in ("=", "+", "-", "@", "'"):
        cell.quotePrefix = True
    if font is not None:
        cell.font = font
    return cell


def _offer(sheet: Worksheet, columns: Sequence[Column], *, topics: int, outcomes: int) -> None:
    """Lists to choose from, refused otherwise; topics and outcomes may be typed too."""
    for number, column in enumerate(columns, 1):
        formula, is_strict = f'"{column.choices}"' if column.choices else "", True
        if column.code in ("topic", "outcome"):
            letter, count = ("A", topics) if column.code == "topic" else ("B", outcomes)
            formula, is_strict = f"{LISTS}!${letter}$1:${letter}${count}" if count else "", False
        if not formula:
            continue
        rule = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=is_strict)
        rule.errorTitle = column.code
        rule.error = "Тізімнен таңдаңыз. / Выберите из списка."
        letter = get_column_letter(number)
        rule.add(f"{letter}{HEADINGS + 1}:{letter}{HEADINGS + MOST_QUESTIONS}")
        sheet.add_data_validation(rule)


def _instructions(book: Workbook, language: str) -> None:
    sheet = book.create_sheet(SHEETS[language])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 26, 100
    for place, (name, text) in enumerate(INSTRUCTIONS[language], 1):
        _put(sheet, place, 1, name, font=_HEADS)
        _put(sheet, place, 2, text)


def _lists(book: Workbook, topics: Sequence[str], outcomes: Sequence[str]) -> None:
    sheet = book.create_sheet(LISTS)
    sheet.sheet_state = "hidden"
    for number, values in enumerate((topics, outcomes), 1):
        for place, value in enumerate(values, 1):
            _put(sheet, place, number, value)


__all__ = ["MEDIA_TYPE", "SUFFIX", "cells_of", "left_out", "read", "write"]

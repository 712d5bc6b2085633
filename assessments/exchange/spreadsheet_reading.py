"""Reading the exchange workbook: cells to texts, lines to questions, parts to their cases. Every fault names its cell."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from .extras import picture
from .rows import LANGUAGES, NAME, SHAPES, Body, Row, guard_count, guard_empty, guard_size, natural
from .spreadsheet_columns import CREDITS, HEADINGS, VERDICTS, WORDS, codes_for, columns_for, entry
from .spreadsheet_words import LISTS, SHEETS
from .texts import Unreadable, tidy

MOST_UNPACKED = 60 * 1024 * 1024
MOST_FILES = 500
MOST_LINES = 20_000
MOST_COLUMNS = 300


@dataclass
class Line:
    """A row of a sheet: code → text; `letters`: code → the column's letter."""

    sheet: str
    number: int
    texts: dict[str, str]
    letters: dict[str, str]
    faults: list[str] = field(default_factory=list)

    @property
    def place(self) -> str:
        return _("Sheet “%(sheet)s”, row %(row)s") % {"sheet": self.sheet, "row": self.number}

    def get(self, code: str) -> str:
        return self.texts.get(code, "")

    def fault(self, code: str, sentence: str, *, letter: str = "") -> None:
        place = {"letter": letter or self.letters.get(code, "–"), "code": code, "sentence": sentence}
        named = (
            _("Column %(letter)s (%(code)s): %(sentence)s") if code else _("Column %(letter)s: %(sentence)s")
        )
        self.faults.append(named % place)

    def word(self, code: str, words: dict[str, Any], sentence: str) -> Any:
        """What a word stands for; None where the cell is empty or, with a fault, not understood."""
        text = self.get(code).casefold().strip()
        if not text:
            return None
        if text not in words:
            self.fault(code, sentence)
        return words.get(text)


def read(data: bytes) -> list[Row]:
    """The questions of a workbook, those with faults too; raises Unreadable where the file is none of ours at all."""
    guard_size(data)
    lines, strange = _lines(data)
    questions = [line for line in lines if not line.get("part")]
    guard_count(questions)
    rows = [_question(line) for line in questions]
    rows += _gather(rows, [line for line in lines if line.get("part")])
    rows += strange
    guard_empty(rows)
    return rows


def _guard_unpacked(data: bytes) -> None:
    """A small archive may unpack to anything: what it says it holds bounds what is read of it."""
    if data[:4] == b"\xd0\xcf\x11\xe0":
        raise Unreadable(_("This is an old worksheet format. Save the file as .xlsx."), code="not_xlsx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            held = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Unreadable(_("This is no worksheet. Save the file as .xlsx."), code="not_xlsx") from error
    if len(held) > MOST_FILES or sum(one.file_size for one in held) > MOST_UNPACKED:
        raise Unreadable(_("The file unpacks to more than a worksheet of questions holds."), code="bomb")


def _lines(data: bytes) -> tuple[list[Line], list[Row]]:
    """Every line of every known sheet that says something, and rows with a fault for what is not known."""
    _guard_unpacked(data)
    lines: list[Line] = []
    strange: list[Row] = []
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        for name in book.sheetnames:
            if name in (*SHEETS.values(), LISTS):
                continue
            sheet = book[name]
            if not hasattr(sheet, "iter_rows"):
                continue
            sheet.reset_dimensions()
            found = _sheet(name, sheet.iter_rows(max_col=MOST_COLUMNS))
            if name.strip().lower() in SHAPES:
                lines += found
            elif next(found, None) is not None:
                strange.append(_strange(name))
            if len(lines) > MOST_LINES:
                raise Unreadable(_("A sheet has too many rows. Split the file."), code="many")
    except Unreadable:
        raise
    except Exception as error:  # the library raises whatever a broken file makes it stumble over
        raise Unreadable(_("This is no worksheet. Save the file as .xlsx."), code="not_xlsx") from error
    return lines, strange


def _strange(name: str) -> Row:
    row = Row(place=_("Sheet “%(sheet)s”") % {"sheet": name})
    row.fault(
        _("No kind of question has this name. Name the sheet as in the template: %(names)s.")
        % {"names": ", ".join(SHAPES)}
    )
    return row


def _sheet(name: str, rows: Iterator[Sequence[Any]]) -> Iterator[Line]:
    kind = name.strip().lower()
    codes: dict[int, str] = {}
    letters: dict[str, str] = {}
    known, labels = codes_for(kind) if kind in SHAPES else set(), set()
    if kind in SHAPES:
        labels = {column.heading for column in columns_for(kind)}
    for number, cells in enumerate(rows, 1):
        if number > MOST_LINES:
            raise Unreadable(_("A sheet has too many rows. Split the file."), code="many")
        if number == 1:
            codes = {place: tidy(cell.value or "") for place, cell in enumerate(cells)}
            for place, code in codes.items():
                letters.setdefault(code, get_column_letter(place + 1))
            continue
        if number == HEADINGS and any(cell.value in labels for cell in cells):
            continue
        line = Line(sheet=name, number=number, texts={}, letters=letters)
        for place, cell in enumerate(cells):
            if cell.value is None:
                continue
            code, letter = codes.get(place, ""), get_column_letter(place + 1)
            text = _text(line, code, letter, cell)
            if not text:
                continue
            if kind in SHAPES and (code not in known and not _is_entry(kind, code)):
                line.fault(
                    code,
                    letter=letter,
                    sentence=_("The first row has no known heading here. Take it from the template."),
                )
            elif code in line.texts:
                line.fault(code, letter=letter, sentence=_("Two columns have this heading. Leave one."))
            else:
                line.texts[code] = text
        if line.texts or line.faults:
            yield line


def _is_entry(kind: str, code: str) -> bool:
    found = entry(code)
    return found is not None and found[0] in SHAPES[kind].lists


def _text(line: Line, code: str, letter: str, cell: Any) -> str:
    value = cell.value
    if cell.data_type == "f":
        line.fault(code, letter=letter, sentence=_("There is a formula. Write what it gives as text."))
    elif cell.data_type == "e":
        line.fault(
            code, letter=letter, sentence=_("There is a fault of the worksheet program. Write the text anew.")
        )
    elif isinstance(value, bool):
        return "true" if value else "false"
    elif isinstance(value, int | float):
        number = Decimal(repr(value))
        whole = number == number.to_integral_value()
        return f"{number.to_integral_value():f}" if whole and abs(number) < 10**15 else f"{number:f}"[:60]
    elif isinstance(value, str):
        return tidy(value)
    else:
        line.fault(
            code,
            letter=letter,
            sentence=_("The program made a date of it. Set the cell to text and write it anew."),
        )
    return ""


def _question(line: Line) -> Row:
    kind = line.sheet.strip().lower()
    row = Row(place=line.place, key=line.get("key"), topic=line.get("topic"), kind=kind)
    row.outcome = line.get("outcome")
    level = line.get("difficulty")
    if level in ("1", "2", "3"):
        row.difficulty = int(level)
    elif level:
        line.fault("difficulty", _("Write 1, 2 or 3."))
    row.practice = line.word("practice", WORDS, _("Choose yes or no from the list."))
    if len(row.key) > 40:
        line.fault("key", _("Write at most 40 letters."))
    if kind == "case" and not row.key:
        line.fault("key", _("Write a key, so that the parts can name their case."))
    row.body = _body(kind, line)
    if not row.languages:
        row.fault(_("The question has no text in either language."))
    row.faults += line.faults
    if kind == "case":
        row.body["order"] = _split(line.get("parts"))
    return row


def _split(text: str) -> list[str]:
    return [one for one in re.split(r"[,;\s]+", text) if one]


def _body(kind: str, line: Line) -> Body:
    body: Body = {}
    shape = SHAPES[kind]
    yes_no = _("Choose yes or no from the list.")
    for code, words, sentence in (
        ("shuffle", WORDS, yes_no),
        ("fold", WORDS, yes_no),
        ("credit", CREDITS, _("Choose from the list how points are given.")),
    ):
        value = line.word(code, words, sentence)
        if value is not None:
            body[code] = value
    written = [found for found in map(entry, line.texts) if found is not None]
    names = {
        name: sorted({one for list_name, one, _language in written if list_name == name}, key=natural)
        for name in shape.lists
    }
    for language in LANGUAGES:
        if own := _texts(kind, line, language, names):
            body[language] = own
    _answer(kind, line, body, names)
    return body


def _texts(kind: str, line: Line, language: str, names: dict[str, list[str]]) -> Body:
    """The texts of a language; empty where none of them is written."""
    shape = SHAPES[kind]
    own: Body = {name: line.get(f"{name}.{language}") for name in ("stem", "explanation", *shape.texts)}
    for name in shape.lists:
        own[name] = {one: line.get(f"{name}.{one}.{language}") for one in names[name]}
    if kind == "short_text":
        own["accepted"] = [
            text.strip() for text in line.get(f"accepted.{language}").split("\n") if text.strip()
        ]
    if not any(any(value.values()) if isinstance(value, dict) else value for value in own.values()):
        return {}
    number = line.get(f"image.{language}")
    if number:
        image = picture({"id": number, "alt": line.get(f"alt.{language}")})
        if image is None:
            line.fault(f"image.{language}", _("Write the number of a picture of this site."))
        else:
            own["image"] = image
    return own


def _answer(kind: str, line: Line, body: Body, names: dict[str, list[str]]) -> None:
    if kind in ("single", "multiple"):
        body["correct"] = _split(line.get("correct"))
    elif kind == "true_false":
        verdict = line.word("correct", VERDICTS, _("Choose from the list whether it is true."))
        body["correct"] = [verdict] if verdict else []
    elif kind == "matching":
        body["pairs"] = _pairs(line, names)
    elif kind == "ordering":
        body["sequence"] = _split(line.get("sequence")) or names["steps"]
    elif kind == "numeric":
        body |= {"value": line.get("value"), "tolerance": line.get("tolerance") or "0"}
    elif kind == "open":
        points = line.get("points")
        if points:
            body["points"] = int(points) if points.isdecimal() and len(points) < 4 else points


def _pairs(line: Line, names: dict[str, list[str]]) -> dict[str, str]:
    """l1=r2, l2=r1; where nothing is written, first with first."""
    text = line.get("pairs")
    if not text:
        return dict(zip(names["left"], names["right"], strict=False))
    found = {}
    for piece in re.split(r"[,;\n]+", text):
        left, sign, right = (one.strip() for one in piece.partition("=" if "=" in piece else "-"))
        if not piece.strip():
            continue
        if not sign or left not in names["left"] or right not in names["right"] or left in found:
            line.fault("pairs", _("Write pairs as l1=r2, l2=r1, each left text once."))
            break
        found[left] = right
    return found


def _gather(rows: Sequence[Row], lines: Sequence[Line]) -> list[Row]:
    """Put parts into their cases, in the order the case says; rows with a fault for those that have none."""
    cases = {row.key: row for row in rows if row.kind == "case" and row.key}
    parts: dict[str, dict[str, Body]] = {key: {} for key in cases}
    lost = []
    for line in lines:
        kind, key, name = line.sheet.strip().lower(), line.get("key"), line.get("part")
        case = cases.get(key)
        if case is None:
            row = Row(place=line.place, key=key, kind=kind)
            line.fault("key", _("The sheet “case” has no case with this key. Write it there first."))
            row.faults += line.faults
            lost.append(row)
            continue
        if not NAME.fullmatch(name) or name in parts[key]:
            line.fault("part", _("Name the part p1, p2 and so on, each once."))
        if any(line.get(code) for code in ("topic", "difficulty", "outcome", "practice")):
            case.note(
                _(
                    "Topic, difficulty, outcome and practice are those of the case; a part has none of its own."
                )
            )
        body = _body(kind, line)
        for fault in line.faults:
            case.fault(f"{line.place}. {fault}")
        parts[key].setdefault(name, {"key": name, "kind": kind, "body": body})
    for row in rows:
        if row.kind == "case":
            _order(row, parts.get(row.key, {}))
    return lost


def _order(row: Row, parts: dict[str, Body]) -> None:
    order = row.body.pop("order")
    if order and sorted(order) != sorted(parts):
        row.fault(
            _("The parts are %(parts)s, but the column “parts” names %(order)s.")
            % {"parts": ", ".join(sorted(parts, key=natural)) or "–", "order": ", ".join(order)}
        )
    names = order if sorted(order) == sorted(parts) else sorted(parts, key=natural)
    row.body["parts"] = [parts[name] for name in names]

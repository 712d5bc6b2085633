"""A form as DOCX, to be filled in and changed: the papers' page, styles and language, with room to write."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from people.papers import Paper
from people.papers import docx as bare
from people.papers.fonts import SANS_BOLD
from people.papers.paper import tidy

from . import forms as parts
from .flowables import CARD_SIZES, longest
from .forms import Card, Form, Words
from .icons import png
from .pdf import lessons

SQUARE = "☐"
WIDTH, WIDE = 17.0, 25.7  # between the papers' margins, cm: upright and on its side


def docx(form: Form, language: str, words: Words) -> bytes:
    """The bytes of the DOCX; the same form, the same bytes."""
    wording = form.wordings[language]
    paper = Paper(
        title=wording.title, language=language, blocks=(), subtitle=wording.when, landscape=form.landscape
    )
    document = Document(io.BytesIO(bare(paper)))
    width = WIDE if form.landscape else WIDTH
    document.add_paragraph(tidy(wording.for_whom))
    document.add_heading(tidy(words.how), level=2)
    for number, text in enumerate(wording.how, 1):
        _hanging(document, f"{number}.\t{text}")
    document.add_heading(tidy(words.never), level=2)
    for text in wording.never:
        _hanging(document, f"–\t{text}")
    document.add_paragraph(lessons(form, words))
    if wording.reminder:
        foot = document.sections[0].footer.paragraphs[0].insert_paragraph_before(tidy(wording.reminder))
        foot.runs[0].font.size = Pt(8)
    _break(document)
    for block in wording.blocks:
        _write(document, block, width, words)
    target = io.BytesIO()
    document.save(target)
    return _undated(target.getvalue())


def _undated(content: bytes) -> bytes:
    """The same file without the hour it was packed at."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            plain = zipfile.ZipInfo(entry.filename, date_time=(1980, 1, 1, 0, 0, 0))
            new.writestr(plain, old.read(entry), compress_type=zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _break(document: Any) -> None:
    last = document.paragraphs[-1] if document.element.body[-2].tag == qn("w:p") else document.add_paragraph()
    last.add_run().add_break(WD_BREAK.PAGE)


def _hanging(place: Any, text: str, size: float | None = None) -> None:
    paragraph = place.add_paragraph()
    paragraph.paragraph_format.left_indent = Cm(0.8)
    paragraph.paragraph_format.first_line_indent = Cm(-0.8)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(0.8))
    paragraph.paragraph_format.space_after = Pt(3)
    # The tab is ours; of the text itself only plain letters are kept.
    mark, _tab, said = text.partition("\t")
    run = paragraph.add_run(f"{mark}\t{tidy(said)}")
    if size:
        run.font.size = Pt(size)


def _write(document: Any, block: parts.Block, width: float, words: Words) -> None:
    match block:
        case parts.Heading(text):
            document.add_heading(tidy(text), level=2)
        case parts.Text(text):
            document.add_paragraph(tidy(text))
        case parts.Items(items):
            for one in items:
                _hanging(document, f"–\t{one}")
        case parts.Ticks(items):
            for one in items:
                _hanging(document, f"{SQUARE}\t{one}")
        case parts.Facts(rows):
            _facts(document, rows, width)
        case parts.Table():
            _table(document, block, width)
        case parts.Lines(label, count):
            document.add_paragraph().add_run(tidy(label)).bold = True
            _rules(document, count, width)
        case parts.Cards():
            _cards(document, block, width)
        case parts.Story(lines):
            _story(document, lines, width)
        case parts.Signatures(roles):
            _signatures(document, roles, width, words)
        case parts.Break():
            _break(document)


def _grid(document: Any, rows: int, widths: Sequence[float], style: str | None = None) -> Any:
    grid = document.add_table(rows=rows, cols=len(widths), style=style)
    grid.autofit = False
    for column, one in zip(grid.columns, widths, strict=True):
        column.width = Cm(one)
    for row in grid.rows:
        _mark(row, "w:cantSplit")
        for cell, one in zip(row.cells, widths, strict=True):
            cell.width = Cm(one)
    return grid


def _mark(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _fill(cell: Any, text: str, *, bold: bool = False, size: float = 11, centre: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    if paragraph.runs:
        paragraph = cell.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(tidy(text))
    run.font.size = Pt(size)
    run.bold = bold or None
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _edges(cell: Any, sides: Sequence[str], kind: str = "single") -> None:
    borders = OxmlElement("w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        if side in sides:
            edge = OxmlElement(f"w:{side}")
            for name, value in (("val", kind), ("sz", "6"), ("space", "0"), ("color", "6B6355")):
                edge.set(qn(f"w:{name}"), value)
            borders.append(edge)
    cell._tc.get_or_add_tcPr().append(borders)


def _facts(document: Any, rows: Sequence[tuple[str, str]], width: float) -> None:
    grid = _grid(document, len(rows), (width * 0.34, width * 0.66))
    for row, (label, value) in zip(grid.rows, rows, strict=True):
        row.height = Cm(0.8)
        one, other = row.cells
        _fill(one, label)
        _fill(other, value)
        _edges(other, ["bottom"])
    document.add_paragraph()


def _table(document: Any, table: parts.Table, width: float) -> None:
    shares = sum(table.widths)
    rows = [table.head, *table.all_rows()]
    grid = _grid(document, len(rows), [width * one / shares for one in table.widths], "Table Grid")
    _mark(grid.rows[0], "w:tblHeader")
    for number, (line, row) in enumerate(zip(grid.rows, rows, strict=True)):
        if number and table.height:
            line.height = Cm(table.height)
        for cell, text in zip(line.cells, row, strict=True):
            _fill(cell, text, bold=number == 0, size=10)
    document.add_paragraph()


def _rules(document: Any, count: int, width: float) -> None:
    grid = _grid(document, count, [width])
    for row in grid.rows:
        row.height = Cm(0.8)
        _edges(row.cells[0], ["bottom"])
    document.add_paragraph()


def _picture(cell: Any, icon: str, side: float, word: str) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    shape = paragraph.add_run().add_picture(io.BytesIO(png(icon)), width=Cm(side))
    shape._inline.docPr.set("descr", tidy(word))


def _cards(document: Any, block: parts.Cards, width: float) -> None:
    side = width / block.columns
    room = (side - 0.8) * 72 / 2.54
    words = [card.word for card in block.cards]
    # Times is narrower than our face: what fits there fits here.
    size = next(
        (size for size in CARD_SIZES if all(longest(word, SANS_BOLD, size) <= room for word in words)), 10.0
    )
    rows = block.rows()
    grid = _grid(document, len(rows), [side] * block.columns)
    for row, cards in zip(grid.rows, rows, strict=True):
        row.height, row.height_rule = Cm(block.height), WD_ROW_HEIGHT_RULE.EXACTLY
        for cell, card in zip(row.cells, cards, strict=True):
            _edges(cell, ["top", "left", "bottom", "right"], "dashed")
            _card(cell, card, size, min(side * 0.55, block.height * 0.5))
    document.add_paragraph()


def _card(cell: Any, card: Card, size: float, side: float) -> None:
    reads = bool(card.text or card.items)
    cell.vertical_alignment = WD_ALIGN_VERTICAL.TOP if reads else WD_ALIGN_VERTICAL.CENTER
    if card.icon:
        _picture(cell, card.icon, side, card.word)
    if card.word:
        _fill(cell, card.word, bold=True, size=size, centre=True)
    if card.text:
        _fill(cell, card.text, size=11)
    for one in card.items:
        _hanging(cell, f"–\t{one}", 10.5)


def _story(document: Any, lines: Sequence[tuple[str, str]], width: float) -> None:
    grid = _grid(document, len(lines), (3.4, width - 3.4))
    for row, (icon, text) in zip(grid.rows, lines, strict=True):
        row.height = Cm(3.2)
        left, right = row.cells
        if icon:
            _picture(left, icon, 2.4, text)
        right.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        _fill(right, text, size=18)
    document.add_paragraph()


def _signatures(document: Any, roles: Sequence[str], width: float, words: Words) -> None:
    grid = _grid(document, len(roles) + 1, (width * 0.4, width * 0.38, width * 0.22))
    for row, role in zip(grid.rows, roles, strict=False):
        row.height = Cm(1.0)
        for cell in row.cells:
            cell.vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM
        _fill(row.cells[0], role)
        for cell in row.cells[1:]:
            _edges(cell, ["bottom"])
    for cell, text in zip(grid.rows[-1].cells[1:], (words.name, words.date), strict=True):
        _fill(cell, text, size=8)

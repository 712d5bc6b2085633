"""A paper as PDF: A4, our fonts, a repeated head on long tables, "1 / 3" at the foot. The same paper, the same bytes."""

import io
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Spacer
from reportlab.platypus import Paragraph as Lines
from reportlab.platypus import Table as Grid

from . import pages
from . import paper as parts
from .fonts import ONE_AT_A_TIME, SANS, SANS_BOLD, SERIF_BOLD, register, require_printable, width_of
from .pages import SIDE, SOFT
from .paper import Paper, tidy

INK, LAKE, HAIR = HexColor("#1d2530"), HexColor("#0a5a78"), HexColor("#cfc4b1")
TOP = 56.0  # margin, in points
PADDING = 4.0
TALL = 220.0  # points: less than half a page lying on its side
SIZES = (9.5, 8.5, 7.5, 6.5, 5.5)  # of a table: the largest at which no word is broken


@cache
def _style(name: str, face: str, size: float, **more: Any) -> ParagraphStyle:
    register()
    return ParagraphStyle(
        name, fontName=face, fontSize=size, leading=size * 1.35, textColor=INK, splitLongWords=1, **more
    )


def _lines(text: str, style: ParagraphStyle) -> list[Flowable]:
    """Each line of a text by itself, so that a long one breaks between pages; nothing in it is markup."""
    return [Lines(escape(line), style) for line in tidy(text).split("\n") if line.strip()]


def pdf(paper: Paper) -> bytes:
    """The bytes of the PDF; raises UnprintableName, before anything is drawn, for letters that the fonts lack."""
    register()
    require_printable(*(tidy(text).replace("\n", " ") for text in paper.texts()))
    target = io.BytesIO()
    made = pages.document(
        target,
        title=paper.title,
        subject=paper.subtitle,
        language=paper.language,
        is_landscape=paper.landscape,
        top=TOP,
        head=_head(paper),
    )
    width = made.pagesize[0] - 2 * SIDE
    with ONE_AT_A_TIME:
        made.build(_story(paper, width), canvasmaker=pages.Numbered)
    return target.getvalue()


def _head(paper: Paper) -> Callable[[Canvas, Any], None]:
    size = landscape(A4) if paper.landscape else A4
    title = tidy(paper.title)
    while width_of(title, SANS, 8) > size[0] - 2 * SIDE:
        title = title[:-2].rstrip() + "…"

    def draw(canvas: Canvas, document: Any) -> None:
        canvas.saveState()
        canvas.setStrokeColor(LAKE)
        canvas.setLineWidth(1)
        canvas.line(SIDE, size[1] - TOP + 14, size[0] - SIDE, size[1] - TOP + 14)
        if document.page > 1:
            canvas.setFont(SANS, 8)
            canvas.setFillColor(SOFT)
            canvas.drawString(SIDE, size[1] - TOP + 20, title)
        canvas.restoreState()

    return draw


def _story(paper: Paper, width: float) -> list[Flowable]:
    story = _lines(paper.title, _style("title", SERIF_BOLD, 16, spaceAfter=4))
    story += _lines(paper.subtitle, _style("subtitle", SANS, 10.5, spaceAfter=4))
    story.append(Spacer(0, 8))
    for block in paper.blocks:
        match block:
            case parts.Heading(text):
                story += _lines(
                    text, _style("heading", SERIF_BOLD, 12, spaceBefore=12, spaceAfter=4, keepWithNext=1)
                )
            case parts.Paragraph(text):
                story += _lines(text, _style("text", SANS, 10, spaceAfter=5))
            case parts.Facts(rows):
                story += _facts(rows, width)
            case parts.Table():
                story += _table(block, width)
            case parts.Signatures(rows):
                story += _signatures(rows, width)
    return story


def _facts(rows: Sequence[tuple[str, str]], width: float) -> list[Flowable]:
    if not rows:
        return []
    label, value = _style("label", SANS, 9), _style("value", SANS, 10)
    cells = [[_lines(one, label), _lines(other, value)] for one, other in rows]
    grid = Grid(cells, colWidths=[width * 0.32, width * 0.68], hAlign="LEFT", splitInRow=1)
    grid.setStyle(
        [
            ("FONTNAME", (0, 0), (-1, -1), SANS),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, HAIR),
        ]
    )
    return [grid, Spacer(0, 8)]


def _widths(table: parts.Table, width: float, size: float) -> list[float] | None:
    """A width for each column: what its longest word needs, the rest by how much there is to say; None: no room."""
    columns = list(zip(table.head, *table.rows, strict=True))
    need, wish = [], []
    for column in columns:
        texts = [tidy(text).replace("\n", " ") for text in column]
        words = {word for text in texts for word in text.split(" ")}
        need.append(max(width_of(word, SANS_BOLD, size) for word in words) + 2 * PADDING + 1)
        wish.append(
            min(max(width_of(text, SANS_BOLD, size) for text in texts) + 2 * PADDING + 1, width * 0.6)
        )
    free = width - sum(need)
    if free < 0:
        return None
    more = [max(0.0, one - least) for one, least in zip(wish, need, strict=True)]
    share = min(1.0, free / sum(more)) if sum(more) else 0.0
    return [least + one * share for least, one in zip(need, more, strict=True)]


def _table(table: parts.Table, width: float) -> list[Flowable]:
    for size in SIZES:
        widths = _widths(table, width, size)
        if widths is not None:
            break
    else:  # words longer than any room: they are broken
        widths = [width / len(table.head)] * len(table.head)
    sides = [
        {"alignment": 2} if place in table.numeric else {"alignment": 0} for place in range(len(table.head))
    ]
    cells = [
        [
            _lines(text, _style(f"{face}-{size}-{side}", face, size, **side))
            for text, side in zip(row, sides, strict=True)
        ]
        for face, row in [(SANS_BOLD, table.head), *((SANS, row) for row in table.rows)]
    ]
    # A row stays in one piece, so that a name is not torn; one taller than half a page may break.
    tallest = max(
        (
            sum(line.wrap(room - 2 * PADDING, 10_000)[1] for line in cell)
            for row in cells
            for cell, room in zip(row, widths, strict=True)
        ),
        default=0,
    )
    grid = Grid(cells, colWidths=widths, repeatRows=1, hAlign="LEFT", splitInRow=int(tallest > TALL))
    grid.setStyle(
        [
            ("FONTNAME", (0, 0), (-1, -1), SANS),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
            ("LEFTPADDING", (0, 0), (-1, -1), PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
            ("TOPPADDING", (0, 0), (-1, -1), 2.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
            ("LINEBELOW", (0, 0), (-1, 0), 1, LAKE),
            ("LINEBELOW", (0, 1), (-1, -1), 0.4, HAIR),
        ]
    )
    return [_Totalled(grid, table.page_total) if table.page_total else grid, Spacer(0, 8)]


class _Totalled(Flowable):
    """A table with a line under each of its pages that counts the rows above it, on this page and so far."""

    def __init__(self, grid: Grid, words: str, before: int = 0) -> None:
        super().__init__()
        self.grid, self.words, self.before = grid, words, before
        self.count = len(grid._cellvalues) - 1  # without the head
        line = words.format(rows=self.count, so_far=before + self.count)
        self.line = Lines(escape(line), _style("page-total", SANS_BOLD, 8.5, alignment=2, spaceBefore=0))

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.foot = self.line.wrap(width, height)[1] + PADDING
        taken, high = self.grid.wrap(width, height)
        return taken, high + self.foot

    def split(self, width: float, height: float) -> list[Flowable]:
        self.wrap(width, height)
        pieces = self.grid.split(width, height - self.foot)
        if len(pieces) < 2:
            return []
        first = _Totalled(pieces[0], self.words, self.before)
        return [first, PageBreak(), _Totalled(pieces[1], self.words, first.before + first.count)]

    def draw(self) -> None:
        width = self.grid._width
        self.line.wrap(width, self.foot)
        self.line.drawOn(self.canv, 0, 0)
        self.grid.drawOn(self.canv, 0, self.foot)


def _signatures(rows: Sequence[tuple[str, str]], width: float) -> list[Flowable]:
    if not rows:
        return []
    style = _style("signature", SANS, 10)
    cells = [[_lines(role, style), "", "", _lines(name, style)] for role, name in rows]
    grid = Grid(cells, colWidths=[width * 0.36, width * 0.26, 12, width * 0.38 - 12], hAlign="LEFT")
    grid.setStyle(
        [
            ("FONTNAME", (0, 0), (-1, -1), SANS),
            ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 16),
            ("LINEBELOW", (1, 0), (1, -1), 0.6, SOFT),
        ]
    )
    return [Spacer(0, 10), grid]

"""What the PDFs are drawn with: text, lines to write on, squares to tick, pictures, cards to cut out, stories."""

from collections.abc import Sequence
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor, white
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.platypus import Flowable, Spacer
from reportlab.platypus import Paragraph as Run
from reportlab.platypus import Table as Grid

from people.papers.fonts import SANS, SANS_BOLD, register, width_of
from people.papers.paper import tidy

from . import forms as parts
from .forms import Card
from .icons import GRID, ICONS

INK, SOFT, HAIR = HexColor("#1d2530"), HexColor("#535b66"), HexColor("#8a8172")
# What is read on a card is as large as the fullest card of its set allows.
BODY_SIZES = (10.5, 10.0, 9.5, 9.0, 8.5)
CARD_SIZES = (26.0, 22.0, 19.0, 17.0, 15.0, 13.0, 11.5, 10.0)
# A table without a face of its own would ask for Helvetica.
FACE = [("FONTNAME", (0, 0), (-1, -1), SANS)]


@cache
def style_of(face: str, size: float, **more: Any) -> ParagraphStyle:
    register()
    name = f"{face}-{size}-{sorted(more.items())}"
    return ParagraphStyle(name, fontName=face, fontSize=size, leading=size * 1.35, textColor=INK, **more)


def run(text: str, style: ParagraphStyle) -> Run:
    return Run(escape(tidy(text)).replace("\n", "<br/>"), style)


def height_of(flowables: Sequence[Flowable], width: float) -> float:
    return sum(one.wrap(width, 9e9)[1] + one.getSpaceBefore() + one.getSpaceAfter() for one in flowables)


def dashed(items: Sequence[str], size: float) -> list[Flowable]:
    style = style_of(SANS, size, leftIndent=12, spaceAfter=2, bulletFontName=SANS, bulletFontSize=size)
    return [Run(escape(tidy(one)), style, bulletText="–") for one in items]


def longest(text: str, face: str, size: float) -> float:
    return max((width_of(word, face, size) for word in tidy(text).split()), default=0)


class Rule(Flowable):
    """A line to write on."""

    def __init__(self, width: float) -> None:
        super().__init__()
        self.width, self.height = width, 22.0

    def draw(self) -> None:
        self.canv.setStrokeColor(HAIR)
        self.canv.setLineWidth(0.6)
        self.canv.line(0, 2, self.width, 2)


class Square(Flowable):
    """A square to tick."""

    def __init__(self) -> None:
        super().__init__()
        self.width, self.height = 12.0, 13.0

    def draw(self) -> None:
        self.canv.setStrokeColor(INK)
        self.canv.setLineWidth(0.9)
        self.canv.rect(1, 1, 10, 10)


class Picture(Flowable):
    """A line picture in the middle of the room it has."""

    def __init__(self, name: str, side: float, room: float) -> None:
        super().__init__()
        self.name, self.width, self.height = name, room, side

    def draw(self) -> None:
        scale = self.height / GRID
        self.canv.translate((self.width - self.height) / 2, 0)
        self.canv.setStrokeColor(INK)
        self.canv.setLineWidth(1.5 * scale)
        self.canv.setLineCap(1)
        self.canv.setLineJoin(1)
        for stroke in ICONS[self.name]:
            path = self.canv.beginPath()
            (x, y), *more = stroke
            path.moveTo(x * scale, self.height - y * scale)
            for x, y in more:
                path.lineTo(x * scale, self.height - y * scale)
            self.canv.drawPath(path)


def _word_style(words: Sequence[str], room: float) -> ParagraphStyle:
    """One size for all cards of a set: the largest at which no word of any card is broken."""
    size = next(
        (size for size in CARD_SIZES if all(longest(word, SANS_BOLD, size) <= room for word in words)),
        CARD_SIZES[-1],
    )
    return style_of(SANS_BOLD, size, alignment=1)


def cards_of(block: parts.Cards, width: float) -> list[Flowable]:
    side, high = width / block.columns, block.height * cm
    style = _word_style([card.word for card in block.cards], side - 16)
    for body in BODY_SIZES:
        cells = [[_card(card, style, body, side, high) for card in row] for row in block.rows()]
        if all(height_of(inside, side - 16) <= high - 16 for row in cells for inside in row):
            break
    grid = Grid(cells, colWidths=[side] * block.columns, rowHeights=[high] * len(cells), hAlign="LEFT")
    middle = "TOP" if any(card.text or card.items for card in block.cards) else "MIDDLE"
    edge = [(f"{side}PADDING", (0, 0), (-1, -1), 8) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
    dashes = ("GRID", (0, 0), (-1, -1), 0.7, SOFT, 0, (4, 3))
    grid.setStyle(
        [*FACE, ("VALIGN", (0, 0), (-1, -1), middle), ("BACKGROUND", (0, 0), (-1, -1), white), *edge, dashes]
    )
    return [grid, Spacer(0, 9)]


def _card(card: Card, style: ParagraphStyle, body: float, side: float, high: float) -> list[Flowable]:
    inside: list[Flowable] = []
    if card.icon:
        inside += [Picture(card.icon, min(side * 0.55, high * 0.5), side - 16), Spacer(0, 6)]
    if card.word:
        inside.append(run(card.word, style))
    if card.text:
        inside += [Spacer(0, 4), run(card.text, style_of(SANS, body, spaceAfter=4))]
    return inside + dashed(card.items, body)


def story_of(lines: Sequence[tuple[str, str]], width: float) -> list[Flowable]:
    style = style_of(SANS, 18)
    cells = [[Picture(icon, 68, 84) if icon else "", run(text, style)] for icon, text in lines]
    grid = Grid(cells, colWidths=[96, width - 96], hAlign="LEFT")
    grid.setStyle(
        [
            *FACE,
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("TOPPADDING", (0, 0), (-1, -1), 8),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 8),
            ("LINEBELOW", (0, 0), (-1, -2), 0.6, HAIR),
        ]
    )
    return [grid, Spacer(0, 9)]

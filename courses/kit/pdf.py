"""A form as PDF: a first page for the adult, then the form on pages that can be copied by themselves."""

import io
from collections.abc import Sequence

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    PageBreak,
    Spacer,
)
from reportlab.platypus import Table as Grid

from people.papers import pages
from people.papers.fonts import (
    ONE_AT_A_TIME,
    SANS,
    SANS_BOLD,
    SERIF_BOLD,
    register,
    require_printable,
)
from people.papers.pages import SIDE
from people.papers.paper import tidy

from . import forms as parts
from .flowables import (
    FACE,
    HAIR,
    Rule,
    Square,
    cards_of,
    dashed,
    height_of,
    longest,
    run,
    story_of,
    style_of,
)
from .forms import Form, Wording, Words

LAKE, SAND = HexColor("#0a5a78"), HexColor("#f6efe2")
TOP = 46.0  # margin, in points
PADDING = 4.0
TABLE_SIZES = (9.5, 9.0, 8.5, 8.0, 7.5)  # the largest at which no word is broken
KEEP = 115.0  # a heading stays with what follows it, up to this height


def pdf(form: Form, language: str, words: Words) -> bytes:
    """The bytes of the PDF; the same form, the same bytes. Raises UnprintableName for letters that the fonts lack."""
    register()
    wording = form.wordings[language]
    require_printable(*(tidy(text).replace("\n", " ") for text in wording.texts()))
    target = io.BytesIO()
    document = pages.document(
        target,
        title=wording.title,
        subject=wording.when,
        language=language,
        is_landscape=form.landscape,
        top=TOP,
    )
    width = document.pagesize[0] - 2 * SIDE
    story = _first_page(form, wording, words, width)
    drawn = [_draw(block, width, words) for block in wording.blocks]
    for block, part, following in zip(wording.blocks, drawn, [*drawn[1:], []], strict=True):
        if isinstance(block, parts.Heading):  # never alone at the foot of a page
            part = [CondPageBreak(min(height_of(part + following, width), KEEP)), *part]
        story += part
    with ONE_AT_A_TIME:
        document.build(story, canvasmaker=_canvas(wording))
    return target.getvalue()


def _canvas(wording: Wording) -> type[Canvas]:
    """A canvas that writes the reminder at the foot of each page but the first."""

    class WithReminder(pages.Numbered):
        def foot(self, number: int) -> None:
            if number > 1:
                foot = run(wording.reminder or wording.title, style_of(SANS, 8))
                _w, high = foot.wrap(self._pagesize[0] - 2 * SIDE - 40, 40)
                foot.drawOn(self, SIDE, 36 - high + 2)

    return WithReminder


def _first_page(form: Form, wording: Wording, words: Words, width: float) -> list[Flowable]:
    body, small = style_of(SANS, 10.5, spaceAfter=3), style_of(SANS, 10)
    story: list[Flowable] = [
        run(words.title, style_of(SANS, 9)),
        run(wording.title, style_of(SERIF_BOLD, 19, spaceBefore=2, spaceAfter=6)),
        run(wording.when, style_of(SANS, 11.5, spaceAfter=3)),
        run(wording.for_whom, style_of(SANS, 10.5, spaceAfter=4)),
        *_heading(words.how),
        *_numbered(wording.how, width, body),
        Spacer(0, 10),
    ]
    inside = [run(words.never, style_of(SANS_BOLD, 11, spaceAfter=3))]
    inside += dashed(wording.never, 10.5)
    panel = Grid([[inside]], colWidths=[width])
    edge = [(f"{side}PADDING", (0, 0), (-1, -1), 10) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
    panel.setStyle(
        [("BACKGROUND", (0, 0), (-1, -1), SAND), ("LINEBEFORE", (0, 0), (0, -1), 3, LAKE), *edge, *FACE]
    )
    story += [panel, Spacer(0, 10), run(lessons(form, words), small), PageBreak()]
    if not any(isinstance(block, parts.Cards | parts.Story) for block in wording.blocks[:2]):
        story.append(run(wording.title, style_of(SERIF_BOLD, 15, spaceAfter=6)))
    return story


def lessons(form: Form, words: Words) -> str:
    """The topics a form belongs to, by programme: "Lessons: teaching assistant 1.5, 2.4; teacher 5.2."."""
    by_code = {
        words.programmes[code]: ", ".join(
            topic[2:] for topic in sorted(form.topics) if topic.startswith(code)
        )
        for code in "BA"
    }
    said = "; ".join(f"{name} – {topics}" for name, topics in by_code.items() if topics)
    return f"{words.lessons}: {said}."


def _heading(text: str) -> list[Flowable]:
    return [run(text, style_of(SANS_BOLD, 12, spaceBefore=8, spaceAfter=4))]


def _numbered(items: Sequence[str], width: float, style: ParagraphStyle) -> list[Flowable]:
    rows = [[run(f"{number}.", style), run(text, style)] for number, text in enumerate(items, 1)]
    grid = Grid(rows, colWidths=[18, width - 18], hAlign="LEFT")
    grid.setStyle([*FACE, ("VALIGN", (0, 0), (-1, -1), "TOP"), *_close(1)])
    return [grid]


def _close(upright: float) -> list[tuple]:
    sides = [("LEFTPADDING", 0), ("RIGHTPADDING", 0), ("TOPPADDING", upright), ("BOTTOMPADDING", upright)]
    return [(name, (0, 0), (-1, -1), amount) for name, amount in sides]


def _draw(block: parts.Block, width: float, words: Words) -> list[Flowable]:
    match block:
        case parts.Heading(text):
            return _heading(text)
        case parts.Text(text):
            return [run(text, style_of(SANS, 10.5, spaceAfter=5))]
        case parts.Items(items):
            return [*dashed(items, 10.5), Spacer(0, 5)]
        case parts.Ticks(items):
            return _ticks(items, width)
        case parts.Facts(rows):
            return _facts(rows, width)
        case parts.Table():
            return _table(block, width)
        case parts.Lines(label, count):
            return [
                CondPageBreak(20 + 22 * min(count, 3)),
                run(label, style_of(SANS_BOLD, 10.5)),
                *([Rule(width)] * count),
                Spacer(0, 8),
            ]
        case parts.Cards():
            return cards_of(block, width)
        case parts.Story(lines):
            return story_of(lines, width)
        case parts.Signatures(roles):
            return _signatures(roles, width, words)
    return [PageBreak()]


def _ticks(items: Sequence[str], width: float) -> list[Flowable]:
    style = style_of(SANS, 10.5)
    grid = Grid([[Square(), run(one, style)] for one in items], colWidths=[20, width - 20], hAlign="LEFT")
    grid.setStyle([*FACE, ("VALIGN", (0, 0), (-1, -1), "TOP"), *_close(3)])
    return [grid, Spacer(0, 6)]


def _facts(rows: Sequence[tuple[str, str]], width: float) -> list[Flowable]:
    label, value = style_of(SANS, 9.5), style_of(SANS, 10)
    cells = [[run(one, label), run(other, value) if other else ""] for one, other in rows]
    grid = Grid(cells, colWidths=[width * 0.34, width * 0.66], hAlign="LEFT")
    grid.setStyle(
        [
            *FACE,
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("NOSPLIT", (0, 0), (-1, -1)),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 6),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ("LINEBELOW", (1, 0), (1, -1), 0.6, HAIR),
        ]
    )
    return [grid, Spacer(0, 8)]


def _table(table: parts.Table, width: float) -> list[Flowable]:
    shares = sum(table.widths)
    widths = [width * one / shares for one in table.widths]
    rows = [table.head, *table.all_rows()]
    columns = list(zip(*rows, strict=True))
    for size in TABLE_SIZES:
        needed = [max(longest(text, SANS_BOLD, size) for text in column) + 2 * PADDING for column in columns]
        if all(need <= has for need, has in zip(needed, widths, strict=True)):
            break
    faces = [style_of(SANS_BOLD, size), *[style_of(SANS, size)] * (len(rows) - 1)]
    cells = [[run(text, face) if text else "" for text in row] for face, row in zip(faces, rows, strict=True)]
    heights = [
        max(
            table.height * cm if number else 0,
            *(
                cell.wrap(has - 2 * PADDING, 9e9)[1] if cell else size
                for cell, has in zip(row, widths, strict=True)
            ),
        )
        + 7
        for number, row in enumerate(cells)
    ]
    grid = Grid(cells, colWidths=widths, rowHeights=heights, repeatRows=1, hAlign="LEFT")
    grid.setStyle(
        [
            *FACE,
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
            ("TOPPADDING", (0, 0), (-1, -1), 2.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
            ("BACKGROUND", (0, 0), (-1, 0), SAND),
            ("GRID", (0, 0), (-1, -1), 0.6, HAIR),
        ]
    )
    return [grid, Spacer(0, 9)]


def _signatures(roles: Sequence[str], width: float, words: Words) -> list[Flowable]:
    style, small = style_of(SANS, 10), style_of(SANS, 8)
    cells = [[run(role, style), "", ""] for role in roles]
    cells.append(["", run(words.name, small), run(words.date, small)])
    grid = Grid(cells, colWidths=[width * 0.4, width * 0.38, width * 0.22], hAlign="LEFT")
    grid.setStyle(
        [
            *FACE,
            ("VALIGN", (0, 0), (-1, -2), "BOTTOM"),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -2), 14),
            ("BOTTOMPADDING", (0, 0), (-1, -2), 2),
            ("TOPPADDING", (0, -1), (-1, -1), 1),
            ("LINEBELOW", (1, 0), (-1, -2), 0.6, HAIR),
        ]
    )
    return [grid]

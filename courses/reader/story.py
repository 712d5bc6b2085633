"""A lesson's HTML as the paragraphs, tables and pictures of a paper."""

import io
from collections.abc import Iterator
from functools import cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from lxml import html
from PIL import Image as Pixels
from PIL import UnidentifiedImageError
from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import registerFontFamily
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    HRFlowable,
    Image,
    Indenter,
    ListFlowable,
    ListItem,
    Spacer,
)
from reportlab.platypus import Paragraph as Run
from reportlab.platypus import Table as Grid

from people.papers.fonts import SANS, SANS_BOLD, SERIF, SERIF_BOLD
from people.papers.paper import tidy

from ..kit.flowables import FACE, HAIR, INK, SOFT, longest
from .letters import printable
from .svg import Drawing, Unknown

SAND, LAKE, LAKE_SOFT, GREY = (
    HexColor("#fbeed6"),
    HexColor("#0a5a78"),
    HexColor("#e8f2f6"),
    HexColor("#f2f0ec"),
)
SUN = HexColor("#b8740f")
HIGH = 330.0  # points a picture may take
TABLE_SIZES = (9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
# What is not printed: things to press, to play and to fill in.
SKIPPED = {
    "form",
    "button",
    "input",
    "textarea",
    "select",
    "script",
    "style",
    "iframe",
    "video",
    "audio",
    "svg",
    "track",
}
INLINE = {
    "a",
    "b",
    "strong",
    "i",
    "em",
    "br",
    "span",
    "dfn",
    "mark",
    "code",
    "sub",
    "sup",
    "small",
    "abbr",
    "time",
    "u",
}
BODY = (SERIF, 10.5)


def _style(face: str = BODY[0], size: float = BODY[1], **more: Any) -> ParagraphStyle:
    return ParagraphStyle(
        f"{face}-{size}",
        **{
            "fontName": face,
            "fontSize": size,
            "leading": size * 1.38,
            "textColor": INK,
            "splitLongWords": 1,
            **more,
        },
    )


@cache
def _families() -> None:
    """What <b> and <i> mean in each face. There are no slanted faces: what is stressed is told by the other face."""
    registerFontFamily(SERIF, normal=SERIF, bold=SERIF_BOLD, italic=SANS, boldItalic=SANS_BOLD)
    registerFontFamily(SANS, normal=SANS, bold=SANS_BOLD, italic=SERIF, boldItalic=SERIF_BOLD)
    for face in (SERIF_BOLD, SANS_BOLD):
        registerFontFamily(face, normal=face, bold=face, italic=face, boldItalic=face)


class Story:
    """`width`: of the room in points; `pictures`: the images of the figures in the order they stand in the HTML."""

    def __init__(self, width: float, pictures: Iterator[Any]) -> None:
        _families()
        self.width, self.pictures = width, pictures

    def of(self, text: str) -> list[Flowable]:
        if not text.strip():
            return []
        return self._inside(html.fragment_fromstring(text, create_parent="div"), self.width)

    # Blocks

    def _inside(self, element: Any, width: float, face: str = BODY[0]) -> list[Flowable]:
        """What stands in an element: its blocks, and between them running text as paragraphs."""
        made: list[Flowable] = []
        loose = escape(_clean(element.text))

        def flush() -> None:
            nonlocal loose
            if loose.strip():
                made.append(Run(loose.strip(), _style(face, spaceAfter=5)))
            loose = ""

        for child in element:
            if isinstance(child.tag, str):
                if child.tag in INLINE:
                    loose += _inline(child)
                else:
                    flush()
                    made += self._block(child, width, face)
            loose += escape(_clean(child.tail))
        flush()
        return made

    def _block(self, element: Any, width: float, face: str) -> list[Flowable]:
        tag = element.tag
        classes = set(element.get("class", "").split())
        if tag in SKIPPED or "no-print" in classes or element.get("hidden") is not None:
            return []
        if tag in {"h1", "h2", "h3", "h4"}:
            return self._heading(element, tag)
        if tag in {"p", "summary", "figcaption", "caption", "dt", "legend"}:
            return self._paragraph(element, classes, tag, face)
        if tag in {"ul", "ol"}:
            return [self._list(element, width, face)]
        if tag == "table":
            return self._table(element, width)
        if tag == "hr":
            return [HRFlowable(width="100%", color=HAIR, thickness=0.6, spaceBefore=6, spaceAfter=6)]
        if tag == "blockquote":
            return [Indenter(left=14), *self._inside(element, width - 14, face), Indenter(left=-14)]
        if tag == "dd":
            return [Indenter(left=10), *self._inside(element, width - 10, SANS), Indenter(left=-10)]
        if tag == "figure" and "lesson-figure" in classes:
            return self._figure(element, width)
        if classes & {"case", "task", "outcomes"}:
            return self._panel(element, classes, width)
        if classes & {"check", "terms", "works"}:
            return [Spacer(0, 4), *self._inside(element, width, SANS)]
        return self._inside(element, width, face)

    def _heading(self, element: Any, tag: str) -> list[Flowable]:
        size, before = (13.5, 12) if tag in {"h1", "h2"} else (11.5, 8)
        style = _style(SERIF_BOLD, size, spaceBefore=before, spaceAfter=4, keepWithNext=1)
        # Not alone at the foot of a page, whatever follows.
        return [CondPageBreak(72), Run(_inner(element), style)] if _inner(element) else []

    def _paragraph(self, element: Any, classes: set[str], tag: str, face: str) -> list[Flowable]:
        words = _inner(element)
        if not words:
            return []
        if "kicker" in classes:
            return [Run(words, _style(SANS, 8.5, textColor=SOFT, spaceAfter=2, keepWithNext=1))]
        if tag == "p":
            return [Run(words, _style(face, 10.5 if face == SERIF else 10, spaceAfter=5))]
        kept = {"summary": 1, "dt": 1, "caption": 1}.get(tag, 0)
        bold = tag in {"summary", "dt", "legend"}
        return [
            Run(
                words,
                _style(
                    SANS_BOLD if bold else SANS,
                    10 if bold else 9,
                    spaceBefore=4,
                    spaceAfter=3,
                    keepWithNext=kept,
                ),
            )
        ]

    def _list(self, element: Any, width: float, face: str) -> Flowable:
        items = [
            ListItem(self._inside(item, width - 16, face) or [Spacer(0, 0)])
            for item in element
            if item.tag == "li"
        ]
        numbered = element.tag == "ol"
        return ListFlowable(
            items,
            bulletType="1" if numbered else "bullet",
            start=None if numbered else "–",
            bulletFontName=SANS,
            bulletFontSize=10,
            bulletFormat="%s." if numbered else None,
            leftIndent=16,
            spaceAfter=4,
        )

    def _panel(self, element: Any, classes: set[str], width: float) -> list[Flowable]:
        """A case, a task or the outcomes: on its own ground; breaks between pages row by row."""
        ground, edge = (SAND, SUN) if "case" in classes else (LAKE_SOFT, LAKE)
        if classes & {"task-own", "outcomes"}:
            ground, edge = GREY, SOFT
        inside = [
            one for one in self._inside(element, width - 24, SANS) if not isinstance(one, CondPageBreak)
        ]
        if not inside:
            return []
        if any(not isinstance(one, (Run, ListFlowable, Spacer)) for one in inside):
            return [Spacer(0, 6), *inside, Spacer(0, 6)]  # a table or a picture needs room of its own
        grid = Grid([[[one]] for one in inside], colWidths=[width], hAlign="LEFT", splitInRow=1)
        grid.setStyle(
            [
                *FACE,
                ("BACKGROUND", (0, 0), (-1, -1), ground),
                ("LINEBEFORE", (0, 0), (0, -1), 3, edge),
                ("LEFTPADDING", (0, 0), (-1, -1), 12),
                ("RIGHTPADDING", (0, 0), (-1, -1), 12),
                ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
                ("TOPPADDING", (0, 0), (-1, 0), 9),
                ("BOTTOMPADDING", (0, -1), (-1, -1), 9),
            ]
        )
        return [Spacer(0, 8), grid, Spacer(0, 8)]

    def _table(self, element: Any, width: float) -> list[Flowable]:
        rows = [[cell for cell in row if cell.tag in {"th", "td"}] for row in element.iter("tr")]
        columns = max((len(row) for row in rows), default=0)
        if not columns:
            return []
        caption = [
            one
            for found in element.findall("caption")
            for one in self._paragraph(found, set(), "caption", SANS)
        ]
        texts = [[" ".join(cell.itertext()) for cell in row] for row in rows]
        room = width / columns - 8
        size = next(
            (
                size
                for size in TABLE_SIZES
                if all(longest(printable(text), SANS_BOLD, size) <= room for row in texts for text in row)
            ),
            TABLE_SIZES[-1],
        )
        cells = [
            [
                Run(_inner(cell), _style(SANS_BOLD if cell.tag == "th" else SANS, size))
                if _inner(cell)
                else ""
                for cell in row
            ]
            + [""] * (columns - len(row))
            for row in rows
        ]
        grid = Grid(cells, colWidths=[width / columns] * columns, repeatRows=1, hAlign="LEFT", splitInRow=1)
        grid.setStyle(
            [
                *FACE,
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 4),
                ("RIGHTPADDING", (0, 0), (-1, -1), 4),
                ("BACKGROUND", (0, 0), (-1, 0), GREY),
                ("GRID", (0, 0), (-1, -1), 0.5, HAIR),
            ]
        )
        return [*caption, grid, Spacer(0, 9)]

    def _figure(self, element: Any, width: float) -> list[Flowable]:
        """The picture, or its text alternative where it cannot be drawn; then its caption and its words."""
        alternative = next((one.get("alt", "") for one in element.iter("img")), "")
        drawn = self._picture(next(self.pictures, None), width)
        if drawn is None:
            made: list[Flowable] = [Run(escape(_clean(alternative)), _style(SANS_BOLD, 10, spaceAfter=3))]
        else:
            made = [CondPageBreak(min(drawn.height + 20, HIGH)), drawn, Spacer(0, 4)]
        rest = [child for child in element if child.tag not in {"img", "picture"}]
        for child in rest:
            made += self._block(child, width, SANS)
        return [Spacer(0, 6), *made, Spacer(0, 6)]

    def _picture(self, image: Any, width: float) -> Any:
        if image is None:
            return None
        try:
            with image.file.open("rb") as file:
                content = file.read()
            if image.is_svg():
                return Drawing(content, width=min(width, 400), height=HIGH)
            wide, high = Pixels.open(io.BytesIO(content)).size
            factor = min(width / wide, HIGH / high, 0.75)
            return Image(io.BytesIO(content), width=wide * factor, height=high * factor)
        except (OSError, ValueError, KeyError, SyntaxError, Unknown, UnidentifiedImageError):
            return None  # its words stand instead


# Running text


def _clean(text: str | None) -> str:
    return printable(tidy((text or "").replace("\n", " ")))


def _inner(element: Any) -> str:
    """The markup of what stands in an element, spaces at the ends gone."""
    words = escape(_clean(element.text))
    for child in element:
        if isinstance(child.tag, str):
            words += _inline(child)
        words += escape(_clean(child.tail))
    return words.strip()


def _inline(element: Any) -> str:
    if element.tag == "br":
        return "<br/>"
    if element.tag in SKIPPED or "visually-hidden" in element.get("class", ""):
        return ""
    inner = _inner(element)
    spaced = f"{' ' if (element.text or '').startswith(' ') else ''}{inner}"
    if element.tag in {"b", "strong", "dfn", "h2", "h3"}:
        return f"<b>{spaced}</b>"
    if element.tag in {"i", "em"}:
        return f"<i>{spaced}</i>"
    if element.tag == "a" and element.get("href", "").startswith(("http://", "https://", "mailto:")):
        href = element.get("href")
        shown = "" if href.removeprefix("mailto:") in inner else f" ({escape(printable(href))})"
        return f'<a href={quoteattr(href)} color="#0a5a78">{spaced}</a>{shown}'
    return spaced

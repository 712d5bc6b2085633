"""Pages of A4 with a number at the foot: what a paper and a form have in common."""

from collections.abc import Callable
from typing import Any, BinaryIO

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from .fonts import SANS
from .paper import tidy

SOFT = HexColor("#535b66")
SIDE, BOTTOM = 50.0, 52.0  # margins, in points


class Numbered(Canvas):
    """Keeps its pages until the last is known, then writes "2 / 7" at the foot of each."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept: list[dict] = []

    def foot(self, number: int) -> None:
        """What else stands at the foot of page `number`."""

    def showPage(self) -> None:
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        pages = len(self._kept)
        for number, state in enumerate(self._kept, 1):
            self.__dict__.update(state)
            self.setFont(SANS, 8)
            self.setFillColor(SOFT)
            self.drawRightString(self._pagesize[0] - SIDE, 28, f"{number} / {pages}")
            self.foot(number)
            super().showPage()
        super().save()


def document(
    target: BinaryIO,
    *,
    title: str,
    subject: str,
    language: str,
    is_landscape: bool,
    top: float,
    head: Callable[[Canvas, Any], None] | None = None,
) -> BaseDocTemplate:
    """A document of one frame a page, `top` points below its edge; `head` draws before each page's text."""
    size = landscape(A4) if is_landscape else A4
    made = BaseDocTemplate(
        target,
        pagesize=size,
        title=tidy(title),
        subject=tidy(subject),
        author="Tirek",
        creator="Tirek",
        lang="kk-KZ" if language == "kk" else "ru-RU",
        displayDocTitle=1,
        initialFontName=SANS,
        invariant=1,
        pageCompression=1,
    )
    width, height = size[0] - 2 * SIDE, size[1] - top - BOTTOM
    frame = Frame(SIDE, BOTTOM, width, height, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    made.addPageTemplates([PageTemplate(frames=[frame], **({"onPage": head} if head else {}))])
    return made

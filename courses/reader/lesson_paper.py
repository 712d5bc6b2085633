"""A lesson as PDF: its text, drawings, tables, cases, tasks and answers, with a code that leads back to it.

Drawn from the lesson's own HTML, so that what is read on the screen is read on paper, with everything opened. Recordings
and forms cannot be printed: their words are.
"""

import io
from collections.abc import Iterator
from typing import Any

from django.core.cache import cache
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer
from reportlab.platypus import Table as Grid

from people.papers import pages
from people.papers.fonts import ONE_AT_A_TIME, SANS, SERIF_BOLD, register
from people.papers.pages import SIDE

from ..kit.flowables import FACE, INK, run, style_of
from ..lessons import Lesson, lesson_for, lesson_of
from ..pages import TopicPage
from .letters import printable
from .story import Story

TOP = 48.0  # margin, in points
CODE = 26 * mm
KEEP_SECONDS = 60 * 60 * 24
BACK = {"kk": "Сабақ сайтта", "ru": "Урок на сайте"}


def kept_pdf(page: TopicPage, *, address: str) -> bytes:
    """The PDF of a published lesson, drawn once per revision. `address`: its own, where the code on it leads."""
    name = f"lesson:pdf:{page.pk}:{page.live_revision_id}"
    content = cache.get(name)
    if content is None:
        lesson = lesson_for(page.key, language=page.locale.language_code) or lesson_of(page)
        content = pdf(page, lesson, address=address)
        cache.set(name, content, KEEP_SECONDS)
    return content


def pdf(page: TopicPage, lesson: Lesson, *, address: str) -> bytes:
    """The bytes of the PDF; the same lesson and address, the same bytes. `address`: where the code on it leads."""
    register()
    language = page.locale.language_code
    target = io.BytesIO()
    document = pages.document(
        target,
        title=printable(lesson.title),
        subject=printable(lesson.aim),
        language=language,
        is_landscape=False,
        top=TOP,
    )
    width = document.pagesize[0] - 2 * SIDE
    story = [
        *_head(lesson, page.key, language, address, width),
        *Story(width, _pictures(page)).of(lesson.html),
    ]
    with ONE_AT_A_TIME:
        document.build(story, canvasmaker=pages.Numbered)
    return target.getvalue()


def _pictures(page: TopicPage) -> Iterator[Any]:
    """The images of the lesson's figures, in their order."""
    return iter([block.value["image"] for block in page.body if block.block_type == "figure"])


def _head(lesson: Lesson, key: str, language: str, address: str, width: float) -> list[Flowable]:
    small = style_of(SANS, 8.5)
    words = [
        run(printable(key), style_of(SANS, 9.5)),
        run(printable(lesson.title), style_of(SERIF_BOLD, 18, spaceBefore=2, spaceAfter=6)),
        run(printable(lesson.aim), style_of(SANS, 11)),
    ]
    code = [Code(address, CODE), run(BACK[language], small)]
    grid = Grid([[words, code]], colWidths=[width - CODE - 8, CODE + 8], hAlign="LEFT")
    grid.setStyle(
        [
            *FACE,
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (0, 0), 0),
            ("RIGHTPADDING", (1, 0), (1, 0), 0),
        ]
    )
    return [grid, Spacer(0, 10)]


class Code(Flowable):
    """An address as a QR code of this side, its quiet zone of four modules within; the address can be clicked too."""

    def __init__(self, address: str, side: float) -> None:
        super().__init__()
        self.address, self.width, self.height = address, side, side
        code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
        code.add_data(address)
        code.make(fit=True)
        self.rows = code.modules

    def draw(self) -> None:
        step = self.width / (len(self.rows) + 8)
        path = self.canv.beginPath()
        for number, row in enumerate(self.rows):
            for place, dark in enumerate(row):
                if dark:
                    path.rect((place + 4) * step, self.height - (number + 5) * step, step, step)
        self.canv.setFillColor(INK)
        self.canv.drawPath(path, stroke=0, fill=1)
        self.canv.linkURL(self.address, (0, 0, self.width, self.height), relative=1)

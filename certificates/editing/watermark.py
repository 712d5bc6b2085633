"""ҮЛГІ / ОБРАЗЕЦ across every page, so that a preview can never pass as a document."""

import io

import pikepdf
from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from people.papers.fonts import ONE_AT_A_TIME, SANS_BOLD, register, width_of

WORDS = "ҮЛГІ / ОБРАЗЕЦ"
INK = Color(0.75, 0.1, 0.1, alpha=0.15)
LINES = (0.24, 0.5, 0.76)  # of the page's height


def marked(pdf: bytes) -> bytes:
    """The same pages with the words over them, aslant and three times, as wide as the page allows."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        sizes = [(float(page.mediabox[2]), float(page.mediabox[3])) for page in document.pages]
        with pikepdf.open(io.BytesIO(_words(sizes))) as over:
            for page, mark in zip(document.pages, over.pages, strict=True):
                page.add_overlay(mark)
            target = io.BytesIO()
            document.save(target)
            return target.getvalue()


def _words(sizes: list[tuple[float, float]]) -> bytes:
    register()
    target = io.BytesIO()
    with ONE_AT_A_TIME:
        canvas = Canvas(target, invariant=1)
        for width, height in sizes:
            canvas.setPageSize((width, height))
            size = 0.8 * width / width_of(WORDS, SANS_BOLD, 1)
            for part in LINES:
                canvas.saveState()
                canvas.translate(width / 2, height * part)
                canvas.rotate(14)
                canvas.setFillColor(INK)
                canvas.setFont(SANS_BOLD, size)
                canvas.drawCentredString(0, -size / 3, WORDS)
                canvas.restoreState()
            canvas.showPage()
        canvas.save()
    return target.getvalue()

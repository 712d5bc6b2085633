"""From facts to the bytes of a PDF. The same facts give the same bytes; the caller keeps them for good."""

import io
from collections.abc import Callable
from dataclasses import fields

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from people.papers.fonts import ONE_AT_A_TIME, register, require_printable

from . import certificate, notice, supplement
from .facts import PrintedFacts
from .look import USUAL, Look
from .sheet import Sheet

Page = tuple[tuple[float, float], Callable[[Sheet, PrintedFacts], None]]

rl_config.useA85 = 0  # reportlab would write every stream a quarter longer, as letters


def draw_document(
    facts: PrintedFacts, *, look: Look = USUAL, cose: str = "", credential: bytes = b""
) -> bytes:
    """A certificate with its supplement, or a notice.

    Raises UnprintableName, before anything is drawn, where a text holds letters that the fonts lack.
    """
    register()
    _require_printable(facts)
    pages: list[Page] = (
        [(certificate.SIZE, certificate.draw_certificate), (supplement.SIZE, supplement.draw_supplement)]
        if facts.kind == "certificate"
        else [(notice.SIZE, notice.draw_notice)]
    )
    with ONE_AT_A_TIME:
        return _draw(facts, pages)


def _draw(facts: PrintedFacts, pages: list[Page]) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=pages[0][0], pageCompression=1, invariant=1, lang="kk")
    _describe(canvas, facts)
    for size, draw in pages:
        canvas.setPageSize(size)
        draw(Sheet(canvas, *size), facts)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _require_printable(facts: PrintedFacts) -> None:
    require_printable(facts.full_name)
    texts = [getattr(facts, field.name) for field in fields(facts)]
    require_printable(*(text for text in texts if isinstance(text, str)))
    require_printable(*(title for module in facts.modules for title in (module.title_kk, module.title_ru)))


def _describe(canvas: Canvas, facts: PrintedFacts) -> None:
    kk, ru = ("Сертификат", "Сертификат") if facts.kind == "certificate" else ("Анықтама", "Справка")
    title = kk if kk == ru else f"{kk} / {ru}"
    canvas.setTitle(f"{title} № {facts.number}, {facts.full_name}")
    canvas.setAuthor(f"{facts.issuer_name_kk} / {facts.issuer_name_ru}")
    canvas.setSubject(f"{facts.programme_title_kk} / {facts.programme_title_ru}")
    canvas.setCreator("Tirek")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    stamp = f"D:{facts.issued_on:%Y%m%d}000000+05'00'"
    canvas.setDateFormatter(lambda *_now: stamp)

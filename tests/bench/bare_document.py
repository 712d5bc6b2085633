"""The same pages by plain calls of reportlab with its stock settings: the bar that drawing is measured against.

What the pages hold is taken down once from our own drawing, so that the bare page is spared all setting of text: it
makes the same letters, lines, ornament and codes at the same places and nothing else. It subsets its fonts, draws its
ornament, lets `qrcode` choose the mask and writes ASCII-85, as reportlab does unless it is told otherwise; it has no
structure, no metadata, no attachment and no signature.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from qrcode.constants import ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.main import QRCode
from reportlab import rl_config
from reportlab.lib.colors import Color
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from certificates.pdf import USUAL, PrintedFacts, certificate, supplement
from certificates.pdf import sheet as ours
from certificates.pdf.structure import Element
from certificates.pdf.words import Words
from people.papers import fonts

Call = tuple[Callable[..., None], tuple[Any, ...]]


def register() -> None:
    """The same four faces once more, as any program would register them."""
    if "Bare-0" not in pdfmetrics.getRegisteredFontNames():
        for number, file in enumerate(fonts._FILES.values()):
            pdfmetrics.registerFont(TTFont(f"Bare-{number}", fonts.FOLDER / file))


_FACES = {name: f"Bare-{number}" for number, name in enumerate(fonts._FILES)}


def _colour(operator: str) -> Color:
    return Color(*map(float, operator.split()))


@dataclass
class Taken:
    """The calls of one page."""

    size: tuple[float, float]
    calls: list[Call] = field(default_factory=list)


class _Taking(ours.Sheet):
    """A sheet that writes down what is drawn on it."""

    def __init__(self, document: Element, size: tuple[float, float]) -> None:
        super().__init__(document, 0, *size)
        self.taken = Taken(size)

    def _line(self, text, face, size, x, baseline, colour, align, spacing, end=""):
        if align:
            x -= align * (fonts.width_of(text, face, size) + spacing * (len(text) - 1))
        place = (x, self.height - baseline)
        self.taken.calls.append((_text, (text, _FACES[face], size, *place, _colour(colour), spacing)))

    def line(self, x1, y1, x2, y2, *, width=0.5, colour=ours.HAIR):
        ends = (x1, self.height - y1, x2, self.height - y2)
        self.taken.calls.append((_stroke, (ends, width, _colour(colour))))

    def circle(self, x, y, radius, *, colour=ours.HAIR, dash=""):
        self.taken.calls.append((_ring, (x, self.height - y, radius, _colour(colour))))

    def drawing(self, name, drawing):
        self.taken.calls += _operators(drawing)

    def modules(self, runs, element, *, left, top, module, quiet, count):
        signed = count > 40
        self.taken.calls.append((_code, (signed, left, self.height - top, module, quiet, count)))


def _text(
    canvas: Canvas, text: str, face: str, size: float, x: float, y: float, colour: Color, spacing: float
) -> None:
    canvas.setFillColor(colour)
    canvas.setFont(face, size)
    canvas.drawString(x, y, text, charSpace=spacing)


def _stroke(canvas: Canvas, ends: tuple[float, float, float, float], width: float, colour: Color) -> None:
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(width)
    canvas.line(*ends)


def _ring(canvas: Canvas, x: float, y: float, radius: float, colour: Color) -> None:
    canvas.saveState()
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(0.6)
    canvas.setDash([1.2, 3])
    canvas.circle(x, y, radius)
    canvas.restoreState()


def _code(
    canvas: Canvas, signed: bool, left: float, top: float, module: float, quiet: float, count: int
) -> None:
    code = QRCode(error_correction=ERROR_CORRECT_M if signed else ERROR_CORRECT_Q, border=0)
    address, cose = canvas.bare_code
    code.add_data(f"{address}#{cose}" if signed else address)
    code.make()
    side = (count + 2 * quiet) * module
    canvas.setFillGray(1)
    canvas.rect(left - quiet * module, top + quiet * module - side, side, side, stroke=0, fill=1)
    canvas.setFillGray(0)
    for index, row in enumerate(code.modules):
        for column, dark in enumerate(row):
            if dark:
                canvas.rect(
                    left + column * module, top - (index + 1) * module, module, module, stroke=0, fill=1
                )


def _operators(drawing: ours.Drawing) -> Iterator[Call]:
    """The ornament's operators as calls of the canvas, its bands where they stand."""
    path: list[tuple[str, list[float]]] = []
    for line in drawing.operators.split("\n"):
        stack: list[str] = []
        for word in line.split():
            if word in {"m", "l", "c", "h", "re"}:
                path.append((word, [float(one) for one in stack]))
            elif word in {"S", "f"}:
                yield _path, (path, word == "f")
                path = []
            elif word == "Do":
                yield from _operators(drawing.uses[stack[0][1:]])
            elif word in {"RG", "rg"}:
                yield (_stroke_colour if word == "RG" else _fill_colour), (_colour(" ".join(stack)),)
            elif word in {"q", "Q", "cm", "w"}:
                yield _state, (word, [float(one) for one in stack])
            elif word != "j":
                stack.append(word)
                continue
            stack = []


def _path(canvas: Canvas, segments: list[tuple[str, list[float]]], fill: bool) -> None:
    path = canvas.beginPath()
    calls = {"m": path.moveTo, "l": path.lineTo, "c": path.curveTo, "re": path.rect, "h": path.close}
    for name, numbers in segments:
        calls[name](*numbers)
    canvas.drawPath(path, stroke=int(not fill), fill=int(fill))


def _stroke_colour(canvas: Canvas, colour: Color) -> None:
    canvas.setStrokeColor(colour)


def _fill_colour(canvas: Canvas, colour: Color) -> None:
    canvas.setFillColor(colour)


def _state(canvas: Canvas, word: str, numbers: list[float]) -> None:
    if word == "q":
        canvas.saveState()
    elif word == "Q":
        canvas.restoreState()
    elif word == "cm":
        canvas.transform(*numbers)
    else:
        canvas.setLineWidth(*numbers)


def taken(facts: PrintedFacts, cose: str) -> list[Taken]:
    """Both pages of a certificate as calls."""
    register()
    words, document = Words(facts, USUAL), Element("Document")
    front, back = _Taking(document, certificate.SIZE), _Taking(document, supplement.SIZE)
    certificate.draw_certificate(front, words)
    supplement.draw_supplement(back, words, cose)
    return [front.taken, back.taken]


def without_ornament(page: Taken) -> Taken:
    """The page's letters, rules and code alone: the least a certificate can be."""
    return Taken(page.size, [one for one in page.calls if one[0] in {_text, _stroke, _code}])


def draw(pages: list[Taken], address: str, cose: str) -> bytes:
    """The pages by reportlab as it comes."""
    before, rl_config.useA85 = rl_config.useA85, 1
    try:
        target = io.BytesIO()
        canvas = Canvas(target)
        canvas.bare_code = (address, cose)
        for page in pages:
            canvas.setPageSize(page.size)
            for call, arguments in page.calls:
                call(canvas, *arguments)
            canvas.showPage()
        canvas.save()
        return target.getvalue()
    finally:
        rl_config.useA85 = before

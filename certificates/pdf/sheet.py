"""A page with its origin at the top left, in points, over reportlab's canvas."""

import zlib
from collections.abc import Sequence

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase.pdfdoc import PDFObject, xObjectName
from reportlab.pdfgen.canvas import Canvas

from people.papers.fonts import width_of

from .layout import Setting

INK, SOFT, LAKE, OCHRE = HexColor("#1d2530"), HexColor("#535b66"), HexColor("#0a5a78"), HexColor("#b9771a")
HAIR = HexColor("#cfc4b1")
MM = 72 / 25.4


class Drawing:
    """Vectors compressed once per process and put into every document as they are (a PDF form)."""

    def __init__(self, operators: str, width: float, height: float) -> None:
        packed = zlib.compress(operators.encode("ascii"), 9)
        head = (
            f"<< /Type /XObject /Subtype /Form /BBox [0 0 {width:.2f} {height:.2f}] /Resources << >>"
            f" /Filter /FlateDecode /Length {len(packed)} >>"
        )
        self.content = head.encode("ascii") + b"\nstream\n" + packed + b"\nendstream\n"


class _Placed(PDFObject):
    """A drawing in one document: reportlab writes the document's own name for it onto the object."""

    __RefOnly__ = 1

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing

    def format(self, document: object) -> bytes:
        return self.drawing.content


class Sheet:
    """One page. `top` and `baseline` count downwards from the upper edge."""

    def __init__(self, canvas: Canvas, width: float, height: float) -> None:
        self.canvas, self.width, self.height = canvas, width, height

    def text(
        self,
        text: str,
        face: str,
        size: float,
        *,
        x: float,
        baseline: float,
        colour: Color = INK,
        align: float = 0.0,
        spacing: float = 0.0,
    ) -> None:
        """One line; `align` 0 starts at x, 0.5 is centred on it, 1 ends there."""
        if align:
            x -= align * (width_of(text, face, size) + spacing * (len(text) - 1))
        self.canvas.setFillColor(colour)
        self.canvas.setFont(face, size)
        self.canvas.drawString(x, self.height - baseline, text, charSpace=spacing)

    def setting(
        self, setting: Setting, *, x: float, top: float, colour: Color = INK, align: float = 0.0
    ) -> float:
        """Lines under each other from `top`; returns the bottom edge."""
        baseline = top + setting.leading / 2 + setting.size * 0.34
        for line in setting.lines:
            self.text(line, setting.face, setting.size, x=x, baseline=baseline, colour=colour, align=align)
            baseline += setting.leading
        return top + setting.height

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, width: float = 0.5, colour: Color = HAIR
    ) -> None:
        self.canvas.setStrokeColor(colour)
        self.canvas.setLineWidth(width)
        self.canvas.line(x1, self.height - y1, x2, self.height - y2)

    def circle(self, x: float, y: float, radius: float, *, colour: Color = HAIR, dash: tuple = ()) -> None:
        self.canvas.saveState()
        self.canvas.setStrokeColor(colour)
        self.canvas.setLineWidth(0.6)
        if dash:
            self.canvas.setDash(*dash)
        self.canvas.circle(x, self.height - y, radius)
        self.canvas.restoreState()

    def white(self, left: float, top: float, width: float, height: float) -> None:
        self.canvas.setFillGray(1)
        self.canvas.rect(left, self.height - top - height, width, height, stroke=0, fill=1)

    def modules(
        self, runs: Sequence[tuple[int, int, int]], *, left: float, top: float, module: float
    ) -> None:
        """Black runs of (column, row, length) as one path, so that no hair shows between neighbours."""
        self.canvas.saveState()
        self.canvas.setFillGray(0)
        self.canvas.transform(module, 0, 0, -module, left, self.height - top)
        path = " ".join(f"{column} {row} {length} 1 re" for column, row, length in runs)
        self.canvas._code.append(f"{path} f")
        self.canvas.restoreState()

    def drawing(self, name: str, drawing: Drawing) -> None:
        """Place a prepared drawing of page size."""
        document = self.canvas._doc
        if not document.hasForm(name):
            document.Reference(_Placed(drawing), xObjectName(name))
        self.canvas.doForm(name)

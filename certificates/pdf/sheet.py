"""A page with its origin at the top left, in points: operators of PDF, each inside a part of the document or artifact."""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from people.papers.fonts import width_of

from .faces import RESOURCES, glyphs
from .images import Picture
from .layout import Setting
from .structure import Element

Colour = str  # red, green and blue from 0 to 1, as an operator takes them
INK, SOFT = "0.114 0.145 0.188", "0.325 0.357 0.4"
LAKE, OCHRE = "0.039 0.353 0.471", "0.725 0.467 0.102"
HAIR = "0.812 0.769 0.694"
MM = 72 / 25.4

_OUTSIDE = Element("Artifact")  # lines, frames, backgrounds: nothing that is read out
_ROUND = 0.5523  # of a quarter circle's radius, to its control points


Box = tuple[float, float, float, float]


class Drawing:
    """Vectors compressed once per process and put into every document as they are (a PDF form).

    `box`: left, low, right, high of what it covers; `uses`: drawings that its operators place by name.
    """

    def __init__(self, operators: str, box: Box, uses: "Mapping[str, Drawing] | None" = None) -> None:
        self.packed = zlib.compress(operators.encode("ascii"), 9)
        self.operators, self.box, self.uses = operators, box, uses or {}


class Sheet:
    """One page. `top` and `baseline` count downwards from the upper edge; `shift` moves everything right and down."""

    def __init__(
        self,
        document: Element,
        number: int,
        width: float,
        height: float,
        *,
        shift: tuple[float, float] = (0.0, 0.0),
    ) -> None:
        self.number, self.width, self.height = number, width, height
        self.shift = shift
        self.faces: dict[str, None] = {}
        self.pictures: dict[str, Drawing | Picture] = {}
        self._operators: list[str] = []
        if any(shift):
            self._operators.append(f"1 0 0 1 {shift[0]:.3f} {-shift[1]:.3f} cm")
        self._inside = document
        self._document = document
        self._open: Element | None = None
        self._marks = 0
        self._fill = self._stroke = ""

    # --- Parts of the document ---

    @contextmanager
    def part(self, kind: str, lang: str = "", *, alt: str = "", attributes: str = "") -> Iterator[Element]:
        """What is drawn within belongs to a new part inside the present one."""
        outer = self._inside
        element = Element(kind, lang, alt, attributes, self.number)
        outer.kids.append(element)
        self._inside = element
        yield element
        self._inside = outer

    def figure(self, lang: str, alt: str, *, left: float, top: float, width: float, height: float) -> Element:
        """A part that is a picture, said in words; what is drawn next with `within` stands in it."""
        low = self.height - top - height - self.shift[1]
        x = left + self.shift[0]
        box = f"{x:.2f} {low:.2f} {x + width:.2f} {low + height:.2f}"
        element = Element(
            "Figure",
            lang,
            alt,
            f"/A << /O /Layout /Placement /Block /BBox [{box}] >>",
            self.number,
        )
        self._inside.kids.append(element)
        return element

    def _write(self, operators: str, element: Element) -> None:
        if element is not self._open:
            if self._open is not None:
                self._operators.append("EMC")
            if element is _OUTSIDE:
                self._operators.append("/Artifact BMC")
            else:
                self._operators.append(f"/{element.kind} <</MCID {self._marks}>> BDC")
                element.kids.append(self._marks)
                self._marks += 1
            self._open = element
        self._operators.append(operators)

    def _reading(self) -> Element:
        return _OUTSIDE if self._inside is self._document else self._inside

    def content(self) -> bytes:
        """The page's operators, compressed."""
        end = [] if self._open is None else ["EMC"]
        self._open = None
        self._operators += end
        return zlib.compress("\n".join(self._operators).encode("ascii"), 6)

    # --- Text ---

    def text(
        self,
        text: str,
        face: str,
        size: float,
        *,
        x: float,
        baseline: float,
        colour: Colour = INK,
        align: float = 0.0,
        spacing: float = 0.0,
        kind: str = "",
        lang: str = "",
    ) -> None:
        """One line; `align` 0 starts at x, 0.5 is centred on it, 1 ends there. With a `kind` it is a part of its own."""
        if kind:
            with self.part(kind, lang):
                self._line(text, face, size, x, baseline, colour, align, spacing)
        else:
            self._line(text, face, size, x, baseline, colour, align, spacing)

    def _line(
        self,
        text: str,
        face: str,
        size: float,
        x: float,
        baseline: float,
        colour: Colour,
        align: float,
        spacing: float,
        end: str = "",
    ) -> None:
        if align:
            x -= align * (width_of(text, face, size) + spacing * (len(text) - 1))
        hexadecimal = glyphs(face)
        letters = "".join([hexadecimal[letter] for letter in text + end])
        self.faces[face] = None
        operators = [] if colour == self._fill else [f"{colour} rg"]
        self._fill = colour
        operators.append(f"BT /{RESOURCES[face]} {size:.2f} Tf")
        if spacing:
            operators.append(f"{spacing:.2f} Tc")
        operators.append(f"{x:.2f} {self.height - baseline:.2f} Td <{letters}> Tj")
        operators.append("0 Tc ET" if spacing else "ET")
        self._write(" ".join(operators), self._reading())

    def setting(
        self,
        setting: Setting,
        *,
        x: float,
        top: float,
        colour: Colour = INK,
        align: float = 0.0,
        kind: str = "",
        lang: str = "",
    ) -> float:
        """Lines under each other from `top`; returns the bottom edge. With a `kind` they are a part of their own."""
        if kind:
            with self.part(kind, lang):
                return self.setting(setting, x=x, top=top, colour=colour, align=align)
        baseline = top + setting.leading / 2 + setting.size * 0.34
        last = len(setting.lines) - 1
        for index, line in enumerate(setting.lines):
            # Lines of one sentence are read with a space between them.
            end = "" if index == last else " "
            self._line(line, setting.face, setting.size, x, baseline, colour, align, 0.0, end)
            baseline += setting.leading
        return top + setting.height

    # --- Vectors and pictures ---

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, width: float = 0.5, colour: Colour = HAIR
    ) -> None:
        """A stroke that means nothing."""
        stroke = "" if colour == self._stroke else f"{colour} RG "
        self._stroke = colour
        self._write(
            f"{stroke}{width:g} w {x1:.2f} {self.height - y1:.2f} m {x2:.2f} {self.height - y2:.2f} l S",
            _OUTSIDE,
        )

    def rectangle(
        self, left: float, top: float, width: float, height: float, *, colour: Colour = HAIR, dash: str = ""
    ) -> None:
        """An outline that means nothing."""
        self._write(
            f"q {colour} RG 0.5 w {dash} {left:.2f} {self.height - top - height:.2f} {width:.2f} {height:.2f} re S Q",
            _OUTSIDE,
        )

    def circle(self, x: float, y: float, radius: float, *, colour: Colour = HAIR, dash: str = "") -> None:
        """A circle that means nothing; `dash` is an operator such as «[1 3] 0 d»."""
        y = self.height - y
        k = _ROUND * radius
        path = [f"{x + radius:.2f} {y:.2f} m"]
        for ax, ay, bx, by in ((1, 0, 0, 1), (0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0)):
            path.append(
                f"{x + ax * radius + bx * k:.2f} {y + ay * radius + by * k:.2f} "
                f"{x + bx * radius + ax * k:.2f} {y + by * radius + ay * k:.2f} "
                f"{x + bx * radius:.2f} {y + by * radius:.2f} c"
            )
        self._write(f"q {colour} RG 0.6 w {dash} {' '.join(path)} S Q", _OUTSIDE)

    def modules(
        self,
        runs: Sequence[tuple[int, int, int]],
        element: Element,
        *,
        left: float,
        top: float,
        module: float,
        quiet: float,
        count: int,
    ) -> None:
        """Black runs of (column, row, length) as one path on a white square, so that no hair shows between neighbours."""
        side = count + 2 * quiet
        path = " ".join([f"{column} {row} {length} 1 re" for column, row, length in runs])
        self._write(
            f"q {module:.5f} 0 0 {-module:.5f} {left:.3f} {self.height - top:.3f} cm"
            f" 1 g {-quiet:g} {-quiet:g} {side:g} {side:g} re f 0 g {path} f Q",
            element,
        )

    def drawing(self, name: str, drawing: Drawing) -> None:
        """Place a prepared drawing of page size, which means nothing."""
        self.pictures[name] = drawing
        self._write(f"/{name} Do", _OUTSIDE)

    def picture(
        self,
        name: str,
        picture: Picture,
        *,
        x: float,
        y: float,
        width: float,
        height: float,
        lang: str = "",
        alt: str = "",
    ) -> None:
        """A picture centred on (x, y), as large as it goes into the box; without `alt` it means nothing."""
        scale = min(width / picture.width, height / picture.height)
        wide, high = picture.width * scale, picture.height * scale
        left, top = x - wide / 2, y - high / 2
        self.pictures[name] = picture
        element = self.figure(lang, alt, left=left, top=top, width=wide, height=high) if alt else _OUTSIDE
        self._write(
            f"q {wide:.3f} 0 0 {high:.3f} {left:.3f} {self.height - top - high:.3f} cm /{name} Do Q", element
        )

"""A lesson's drawing on paper: the shapes our drawings are made of, as vectors. What is drawn otherwise is refused.

Known: rect, circle, line, path (M L H V C Q A Z and their small letters), text, g; fill, stroke, their widths, dashes and
ends, `translate` and `rotate`. Units: the drawing's own, scaled to the room it has.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from defusedxml import ElementTree
from reportlab.lib.colors import toColor
from reportlab.platypus import Flowable

from people.papers.fonts import SANS, SANS_BOLD, width_of
from people.papers.paper import tidy

from .letters import printable

_TOKEN = re.compile(r"[MLHVCQAZmlhvcqaz]|-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?")
_MOVE = re.compile(r"(translate|rotate)\(([^)]*)\)")
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "A": 7, "Z": 0}
_SILENT = {"title", "desc", "metadata", "defs"}
_CAPS, _JOINS = {"butt": 0, "round": 1, "square": 2}, {"miter": 0, "round": 1, "bevel": 2}
Point = tuple[float, float]


class Unknown(ValueError):
    """The drawing uses something that is not drawn here."""


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _curves(start: Point, values: list[float]) -> Iterator[tuple[Point, Point, Point]]:
    """An elliptical arc as Bézier curves (SVG 1.1, F.6.5)."""
    rx, ry, turn, large, sweep, x, y = values
    rx, ry = abs(rx), abs(ry)
    if not rx or not ry or (x, y) == start:
        yield start, (x, y), (x, y)
        return
    angle = math.radians(turn)
    cos, sin = math.cos(angle), math.sin(angle)
    dx, dy = (start[0] - x) / 2, (start[1] - y) / 2
    px, py = cos * dx + sin * dy, cos * dy - sin * dx
    grow = max(1.0, math.sqrt((px / rx) ** 2 + (py / ry) ** 2))
    rx, ry = rx * grow, ry * grow
    below = (rx * py) ** 2 + (ry * px) ** 2
    root = math.sqrt(max(0.0, ((rx * ry) ** 2 - below) / below)) * (-1 if large == sweep else 1)
    cx, cy = root * rx * py / ry, -root * ry * px / rx
    mx, my = cos * cx - sin * cy + (start[0] + x) / 2, sin * cx + cos * cy + (start[1] + y) / 2
    first = math.atan2((py - cy) / ry, (px - cx) / rx)
    whole = math.atan2((-py - cy) / ry, (-px - cx) / rx) - first
    if sweep and whole < 0:
        whole += 2 * math.pi
    elif not sweep and whole > 0:
        whole -= 2 * math.pi
    steps = max(1, math.ceil(abs(whole) / (math.pi / 2)))
    bend = 4 / 3 * math.tan(whole / steps / 4)

    def at(a: float, slope: float) -> Point:
        ex = rx * (math.cos(a) - slope * math.sin(a))
        ey = ry * (math.sin(a) + slope * math.cos(a))
        return mx + cos * ex - sin * ey, my + sin * ex + cos * ey

    for step in range(steps):
        one, other = first + whole * step / steps, first + whole * (step + 1) / steps
        yield at(one, bend), at(other, -bend), at(other, 0)


def _path(canvas: Any, text: str) -> Any:
    """The outline of a path's `d`."""
    outline = canvas.beginPath()
    tokens = _TOKEN.findall(text)
    here: Point = (0.0, 0.0)
    first = here
    command, place = "", 0
    while place < len(tokens):
        if tokens[place].isalpha():
            command, place = tokens[place], place + 1
        elif command in "mM":
            command = "l" if command == "m" else "L"
        upper, taken = command.upper(), _TAKES[command.upper()]
        values = [float(one) for one in tokens[place : place + taken]]
        if len(values) < taken:
            raise Unknown("path")
        place += taken
        if upper == "Z":
            outline.close()
            here = first
            if place < len(tokens) and not tokens[place].isalpha():
                raise Unknown("path")
            continue
        if command.islower():
            values = _absolute(upper, values, here)
        if upper == "M":
            here = first = (values[0], values[1])
            outline.moveTo(*here)
        elif upper in "LHV":
            here = (
                values[0] if upper != "V" else here[0],
                values[-1] if upper != "H" else here[1],
            )
            outline.lineTo(*here)
        elif upper == "A":
            for one, other, end in _curves(here, values):
                outline.curveTo(*one, *other, *end)
            here = (values[5], values[6])
        else:
            if upper == "Q":
                (qx, qy), end = (values[0], values[1]), (values[2], values[3])
                values = [
                    here[0] + 2 / 3 * (qx - here[0]),
                    here[1] + 2 / 3 * (qy - here[1]),
                    end[0] + 2 / 3 * (qx - end[0]),
                    end[1] + 2 / 3 * (qy - end[1]),
                    *end,
                ]
            outline.curveTo(*values)
            here = (values[4], values[5])
    return outline


def _absolute(upper: str, values: list[float], here: Point) -> list[float]:
    if upper == "A":
        return [*values[:5], values[5] + here[0], values[6] + here[1]]
    if upper == "V":
        return [values[0] + here[1]]
    return [value + here[number % 2] for number, value in enumerate(values)]


@dataclass
class _Pen:
    canvas: Any
    bold_from: int = 600

    def draw(self, element: Any, above: dict[str, str]) -> None:
        name = _name(element)
        if not name or name in _SILENT:
            return
        said = above | {key: value for key, value in element.attrib.items() if key != "transform"}
        self.canvas.saveState()
        for kind, numbers in _MOVE.findall(element.get("transform", "")):
            values = [float(one) for one in re.split(r"[\s,]+", numbers.strip())]
            if kind == "translate":
                self.canvas.translate(values[0], values[1] if len(values) > 1 else 0)
            elif len(values) == 1:
                self.canvas.rotate(values[0])
            else:
                raise Unknown("rotate")
        if name in {"svg", "g"}:
            inherited = {
                key: value for key, value in said.items() if key not in {"x", "y", "width", "height", "id"}
            }
            for child in element:
                self.draw(child, inherited)
        else:
            drawn = getattr(self, f"_{name}", None)
            if drawn is None:
                raise Unknown(name)
            drawn(element, said)
        self.canvas.restoreState()

    def _ready(self, said: dict[str, str], fill: str = "#000000") -> dict[str, int]:
        """Colours and lines; says what is to be done with the shape."""
        fill, stroke = said.get("fill", fill), said.get("stroke", "none")
        if fill != "none":
            self.canvas.setFillColor(toColor(fill))
            self.canvas.setFillAlpha(float(said.get("fill-opacity", 1)))
        if stroke != "none":
            self.canvas.setStrokeColor(toColor(stroke))
            self.canvas.setLineWidth(float(said.get("stroke-width", 1)))
            self.canvas.setLineCap(_CAPS[said.get("stroke-linecap", "butt")])
            self.canvas.setLineJoin(_JOINS[said.get("stroke-linejoin", "miter")])
            dashes = said.get("stroke-dasharray", "none")
            if dashes != "none":
                self.canvas.setDash([float(one) for one in re.split(r"[\s,]+", dashes.strip())])
        return {"fill": int(fill != "none"), "stroke": int(stroke != "none")}

    def _rect(self, _element: Any, said: dict[str, str]) -> None:
        x, y, width, height = (float(said.get(key, 0)) for key in ("x", "y", "width", "height"))
        corner = min(float(said.get("rx", 0)), width / 2, height / 2)
        how = self._ready(said)
        if corner:
            self.canvas.roundRect(x, y, width, height, corner, **how)
        else:
            self.canvas.rect(x, y, width, height, **how)

    def _circle(self, _element: Any, said: dict[str, str]) -> None:
        how = self._ready(said)
        self.canvas.circle(*(float(said.get(key, 0)) for key in ("cx", "cy", "r")), **how)

    def _line(self, _element: Any, said: dict[str, str]) -> None:
        self._ready(said)
        self.canvas.line(*(float(said.get(key, 0)) for key in ("x1", "y1", "x2", "y2")))

    def _path(self, _element: Any, said: dict[str, str]) -> None:
        how = self._ready(said)
        self.canvas.drawPath(_path(self.canvas, said.get("d", "")), **how)

    def _text(self, element: Any, said: dict[str, str]) -> None:
        if len(element):
            raise Unknown("tspan")
        text = printable(tidy(" ".join((element.text or "").split())))
        size = float(said.get("font-size", 16))
        weight = said.get("font-weight", "400")
        face = SANS_BOLD if weight == "bold" or (weight.isdecimal() and int(weight) >= 600) else SANS
        wide = width_of(text, face, size)
        move = {"start": 0.0, "middle": wide / 2, "end": wide}[said.get("text-anchor", "start")]
        self._ready(said)
        self.canvas.translate(float(said.get("x", 0)) - move, float(said.get("y", 0)))
        self.canvas.scale(1, -1)  # the page's upside is the drawing's downside
        self.canvas.setFont(face, size)
        self.canvas.drawString(0, 0, text)


class Drawing(Flowable):
    """A drawing as wide as its room, or as high as allowed."""

    def __init__(self, content: bytes, *, width: float, height: float) -> None:
        super().__init__()
        self.root = ElementTree.fromstring(content)
        box = self.root.get("viewBox", "").replace(",", " ").split()
        if len(box) != 4 or _name(self.root) != "svg":
            raise Unknown("viewBox")
        self.left, self.top, wide, high = map(float, box)
        if wide <= 0 or high <= 0:
            raise Unknown("viewBox")
        self.factor = min(width / wide, height / high)
        self.width, self.height = wide * self.factor, high * self.factor
        self.hAlign = "CENTER"
        _Pen(_Dry()).draw(self.root, {})  # refused now, not in the middle of a page

    def draw(self) -> None:
        self.canv.translate(0, self.height)
        self.canv.scale(self.factor, -self.factor)
        self.canv.translate(-self.left, -self.top)
        _Pen(self.canv).draw(self.root, {})


class _Dry:
    """A canvas that draws nothing: whatever it is asked, it answers with itself."""

    def __getattr__(self, _name: str) -> Any:
        return lambda *_args, **_kwargs: self

"""The frame: a double line, guilloche between its lines and қошқар мүйіз (ram's horns) in its corners.

Everything here is computed once per process as PDF path operators. Curves are cubic Béziers through points of
the exact curve with its exact tangents, so a quarter of a wave needs one segment.
"""

import math
from collections.abc import Callable, Iterable
from functools import cache
from itertools import pairwise

from .sheet import Drawing

Point = tuple[float, float]
LAKE_RGB = "0.039 0.353 0.471"
LAKE_PALE_RGB = "0.51 0.70 0.77"
OCHRE_RGB = "0.725 0.467 0.102"
OCHRE_PALE_RGB = "0.89 0.75 0.52"
HAIR_RGB = "0.81 0.77 0.69"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


def _pair(point: Point) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _through(points: list[Point], tangents: list[Point], step: float) -> str:
    """A path through points; tangents are derivatives by the parameter that advances by `step`."""
    parts = [f"{_pair(points[0])} m"]
    third = step / 3
    for (a, b), (da, db) in zip(pairwise(points), pairwise(tangents), strict=True):
        parts.append(
            f"{_pair((a[0] + da[0] * third, a[1] + da[1] * third))} "
            f"{_pair((b[0] - db[0] * third, b[1] - db[1] * third))} {_pair(b)} c"
        )
    return "\n".join(parts)


def curve(at: Callable[[float], Point], start: float, end: float, segments: int) -> str:
    """A parametric curve; tangents by central differences."""
    step = (end - start) / segments
    small = step / 500
    values = [start + step * index for index in range(segments + 1)]
    points = [at(value) for value in values]
    tangents = []
    for value in values:
        before, after = at(value - small), at(value + small)
        tangents.append(((after[0] - before[0]) / (2 * small), (after[1] - before[1]) / (2 * small)))
    return _through(points, tangents, step)


# --- Guilloche ------------------------------------------------------------------------------------


def _band(length: float, amplitude: float, wanted: float) -> Iterable[tuple[str, str]]:
    """(colour, path) of a woven band along the x axis, from 0 to `length`, nodes at both ends."""
    halves = max(2, round(length / wanted))
    wave = math.pi * halves / length
    for colour, shift, shares in (
        (OCHRE_PALE_RGB, math.pi / 2, (1.0, 0.72, 0.44, 0.16)),
        (LAKE_PALE_RGB, 0.0, (1.0, 0.8, 0.6, 0.4, 0.2)),
    ):
        for share in shares:
            for sign in (1, -1):
                height = sign * share * amplitude

                def at(x: float, height: float = height, shift: float = shift) -> Point:
                    return x, height * math.sin(wave * x + shift)

                yield colour, curve(at, 0, length, halves * 2)


# --- Ram's horns ----------------------------------------------------------------------------------


def _horn(size: float, side: int, stem: float) -> str:
    """One horn as a filled ribbon: up the stem, over the crown, curled in; thickest at the crown."""
    turn = math.radians(450)
    samples = 48
    left: list[Point] = []
    right: list[Point] = []
    for index in range(samples + 1):
        share = index / samples
        angle = math.pi - turn * share
        radius = size * (1 - 0.70 * share**1.1)
        x, y = size + radius * math.cos(angle), radius * math.sin(angle)
        half = size * (0.115 + 0.10 * math.sin(math.pi * min(1.0, share * 1.4)) ** 1.2) * (1 - 0.25 * share)
        left.append((side * (x + half * math.cos(angle)), y + half * math.sin(angle)))
        right.append((side * (x - half * math.cos(angle)), y - half * math.sin(angle)))
    foot = size * 0.115
    outline = [*left, *reversed(right), (side * foot, -stem), (-side * foot, -stem)]
    end = math.pi - turn
    tip = (side * size * (1 + 0.27 * math.cos(end)), size * 0.27 * math.sin(end))
    return _polygon(outline) + "\n" + _disc(tip, size * 0.17)


def _polygon(points: list[Point]) -> str:
    path = [f"{_pair(points[0])} m"] + [f"{_pair(point)} l" for point in points[1:]]
    return "\n".join(path) + "\nf"


def _disc(centre: Point, radius: float) -> str:
    x, y = centre
    k = 0.5523 * radius
    return (
        f"{_pair((x + radius, y))} m "
        f"{_pair((x + radius, y + k))} {_pair((x + k, y + radius))} {_pair((x, y + radius))} c "
        f"{_pair((x - k, y + radius))} {_pair((x - radius, y + k))} {_pair((x - radius, y))} c "
        f"{_pair((x - radius, y - k))} {_pair((x - k, y - radius))} {_pair((x, y - radius))} c "
        f"{_pair((x + k, y - radius))} {_pair((x + radius, y - k))} {_pair((x + radius, y))} c f"
    )


def _diamond(x: float, y: float, half: float, *, wide: float = 1.0) -> str:
    return (
        f"{_pair((x - half * wide, y))} m {_pair((x, y + half))} l "
        f"{_pair((x + half * wide, y))} l {_pair((x, y - half))} l h f"
    )


def horns(size: float, stem: float) -> str:
    """A pair of horns on one stem that ends at −`stem`, crown upwards; no colour of its own."""
    return f"{_horn(size, 1, stem)}\n{_horn(size, -1, stem)}"


def _placed(x: float, y: float, degrees: float, operators: str, scale: float = 1.0) -> str:
    cosine, sine = math.cos(math.radians(degrees)) * scale, math.sin(math.radians(degrees)) * scale
    return f"q {cosine:.4f} {sine:.4f} {-sine:.4f} {cosine:.4f} {_pair((x, y))} cm\n{operators}\nQ"


def crest(x: float, y: float, size: float) -> str:
    """Four pairs of horns about a diamond: the emblem over the title."""
    arm = size * 1.36
    parts = [f"{LAKE_RGB} rg"]
    parts += [
        _placed(x, y, quarter * 90, _placed(0, arm, 0, horns(size * 0.5, arm - size * 0.5)))
        for quarter in range(4)
    ]
    parts += [f"{OCHRE_RGB} rg", _diamond(x, y, size * 0.5)]
    parts += [
        _placed(x, y, 45 + quarter * 90, _diamond(0, size * 1.2, size * 0.24, wide=0.62))
        for quarter in range(4)
    ]
    return "\n".join(parts)


def divider(x: float, y: float, half: float, gap: float = 9.0) -> str:
    """A hair line with a diamond in its middle."""
    return (
        f"{HAIR_RGB} RG 0.6 w {_pair((x - half, y))} m {_pair((x - gap, y))} l "
        f"{_pair((x + gap, y))} m {_pair((x + half, y))} l S\n"
        f"{OCHRE_RGB} rg {_diamond(x, y, 2.6, wide=1.25)}\n"
        f"{_diamond(x - 6.2, y, 1.1)}\n{_diamond(x + 6.2, y, 1.1)}"
    )


# --- Frames ---------------------------------------------------------------------------------------


def _rectangle(inset: float, width: float, height: float, line: float, colour: str) -> str:
    return (
        f"{colour} RG {line} w {_number(inset)} {_number(inset)} "
        f"{_number(width - 2 * inset)} {_number(height - 2 * inset)} re S"
    )


def _stroke(start: Point, end: Point) -> str:
    return f"{LAKE_RGB} RG 0.4 w {_pair(start)} m {_pair(end)} l S"


def _notched(inset: float, notch: float, width: float, height: float, line: float, colour: str) -> str:
    """A rectangle whose corners step inwards by `notch`."""
    left, right, low, high = inset, width - inset, inset, height - inset
    points = [
        (left + notch, low),
        (right - notch, low),
        (right - notch, low + notch),
        (right, low + notch),
        (right, high - notch),
        (right - notch, high - notch),
        (right - notch, high),
        (left + notch, high),
        (left + notch, high - notch),
        (left, high - notch),
        (left, low + notch),
        (left + notch, low + notch),
    ]
    path = f"{_pair(points[0])} m " + " ".join(f"{_pair(point)} l" for point in points[1:])
    return f"{colour} RG {line} w {path} h S"


OUTER = 22.0  # of the outer line from the paper's edge: printers leave 4 to 6 mm
BAND = 21.0  # between the outer and the inner line
NOTCH = 26.0  # by which the inner line steps in at the corners


@cache
def certificate_frame(width: float, height: float, with_crest: bool = True) -> Drawing:
    """The whole ornament of the first page of a certificate; a logo stands in the crest's place."""
    inner = OUTER + BAND
    corner = inner + NOTCH
    parts = ["0.35 w 1 j"]
    across, along = height - 2 * corner, width - 2 * corner
    middle = (OUTER + 2.6 + inner) / 2
    amplitude = (BAND - 2.6) / 2 - 1.9
    bands = {"Along": _woven(along, amplitude), "Across": _woven(across, amplitude)}
    for turn, x, y, name in (
        (0, corner, middle, "Along"),
        (0, corner, height - middle, "Along"),
        (90, middle, corner, "Across"),
        (90, width - middle, corner, "Across"),
    ):
        parts.append(_placed(x, y, turn, f"/{name} Do"))
    parts.append(_rectangle(OUTER, width, height, 1.3, LAKE_RGB))
    parts.append(_rectangle(OUTER + 2.6, width, height, 0.4, LAKE_RGB))
    parts.append(_notched(inner, NOTCH, width, height, 0.9, LAKE_RGB))
    parts.append(_notched(inner + 2.4, NOTCH, width, height, 0.35, OCHRE_RGB))
    for x in (corner, width - corner):
        parts.append(_stroke((x, OUTER + 2.6), (x, inner)))
        parts.append(_stroke((x, height - OUTER - 2.6), (x, height - inner)))
    for y in (corner, height - corner):
        parts.append(_stroke((OUTER + 2.6, y), (inner, y)))
        parts.append(_stroke((width - OUTER - 2.6, y), (width - inner, y)))
    square = OUTER + 2.6 + (corner - OUTER - 2.6) / 2
    for degrees, x, y in (
        (-45, square, square),
        (45, width - square, square),
        (135, width - square, height - square),
        (225, square, height - square),
    ):
        parts.append(_placed(x, y, degrees, _corner(), scale=1.16))
    if with_crest:
        parts.append(crest(width / 2, height - 88, 13.5))
    parts.append(divider(width / 2, height - 263, 150))
    return Drawing("\n".join(parts), (0, 0, width, height), bands)


def _woven(length: float, amplitude: float) -> Drawing:
    """A band of guilloche along the x axis, about it: each of two opposite sides is the same."""
    strokes: dict[str, list[str]] = {}
    for colour, path in _band(length, amplitude, 23.0):
        strokes.setdefault(colour, []).append(path)
    band = "\n".join(f"{colour} RG\n" + "\n".join(paths) + "\nS" for colour, paths in strokes.items())
    return Drawing(f"0.35 w 1 j\n{band}", (-1, -amplitude - 1, length + 1, amplitude + 1))


def _corner() -> str:
    """Horns on the diagonal, crown towards the middle of the page, between two lozenges."""
    return "\n".join(
        [
            f"{LAKE_RGB} rg",
            _placed(0, 3.2, 0, horns(8.2, 9.0)),
            f"{OCHRE_RGB} rg",
            _diamond(0, -11.8, 4.6, wide=0.62),
            _diamond(0, 16.6, 3.2, wide=0.62),
        ]
    )


@cache
def plain_frame(width: float, height: float) -> Drawing:
    """The quiet double line of the supplement."""
    parts = [
        _rectangle(OUTER, width, height, 1.0, LAKE_RGB),
        _rectangle(OUTER + 3.4, width, height, 0.35, OCHRE_RGB),
    ]
    return Drawing("\n".join(parts), (0, 0, width, height))

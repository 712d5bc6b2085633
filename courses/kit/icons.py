"""Line pictures for cards, drawn on a 24 × 24 grid (y grows downwards) as broken lines: paper and pixels alike."""

import io
import math
from functools import cache

from PIL import Image, ImageDraw

Point = tuple[float, float]
Stroke = list[Point]
GRID = 24


def line(*numbers: float) -> Stroke:
    """A broken line through x, y, x, y, …"""
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def arc(x: float, y: float, radius: float, start: float, end: float, flat: float = 1) -> Stroke:
    """Part of a circle, in degrees clockwise from three o'clock; `flat` squeezes its height."""
    steps = max(6, round(abs(end - start) / 8))
    turns = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
    return [(x + radius * math.cos(turn), y + radius * flat * math.sin(turn)) for turn in turns]


def ring(x: float, y: float, radius: float) -> Stroke:
    return arc(x, y, radius, 0, 360)


def box(left: float, top: float, right: float, bottom: float) -> Stroke:
    return line(left, top, right, top, right, bottom, left, bottom, left, top)


def dot(x: float, y: float) -> Stroke:
    return [(x, y), (x + 0.01, y)]


def face(*more: Stroke) -> list[Stroke]:
    return [ring(12, 12, 9), dot(9, 10), dot(15, 10), *more]


def person(x: float, head: float = 8, size: float = 2.6, foot: float = 19) -> list[Stroke]:
    return [ring(x, head, size), arc(x, foot, size * 1.6, 180, 360, (foot - head - size - 1) / size / 1.6)]


ICONS: dict[str, list[Stroke]] = {
    "arrows": [
        line(4, 9, 19, 9),
        line(15.5, 5.5, 19, 9, 15.5, 12.5),
        line(20, 16, 5, 16),
        line(8.5, 12.5, 5, 16, 8.5, 19.5),
    ],
    "bag": [box(5, 9, 19, 20), arc(12, 9, 3.5, 180, 360), line(5, 13, 19, 13), line(12, 12, 12, 14.5)],
    "ball": [
        ring(12, 12, 8.5),
        line(12, 8.2, 15.6, 10.8, 14.2, 15, 9.8, 15, 8.4, 10.8, 12, 8.2),
        line(12, 8.2, 12, 3.5),
        line(15.6, 10.8, 20, 9.4),
        line(14.2, 15, 17, 18.8),
        line(9.8, 15, 7, 18.8),
        line(8.4, 10.8, 4, 9.4),
    ],
    "bell": [
        [
            *line(5, 17, 6.5, 15, 6.5, 11),
            *arc(12, 10.5, 5.5, 180, 360),
            *line(17.5, 11, 17.5, 15, 19, 17, 5, 17),
        ],
        arc(12, 17.5, 2, 20, 160),
        line(12, 3, 12, 5),
    ],
    "book": [
        line(12, 7, 8, 5, 3, 5, 3, 18, 8, 18, 12, 20, 16, 18, 21, 18, 21, 5, 16, 5, 12, 7),
        line(12, 7, 12, 20),
    ],
    "bowl": [arc(12, 11, 8, 0, 180), line(3, 11, 21, 11), line(9, 20.5, 15, 20.5), line(12, 8, 17, 3)],
    "brush": [
        line(20, 4, 11, 13),
        line(18, 3, 21, 6),
        [*line(10, 12, 7, 14, 6.5, 17), *line(4, 20, 8.5, 20, 11.5, 17.5, 12, 14, 10, 12)],
    ],
    "check": [line(4.5, 12.5, 9.5, 17.5, 19.5, 6.5)],
    "clock": [ring(12, 12, 9), line(12, 7, 12, 12.3, 15.5, 14.3)],
    "cup": [line(6, 6, 7, 20, 15, 20, 16, 6, 6, 6), arc(16, 11.5, 3.5, -75, 80), line(6.4, 10, 15.7, 10)],
    "door": [box(6, 3, 18, 21), line(3, 21, 21, 21), dot(15, 12.5)],
    "ear": [
        [*arc(12, 9, 6, 170, 390), *line(15, 14.5, 13.5, 17), *arc(10.8, 17.5, 2.8, 0, 150)],
        arc(12, 9, 2.8, 180, 380),
        line(14.6, 10, 12.5, 12, 12.5, 14),
    ],
    "face-angry": face(arc(12, 17, 3.5, 200, 340), line(7, 7, 10, 8.5), line(17, 7, 14, 8.5)),
    "face-calm": face(line(8.5, 15.5, 15.5, 15.5)),
    "face-happy": face(arc(12, 12.5, 4.5, 25, 155)),
    "face-sad": face(arc(12, 18, 4, 210, 330)),
    "face-tired": [
        ring(12, 12, 9),
        arc(8.7, 9.5, 1.7, 0, 180),
        arc(15.3, 9.5, 1.7, 0, 180),
        ring(12, 15.5, 1.8),
    ],
    "face-worried": face(line(8, 16, 10, 14.5, 12, 16, 14, 14.5, 16, 16)),
    "group": [*person(12, 7, 2.6, 17), *person(5, 10, 2, 20), *person(19, 10, 2, 20)],
    "hand": [
        [
            *line(7, 14, 4.5, 10.5, 6, 9.5, 8.5, 12, 8.5, 5, 10.3, 5, 10.8, 10, 11.2, 3.5, 13, 3.5),
            *line(13.2, 10, 14.2, 4.5, 15.9, 5, 15.6, 10.5, 17, 7, 18.6, 7.5),
            *line(18, 14, 16, 18, 15.5, 20.5, 9.5, 20.5, 9, 18, 7, 14),
        ]
    ],
    "headphones": [arc(12, 12, 8, 180, 360), box(3.5, 12, 7, 19), box(17, 12, 20.5, 19)],
    "house": [line(3, 12, 12, 4, 21, 12), line(5.5, 10, 5.5, 20, 18.5, 20, 18.5, 10), box(10, 14, 14, 20)],
    "light": [
        [*arc(12, 9.5, 6, 130, 410), *line(15, 17.5, 9, 17.5, 8.2, 14.1)],
        line(10, 20.5, 14, 20.5),
    ],
    "note": [line(9.5, 17, 9.5, 5, 18.5, 3.5, 18.5, 15), ring(7.2, 17, 2.4), ring(16.2, 15, 2.4)],
    "numbers": [
        line(4, 7, 10, 7),
        line(7, 4, 7, 10),
        line(14, 7, 20, 7),
        line(4.5, 14.5, 9.5, 19.5),
        line(9.5, 14.5, 4.5, 19.5),
        line(14, 15.5, 20, 15.5),
        line(14, 18.5, 20, 18.5),
    ],
    "pair": [*person(8), *person(16)],
    "pause": [ring(12, 12, 9), line(9.8, 8.5, 9.8, 15.5), line(14.2, 8.5, 14.2, 15.5)],
    "pencil": [line(4, 20, 5, 15.5, 16.5, 4, 20, 7.5, 8.5, 19, 4, 20), line(14, 6.5, 17.5, 10)],
    "person": person(12, 7, 3.4, 20),
    "puzzle": [
        [
            *line(4, 8, 9, 8),
            *arc(11, 6, 2.4, 125, 415),
            *line(13, 8, 18, 8, 18, 12),
            *arc(19, 14, 2.2, 240, 480),
            *line(18, 16, 18, 21, 4, 21, 4, 8),
        ]
    ],
    "screen": [box(3, 4, 21, 16), line(12, 16, 12, 20), line(8, 20, 16, 20)],
    "sofa": [
        line(5, 11, 5, 6, 19, 6, 19, 11),
        line(7, 11, 7, 14, 17, 14, 17, 11, 21, 11, 21, 18, 3, 18, 3, 11, 7, 11),
        line(5, 18, 5, 20),
        line(19, 18, 19, 20),
    ],
    "speech": [
        line(4, 4, 20, 4, 20, 15, 11, 15, 6.5, 20, 6.5, 15, 4, 15, 4, 4),
        line(8, 8, 16, 8),
        line(8, 11, 13, 11),
    ],
    "star": [
        [
            (12 + radius * math.sin(turn * math.pi / 5), 12.5 - radius * math.cos(turn * math.pi / 5))
            for turn, radius in enumerate([9.5, 4] * 5 + [9.5])
        ]
    ],
    "stop": [
        [
            (
                12 + 9.3 * math.cos(math.radians(22.5 + 45 * turn)),
                12 + 9.3 * math.sin(math.radians(22.5 + 45 * turn)),
            )
            for turn in range(9)
        ],
        line(8.5, 8.5, 15.5, 15.5),
        line(15.5, 8.5, 8.5, 15.5),
    ],
    "tree": [ring(12, 9, 6), line(12, 9, 12, 21), line(12, 14, 15, 11), line(8, 21, 16, 21)],
    "walk": [
        ring(13, 4.5, 2),
        line(12.5, 8, 11.5, 14, 14.5, 17, 15.5, 21),
        line(11.5, 14, 9.5, 18, 7, 20.5),
        line(8, 12.5, 9.5, 9.5, 12.5, 8, 15, 11, 17.5, 12),
    ],
}


@cache
def png(name: str, pixels: int = 360) -> bytes:
    """A picture as PNG, black on white; drawn twice as large, so that its lines are smooth."""
    side = pixels * 2
    scale, width = side / GRID, round(1.5 * side / GRID)
    picture = Image.new("L", (side, side), 255)
    pen = ImageDraw.Draw(picture)
    for stroke in ICONS[name]:
        points = [(x * scale, y * scale) for x, y in stroke]
        pen.line(points, fill=0, width=width)
        for x, y in points:  # round joints and ends
            pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=0)
    target = io.BytesIO()
    picture.resize((pixels, pixels), Image.Resampling.LANCZOS).save(target, "PNG", optimize=True)
    return target.getvalue()

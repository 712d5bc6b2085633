"""Where the marks of a chart stand: lengths across in percent of the drawing, lengths down in pixels, all as text.

Words are not scaled with the drawing, so a chart is as readable on a telephone as on a desk.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from django.utils.formats import date_format

from people.numbers import points

from .rules.indicators import Trend

HEIGHT = 220
_TOP, _BOTTOM = 30, 176  # of the part that holds values
_LEFT, _RIGHT = 12.0, 96.0  # percent; the names of the values stand left of it


@dataclass(frozen=True)
class Line:
    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True)
class Dot:
    """`label`: the value; `words`: with its day. `anchor`: on which side of the dot the label stands."""

    x: str
    y: str
    label_y: str
    label: str
    words: str
    anchor: str = ""


@dataclass(frozen=True)
class LineChart:
    """`levels`: medians of the first and of the last third, where there is a trend."""

    grid: list[tuple[str, str, str]]  # y, y of the label, label
    segments: list[Line]
    dots: list[Dot]
    levels: list[Line]
    first_day: str
    last_day: str
    height: int = HEIGHT


def line_chart(
    readings: Sequence[tuple[date, Decimal]], *, lowest: Decimal, highest: Decimal, trend: Trend | None
) -> LineChart:
    """A line through readings in the order of their days, which stand as far apart as the days do."""
    first = readings[0][0] if readings else None
    days = (readings[-1][0] - readings[0][0]).days if readings else 0

    def across(day: date) -> str:
        part = (day - first).days / days if first and days else 0.0
        return f"{_LEFT + (_RIGHT - _LEFT) * part:.2f}%"

    def down(value: Decimal) -> str:
        part = float((value - lowest) / (highest - lowest))
        return f"{_BOTTOM - (_BOTTOM - _TOP) * part:.1f}"

    places = [(across(day), down(value)) for day, value in readings]
    end = len(readings) - 1
    dots = [
        Dot(
            x,
            y,
            label_y=f"{float(y) - 11:.1f}",
            label=points(value),
            words=f"{date_format(day, 'SHORT_DATE_FORMAT')}: {points(value)}",
            anchor="start" if at == 0 else "end" if at == end else "",
        )
        for at, ((x, y), (day, value)) in enumerate(zip(places, readings, strict=True))
    ]
    levels = []
    if trend is not None:
        inner = trend.each - 1
        levels = [
            Line(places[0][0], down(trend.first), places[inner][0], down(trend.first)),
            Line(places[-1 - inner][0], down(trend.last), places[-1][0], down(trend.last)),
        ]
    return LineChart(
        grid=[
            (down(value), f"{float(down(value)) + 4:.1f}", points(value))
            for value in (highest, (highest + lowest) / 2, lowest)
        ],
        segments=[Line(*one, *other) for one, other in pairwise(places)],
        dots=dots,
        levels=levels if trend and trend.each > 1 else [],
        first_day=date_format(readings[0][0], "SHORT_DATE_FORMAT") if readings else "",
        last_day=date_format(readings[-1][0], "SHORT_DATE_FORMAT") if days else "",
    )


def on_scale(value: int | None, *, lowest: int = 1, highest: int = 5) -> str:
    """Where a value stands on a scale that is drawn across; empty for nothing."""
    return "" if value is None else f"{4 + 92 * (value - lowest) / (highest - lowest):.1f}%"

"""Notes on a text: where quoted words stand, and the text cut into pieces that are noted or not (pure functions)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

Span = tuple[int, int, int]  # start, end, number of the note


@dataclass(frozen=True)
class Piece:
    """Letters that belong together; `notes` are the numbers of the notes on them, empty where there is none."""

    text: str
    notes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the text; `start` is where its first letter stands in the whole."""

    start: int
    pieces: tuple[Piece, ...]


def paragraphs(text: str, spans: Sequence[Span]) -> list[Paragraph]:
    """The text by paragraphs (empty lines part them), each cut wherever a note begins or ends. Notes may overlap."""
    return [
        Paragraph(part.start(), _pieces(text, part.start(), part.end(), spans))
        for part in re.finditer(r"\S(?:.|\n(?!\s*\n))*", text)
    ]


def _pieces(text: str, start: int, end: int, spans: Sequence[Span]) -> tuple[Piece, ...]:
    cuts = {start, end}
    for first, last, _number in spans:
        cuts |= {cut for cut in (first, last) if start < cut < end}
    places = sorted(cuts)
    return tuple(
        Piece(
            text[left:right],
            tuple(number for first, last, number in spans if first <= left and right <= last),
        )
        for left, right in pairwise(places)
    )


def find(text: str, quote: str) -> tuple[int, int] | None:
    """Where quoted words first stand in the text; spaces, line breaks and capitals may differ. None where they do not."""
    words = quote.split()
    if not words:
        return None
    exact = text.find(quote.strip())
    if exact >= 0:
        return exact, exact + len(quote.strip())
    found = re.search(r"\s+".join(map(re.escape, words)), text, re.IGNORECASE)
    return (found.start(), found.end()) if found else None


def area(values: Sequence[object]) -> list[float] | None:
    """[x, y, width, height] of a page, each from 0 to 1 and inside the page; None for anything else."""
    try:
        numbers = [round(float(str(value)), 4) for value in values]
    except ValueError:
        return None
    if len(numbers) != 4 or not all(0 <= number <= 1 for number in numbers):
        return None
    x, y, width, height = numbers
    return [x, y, min(width, round(1 - x, 4)), min(height, round(1 - y, 4))]

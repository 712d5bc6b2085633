"""Setting text into a box: wrap in even lines, shrink where it must, never overlap (pure but for letter widths)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from people.papers.fonts import width_of

from .dates import NBSP

_RU_SHORT = re.compile(
    r"(?<![^\s«„(])(в|во|и|к|о|об|с|со|у|а|на|по|от|до|из|за|не|ни|для|при) ", re.IGNORECASE
)
_KK_POSTPOSED = re.compile(r" (мен|пен|бен|және|да|де|та|те)(?= )")
_SHRINK = 0.97
_ENGLISH_INNER = str.maketrans("«»“”", "‘’‘’")


@dataclass(frozen=True)
class Setting:
    """Lines of text at one size."""

    lines: tuple[str, ...]
    face: str
    size: float
    leading: float

    @property
    def height(self) -> float:
        """From the top of the first line's box to the bottom of the last, in points."""
        return self.leading * len(self.lines)

    @property
    def width(self) -> float:
        """Of the widest line, in points."""
        return max(width_of(line, self.face, self.size) for line in self.lines)


@lru_cache(maxsize=512)
def tied(text: str) -> str:
    """Short Russian words stay with the next word, Kazakh conjunctions with the one before."""
    return _KK_POSTPOSED.sub(NBSP + r"\1", _RU_SHORT.sub(r"\1" + NBSP, text))


def quoted(title: str, language: str = "ru") -> str:
    """«A title», with „inner quotes“ where it has quotes of its own; “a title” with ‘inner quotes’ in English."""
    inner = title.strip()
    if inner.startswith("«") and inner.endswith("»") and inner.count("«") == 1:
        inner = inner[1:-1]
    if language == "en":
        return f"“{inner.translate(_ENGLISH_INNER)}”"
    return f"«{inner.replace('«', '„').replace('»', '“')}»"


def _wrap(words: list[str], widths: list[float], space: float, limit: float) -> list[str]:
    lines: list[list[str]] = [[]]
    used = 0.0
    for word, width in zip(words, widths, strict=True):
        if lines[-1] and used + space + width > limit:
            lines.append([])
            used = 0.0
        used += (space if lines[-1] else 0.0) + width
        lines[-1].append(word)
    return [" ".join(line) for line in lines]


def _even(words: list[str], widths: list[float], space: float, limit: float) -> list[str]:
    """The narrowest setting with as many lines as the limit needs, so that no line is left with one word."""
    best = _wrap(words, widths, space, limit)
    low, high = max(widths), limit
    for _turn in range(7):
        middle = (low + high) / 2
        lines = _wrap(words, widths, space, middle)
        if len(lines) == len(best):
            best, high = lines, middle
        else:
            low = middle
    return best


# Titles, positions and labels are the same in a whole cohort's documents.
@lru_cache(maxsize=512)
def fit(
    text: str,
    face: str,
    *,
    size: float,
    width: float,
    lines: int = 1,
    height: float = 0.0,
    leading: float = 1.3,
    even: bool = True,
) -> Setting:
    """Set a text into `lines` lines of `width` points, at `size` or as much smaller as it takes.

    Where a `height` is given, smaller letters may stand in as many lines as it holds. Sizes go down by 3 %; the
    text always fits, because a size is only taken once it does.
    """
    words = text.split(" ")
    natural = [width_of(word, face, 1) for word in words]
    blank = width_of(" ", face, 1)
    while True:
        widths = [one * size for one in natural]
        if max(widths) <= width:
            found = _wrap(words, widths, blank * size, width)
            if len(found) <= max(lines, int(height / (size * leading))):
                break
        size *= _SHRINK
    if even and len(found) > 1:
        found = _even(words, widths, blank * size, width)
    return Setting(tuple(found), face, size, size * leading)


@lru_cache(maxsize=128)
def stack(
    texts: tuple[str, ...],
    face: str,
    *,
    size: float,
    width: float,
    height: float,
    leading: float = 1.32,
    between: float = 4.0,
    even: bool = False,
) -> tuple[Setting, ...]:
    """Paragraphs under each other, `between` points apart, at the largest size at which all stand in `height`."""
    while True:
        found = tuple(
            fit(text, face, size=size, width=width, lines=99, leading=leading, even=even) for text in texts
        )
        if sum(one.height for one in found) + between * (len(found) - 1) <= height:
            return found
        size *= _SHRINK


@lru_cache(maxsize=128)
def fit_alike(
    texts: tuple[str, ...],
    face: str,
    *,
    size: float,
    width: float,
    lines: int = 1,
    height: float = 0.0,
    leading: float = 1.3,
) -> tuple[Setting, ...]:
    """Several texts at the one size at which all of them fit: Kazakh and Russian stand in letters of one size."""

    def at(size: float) -> tuple[Setting, ...]:
        return tuple(
            fit(text, face, size=size, width=width, lines=lines, height=height, leading=leading)
            for text in texts
        )

    return at(min(setting.size for setting in at(size)))


def fit_name(parts: tuple[str, ...], face: str, *, size: float, least: float, width: float) -> Setting:
    """A person's name: on one line down to `least`; then the surname on a line of its own."""
    whole = " ".join(part for part in parts if part)
    one = fit(whole, face, size=size, width=width, leading=1.2)
    if one.size >= least or not any(parts[1:]):
        return one
    rows = (parts[0], " ".join(part for part in parts[1:] if part))
    longest = max(rows, key=lambda row: width_of(row, face, 1))
    fitted = fit(longest, face, size=least, width=width, leading=1.2)
    return Setting(rows, face, fitted.size, fitted.leading)

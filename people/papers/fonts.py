"""The four faces of the papers: subset Noto Serif and Noto Sans. Where they come from: fonts/SOURCES.md."""

import threading
import unicodedata
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from ..errors import Refusal

FOLDER = Path(__file__).parent / "fonts"
SERIF, SERIF_BOLD, SANS, SANS_BOLD = "TirekSerif", "TirekSerif-Bold", "TirekSans", "TirekSans-Bold"
_FILES = {
    SERIF: "NotoSerif-Regular.ttf",
    SERIF_BOLD: "NotoSerif-Bold.ttf",
    SANS: "NotoSans-Regular.ttf",
    SANS_BOLD: "NotoSans-Bold.ttf",
}

rl_config.useA85 = 0  # reportlab would write every stream a quarter longer, as letters

# A face reads its own file with a moving position, so two threads must not subset it at once.
ONE_AT_A_TIME = threading.Lock()


class UnprintableName(Refusal, ValueError):
    """A text holds letters that the fonts lack: a black box must never be printed, let alone signed.

    A refusal, so that a screen that asked for a paper says which letters to change.
    """

    def __init__(self, letters: str, text: str) -> None:
        self.letters = letters
        self.text = text
        super().__init__(
            _(
                "These letters cannot be printed: %(letters)s. Change the text “%(text)s”, or take the file as DOCX."
            )
            % {
                "letters": ", ".join(map(_named, letters)),
                "text": text if len(text) <= 80 else text[:79] + "…",
            },
            code="unprintable",
        )


def _named(letter: str) -> str:
    return f"{letter!r} (U+{ord(letter):04X})"


@cache
def register() -> frozenset[int]:
    """Register the faces once per process and return the code points that all four can print.

    A second registration under the same name would be ignored without a word, hence names of our own.
    """
    faces = []
    for name, file in _FILES.items():
        font = TTFont(name, FOLDER / file, asciiReadable=False, shapable=False)
        pdfmetrics.registerFont(font)
        faces.append(frozenset(font.face.charToGlyph))
    return frozenset.intersection(*faces)


def missing_letters(text: str) -> str:
    """The letters of a text that cannot be printed, each once, in their order; empty where all can."""
    printable = register()
    composed = unicodedata.normalize("NFC", text)
    if printable.issuperset(map(ord, composed)):
        return ""
    return "".join(dict.fromkeys(letter for letter in composed if ord(letter) not in printable))


def require_printable(*texts: str) -> None:
    """Raise UnprintableName for the first text with a letter that the fonts lack."""
    for text in texts:
        if letters := missing_letters(text):
            raise UnprintableName(letters, text)


@cache
def _advances(face: str) -> dict[int, float]:
    """Advance widths in thousandths, read once per process."""
    register()
    font = pdfmetrics.getFont(face).face
    return {code: font.charWidths.get(code, font.defaultWidth) for code in font.charToGlyph}


def width_of(text: str, face: str, size: float) -> float:
    """Width in points. A no-break space is as wide as a space."""
    advances = _advances(face)
    return sum(advances[ord(letter)] for letter in text) * size / 1000

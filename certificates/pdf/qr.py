"""QR-1 and QR-2 as vectors: the matrix from `qrcode`, drawn as one path of horizontal runs."""

import re
from functools import lru_cache

from qrcode.constants import ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.exceptions import DataOverflowError
from qrcode.main import QRCode
from qrcode.util import MODE_8BIT_BYTE, MODE_ALPHA_NUM, QRData

from .sheet import MM, Sheet

QUIET = 4  # modules of white on every side, as the standard asks
# The eight masks differ only in looks; trying them all costs more than the rest of the page.
MASK = 2
_DARK = re.compile(rb"\x01+")
QR_SIDE = 34.5 * MM  # of QR-1 with its quiet zone; 27 mm of modules in version 3
SIGNED_SIDE = 35 * MM  # of QR-2's modules alone


def _matrix(version: int, correction: int, parts: list[tuple[str, int]]) -> list[list[bool]]:
    """Rows of dark modules without the quiet zone, of this version or of the first larger one that holds the text."""
    code = QRCode(version, error_correction=correction, border=0, mask_pattern=MASK)
    for text, mode in parts:
        code.add_data(QRData(text, mode=mode), optimize=0)
    try:
        code.make(fit=False)
    except DataOverflowError:
        code.make(fit=True)
    return code.modules


@lru_cache(maxsize=4)
def matrix(text: str) -> list[list[bool]]:
    """QR-1: error correction Q, the upper-case address in alphanumeric mode. 47 characters fit version 3 (29 × 29)."""
    return _matrix(3, ERROR_CORRECT_Q, [(text, MODE_ALPHA_NUM)])


def signed_matrix(address: str, cose: str) -> list[list[bool]]:
    """QR-2: `address#cose`, error correction M, both in alphanumeric mode and the # between them as a byte.

    36 characters of address and 320 of COSE text fit version 11 (61 × 61); longer names take the next ones.
    """
    return _matrix(
        11, ERROR_CORRECT_M, [(address, MODE_ALPHA_NUM), ("#", MODE_8BIT_BYTE), (cose, MODE_ALPHA_NUM)]
    )


def _runs(rows: list[list[bool]]) -> list[tuple[int, int, int]]:
    """(column, row, length) of the dark modules beside each other."""
    return [
        (run.start(), index, run.end() - run.start())
        for index, row in enumerate(rows)
        for run in _DARK.finditer(bytes(row))
    ]


def quiet_zone(text: str) -> float:
    """The width of the white around QR-1."""
    return QR_SIDE * QUIET / (len(matrix(text)) + 2 * QUIET)


def draw_qr(sheet: Sheet, text: str, *, right: float, top: float, lang: str, alt: str) -> None:
    """Draw QR-1 in a square of QR_SIDE with its quiet zone; the dark modules end at `right`, the square starts at `top`."""
    module = QR_SIDE / (len(matrix(text)) + 2 * QUIET)
    _draw(sheet, matrix(text), module, right=right, top=top + QUIET * module, lang=lang, alt=alt)


def draw_signed(
    sheet: Sheet, address: str, cose: str, *, right: float, top: float, lang: str, alt: str
) -> None:
    """Draw QR-2: its dark modules measure SIGNED_SIDE, end at `right` and start at `top`."""
    rows = signed_matrix(address, cose)
    _draw(sheet, rows, SIGNED_SIDE / len(rows), right=right, top=top, lang=lang, alt=alt)


def _draw(
    sheet: Sheet, rows: list[list[bool]], module: float, *, right: float, top: float, lang: str, alt: str
) -> None:
    side = module * len(rows)
    element = sheet.figure(lang, alt, left=right - side, top=top, width=side, height=side)
    sheet.modules(
        _runs(rows), element, left=right - side, top=top, module=module, quiet=QUIET, count=len(rows)
    )

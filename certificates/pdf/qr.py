"""QR-1 as vectors: the matrix from `qrcode`, drawn as one path of horizontal runs."""

from functools import lru_cache

from qrcode.constants import ERROR_CORRECT_Q
from qrcode.main import QRCode
from qrcode.util import MODE_ALPHA_NUM, QRData

from .sheet import Sheet

QUIET = 4  # modules of white on every side, as the standard asks
# The eight masks differ only in looks; trying them all costs more than the rest of the page.
MASK = 2


@lru_cache(maxsize=4)
def matrix(text: str) -> list[list[bool]]:
    """Rows of dark modules without the quiet zone. Error correction Q; upper-case addresses in alphanumeric mode.

    47 characters fit version 3 (29 × 29).
    """
    code = QRCode(error_correction=ERROR_CORRECT_Q, border=0, mask_pattern=MASK)
    code.add_data(QRData(text, mode=MODE_ALPHA_NUM), optimize=0)
    code.make(fit=True)
    return code.modules


def quiet_zone(text: str, size: float) -> float:
    """The width of the white around the code when the whole square measures `size`."""
    return size * QUIET / (len(matrix(text)) + 2 * QUIET)


def draw_qr(sheet: Sheet, text: str, *, left: float, top: float, size: float) -> None:
    """Draw a code whose quiet zone is part of the square of `size` points."""
    rows = matrix(text)
    count = len(rows)
    module = size / (count + 2 * QUIET)
    runs = []
    for index, row in enumerate(rows):
        start = None
        for column in range(count + 1):
            dark = column < count and row[column]
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                runs.append((start, index, column - start))
                start = None
    sheet.white(left, top, size, size)
    sheet.modules(runs, left=left + QUIET * module, top=top + QUIET * module, module=module)

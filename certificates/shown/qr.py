"""The QR code of a document's address as an image for a screen."""

import io

from qrcode.constants import ERROR_CORRECT_Q
from qrcode.image.svg import SvgPathFillImage
from qrcode.main import QRCode
from qrcode.util import MODE_ALPHA_NUM, QRData

QUIET = 4  # modules of white on every side, as the standard asks


def qr_svg(address: str) -> bytes:
    """Black on white whatever the page's colours are: readers need the contrast. The address in upper case."""
    code = QRCode(error_correction=ERROR_CORRECT_Q, border=QUIET, image_factory=SvgPathFillImage)
    code.add_data(QRData(address.upper(), mode=MODE_ALPHA_NUM), optimize=0)
    code.make(fit=True)
    target = io.BytesIO()
    code.make_image().save(target)
    return target.getvalue()

"""Images of a template: what a file really is, how large it may be, and the clean copy that is kept (pure functions)."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from assessments.rules.uploads import media_type

LEAST_SIDE = 16  # pixels
_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG"}


@dataclass(frozen=True)
class Limit:
    """Of one place on the paper: bytes of the file, pixels of a side."""

    size: int
    side: int


# A background of A4 at 300 dots per inch is 3508 pixels long. Every document holds its images, hence the sizes.
LIMITS = {
    "logo": Limit(1024 * 1024, 2000),
    "seal": Limit(1024 * 1024, 2000),
    "background": Limit(2 * 1024 * 1024, 4000),
}


class ImageFault(ValueError):
    """`code`: "kind", "size", "pixels", "small" or "broken"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Picture:
    """A PNG or JPEG written anew from its pixels: nothing that stood beside them in the file is kept."""

    content: bytes
    ending: str
    width: int
    height: int


def clean(content: bytes, *, place: str) -> Picture:
    """The picture as it is kept. Raises ImageFault; the pixels are counted before any of them is unpacked."""
    limit = LIMITS[place]
    if len(content) > limit.size:
        raise ImageFault("size")
    kind = _FORMATS.get(media_type(content))
    if kind is None:
        raise ImageFault("kind")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=[kind])
    except Image.DecompressionBombError as error:
        raise ImageFault("pixels") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise ImageFault("broken") from error
    if max(image.size) > limit.side:
        raise ImageFault("pixels")
    if min(image.size) < LEAST_SIDE:
        raise ImageFault("small")
    try:
        return _written_anew(image, kind)
    except (OSError, ValueError, SyntaxError) as error:
        raise ImageFault("broken") from error


def _written_anew(image: Image.Image, kind: str) -> Picture:
    image = ImageOps.exif_transpose(image)
    seen_through = image.mode in {"LA", "PA", "RGBA"} or "transparency" in image.info
    plain = image.convert("RGBA" if seen_through else "RGB")
    bare = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    target = io.BytesIO()
    if kind == "PNG":
        bare.save(target, "PNG")
    else:
        bare.save(target, "JPEG", quality=92, subsampling=0)
    return Picture(target.getvalue(), ".png" if kind == "PNG" else ".jpg", *bare.size)

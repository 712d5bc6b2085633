"""Pictures of a template: logo, seal, background. Prepared once per process, for every document the same bytes."""

import io
import zlib
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageOps

# The darkest spot of a background keeps 84 % of white: the quietest text on it stays above a contrast of 4.5.
BACKGROUND_SHARE = 0.16
DPI, BACKGROUND_DPI = 300, 150


@dataclass(frozen=True)
class Picture:
    """`data` is compressed as `filter` says, in sRGB; `mask` (Flate, grey) is empty where nothing is transparent."""

    width: int
    height: int
    data: bytes
    filter: str
    mask: bytes = b""


def _read(content: bytes, most: tuple[float, float]) -> Image.Image:
    """Upright, in RGB with transparency where it has some, no larger than `most` pixels."""
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(content)))
    has_alpha = image.mode in {"LA", "RGBA", "PA"} or "transparency" in image.info
    image = image.convert("RGBA" if has_alpha else "RGB")
    image.thumbnail((max(1, int(most[0])), max(1, int(most[1]))), Image.Resampling.LANCZOS)
    return image


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


@lru_cache(maxsize=16)
def prepared(content: bytes, width: float, height: float) -> Picture:
    """A logo or a seal for a box of points; what the file says about its camera or author is left behind."""
    image = _read(content, (width * DPI / 72, height * DPI / 72))
    mask = b""
    if image.mode == "RGBA":
        mask = zlib.compress(image.getchannel("A").tobytes(), 9)
        image = image.convert("RGB")
    return Picture(image.width, image.height, zlib.compress(image.tobytes(), 9), "FlateDecode", mask)


@lru_cache(maxsize=8)
def veiled(content: bytes, width: float, height: float) -> Picture:
    """A background that fills the page of so many points, pale enough for text to stand on."""
    size = (int(width * BACKGROUND_DPI / 72), int(height * BACKGROUND_DPI / 72))
    image = _on_white(_read(content, (size[0] * 3, size[1] * 3)))
    image = ImageOps.fit(image, size, Image.Resampling.LANCZOS)
    image = Image.blend(Image.new("RGB", size, "white"), image, BACKGROUND_SHARE)
    target = io.BytesIO()
    image.save(target, "JPEG", quality=85, subsampling=0)
    return Picture(*size, target.getvalue(), "DCTDecode")

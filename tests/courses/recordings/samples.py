"""Small recordings made of bytes, as browsers, phones and cameras write them."""

import io
import struct
import wave

from django.core.files.uploadedfile import SimpleUploadedFile

from courses.models import Recording
from courses.recordings import services

VTT = """WEBVTT

00:00.000 --> 00:02.000
Сәлеметсіз бе!

2
00:02.000 --> 00:05.000 align:start
Бүгін кедергі туралы.
"""


def wav(seconds: int = 1, *, seed: int = 0) -> bytes:
    """Silence of that length at 8 kHz; `seed` makes another file of the same length."""
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(bytes([128 + seed]) * 8000 * seconds)
    return target.getvalue()


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), name) + content


def mp4(
    handler: bytes = b"vide", *, brand: bytes = b"isom", seconds: int = 90, is_late: bool = False
) -> bytes:
    """The skeleton of an MP4; `is_late`: its index stands at the end, as phones write it."""
    head = box(b"ftyp", brand + b"\0\0\2\0" + brand)
    length = box(b"mvhd", b"\0" * 12 + struct.pack(">II", 1000, seconds * 1000) + b"\0" * 80)
    track = box(b"trak", box(b"mdia", box(b"hdlr", b"\0" * 8 + handler + b"\0" * 13)))
    index, data = box(b"moov", length + track), box(b"mdat", b"\0" * 100_000)
    return head + (data + index if is_late else index + data)


WEBM_VIDEO = b"\x1a\x45\xdf\xa3" + b"\x42\x82\x84webm" + b"\0" * 200 + b"V_VP9" + b"A_OPUS"
WEBM_SOUND = b"\x1a\x45\xdf\xa3" + b"\x42\x82\x84webm" + b"\0" * 200 + b"A_OPUS"
MATROSKA = b"\x1a\x45\xdf\xa3" + b"\x42\x82\x88matroska" + b"\0" * 200
OGG = b"OggS\0\2" + b"\0" * 22 + b"OpusHead" + b"\0" * 100
THEORA = b"OggS\0\2" + b"\0" * 22 + b"\x80theora" + b"\0" * 100
MP3 = b"\xff\xfb\x90\x64" + b"\0" * 400
MP3_TAGGED = b"ID3\4\0\0\0\0\0\x0a" + b"\0" * 400
AAC = b"\xff\xf1\x50\x80" + b"\0" * 400


def upload(content: bytes, name: str = "lesson.bin") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def make_recording(content: bytes | None = None, **values) -> Recording:
    """A sound recording of two seconds in Kazakh with captions, or what is given."""
    values = {"title": "Кедергі туралы", "language": "kk", "captions": {"kk": VTT}, "actor": None} | values
    return services.add_recording(upload=upload(wav(5) if content is None else content), **values)

"""What a recording is by its content, how long it is, and what it lacks before a lesson may show it (pure functions)."""

import struct
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

# Media types browsers play without help, with the ending files get and which kind they are.
ALLOWED: Mapping[str, tuple[str, str]] = {
    "video/mp4": (".mp4", "video"),
    "video/webm": (".webm", "video"),
    "audio/mp4": (".m4a", "audio"),
    "audio/webm": (".weba", "audio"),
    "audio/ogg": (".ogg", "audio"),
    "audio/mpeg": (".mp3", "audio"),
    "audio/wav": (".wav", "audio"),
}
HEAD = 64 * 1024  # bytes that are read to tell WebM and Ogg apart
LONGEST_INDEX = 32 * 1024 * 1024  # of an MP4's index; an hour's has about one megabyte


class Readable(Protocol):
    """An open file of bytes."""

    def read(self, size: int = -1, /) -> bytes: ...

    def seek(self, offset: int, whence: int = 0, /) -> int: ...


@dataclass(frozen=True)
class Found:
    """`media_type`: one of ALLOWED; `seconds`: the length where the file says it plainly, else None."""

    media_type: str
    seconds: int | None = None

    @property
    def ending(self) -> str:
        return ALLOWED[self.media_type][0]

    @property
    def kind(self) -> str:
        return ALLOWED[self.media_type][1]


def recognise(file: Readable) -> Found | None:
    """What the bytes are, whatever the name says; None for what browsers do not play. Leaves the file at its beginning."""
    file.seek(0)
    head = file.read(HEAD)
    try:
        return _recognise(file, head)
    except (struct.error, IndexError, OverflowError):  # cut off in the middle, or places that no file has
        return None
    finally:
        file.seek(0)


def _recognise(file: Readable, head: bytes) -> Found | None:
    if head[4:8] == b"ftyp":
        return _mp4(file, head)
    if head[:4] == b"\x1a\x45\xdf\xa3":
        if b"webm" not in head[:128]:
            return None
        return Found(
            "video/webm" if any(name in head for name in (b"V_VP8", b"V_VP9", b"V_AV1")) else "audio/webm"
        )
    if head[:4] == b"OggS":
        sounds = (b"OpusHead", b"\x01vorbis", b"\x7fFLAC")
        return Found("audio/ogg") if any(name in head[:512] for name in sounds) else None
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return Found("audio/wav", _wav_seconds(file))
    return Found("audio/mpeg") if _is_mp3(head) else None


def _is_mp3(head: bytes) -> bool:
    """A tag of MP3 files, or a frame of layer III whose bit rate and sampling rate exist."""
    if head[:3] == b"ID3":
        return True
    return (
        len(head) > 3
        and head[0] == 0xFF
        and head[1] & 0xE0 == 0xE0
        and (head[1] >> 1) & 3 == 1
        and head[2] >> 4 not in {0, 15}
        and (head[2] >> 2) & 3 != 3
    )


def _wav_seconds(file: Readable) -> int | None:
    file.seek(12)
    rate = 0
    while len(name := file.read(8)) == 8:
        size = struct.unpack("<I", name[4:])[0]
        if name[:4] == b"fmt ":
            rate = struct.unpack("<I", file.read(16)[8:12])[0]
            file.seek(size - 16 + size % 2, 1)
        elif name[:4] == b"data":
            return round(size / rate) if rate else None
        else:
            file.seek(size + size % 2, 1)
    return None


def _mp4(file: Readable, head: bytes) -> Found | None:
    """MP4 by its index, wherever that stands: a track of pictures makes it a video. QuickTime is another format."""
    if head[8:12] == b"qt  ":
        return None
    index = _index(file)
    if index is None:
        return None
    found = "video/mp4" if _has_track(index, b"vide") else "audio/mp4" if _has_track(index, b"soun") else ""
    return Found(found, _mp4_seconds(index)) if found else None


def _index(file: Readable) -> bytes | None:
    """The content of the box “moov”; None where there is none, as in a file that was cut off."""
    place = 0
    while True:
        file.seek(place)
        head = file.read(16)
        if len(head) < 8:
            return None
        size, name = struct.unpack(">I4s", head[:8])
        body = 8
        if size == 1:
            size, body = struct.unpack(">Q", head[8:16])[0], 16
        if name == b"moov":
            if size > LONGEST_INDEX:
                return None
            file.seek(place + body)
            content = file.read(size - body) if size else file.read(LONGEST_INDEX)
            return content if len(content) >= size - body else None
        if size < body:  # zero: to the end of the file
            return None
        place += size


def _has_track(index: bytes, handler: bytes) -> bool:
    at = index.find(b"hdlr")
    while at >= 0:
        if index[at + 12 : at + 16] == handler:
            return True
        at = index.find(b"hdlr", at + 4)
    return False


def _mp4_seconds(index: bytes) -> int | None:
    at = index.find(b"mvhd")
    if at < 0:
        return None
    if index[at + 4] == 1:
        scale, length = struct.unpack(">IQ", index[at + 24 : at + 36])
    else:
        scale, length = struct.unpack(">II", index[at + 16 : at + 24])
    return round(length / scale) if scale and length else None


def lacks(
    *, kind: str, language: str, captions: Collection[str], transcripts: Collection[str]
) -> tuple[str, ...]:
    """What is missing before learners may get it: "captions" in the spoken language, a "transcript" in any.

    `captions`, `transcripts`: the languages there are. Source: WCAG 2.2, 1.2.1 (sound needs a transcript) and 1.2.2 (video
    needs captions); a transcript of a video also serves a reader whose network is too slow for it.
    """
    missing = ["captions"] if kind == "video" and language not in captions else []
    return (*missing, "transcript") if not transcripts else tuple(missing)

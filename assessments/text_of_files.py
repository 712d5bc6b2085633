"""The words in a file that was handed in: its text, its properties, what could not be read.

Bounded: pages, letters, what a packed file may unpack to, and time, since the file is a stranger's.
"""

import io
import re
import time
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from pypdf import PageObject, PdfReader

PAGES = 100
LETTERS = 400_000
UNPACKED = (
    40 * 1024 * 1024
)  # bytes of all parts that are read; a plain document of a hundred pages has about one MB
PARTS = 5_000
SECONDS = 20.0

_WORD = re.compile(r"word/(?:document|header\d*|footer\d*|comments|footnotes|endnotes)\.xml")
_SLIDES = re.compile(r"ppt/(?:slides|notesSlides|comments)/[^/]+\.xml")
_SHEETS = re.compile(r"xl/(?:sharedStrings|workbook|comments\d*|worksheets/[^/]+)\.xml")
_PROPERTIES = re.compile(r"docProps/(?:core|app|custom)\.xml")
_PICTURES = re.compile(r"(?:word|ppt|xl)/media/.+")
_SAID_BY_PROGRAMS = frozenset({"Application", "AppVersion", "Template", "DocSecurity"})
_DATES = frozenset({"created", "modified", "lastPrinted"})


class Unsafe(Exception):
    """The file unpacks to more than it may, or hides entities: it is not read at all."""


@dataclass(frozen=True)
class Piece:
    """Some of a file's words. `kind`: "text", "page" (with its number) or "properties"."""

    kind: str
    text: str
    number: int | None = None


@dataclass
class Reading:
    """`unread`: pages without a text layer; `is_whole` is false where the rest was not read or could not be."""

    pieces: list[Piece] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    has_pictures: bool = False
    is_whole: bool = True

    @property
    def has_text(self) -> bool:
        return any(piece.kind != "properties" and piece.text.strip() for piece in self.pieces)

    def add(self, kind: str, text: str, number: int | None = None) -> None:
        """Keep some words, within the bound of the whole reading."""
        room = LETTERS - sum(len(piece.text) for piece in self.pieces)
        text = unicodedata.normalize("NFC", text.replace("\x00", ""))
        self.is_whole = self.is_whole and len(text) <= room
        if text.strip():
            self.pieces.append(Piece(kind, text[: max(0, room)], number))


def read(content: bytes, media_type: str) -> Reading:
    """The words of a file by its media type; a picture has none. Raises Unsafe."""
    if media_type == "application/pdf":
        return _pdf(content)
    if media_type == "text/plain":
        reading = Reading()
        reading.add("text", content.decode("utf-8-sig", errors="replace"))
        return reading
    if media_type.startswith("application/vnd.openxmlformats"):
        return _office(content)
    return Reading(has_pictures=True)


def _pdf(content: bytes) -> Reading:
    reading = Reading()
    end = time.monotonic() + SECONDS
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            return Reading(is_whole=False)
        about = reader.metadata
        if about:
            words = [about.title, about.author, about.subject, about.get("/Keywords")]
            reading.add("properties", "\n".join(str(one) for one in words if one))
        for number, page in enumerate(reader.pages, start=1):
            if number > PAGES or time.monotonic() > end or not reading.is_whole:
                reading.is_whole = False
                break
            text = "\n".join([page.extract_text(), *_notes(page)])
            reading.add("page", text, number)
            if not text.strip():
                reading.unread.append(number)
    except Exception:  # a broken file breaks pypdf in many ways; what was read until then counts
        reading.is_whole = False
    return reading


def _notes(page: PageObject) -> Iterator[str]:
    """Notes somebody left on a page."""
    for note in page.get("/Annots") or []:
        words = note.get_object().get("/Contents")
        if words:
            yield str(words)


def _office(content: bytes) -> Reading:
    reading = Reading()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > PARTS:
                raise Unsafe
            room = UNPACKED
            for part in parts:
                if _PICTURES.fullmatch(part.filename):
                    reading.has_pictures = True
                is_about = bool(_PROPERTIES.fullmatch(part.filename))
                if not is_about and not _is_words(part.filename):
                    continue
                # What the directory says of a part's size may be a lie, so no more than the room is unpacked.
                with archive.open(part) as stream:
                    data = stream.read(room + 1)
                room -= len(data)
                if room < 0:
                    raise Unsafe
                root = ElementTree.fromstring(data)
                lines = _properties(root) if is_about else _paragraphs(root)
                reading.add("properties" if is_about else "text", "\n".join(lines))
    except DefusedXmlException as error:
        raise Unsafe from error
    except (zipfile.BadZipFile, ParseError, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        reading.is_whole = False
    return reading


def _is_words(name: str) -> bool:
    return any(pattern.fullmatch(name) for pattern in (_WORD, _SLIDES, _SHEETS))


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _paragraphs(root: Element) -> Iterator[str]:
    """The words of a part, a paragraph or a cell on each line; deleted words that are still in the file as well."""
    line: list[str] = []
    for element in root.iter():
        name = _name(element)
        if name in {"p", "si", "c", "row", "sheet"}:
            if line:
                yield "".join(line)
            line = [element.get("name", "")] if name == "sheet" else []
        if name in {"t", "delText"} and element.text:
            line.append(element.text)
        elif name in {"tab", "br", "cr"}:
            line.append(" ")
        elif name == "c" and element.get("t") not in {"s", "b", "e"}:
            line += [value.text or "" for value in element if _name(value) == "v"]
    if line:
        yield "".join(line)


def _properties(root: Element) -> Iterator[str]:
    """Author, title, company and what else was written into the file's properties."""
    for element in root.iter():
        if element.text and element.text.strip() and _name(element) not in _SAID_BY_PROGRAMS | _DATES:
            yield element.text.strip()

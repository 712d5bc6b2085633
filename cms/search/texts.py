"""The words of a lesson, part by part, as they are indexed. An explained answer is not: it is read after one's own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.db.models import Model
from django.utils.html import strip_tags
from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText

from . import rules

# Between these the words of one do not go on in the other.
_BREAKS = re.compile(r"</?(?:p|li|ul|ol|h[1-6]|br|hr|blockquote|td|th|tr)\b[^>]*>", re.IGNORECASE)
_HEADING = re.compile(r"<h[2-4][^>]*>(.*?)</h[2-4]>", re.IGNORECASE | re.DOTALL)
# What names a thing that stands elsewhere, or says what comes after one's own thinking.
_NOT_READ = {("control_question", "answer"), ("bank_question", "key"), ("key_term", "key")}


@dataclass(frozen=True)
class PartText:
    """A part of a lesson: the id of its block, its heading ("" for none) and its words in one line."""

    id: str
    heading: str
    text: str


def plain(html: str) -> str:
    """The words of rich text in one line."""
    return rules.clean(unescape(strip_tags(_BREAKS.sub(" ", html))))


def parts(body: StreamValue, *, language: str) -> list[PartText]:
    """Every part that has words, in order."""
    found = []
    for block in body:
        words = rules.clean(" ".join(_words(block.block_type, block.value, language)))
        if words:
            found.append(PartText(str(block.id or ""), _heading(block.value), words))
    return found


def _heading(value: Any) -> str:
    if isinstance(value, RichText):
        first = _HEADING.search(value.source)
        return plain(first[1]) if first else ""
    if isinstance(value, dict):
        return next((rules.clean(str(value[name])) for name in ("title", "question") if value.get(name)), "")
    return ""


def _words(kind: str, value: Any, language: str) -> Iterator[str]:
    if isinstance(value, RichText):
        yield plain(value.source)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if (kind, name) not in _NOT_READ:
                yield from _words(kind, inner, language)
    elif isinstance(value, Model):
        yield _of_file(value, language)
    elif hasattr(value, "__iter__"):
        for inner in value:
            yield from _words(kind, inner, language)


def _of_file(row: Model, language: str) -> str:
    """A recording's title and what is said in it; of a document and a picture the page's own words are enough."""
    transcript = getattr(row, "transcript_in", None)
    return f"{row} {transcript(language)}" if transcript else ""

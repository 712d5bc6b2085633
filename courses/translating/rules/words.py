"""Words of two texts: rich text as lines, what differs between them, sentences (pure functions)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from html.parser import HTMLParser
from unicodedata import normalize

SAME, GONE, NEW, LEFT_OUT = "same", "gone", "new", "left_out"
CONTEXT = 12  # words shown on each side of a change
_TOKEN = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")  # a word or a sign with the space behind it
_SENTENCE_END = re.compile(r"(?<=[.!?…])(?:[»”\")\]]+)?\s+(?=[«“\"(\[—–-]?\s?[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ0-9])")
_KEY = re.compile(r"\s+data-block-key=([\"'])[^\"']*\1")
_MARK = re.compile(r"^(?:#{1,6} |- |\d+\. |> )+")
_HEADINGS = {"h1": "# ", "h2": "## ", "h3": "### ", "h4": "#### "}


@dataclass(frozen=True)
class Piece:
    """A run of text; `state`: it stands in both texts, only in the earlier, only in the later, or is not shown."""

    text: str
    state: str


class _Lines(HTMLParser):
    """Rich text as lines: a heading, a list's line and a quotation keep a mark that says what they are."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.line = ""
        self.lists: list[int] = []  # numbers of the lists open here; -1 where they have bullets
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("ul", "ol"):
            self.end()
            self.lists.append(0 if tag == "ol" else -1)
        elif tag == "li":
            self.end()
            number = self.lists[-1] if self.lists else -1
            if number >= 0:
                self.lists[-1] = number + 1
            self.line = "- " if number < 0 else f"{number + 1}. "
        elif tag in _HEADINGS:
            self.end()
            self.line = _HEADINGS[tag]
        elif tag == "blockquote":
            self.end()
            self.line = "> "
        elif tag == "a":
            row = dict(attrs)
            self.links.append(row.get("href") or f"{row.get('linktype') or ''} {row.get('id') or ''}".strip())
        elif tag == "hr":
            self.end()
            self.lines.append("---")
        elif tag in ("p", "div"):
            # The paragraph inside a list's line or a quotation is that line.
            if not _MARK.fullmatch(self.line):
                self.end()
        elif tag == "br":
            self.line += " "

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol"):
            self.end()
            if self.lists:
                self.lists.pop()
        elif tag == "a" and self.links:
            if target := self.links.pop():
                self.line += f" ({target})"
        elif tag in ("p", "div", "li", "blockquote", *_HEADINGS):
            self.end()

    def handle_data(self, data: str) -> None:
        self.line += re.sub(r"\s+", " ", data)

    def end(self) -> None:
        line = re.sub(r" {2,}", " ", self.line).strip()
        if line and not _MARK.fullmatch(line + " "):
            self.lines.append(line)
        self.line = ""


def plain(html: str) -> str:
    """Rich text as lines of words: headings, list lines, quotations and links are told apart, bold and italic are not."""
    reader = _Lines()
    reader.feed(html)
    reader.close()
    reader.end()
    return "\n".join(reader.lines)


def without_keys(html: str) -> str:
    """Rich text without the keys an editor gives its paragraphs: those say nothing and differ every time."""
    return _KEY.sub("", html or "").strip()


def word_diff(before: str, after: str) -> list[Piece]:
    """Both texts in one, word by word; what only one of them has is marked as gone or new. Spaces do not count."""
    one, other = _TOKEN.findall(before), _TOKEN.findall(after)
    keys = [token.strip() for token in one], [token.strip() for token in other]
    pieces: list[Piece] = []
    for operation, a, b, c, d in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if operation == "equal":
            pieces.append(Piece("".join(other[c:d]), SAME))
            continue
        if a < b:
            pieces.append(Piece("".join(one[a:b]), GONE))
        if c < d:
            pieces.append(Piece("".join(other[c:d]), NEW))
    return pieces


def shortened(pieces: list[Piece], *, context: int = CONTEXT) -> list[Piece]:
    """The changes with some words around each; long runs that stand in both texts are left out between them."""
    found: list[Piece] = []
    for place, piece in enumerate(pieces):
        words = _TOKEN.findall(piece.text)
        before, after = 0 if place == 0 else context, 0 if place == len(pieces) - 1 else context
        if piece.state != SAME or len(words) <= before + after + context:
            found.append(piece)
            continue
        if before:
            found.append(Piece("".join(words[:before]), SAME))
        found.append(Piece("…", LEFT_OUT))
        if after:
            found.append(Piece("".join(words[len(words) - after :]), SAME))
    return found


def sentences(text: str) -> list[str]:
    """The sentences of a text, line by line; marks of headings and lists are no part of them."""
    return list(_sentences(text))


def _sentences(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        bare = _MARK.sub("", line.strip())
        yield from (part.strip() for part in _SENTENCE_END.split(bare) if part and part.strip())


def normalised(sentence: str) -> str:
    """A sentence for finding it again: spaces, quotation marks, dashes and case do not tell two apart."""
    text = normalize("NFC", sentence).casefold()
    text = re.sub(r"[«»“”„\"'’]", '"', re.sub(r"[‐‑‒–—−]", "-", text))
    return " ".join(text.split())


def has_words(text: str) -> bool:
    """Whether there is anything to translate: at least one letter."""
    return any(letter.isalpha() for letter in text)

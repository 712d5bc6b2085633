"""Texts of foreign files: bytes to text, text without what no field can hold, markup to plain text and back."""

import re
from dataclasses import dataclass, field
from html import escape
from html.entities import html5
from html.parser import HTMLParser

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from people.errors import Refusal

# What no database, XML file or worksheet takes: control signs, halves of letters, signs that are no characters.
_UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")
MOST_LETTERS = 50_000
_BREAKS = re.compile("\r\n?")
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


class Unreadable(Refusal):
    """The file as a whole cannot be read; `str()` says why and what to do."""


def decode(data: bytes) -> str:
    """UTF-8 with or without its mark, or UTF-16; raises Unreadable for anything else."""
    encoding, start = next(((name, len(mark)) for mark, name in _MARKS if data.startswith(mark)), ("", 0))
    is_guessed = not encoding
    if is_guessed:
        # UTF-16 without its mark: every other byte of Latin signs and line ends is zero.
        zeros = (data[0:400:2].count(0), data[1:400:2].count(0))
        encoding = "utf-8" if not any(zeros) else "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    try:
        text = data[start:].decode(encoding)
    except UnicodeDecodeError:
        text = "\x00"
    if "\x00" in text or (is_guessed and encoding != "utf-8" and _UNREADABLE.search(text)):
        raise Unreadable(_("The file is not in UTF-8. Save it once more as UTF-8 text."), code="encoding")
    return _BREAKS.sub("\n", text)


def tidy(text: object) -> str:
    """A text as the bank keeps it: plain line ends, no unreadable signs, no outer spaces."""
    return _UNREADABLE.sub("", _BREAKS.sub("\n", str(text))).strip()


@dataclass
class Plain:
    """What markup says as plain text. `pictures`: what stood for pictures (alternative or address)."""

    text: str
    pictures: list[str] = field(default_factory=list)
    has_media: bool = False


# Every tag Moodle's editors write; anything else in angle brackets is taken for text.
_TAGS = (
    "a abbr audio b blockquote br button code dd del div dl dt em embed figure figcaption font form h1 h2 h3 h4 h5 h6 "
    "hr i iframe img input ins li math object ol p pre s script small source span strike strong style sub sup svg "
    "table tbody td th thead tr track u ul video"
)
_TAG = re.compile(rf"</?(?:{'|'.join(_TAGS.split())})\b[^<>]*>|<!--", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d?);", re.IGNORECASE)
_PARAGRAPHS = {
    *("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table"),
    *("blockquote", "pre", "figure", "figcaption", "hr", "form"),
}
_MEDIA = {"audio", "video", "iframe", "object", "embed", "svg", "math"}
_SILENT = {"script", "style", "head", "title"}
_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_SPACES = re.compile("[ \t\n\r\f]+")


def has_markup(text: str) -> bool:
    return bool(_TAG.search(text) or _ENTITY.search(text))


class _Reader(HTMLParser):
    """Collects text: white space as a browser folds it, paragraphs and line breaks kept, signs by number literal."""

    def __init__(self, *, keeps_lines: bool) -> None:
        super().__init__(convert_charrefs=False)
        self.keeps_lines = keeps_lines
        self.found = Plain("")
        self.out: list[str] = []
        self.is_spaced = False
        self.breaks = 0
        self.silent = 0
        self.table: dict[int, int] | None = None
        self.is_cell_next = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag == "br":
            self._break(self.breaks + 1)
        elif tag in ("li", "dt", "dd", "tr"):
            self._break(max(1, self.breaks))
            self.is_cell_next = False
            if tag == "li":
                self._add("– ")
        elif tag in ("td", "th"):
            if self.is_cell_next:
                self._add(" | ")
            self.is_cell_next = True
        elif tag in _PARAGRAPHS:
            self._break(max(2, self.breaks))
        elif tag in ("sup", "sub"):
            self.table = _RAISED if tag == "sup" else _LOWERED
        elif tag == "img":
            own = {name: value or "" for name, value in attrs}
            alt = tidy(own.get("alt", ""))
            source = own.get("src", "")
            name = "" if source.startswith("data:") else source.rsplit("/", 1)[-1]
            self.found.pictures.append(alt or tidy(name)[:60] or "?")
            if alt:
                self._add(f"[{alt}]")
        if tag in _MEDIA:
            self.found.has_media = True

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in _PARAGRAPHS:
            self._break(max(2, self.breaks))
        elif tag in ("sup", "sub"):
            self.table = None

    def handle_data(self, data: str) -> None:
        lines = data.split("\n") if self.keeps_lines else [data]
        for place, line in enumerate(lines):
            if place:
                self._break(self.breaks + 1)
            self._text(line)

    def handle_charref(self, name: str) -> None:
        number = int(name[1:], 16) if name[:1] in "xX" else int(name)
        self._add(chr(number) if number < 0x110000 else "\ufffd")

    def handle_entityref(self, name: str) -> None:
        sign = html5.get(f"{name};")
        if sign == "\xa0":
            self._text(" ")
        else:
            self._add(sign if sign is not None else f"&{name}")

    def _text(self, text: str) -> None:
        for place, piece in enumerate(_SPACES.split(text)):
            if place:
                self.is_spaced = True
            if piece:
                self._add(piece.translate(self.table) if self.table else piece)

    def _add(self, text: str) -> None:
        if self.silent:
            return
        if self.out and self.breaks:
            self.out.append("\n" * self.breaks)
        elif self.out and self.is_spaced:
            self.out.append(" ")
        self.breaks, self.is_spaced = 0, False
        self.out.append(text)

    def _break(self, breaks: int) -> None:
        self.breaks, self.is_spaced = breaks, False

    def result(self) -> Plain:
        self.found.text = tidy("".join(self.out))
        return self.found


def _safe(markup: str) -> str:
    """Markup without comments, declarations and the content of inline pictures, nothing of it left open: what is open
    would make the parser look for its end again and again.
    """
    pieces, start = [], 0
    while (opened := markup.find("<!--", start)) >= 0:
        pieces.append(markup[start:opened])
        closed = markup.find("-->", opened + 4)
        start = closed + 3 if closed >= 0 else len(markup)
    text = "".join([*pieces, markup[start:]])
    text = _INLINE.sub('src="data:"', text)
    text = _DECLARED.sub("", text).replace("<!", "&lt;!").replace("<?", "&lt;?")
    end = text.rfind(">") + 1
    return text[:end] + text[end:].replace("<", "&lt;")


_INLINE = re.compile(r"""src=["']data:[^"'<>]*["']""", re.IGNORECASE)
_DECLARED = re.compile("<[!?][^<>]{0,1000}>")


def guard_length(text: str) -> None:
    if len(text) > MOST_LETTERS:
        raise Unreadable(
            _("One text of the file is longer than %(most)s characters. Shorten it.")
            % {"most": MOST_LETTERS},
            code="long",
        )


def from_html(markup: str, *, keeps_lines: bool = False) -> Plain:
    """Plain text of HTML: paragraphs parted by an empty line, list items by a dash. `keeps_lines`: a line end is one."""
    reader = _Reader(keeps_lines=keeps_lines)
    markup = _safe(markup)
    guard_length(markup)
    reader.feed(markup)
    reader.close()
    return reader.result()


def to_html(text: str) -> str:
    """HTML that `from_html` reads as exactly this text."""
    plain = escape(text, quote=False)
    plain = re.sub(r"[ \t](?=[ \t\n])|\t|(?<=\n)[ \t]|^[ \t]", lambda found: f"&#{ord(found[0])};", plain)
    return plain.replace("\n", "<br>")


def from_format(text: str, style: str) -> Plain:
    """A text in one of Moodle's formats: html, moodle (its own mixture), markdown, plain."""
    if style == "plain" or (style == "moodle" and not has_markup(text)):
        guard_length(text)
        return Plain(tidy(text))
    if style == "html":
        return from_html(text)
    if style == "markdown":
        guard_length(text)
        return from_html(MarkdownIt("commonmark").render(text))
    return from_html(text, keeps_lines=True)

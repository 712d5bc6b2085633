"""Rich text as the Markdown that content files hold, so that reading it back gives the same text."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar

from ..loader import rich
from ..loader.lesson import html as rendered
from ..loader.rich import Block, Break, Heading, Inline, List, Paragraph, Quote, RichTextFault, Rule, Run

Address = Callable[[Mapping[str, str]], Mapping[str, str]]

_SPECIAL = re.compile(r"[\\`*_\[\]<]|&(?=#?\w+;)|!$")
_ENTITY = re.compile(r"\\|&(?=#?\w+;)")
_QUOTED = re.compile(r'[\\"]|&(?=#?\w+;)')
_FIRST = re.compile(r"[#+\->=~|:]")
_NUMBER = re.compile(r"(\d{1,9})([.)])")


def as_written(link: Mapping[str, str]) -> Mapping[str, str]:
    """A link that leads out of the site, or within the page."""
    if "href" not in link or set(link) - {"href", "title"}:
        raise RichTextFault(f"a link with {', '.join(sorted(link))}")
    return link


def markdown(html: str, address: Address = as_written) -> str:
    """The rich text as Markdown; "" for an empty one. `address` turns a link's attributes into {"href", "title"}.

    Raises RichTextFault with what cannot be said in Markdown: whatever comes back was read again and is the same.
    """
    blocks = rich.relinked(rich.read(html), address)
    text = "\n".join(_lines(blocks))
    if rich.read(rendered(text)) != blocks:
        raise RichTextFault(_lost(blocks))
    return text


def _lost(blocks: Sequence[Block]) -> str:
    """What Markdown cannot say, as near as can be told."""
    for block in blocks:
        if rich.read(rendered("\n".join(_lines([block])))) != (block,):
            words = " ".join(run.text for run in _runs(block))[:80]
            return f"Markdown cannot say this {type(block).__name__.lower()}: “{words}”"
    return "Markdown cannot say how these parts follow each other"


def _runs(block: Block) -> list[Run]:
    match block:
        case Paragraph(inlines) | Heading(_, inlines):
            return [one for one in inlines if isinstance(one, Run)]
        case Quote(blocks):
            return [run for one in blocks for run in _runs(one)]
        case List():
            return [run for item in block.items for one in item for run in _runs(one)]
    return []


# Blocks


def _lines(blocks: Sequence[Block], *, loose: bool = True) -> list[str]:
    """The blocks' lines; two lists of one kind in a row get different marks, or they would be read as one."""
    lines: list[str] = []
    before: tuple[bool, int] | None = None
    for block in blocks:
        if lines and loose:
            lines.append("")
        if isinstance(block, List):
            turn = (before[1] + 1) % 2 if before and before[0] == block.ordered else 0
            lines += _list(block, turn)
            before = block.ordered, turn
        else:
            lines += _block(block)
            before = None
    return lines


def _block(block: Block) -> list[str]:
    match block:
        case Rule():
            return ["***"]
        case Paragraph(inlines):
            return _line(inlines).split("\n")
        case Heading(level, inlines):
            return _heading(level, inlines)
        case Quote(blocks):
            return [f"> {line}".rstrip() for line in _lines(blocks)]
    raise RichTextFault(f"a {type(block).__name__.lower()}")


def _heading(level: int, inlines: Sequence[Inline]) -> list[str]:
    text = _line(inlines)
    if "\n" not in text:
        return ["#" * level + " " + re.sub(r"#$", r"\\#", text)]
    if level > 2:
        raise RichTextFault(f"a heading of level {level} in two lines: “{text.splitlines()[0]}”")
    return [*text.split("\n"), "===" if level == 1 else "---"]


def _list(block: List, turn: int) -> list[str]:
    lines: list[str] = []
    for place, item in enumerate(block.items):
        mark = f"{block.start + place}{'.)'[turn]} " if block.ordered else f"{'-*'[turn]} "
        inner = _lines(item, loose=block.loose) or [""]
        if lines and block.loose:
            lines.append("")
        lines.append(f"{mark}{inner[0]}".rstrip())
        lines += [f"{' ' * len(mark)}{line}".rstrip() for line in inner[1:]]
    return lines


# Letters


@dataclass
class _Piece:
    """Of a line: letters, a mark that opens or closes bold or italic letters, or a sign that stays as it is."""

    text: str
    kind: str = "sign"


def _line(inlines: Sequence[Inline]) -> str:
    pieces: list[_Piece] = []
    for is_break, group in groupby(inlines, key=lambda one: isinstance(one, Break)):
        if is_break:
            pieces += [_Piece("\\\n") for _one in group]
        else:
            pieces += _styled([one for one in group if isinstance(one, Run)])
    _part_letters(pieces)
    lines = "".join(piece.text for piece in pieces).split("\n")
    return "\n".join(_started(line) for line in lines)


def _styled(runs: Sequence[Run]) -> list[_Piece]:
    has_bold = any(run.bold for run in runs)
    pieces: list[_Piece] = []
    for link, linked in groupby(runs, key=lambda run: run.link):
        inner: list[_Piece] = []
        for bold, group in groupby(linked, key=lambda run: run.bold):
            marked: list[_Piece] = []
            for run in group:
                mark = "_" if has_bold else "*"
                marked += _between(mark, [_Piece(_escaped(run.text), "letters")], when=run.italic)
            inner += _between("**", marked, when=bold)
        if link:
            inner = [_Piece("["), *inner, _Piece(f"]({_destination(**dict(link))})")]
        pieces += inner
    return pieces


def _between(mark: str, pieces: list[_Piece], *, when: bool) -> list[_Piece]:
    return [_Piece(mark, "open"), *pieces, _Piece(mark, "close")] if when else pieces


def _destination(href: str, title: str = "") -> str:
    address = _ENTITY.sub(_backslashed, href)
    if re.search(r"[\s()<>]", address) or not address:
        address = f"<{re.sub('[<>]', _backslashed, address)}>"
    return f'{address} "{_QUOTED.sub(_backslashed, title)}"' if title else address


def _backslashed(found: re.Match[str]) -> str:
    return "\\" + found[0]


def _escaped(text: str) -> str:
    escaped = _SPECIAL.sub(_backslashed, text)
    return "".join(_entity(one) if one.isspace() and one not in " \xa0" else one for one in escaped)


def _entity(letter: str) -> str:
    return f"&#{ord(letter)};"


def _started(line: str) -> str:
    """A line that does not begin like a list, a heading, a table or a block of our own; no white space at its ends."""
    if _FIRST.match(line):
        line = "\\" + line
    line = _NUMBER.sub(r"\1\\\2", line, count=1) if _NUMBER.match(line) else line
    return re.sub(r"^\xa0|\xa0(?=\\?$)", "&nbsp;", line)


def _is_sign(letter: str) -> bool:
    return isPunctChar(letter) or isMdAsciiPunct(ord(letter))


def _part_letters(pieces: list[_Piece]) -> None:
    """Write as a number the letter outside a mark where the mark would not be read as one beside it.

    CommonMark opens and closes bold letters by their neighbours: between a quotation mark and a letter it does neither.
    A letter written as a number begins and ends with a sign, which a mark on its other side then stands at: once more.
    """
    while any(
        [_parted(pieces, place) for place, piece in enumerate(pieces) if piece.kind in {"open", "close"}]
    ):
        pass


def _parted(pieces: list[_Piece], place: int) -> bool:
    """Whether the letter outside the mark at this place had to be written as a number."""
    mark = pieces[place]
    outside, inside = (place - 1, place + 1) if mark.kind == "open" else (place + 1, place - 1)
    if not 0 <= outside < len(pieces) or pieces[outside].kind != "letters":
        return False
    edge = -1 if mark.kind == "open" else 0
    text = pieces[outside].text
    near, within = text[edge], pieces[inside].text[-1 - edge]
    if near.isspace() or _is_sign(near) or not (_is_sign(within) or mark.text == "_"):
        return False
    pieces[outside].text = text[:-1] + _entity(near) if edge else _entity(near) + text[1:]
    return True

"""Rich text as what it says: headings, paragraphs, lists, quotations, and letters with their marks and links.

The editor and content files write the same text in different letters (`<hr/>`, `<hr />`; a key on every paragraph;
white space between tags). Read into these parts, both are equal.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from itertools import groupby

from markdown_it.common.normalize_url import normalizeLink

SPACES = " \t\n\r\f"
BOLD, ITALIC = {"b", "strong"}, {"i", "em"}
_VOID = {"br", "hr", "embed", "img"}
_UNSEEN = {"data-block-key"}


class RichTextFault(ValueError):
    """A rich text holds something that lessons are not made of; says what."""


@dataclass(frozen=True)
class Run:
    """Letters that look alike. `link`: the link's attributes, sorted; empty where there is none."""

    text: str
    bold: bool = False
    italic: bool = False
    link: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Break:
    """A line that ends within a paragraph."""


Inline = Run | Break


@dataclass(frozen=True)
class Paragraph:
    inlines: tuple[Inline, ...]


@dataclass(frozen=True)
class Heading:
    level: int
    inlines: tuple[Inline, ...]


@dataclass(frozen=True)
class Rule:
    """A line across the page."""


@dataclass(frozen=True)
class Quote:
    blocks: tuple["Block", ...]


@dataclass(frozen=True)
class List:
    """`loose`: every paragraph of an item stands apart from the next."""

    ordered: bool
    items: tuple[tuple["Block", ...], ...]
    start: int = 1
    loose: bool = False


Block = Paragraph | Heading | Rule | Quote | List


def read(html: str) -> tuple[Block, ...]:
    """The parts of a rich text; empty paragraphs, headings and items are left out. Raises RichTextFault."""
    return _blocks(_elements(html))


def same(left: str, right: str) -> bool:
    """Whether two rich texts say the same; what cannot be read must be the same letter for letter."""
    if left == right:
        return True
    try:
        return read(left) == read(right)
    except RichTextFault:
        return False


def relinked(
    blocks: Sequence[Block], change: Callable[[Mapping[str, str]], Mapping[str, str]]
) -> tuple[Block, ...]:
    """The same parts with each link's attributes changed."""
    return tuple(_relinked(block, change) for block in blocks)


def _relinked(block: Block, change: Callable[[Mapping[str, str]], Mapping[str, str]]) -> Block:
    match block:
        case Paragraph(inlines) | Heading(_, inlines):
            return replace(
                block,
                inlines=tuple(
                    replace(one, link=tuple(sorted(change(dict(one.link)).items())))
                    if isinstance(one, Run) and one.link
                    else one
                    for one in inlines
                ),
            )
        case Quote(blocks):
            return Quote(relinked(blocks, change))
        case List():
            return replace(block, items=tuple(relinked(item, change) for item in block.items))
    return block


# Tags


class _Element:
    def __init__(self, tag: str, attributes: Sequence[tuple[str, str | None]]) -> None:
        self.tag = tag
        self.attributes = {name: value or "" for name, value in attributes if name not in _UNSEEN}
        self.children: list[_Element | str] = []


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [_Element("", [])]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = _Element(tag, attrs)
        self.open[-1].children.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(_Element(tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if self.open[-1].tag != tag:
            raise RichTextFault(f"</{tag}> closes nothing")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def _elements(html: str) -> list[_Element | str]:
    tree = _Tree()
    tree.feed(html)
    tree.close()
    if len(tree.open) > 1:
        raise RichTextFault(f"<{tree.open[-1].tag}> is never closed")
    return tree.open[0].children


# Blocks


def _blocks(children: Sequence[_Element | str]) -> tuple[Block, ...]:
    found: list[Block] = []
    for is_block, group in groupby(children, key=_is_block):
        if is_block:
            for element in group:
                found += _block(element) if isinstance(element, _Element) else []
        elif inlines := _inlines(list(group)):
            found.append(Paragraph(inlines))
    return tuple(found)


def _is_block(child: _Element | str) -> bool:
    return isinstance(child, _Element) and child.tag not in {*BOLD, *ITALIC, "a", "br"}


def _block(element: _Element) -> list[Block]:
    tag = element.tag
    if set(element.attributes) - ({"start"} if tag == "ol" else set()):
        raise RichTextFault(f"<{tag}> with {', '.join(element.attributes)}")
    if tag == "hr":
        return [Rule()]
    if tag == "p":
        inlines = _inlines(element.children)
        return [Paragraph(inlines)] if inlines else []
    if re.fullmatch("h[1-6]", tag):
        inlines = _inlines(element.children)
        return [Heading(int(tag[1]), inlines)] if inlines else []
    if tag == "blockquote":
        blocks = _blocks(element.children)
        return [Quote(blocks)] if blocks else []
    if tag in {"ul", "ol"}:
        found = _list(element)
        return [found] if found.items else []
    raise RichTextFault(f"<{tag}> is no part of running text")


def _list(element: _Element) -> List:
    items = [child for child in element.children if isinstance(child, _Element) or str(child).strip(SPACES)]
    if any(not isinstance(item, _Element) or item.tag != "li" or item.attributes for item in items):
        raise RichTextFault(f"<{element.tag}> holds something else than its items")
    return List(
        ordered=element.tag == "ol",
        items=tuple(
            blocks for item in items if isinstance(item, _Element) and (blocks := _blocks(item.children))
        ),
        start=int(element.attributes.get("start") or 1),
        loose=any(
            isinstance(child, _Element) and child.tag == "p"
            for item in items
            if isinstance(item, _Element)
            for child in item.children
        ),
    )


# Letters

_Style = tuple[bool, bool, tuple[tuple[str, str], ...]]
_PLAIN: _Style = (False, False, ())


def _inlines(children: Sequence[_Element | str]) -> tuple[Inline, ...]:
    letters = _spaced(list(_letters(children, _PLAIN)))
    found: list[Inline] = []
    for (is_break, style), group in groupby(letters, key=lambda one: (one[0] is None, one[1])):
        if is_break:
            found += [Break() for _one in group]
        else:
            found.append(Run("".join(letter or "" for letter, _style in group), *style))
    while found and isinstance(found[-1], Break):  # after it nothing is seen
        found.pop()
    return tuple(found)


def _letters(children: Sequence[_Element | str], style: _Style):
    """Each letter with its style; None for a line's end."""
    bold, italic, link = style
    for child in children:
        if isinstance(child, str):
            yield from ((" " if letter in SPACES else letter, style) for letter in child)
        elif child.tag == "br":
            yield None, _PLAIN
        elif child.tag in BOLD and not child.attributes:
            yield from _letters(child.children, (True, italic, link))
        elif child.tag in ITALIC and not child.attributes:
            yield from _letters(child.children, (bold, True, link))
        elif child.tag == "a" and not link:
            yield from _letters(child.children, (bold, italic, _link(child)))
        else:
            raise RichTextFault(f"<{child.tag}> stands within a line")


def _link(element: _Element) -> tuple[tuple[str, str], ...]:
    attributes = dict(element.attributes)
    if attributes.get("href"):
        attributes["href"] = normalizeLink(attributes["href"])
    if not attributes:
        raise RichTextFault("a link leads nowhere")
    return tuple(sorted(attributes.items()))


def _spaced(letters: list[tuple[str | None, _Style]]) -> list[tuple[str | None, _Style]]:
    """One space where there are several, none at a line's ends; a space looks like the letters on both its sides."""
    kept: list[tuple[str | None, _Style]] = []
    for letter, style in letters:
        if letter == " " and (not kept or kept[-1][0] in {" ", None}):
            continue
        if letter is None and kept and kept[-1][0] == " ":
            kept.pop()
        kept.append((letter, style))
    if kept and kept[-1][0] == " ":
        kept.pop()
    place = 0
    while place < len(kept):
        end = place
        while end < len(kept) and _is_space(kept[end][0]):
            end += 1
        if end == place:
            place += 1
            continue
        before = kept[place - 1][1] if place else _PLAIN
        after = kept[end][1] if end < len(kept) else _PLAIN
        link = before[2] if before[2] == after[2] else ()
        # Marks stand within links, slanted letters within bold ones: no mark ends in a space.
        bold = before[0] and after[0] and before[2] == after[2]
        between = bold, before[1] and after[1] and before[0::2] == after[0::2], link
        kept[place:end] = [(letter, between) for letter, _style in kept[place:end]]
        place = end
    return kept


def _is_space(letter: str | None) -> bool:
    return letter is not None and letter.isspace()

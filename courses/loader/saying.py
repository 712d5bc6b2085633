"""Whether two pages say the same: rich text by what it says, lessons part by part, everything else as it is."""

from typing import Any

from wagtail import blocks
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.rich_text import RichText

from . import rich


def says_the_same(left: Page, right: Page, names: tuple[str, ...]) -> bool:
    """Of two pages of one type: whether these fields say the same, whoever wrote their HTML."""
    return all(_said(left, name) == _said(right, name) for name in names)


def _said(page: Page, name: str) -> Any:
    value = getattr(page, name)
    if isinstance(value, blocks.StreamValue):
        return [(part.block_type, part.id, plain(part.block, part.value, _read)) for part in value]
    if isinstance(type(page)._meta.get_field(name), RichTextField):
        return _read(value)
    return value


def _read(html: str) -> Any:
    try:
        return rich.read(html)
    except rich.RichTextFault:
        return html


def plain(block: blocks.Block, value: Any, text=str) -> Any:
    """A block's value as lists, mappings and primary keys; `text` turns the HTML of rich text into what is wanted."""
    if isinstance(block, blocks.StructBlock):
        return {name: plain(child, value.get(name), text) for name, child in block.child_blocks.items()}
    if isinstance(block, blocks.ListBlock):
        return [plain(block.child_block, one, text) for one in value or []]
    if isinstance(block, blocks.RichTextBlock):
        return text(value.source if isinstance(value, RichText) else value or "")
    prepared = block.get_prep_value(value) if value is not None else None
    return "" if prepared is None and isinstance(block, blocks.CharBlock) else prepared

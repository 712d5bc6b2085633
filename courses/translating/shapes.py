"""What of each kind of page is translated, read off its fields and blocks."""

from functools import cache
from typing import Any

from django.db.models import Model
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from ..pages import CataloguePage, ModulePage, OrientationPage, ProgrammePage, TopicPage
from .rules.parts import BlockShape, FieldShape, Kind, PageShape, Slot

# Field names by page type, in the order of reading. Floors above add their own pages by `register`.
_FIELDS: dict[type[Page], tuple[str, ...]] = {}
KEYS = frozenset({"terms", "literature"})
# What a search engine shows of a page: every page has it.
SEARCH = ("seo_title", "search_description")


def register(model: type[Page], *fields: str) -> None:
    """Pages of this type are translated side by side: these fields of theirs, in this order."""
    _FIELDS[model] = fields


register(CataloguePage, "title", "introduction")
register(
    ProgrammePage,
    "title",
    "summary",
    "audience",
    "body",
    "you_will_be_able",
    "how_assessed",
    "you_receive",
)
register(ModulePage, "title", "outcomes")
register(TopicPage, "title", "aim", "outcomes", "body", "terms", "literature")
register(OrientationPage, "title", "aim", "body")


def is_translated(model: type[Page]) -> bool:
    """Whether pages of this type can be translated side by side."""
    return model in _FIELDS


@cache
def shape_of(model: type[Page]) -> PageShape:
    """The shape of a page type; KeyError where it is not registered."""
    fields: list[FieldShape] = []
    kinds: dict[str, BlockShape] = {}
    for name in (*_FIELDS[model], *SEARCH):
        field = model._meta.get_field(name)
        label = field.verbose_name
        if isinstance(field, StreamField):
            fields.append(FieldShape(name, "blocks", label))
            kinds |= {key: _block(block) for key, block in field.stream_block.child_blocks.items()}
        elif name in KEYS:
            fields.append(FieldShape(name, "keys", label))
        elif field.get_internal_type() == "JSONField":
            fields.append(FieldShape(name, "lines", label, Slot("text", "plain", label)))
        else:
            fields.append(FieldShape(name, "text", label, _field(name, field)))
    return PageShape(tuple(fields), kinds)


def _field(name: str, field: Any) -> Slot:
    if isinstance(field, RichTextField):
        return Slot("text", "rich", field.verbose_name)
    kind: Kind = "long" if field.get_internal_type() == "TextField" else "plain"
    return Slot("text", kind, field.verbose_name, field.max_length, not field.blank)


def _block(block: blocks.Block) -> BlockShape:
    if isinstance(block, blocks.StructBlock):
        return BlockShape(
            block.label, tuple(_slot(name, one) for name, one in block.child_blocks.items()), is_struct=True
        )
    return BlockShape(block.label, (_slot("text", block),), is_struct=False)


def _slot(name: str, block: blocks.Block) -> Slot:
    """Words by the type of their block; whatever else a block holds is not translated but taken over."""
    if isinstance(block, blocks.RichTextBlock):
        return Slot(name, "rich", block.label, required=block.required)
    if isinstance(block, blocks.ListBlock) and isinstance(block.child_block, blocks.ListBlock):
        return Slot(name, "table", block.label)
    if name != "key" and isinstance(block, (blocks.CharBlock, blocks.TextBlock)):
        kind: Kind = "long" if isinstance(block, blocks.TextBlock) else "plain"
        return Slot(name, kind, block.label, block.field.max_length, block.required)
    return Slot(name, "shared", block.label)


def rich_features(model: type[Page], field: str, kind: str, slot: str) -> list[str] | None:
    """What an editor may do in a rich text of a page: the features its own editor has. None: the usual ones."""
    stored = model._meta.get_field(field)
    if isinstance(stored, RichTextField):
        return stored.features
    block = stored.stream_block.child_blocks[kind.removeprefix("block:")]
    if isinstance(block, blocks.StructBlock):
        block = block.child_blocks[slot]
    return block.features


def chosen_model(model: type[Page], field: str, kind: str, slot: str) -> type[Model] | None:
    """The model a shared value names a row of; None where it is only a name."""
    block = model._meta.get_field(field).stream_block.child_blocks[kind.removeprefix("block:")]
    if isinstance(block, blocks.StructBlock):
        block = block.child_blocks[slot]
    return block.model_class if isinstance(block, blocks.ChooserBlock) else None

"""What shows a file: published pages and tables by Wagtail's index of references, drafts by their own text."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, ReferenceIndex, Revision
from wagtail.rich_text import extract_references_from_rich_text

Reference = tuple[type[models.Model], str]  # a model and the key of its row, as text
Source = tuple[int, str]  # the same of what refers: content type and key


@dataclass
class Uses:
    """Where files are shown: for each model and key, the things that refer to it."""

    shown: dict[Reference, set[Source]] = field(default_factory=lambda: defaultdict(set))
    drafts: dict[Reference, set[Source]] = field(default_factory=lambda: defaultdict(set))

    def of(self, model: type[models.Model], key: Any) -> int:
        """In how many places, a draft counted once with its page."""
        name = (model, str(key))
        return len(self.shown.get(name, set()) | self.drafts.get(name, set()))

    def only_in_drafts(self, model: type[models.Model], key: Any) -> bool:
        name = (model, str(key))
        return name in self.drafts and name not in self.shown


def uses_of(*found: type[models.Model]) -> Uses:
    """Everything that shows rows of these models; the same number of queries whatever there is."""
    kinds = ContentType.objects.get_for_models(*found)
    by_kind = {kind.pk: model for model, kind in kinds.items()}
    uses = Uses()
    rows = ReferenceIndex.objects.filter(to_content_type__in=by_kind).values_list(
        "to_content_type", "to_object_id", "base_content_type", "object_id"
    )
    for to_kind, to_key, kind, key in rows:
        uses.shown[by_kind[to_kind], to_key].add((kind, key))
    for source, model, content in drafts():
        for reference in references(model, content):
            if reference[0] in found:
                uses.drafts[reference].add(source)
    return uses


def drafts() -> Iterator[tuple[Source, type[models.Model], dict[str, Any]]]:
    """The text of pages that readers do not see yet: the last draft, and what is to be published at a set time."""
    page = ContentType.objects.get_for_model(Page)
    waiting = Page.objects.filter(has_unpublished_changes=True, latest_revision__isnull=False)
    rows = Revision.objects.filter(base_content_type=page).filter(
        Q(pk__in=waiting.values("latest_revision")) | Q(approved_go_live_at__isnull=False)
    )
    for kind, key, content in rows.annotate(kind=F("content_type")).values_list(
        "kind", "object_id", "content"
    ):
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is not None:
            yield (page.pk, key), model, content


def references(model: type[models.Model], content: dict[str, Any]) -> Iterator[Reference]:
    """The files, pages and rows that a draft's content names. `content`: as Revision.content."""
    for one in model._meta.get_fields():
        value = content.get(one.name)
        if not value:
            continue
        if isinstance(one, StreamField):
            stream = json.loads(value) if isinstance(value, str) else value
            yield from _in_block(one.stream_block, stream)
        elif isinstance(one, RichTextField):
            yield from _in_rich_text(value)
        elif isinstance(one, models.ForeignKey):
            yield one.related_model, str(value)


def _in_rich_text(html: str) -> Iterator[Reference]:
    for model, key, _model_path, _content_path in extract_references_from_rich_text(html):
        yield model, str(key)


def _in_block(block: blocks.Block, value: Any) -> Iterator[Reference]:
    if value is None:
        return
    if isinstance(block, blocks.BaseStreamBlock):
        for child in value:
            if child["type"] in block.child_blocks:
                yield from _in_block(block.child_blocks[child["type"]], child["value"])
    elif isinstance(block, blocks.BaseStructBlock):
        for name, child_block in block.child_blocks.items():
            yield from _in_block(child_block, value.get(name))
    elif isinstance(block, blocks.ListBlock):
        for item in value:
            is_wrapped = isinstance(item, dict) and item.get("type") == "item" and "value" in item
            yield from _in_block(block.child_block, item["value"] if is_wrapped else item)
    elif isinstance(block, blocks.ChooserBlock):
        yield block.model_class, str(value)
    elif isinstance(block, blocks.RichTextBlock):
        yield from _in_rich_text(value)

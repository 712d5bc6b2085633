"""A page and its translation as they stand, part beside part; how many parts of a programme wait."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from ..models import TranslatedPart
from ..pages import ModulePage, OrientationPage, ProgrammePage, TopicPage
from .rules.alignment import Mark, Row, align, is_in_order
from .rules.parts import FieldShape, PageShape, Part, parts_of
from .shapes import is_translated, shape_of

LANGUAGES = {"kk": _("Kazakh"), "ru": _("Russian")}
Content = Mapping[str, Any]
Stored = tuple[int, str, str, str]  # page, part, part of the original, text of the original


def other(language: str) -> str:
    """The other language of content."""
    return "kk" if language == "ru" else "ru"


def content_of(page: Page, revision: Revision | None = None) -> dict[str, Any]:
    """What the newest draft of a page (or that revision) says, field by field; a stream as its list of blocks."""
    revision = revision or page.latest_revision
    stored = revision.content if revision else page.serializable_data()
    content = {}
    for field in shape_of(type(page)).fields:
        value = stored.get(field.name)
        if isinstance(value, str) and field.kind != "text":
            value = json.loads(value or "[]")
        content[field.name] = value
    return content


def marks_of(translation: int, original: int, rows: Iterable[Stored]) -> list[Mark]:
    """The marks of a translation, each with the text it had itself when the mark was made."""
    forth: dict[str, tuple[str, str]] = {}
    back: dict[str, tuple[str, str]] = {}
    for page, part, source_part, source in rows:
        if page == translation:
            forth[part] = (source_part, source)
        elif page == original:
            back[part] = (source_part, source)
    marks = []
    for part, (source_part, source) in forth.items():
        named, text = back.get(source_part, ("", ""))
        marks.append(Mark(part, source_part, source, text if named == part else None))
    return marks


def stored_marks(pages: Iterable[int]) -> list[Stored]:
    """The marks of these pages as they are stored: one query."""
    rows = TranslatedPart.objects.filter(page_id__in=list(pages)).order_by("pk")
    return list(rows.values_list("page_id", "part", "source_part", "source"))


@dataclass(frozen=True)
class Comparison:
    """A translation beside its original. `differing`: fields of keys that do not name the same."""

    shape: PageShape
    original: Content
    translation: Content
    translations: tuple[Part, ...]
    rows: tuple[Row, ...]

    @property
    def differing(self) -> list[FieldShape]:
        return [
            field
            for field in self.shape.fields
            if field.kind == "keys"
            and list(self.original.get(field.name) or []) != list(self.translation.get(field.name) or [])
        ]

    @property
    def states(self) -> Counter[str]:
        return Counter(row.state for row in self.rows)

    @property
    def waiting(self) -> int:
        return sum(row.is_waiting for row in self.rows) + len(self.differing)

    def of_field(self, name: str) -> tuple[list[Row], list[Part]]:
        """The rows of a field, and the translation's parts of it."""
        return (
            [row for row in self.rows if row.field == name],
            [part for part in self.translations if part.field == name],
        )

    @property
    def out_of_order(self) -> list[FieldShape]:
        """Fields whose parts stand in another order than the original's."""
        return [field for field in self.shape.fields if not is_in_order(*self.of_field(field.name))]


def compare(shape: PageShape, original: Content, translation: Content, marks: list[Mark]) -> Comparison:
    """Both contents part by part. A field that is empty in both has no row."""
    originals, translations = parts_of(shape, original), parts_of(shape, translation)
    rows = align(originals, translations, marks)
    filled = tuple(
        row
        for row in rows
        if (row.original and (row.original.text or row.original.kind.startswith("block:")))
        or (row.translation and (row.translation.text or row.translation.kind.startswith("block:")))
    )
    return Comparison(shape, original, translation, translations, filled)


@dataclass(frozen=True)
class Pair:
    """A page that is translated and what it is translated from, both as their own types."""

    original: Page
    translation: Page

    @property
    def languages(self) -> tuple[str, str]:
        return self.original.locale.language_code, self.translation.locale.language_code

    @property
    def code(self) -> str:
        """The programme's code; "" where the page belongs to none."""
        return programme_code(self.translation)


def programme_code(page: Page) -> str:
    key = getattr(page, "key", "")
    return "" if isinstance(page, OrientationPage) else key.split(".")[0]


def pair_of(page_id: int) -> Pair | None:
    """A page as the translation of the same page in the other language; None where there are no two."""
    page = Page.objects.select_related("locale").filter(pk=page_id).first()
    if page is None or not is_translated(page.specific_class):
        return None
    pages = page.specific_class.objects.filter(
        translation_key=page.translation_key, locale__language_code__in=list(LANGUAGES), alias_of=None
    ).select_related("locale", "latest_revision")
    by_id = {one.pk: one for one in pages}
    translation = by_id.pop(page_id, None)
    original = next(iter(by_id.values()), None)
    return Pair(original, translation) if translation and original else None


def comparison_of(pair: Pair, *, original_revision: Revision | None = None) -> Comparison:
    """The newest drafts of both pages side by side; the original as a revision where one is given."""
    marks = stored_marks([pair.original.pk, pair.translation.pk])
    return compare(
        shape_of(type(pair.translation)),
        content_of(pair.original, original_revision),
        content_of(pair.translation),
        marks_of(pair.translation.pk, pair.original.pk, marks),
    )


def loaded_pairs(programme_code: str) -> list[Pair]:
    """Pages of a programme and of the orientation without later drafts, Kazakh as the original."""
    russian = {page.translation_key: page for page in _pages(programme_code, "ru")}
    return [
        Pair(page, there)
        for page in _pages(programme_code, "kk")
        if (there := russian.get(page.translation_key)) is not None
        and not page.has_unpublished_changes
        and not there.has_unpublished_changes
    ]


# A programme


@dataclass(frozen=True)
class PageState:
    """A page of the original and how its translation stands. `page_id`: the translation's, None where there is none."""

    key: str
    title: str
    depth: int
    original_id: int
    page_id: int | None
    waiting: int
    total: int
    states: Mapping[str, int]

    @property
    def is_whole(self) -> bool:
        return self.page_id is not None and not self.waiting


def overview(programme_code: str, *, to: str) -> tuple[PageState, ...]:
    """Every page of a programme and of the orientation in the order of reading, translated into `to` ("kk" or "ru").

    The newest drafts count. The same number of queries for any number of pages.
    """
    originals, translations = _pages(programme_code, other(to)), _pages(programme_code, to)
    there = {page.translation_key: page for page in translations}
    stored: dict[int, list[Stored]] = {}
    for row in stored_marks(page.pk for page in (*originals, *translations)):
        stored.setdefault(row[0], []).append(row)
    return tuple(_state(page, there.get(page.translation_key), stored) for page in originals)


def _pages(code: str, language: str) -> list[Page]:
    found: list[Page] = []
    for model in (ProgrammePage, ModulePage, TopicPage):
        pages = model.objects.filter(locale__language_code=language, alias_of=None)
        pages = pages.filter(key=code) if model is ProgrammePage else pages.filter(key__startswith=f"{code}.")
        found += pages.select_related("locale", "latest_revision")
    orientation = OrientationPage.objects.filter(locale__language_code=language, alias_of=None)
    found = sorted(found, key=lambda page: page.path)
    return [*found, *orientation.select_related("locale", "latest_revision")]


def _state(original: Page, translation: Page | None, stored: Mapping[int, list[Stored]]) -> PageState:
    shape, content = shape_of(type(original)), content_of(original)
    row = {
        "key": original.key,
        "title": original.draft_title,
        "depth": original.key.count("."),
        "original_id": original.pk,
    }
    if translation is None:
        total = len(compare(shape, content, {}, []).rows)
        return PageState(**row, page_id=None, waiting=total, total=total, states={})
    rows = [*stored.get(original.pk, ()), *stored.get(translation.pk, ())]
    found = compare(shape, content, content_of(translation), marks_of(translation.pk, original.pk, rows))
    return PageState(
        **row, page_id=translation.pk, waiting=found.waiting, total=len(found.rows), states=dict(found.states)
    )


def programmes() -> list[tuple[str, str]]:
    """Code and title of each programme that has a page, in the reader's language where there is one."""
    language = "ru" if get_language() == "ru" else "kk"
    rows = ProgrammePage.objects.order_by("key").values_list("key", "draft_title", "locale__language_code")
    titles: dict[str, str] = {}
    for code, title, spoken in rows:
        if code not in titles or spoken == language:
            titles[code] = title
    return list(titles.items())

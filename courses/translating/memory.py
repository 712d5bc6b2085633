"""Sentences that were translated before in the same programme, and its glossary's terms, for the one who translates."""

from collections.abc import Collection
from dataclasses import dataclass

from wagtail.models import Page

from ..models import GlossaryTerm, ProgrammePage, TranslatedPart
from .rules.hints import Term
from .rules.words import has_words, normalised, sentences


@dataclass(frozen=True)
class Remembered:
    """A sentence, its translation, and the title of the page it was translated on."""

    source: str
    translation: str
    page: str


def remembered(
    programme_code: str, wanted: Collection[str], *, to: str, without: Collection[tuple[int, str]] = ()
) -> dict[str, Remembered]:
    """Sentences of `wanted` (any spelling of spaces, quotes and case) that a marked part holds word for word.

    By normalised sentence. A part gives its sentences where its translation has as many as it; `without` leaves out parts
    (page, name), such as the one that is being translated. Two queries, none where nothing is wanted.
    """
    looked_for = {normalised(sentence) for sentence in wanted if has_words(sentence)}
    if not looked_for or not programme_code:
        return {}
    tree = list(ProgrammePage.objects.filter(key=programme_code).values_list("path", flat=True))
    pages = Page.objects.none()
    for path in tree:
        pages = pages | Page.objects.filter(path__startswith=path)
    rows = TranslatedPart.objects.filter(page__in=pages.values("pk")).order_by("-at", "pk")
    stored = list(
        rows.values_list(
            "page_id", "page__translation_key", "page__locale__language_code", "page__draft_title", "part",
            "source_part", "source",
        )
    )  # fmt: skip
    back = {
        (key, part): (source_part, source)
        for _pk, key, language, _title, part, source_part, source in stored
        if language != to
    }
    found: dict[str, Remembered] = {}
    for pk, key, language, title, part, source_part, source in stored:
        if language != to or (pk, part) in without:
            continue
        lines = sentences(source)
        hits = [place for place, line in enumerate(lines) if normalised(line) in looked_for]
        named, translation = back.get((key, source_part), ("", ""))
        others = sentences(translation) if hits and named == part else []
        if len(others) != len(lines):
            continue
        for place in hits:
            found.setdefault(normalised(lines[place]), Remembered(lines[place], others[place], title))
    return found


def terms(programme_code: str, *, language: str, to: str) -> list[Term]:
    """The programme's glossary as the rules read it: one query."""
    rows = GlossaryTerm.objects.filter(programme_code=programme_code)
    return [
        Term(key, original, translation)
        for key, original, translation in rows.values_list("key", language, to)
    ]

"""Writing what can be found. Each service looks at what stands now and makes its rows so; a repeat changes nothing.

A signal is a hint; `manage.py rebuild_search` goes through everything and finds what a signal missed.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from django.db import transaction
from django.urls import reverse
from wagtail.models import Page

from courses.models import GlossaryTerm
from courses.pages import LoadedPage, OrientationPage, TopicPage
from postcourse.models import Practice

from ..library_models import GlossaryPage, LibraryItem, LibraryPage
from ..search_models import SearchEntry
from . import rules, texts

LANGUAGES = ("kk", "ru")
PART = "#"  # between a lesson's key and the place of a part: "A.3.2#004"
Kind, Audience = SearchEntry.Kind, SearchEntry.Audience


@dataclass(frozen=True)
class Row:
    """An entry to be; `named` are the words of its title that it is found by, `more` words that are not shown."""

    key: str
    language: str
    title: str
    text: str
    url: str
    audience: str = Audience.EVERYONE
    programme_code: str = ""
    named: str = ""
    more: str = field(default="", repr=False)

    def entry(self, kind: str) -> SearchEntry:
        title, text = rules.clean(self.title)[:400], rules.clean(self.text)
        named = self.named or self.title
        return SearchEntry(
            kind=kind,
            key=self.key,
            language=self.language,
            programme_code=self.programme_code,
            audience=self.audience,
            title=title,
            text=text,
            folded_title=rules.indexed(named),
            folded=rules.indexed(named, self.more, self.text),
            url=self.url,
            digest=hashlib.sha256(json.dumps([kind, asdict(self)]).encode()).hexdigest(),
        )


WRITTEN = [
    "programme_code",
    "audience",
    "title",
    "text",
    "folded_title",
    "folded",
    "url",
    "digest",
]


@transaction.atomic
def _put(kind: str, standing: "Iterable[tuple[int, str, str, str]]", rows: list[Row]) -> int:
    """Make the rows of `standing` (pk, key, language, digest) into `rows`; how many were written or taken away."""
    there = {(key, language): (pk, digest) for pk, key, language, digest in standing}
    wanted = [row.entry(kind) for row in rows]
    changed = [one for one in wanted if there.get((one.key, one.language), (0, ""))[1] != one.digest]
    gone = set(there) - {(one.key, one.language) for one in wanted}
    SearchEntry.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["kind", "key", "language"],
        update_fields=WRITTEN,
        batch_size=200,
    )
    if gone:
        SearchEntry.objects.filter(pk__in=[there[one][0] for one in gone]).delete()
    return len(changed) + len(gone)


def _standing(kind: str, **which: str) -> "Iterable[tuple[int, str, str, str]]":
    return SearchEntry.objects.filter(kind=kind, **which).values_list("pk", "key", "language", "digest")


def path_of(page: Page) -> str:
    """The page's address without the site's name; "" where no site shows it."""
    parts = page.get_url_parts()
    return parts[2] if parts and parts[2] else ""


# Lessons


def index_lesson(*, key: str, language: str) -> int:
    """The published lesson of a topic, or how to study here: what it is about, then part by part."""
    standing = [
        row
        for row in _standing(Kind.LESSON, language=language, key__startswith=key)
        if row[1].partition(PART)[0] == key
    ]
    page = _lesson_page(key, language)
    return _put(Kind.LESSON, standing, _lesson_rows(page, language) if page else [])


def _lesson_page(key: str, language: str) -> TopicPage | OrientationPage | None:
    for model in (TopicPage, OrientationPage):
        page = model.objects.live().filter(key=key, locale__language_code=language).first()
        if page is not None:
            return page
    return None


def _lesson_rows(page: TopicPage | OrientationPage, language: str) -> list[Row]:
    url = path_of(page)
    if not url:
        return []
    is_open = getattr(page, "is_open", True)
    code = page.key.split(".")[0] if "." in page.key else ""
    outcomes = [str(one) for one in getattr(page, "outcomes", [])]
    # What a lesson is about stands on its public page; its text is for those who study it.
    rows = [Row(page.key, language, page.title, " · ".join([page.aim, *outcomes]), url, programme_code=code)]
    for place, part in enumerate(texts.parts(page.body, language=language), 1):
        rows.append(
            Row(
                key=f"{page.key}{PART}{place:03d}",
                language=language,
                title=f"{page.title} · {part.heading}" if part.heading else page.title,
                named=part.heading or " ",
                text=part.text,
                url=f"{url}#p-{part.id}",
                audience=Audience.EVERYONE if is_open else Audience.LEARNER,
                programme_code=code,
            )
        )
    return rows


def index_below(*, page_id: int) -> int:
    """Every lesson at and below a page: its address has changed."""
    above = Page.objects.filter(pk=page_id).first()
    below = TopicPage.objects.descendant_of(above, inclusive=True) if above else TopicPage.objects.none()
    return sum(
        index_lesson(key=key, language=language)
        for key, language in below.values_list("key", "locale__language_code")
    )


# Terms


def _addresses(model: type[Page]) -> dict[str, str]:
    """Where the glossary or the library stands in each language."""
    pages = model.objects.live().select_related("locale")
    return {page.locale.language_code: url for page in pages if (url := path_of(page))}


def index_terms(*, key: str = "") -> int:
    """One term, or all of them: a row in each language, with its definitions in every programme that has it."""
    which = {"key": key} if key else {}
    terms: dict[str, list[GlossaryTerm]] = {}
    for term in GlossaryTerm.objects.filter(**which).order_by("programme_code", "pk"):
        terms.setdefault(term.key, []).append(term)
    addresses = _addresses(GlossaryPage)
    rows = []
    for one, same in terms.items():
        for language in LANGUAGES:
            if language not in addresses:
                continue
            definitions = dict.fromkeys(getattr(term, f"definition_{language}") for term in same)
            rows.append(
                Row(
                    key=one,
                    language=language,
                    title=getattr(same[0], language),
                    text=" ".join(definitions),
                    more=same[0].en,
                    url=f"{addresses[language]}#term-{one}",
                    programme_code=same[0].programme_code if len(same) == 1 else "",
                )
            )
    return _put(Kind.TERM, _standing(Kind.TERM, **which), rows)


# The library


def index_items(*, key: str = "") -> int:
    """One item of the library, or all that are shown."""
    which = {"key": key} if key else {}
    addresses = _addresses(LibraryPage)
    rows = [
        Row(
            key=item.key,
            language=language,
            title=item.title_in(language),
            text=f"{item.about_in(language)} {item.source_in(language)}",
            url=f"{addresses[language]}#item-{item.key}",
            programme_code=item.programme_code,
        )
        for item in LibraryItem.objects.filter(is_shown=True, **which)
        for language in LANGUAGES
        if language in addresses
    ]
    return _put(Kind.LIBRARY, _standing(Kind.LIBRARY, **which), rows)


# Practices


def index_practices(*, practice_id: int | None = None) -> int:
    """One practice, or all that are published, in the languages they are written in; for those who are signed in."""
    found = Practice.objects.published()
    which = {}
    if practice_id is not None:
        found, which = found.filter(pk=practice_id), {"key": str(practice_id)}
    rows = [
        Row(
            key=str(practice.pk),
            language=language,
            title=title,
            text=" ".join(getattr(practice, f"{name}_{language}") for name in ("summary", "text")),
            url=reverse("shared_practice", args=[practice.pk]),
            audience=Audience.SIGNED_IN,
            programme_code=practice.programme_code,
        )
        for practice in found
        for language in LANGUAGES
        if (title := getattr(practice, f"title_{language}"))
    ]
    return _put(Kind.PRACTICE, _standing(Kind.PRACTICE, **which), rows)


# Everything


def rebuild() -> dict[str, int]:
    """Make all rows as they should be; how many of each kind were wrong."""
    lessons: set[tuple[str, str]] = set()
    model: type[LoadedPage]
    for model in (TopicPage, OrientationPage):
        lessons.update(model.objects.live().values_list("key", "locale__language_code"))
    lessons.update(
        (key.partition(PART)[0], language)
        for key, language in SearchEntry.objects.filter(kind=Kind.LESSON).values_list("key", "language")
    )
    return {
        Kind.LESSON: sum(index_lesson(key=key, language=language) for key, language in sorted(lessons)),
        Kind.TERM: index_terms(),
        Kind.LIBRARY: index_items(),
        Kind.PRACTICE: index_practices(),
    }

"""What a search shows: entries that the reader may find, with the way to each and the found words marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import get_language

from courses.models import PlanTopic
from people.addresses import FromAddress
from people.models import User

from ..search_models import SearchEntry
from . import rules
from .querysets import SearchEntryQuerySet
from .services import PART

LONGEST_QUERY = 200
TITLES = 3000  # among which what was perhaps meant is looked for


@dataclass(frozen=True)
class Filters(FromAddress):
    """What the address asks for; values that do not exist are as if they were not there."""

    q: str = ""
    kind: str = ""
    language: str = ""
    programme: str = ""

    @classmethod
    def read(cls, query) -> "Filters":
        told = cls.told(query)
        return cls(
            q=rules.clean(str(query.get("q", ""))[:LONGEST_QUERY]),
            kind=told["kind"] if told["kind"] in SearchEntry.Kind.values else "",
            language=told["language"] if told["language"] in ("kk", "ru") else "",
            programme=told["programme"][:10],
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.language or self.programme)


@dataclass(frozen=True)
class Search:
    """Entries for the words of a query. `words` are those really looked for; `is_loosened`: without their endings."""

    entries: SearchEntryQuerySet
    words: list[str]
    kinds: dict[str, int]
    is_loosened: bool = False

    @property
    def total(self) -> int:
        return sum(self.kinds.values())


def search(filters: Filters, user: User) -> Search:
    """Entries with all the words; where there are none, those with the words without their endings."""
    allowed = _narrowed(SearchEntry.objects.visible_to(user), filters)
    words = rules.wanted(filters.q)
    found = _found(allowed, words, filters)
    looser = rules.loosened(words)
    if found.total or looser == words:
        return found
    second = _found(allowed, looser, filters, is_loosened=True)
    return second if second.total else found


def _narrowed(entries: SearchEntryQuerySet, filters: Filters) -> SearchEntryQuerySet:
    if filters.language:
        entries = entries.filter(language=filters.language)
    if filters.programme:
        entries = entries.filter(Q(programme_code=filters.programme) | Q(programme_code=""))
    return entries


def _found(
    allowed: SearchEntryQuerySet, words: list[str], filters: Filters, *, is_loosened: bool = False
) -> Search:
    entries = allowed.holding(words)
    kinds = dict(entries.order_by().values_list("kind").annotate(Count("pk"))) if words else {}
    if filters.kind:
        entries = entries.filter(kind=filters.kind)
    language = "ru" if get_language() == "ru" else "kk"
    return Search(entries.best_first(words, language=language), words, kinds, is_loosened)


def meant(filters: Filters, user: User) -> list[str]:
    """Titles the reader may find that are nearest to what was typed."""
    titles = SearchEntry.objects.visible_to(user).exclude(key__contains=PART).order_by("kind", "key")
    return rules.nearest(filters.q, titles.values_list("title", flat=True)[:TITLES])


@dataclass(frozen=True)
class Found:
    """An entry on the page."""

    entry: SearchEntry
    url: str
    title: list[rules.Piece]
    excerpt: list[rules.Piece]


def shown(entries: Sequence[SearchEntry], words: Sequence[str], user: User) -> list[Found]:
    """Entries as the page shows them; a learner is led into their own course (one query for all)."""
    own = _own_lessons(entries, user)
    return [
        Found(entry, _way(entry, own), rules.marked(entry.title, words), rules.excerpt(entry.text, words))
        for entry in entries
    ]


def _lesson_key(entry: SearchEntry) -> str:
    return entry.key.partition(PART)[0]


def _own_lessons(entries: Sequence[SearchEntry], user: User) -> dict[tuple[str, str], int]:
    """(topic, language) → the reader's newest enrolment that studies it."""
    keys = {_lesson_key(one) for one in entries if one.kind == SearchEntry.Kind.LESSON}
    if not keys or not user.is_authenticated:
        return {}
    rows = PlanTopic.objects.filter(
        key__in=keys,
        cohort__enrolments__user=user,
        cohort__enrolments__status__in=["studying", "completed"],
    ).order_by("cohort__enrolments__pk")
    return {
        (key, language): enrolment
        for key, language, enrolment in rows.values_list("key", "cohort__language", "cohort__enrolments__pk")
    }


def _way(entry: SearchEntry, own: dict[tuple[str, str], int]) -> str:
    """Where the entry is read: one's own course before the public page; English readers stay in English."""
    enrolment = own.get((_lesson_key(entry), entry.language)) if entry.kind == entry.Kind.LESSON else None
    if enrolment is not None:
        address = reverse("study_topic", args=[enrolment, _lesson_key(entry)])
        part = urlsplit(entry.url).fragment
        return f"{address}#{part}" if part else address
    if get_language() == "en" and entry.url.startswith("/kk/"):
        return f"/en/{entry.url[4:]}"
    return entry.url

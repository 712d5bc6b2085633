"""Where lessons stand and which terms they use, for the glossary and the library: read once in five minutes."""

from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import get_language

from courses.pages import TopicPage

from ..search.services import path_of

KEEP_SECONDS = 300
NAMES = {"kk": "library:lessons:kk", "ru": "library:lessons:ru"}


@dataclass(frozen=True)
class LessonPlace:
    """A published lesson: its key (“A.3.2”), title, address in the language of its page, and keys of the terms it uses."""

    key: str
    title: str
    path: str
    terms: frozenset[str]

    @property
    def number(self) -> str:
        """“3.2” of A.3.2."""
        return self.key.partition(".")[2]

    @property
    def url(self) -> str:
        """The address in the reader's interface."""
        english = get_language() == "en" and self.path.startswith("/kk/")
        return f"/en/{self.path[4:]}" if english else self.path


def lessons(language: str) -> tuple[LessonPlace, ...]:
    """Every published lesson in a language, in the order of the programmes (one query, none while in the cache)."""
    found = cache.get(NAMES[language])
    if found is None:
        pages = TopicPage.objects.live().filter(locale__language_code=language).order_by("path")
        found = tuple(LessonPlace(page.key, page.title, path_of(page), _terms(page)) for page in pages)
        cache.set(NAMES[language], found, KEEP_SECONDS)
    return found


def forget() -> None:
    """A lesson was published or taken away."""
    cache.delete_many(NAMES.values())


def _terms(page: TopicPage) -> frozenset[str]:
    listed = {str(key) for key in page.terms}
    placed = {
        str(block["value"].get("key", ""))
        for block in page.body.raw_data
        if block["type"] == "key_term" and isinstance(block["value"], dict)
    }
    return frozenset(listed | placed)

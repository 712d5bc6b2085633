"""The glossary as its page shows it: looked up by any of the three languages, in the alphabet of that language."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import HttpRequest
from wagtail.models import Page

from courses.models import GlossaryTerm, Reference
from people.sorting import kazakh_key

from ..search import rules
from .lessons import LessonPlace, lessons

NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
LONGEST_QUERY = 100


@dataclass(frozen=True)
class Said:
    """A text and the language it is in."""

    language: str
    text: str


@dataclass(frozen=True)
class Entry:
    """A term: the word it is looked up by, the same in other languages, what it means and where it is used.

    `meanings` are those of the shown language, one for each programme that says it in its own way; `others` the same in
    the other language.
    """

    key: str
    word: Said
    translations: list[Said]
    meanings: list[Said]
    others: list[Said]
    sources: list[str]
    lessons: list[LessonPlace] = field(default_factory=list)

    @property
    def letter(self) -> str:
        return self.word.text[:1].upper()


@dataclass(frozen=True)
class Letter:
    """A letter with the terms that begin with it."""

    letter: str
    entries: list[Entry]


def glossary_context(page: Page, request: HttpRequest) -> dict:
    """The terms that the address asks for: `by` names the language to look up by, `q` what a word begins with."""
    home = page.locale.language_code
    by = request.GET.get("by", "")
    if by not in NAMES:
        by = "en" if getattr(request, "LANGUAGE_CODE", "") == "en" else home
    q = rules.clean(request.GET.get("q", "")[:LONGEST_QUERY])
    entries = _entries(by=by, home=home, looked_for=rules.wanted(q))
    return {
        "content_language": home,
        "by": by,
        "q": q,
        "count": len(entries),
        "letters": _letters(entries),
        "directions": [
            {
                "label": name,
                "url": "?" + urlencode({"by": code} | ({"q": q} if q else {})),
                "current": code == by,
                "count": None,
            }
            for code, name in NAMES.items()
        ],
    }


def _entries(*, by: str, home: str, looked_for: list[str]) -> list[Entry]:
    """Terms with the same key in several programmes are one entry (three queries; two while lessons are in the cache)."""
    terms: dict[str, list[GlossaryTerm]] = {}
    for term in GlossaryTerm.objects.order_by("programme_code", "pk"):
        terms.setdefault(term.key, []).append(term)
    works = {(work.programme_code, work.key): work for work in Reference.objects.all()}
    used = lessons(home)
    told = by if by in ("kk", "ru") else home
    found = []
    for key, same in terms.items():
        if not _is_meant(same, told, looked_for):
            continue
        names = [Said(language, getattr(same[0], language)) for language in NAMES]
        names = [name for name in names if name.text]
        word = next((name for name in names if name.language == by), names[0])
        found.append(
            Entry(
                key=key,
                word=word,
                translations=[name for name in names if name is not word],
                meanings=_meanings(same, told),
                others=_meanings(same, "ru" if told == "kk" else "kk"),
                sources=_sources(same, works, told),
                lessons=[one for one in used if key in one.terms],
            )
        )
    return sorted(found, key=lambda entry: (entry.word.language != by, *kazakh_key(entry.word.text)))


def _is_meant(same: list[GlossaryTerm], told: str, looked_for: list[str]) -> bool:
    """Each word begins one of the term's words, in any language, or one of what it means."""
    if not looked_for:
        return True
    stored = rules.indexed(
        *(text for term in same for text in (term.kk, term.ru, term.en, getattr(term, f"definition_{told}")))
    )
    return all(f" {word}" in stored for word in looked_for)


def _meanings(same: list[GlossaryTerm], language: str) -> list[Said]:
    texts = dict.fromkeys(getattr(term, f"definition_{language}") for term in same)
    return [Said(language, text) for text in texts if text]


def _sources(same: list[GlossaryTerm], works: dict, language: str) -> list[str]:
    """Works as printed; a key that names none is left out."""
    named = (works.get((term.programme_code, key)) for term in same for key in term.sources)
    return list(dict.fromkeys(getattr(work, language) for work in named if work))


def _letters(entries: list[Entry]) -> list[Letter]:
    letters: dict[str, list[Entry]] = {}
    for entry in entries:
        letters.setdefault(entry.letter, []).append(entry)
    return [Letter(letter, inside) for letter, inside in letters.items()]

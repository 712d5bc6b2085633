"""The library as its page shows it: by kind or by theme, narrowed by words, kind and lesson."""

from dataclasses import dataclass, field, replace

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.kit.builder import PRINTERS
from courses.kit.reader import kit
from courses.models import EditionModule, Reference
from courses.presentation import newest_editions
from people.addresses import FromAddress
from people.sorting import kazakh_key

from ..library_models import LibraryItem
from ..search import rules
from .lessons import LessonPlace, lessons

Kind = LibraryItem.Kind
BY_KIND, BY_THEME = "", "theme"


@dataclass(frozen=True)
class Filters(FromAddress):
    """What the address asks for. `topic` is a programme, a module or a lesson: “A”, “A.3”, “A.3.2”."""

    q: str = ""
    kind: str = ""
    topic: str = ""
    by: str = BY_KIND

    @classmethod
    def read(cls, query) -> "Filters":
        told = cls.told(query)
        return cls(
            q=rules.clean(told["q"]),
            kind=told["kind"] if told["kind"] in Kind.values else "",
            topic=told["topic"][:20],
            by=BY_THEME if told["by"] == BY_THEME else BY_KIND,
        )

    @property
    def active(self) -> bool:
        return bool(self.q or self.kind or self.topic)


@dataclass(frozen=True)
class File:
    """Something to take along: "PDF" and where it is."""

    kind: str
    url: str


@dataclass(frozen=True)
class Shelved:
    """An item in the language of the page. `language`: the one its title is printed in."""

    item: LibraryItem
    title: str
    language: str
    about: str
    source: str
    files: list[File]
    lessons: list[LessonPlace]
    is_first: bool = True  # of several places on the page: the one with the anchor


@dataclass(frozen=True)
class Shelf:
    key: str
    title: str
    items: list[Shelved]


@dataclass
class Literature:
    """A programme's works as printed."""

    code: str
    title: str
    main: list[str] = field(default_factory=list)
    additional: list[str] = field(default_factory=list)


def doors() -> list[dict[str, str]]:
    """The places where one looks by oneself, in the reader's interface."""
    here = get_language() or "kk"
    return [
        {"url": f"/{here}/library/", "label": _("Library"), "icon": "book"},
        {"url": f"/{here}/glossary/", "label": _("Glossary"), "icon": "list"},
        {"url": reverse("kit_list"), "label": _("Practical kit"), "icon": "clipboard-check"},
    ]


def lends_recording(recording_id: int) -> bool:
    """Whether the library, which is open to all, shows this recording: then visitors may play it."""
    return LibraryItem.objects.filter(recording=recording_id, is_shown=True).exists()


def library_context(page: Page, request: HttpRequest) -> dict:
    """Shelves and literature that the address asks for (five queries, four while lessons are in the cache)."""
    language = page.locale.language_code
    filters = Filters.read(request.GET)
    editions = newest_editions()
    modules = {
        f"{module.edition.code}.{module.number}": module.title_in(language)
        for module in EditionModule.objects.filter(edition__in=editions.values()).select_related("edition")
    }
    shown = _items(filters, language)
    literature = _literature(filters, language, editions)
    return {
        "content_language": language,
        "filters": filters,
        "shelves": _by_theme(shown, modules) if filters.by == BY_THEME else _by_kind(shown),
        "count": len(shown),
        "literature": literature,
        "works": sum(len(one.main) + len(one.additional) for one in literature),
        "kinds": _chips(filters, "kind", [("", _("Everything")), *Kind.choices]),
        "orders": _chips(filters, "by", [(BY_KIND, _("By kind")), (BY_THEME, _("By theme"))]),
        "themes": _themes(filters, editions, modules, language),
    }


def _chips(filters: Filters, name: str, choices) -> list[dict]:
    return [
        {
            "label": label,
            "url": filters.query(**{name: value}),
            "current": getattr(filters, name) == value,
            "count": None,
        }
        for value, label in choices
    ]


def _themes(filters: Filters, editions: dict, modules: dict[str, str], language: str) -> list[tuple]:
    """What the choice of a theme offers: (programme's title, [(value, words)]); a lesson where one is asked for."""
    groups = []
    for code, edition in editions.items():
        inside = [(code, _("The whole programme"))]
        inside += [(key, f"{key}. {title}") for key, title in modules.items() if key.startswith(f"{code}.")]
        groups.append((f"{code}. {edition.title_in(language)}", inside))
    offered = {value for _name, inside in groups for value, _words in inside}
    if filters.topic and filters.topic not in offered:
        lesson = next((one for one in lessons(language) if one.key == filters.topic), None)
        if lesson:
            groups.append((_("Lesson"), [(lesson.key, f"{lesson.key}. {lesson.title}")]))
    return groups


# Items


def _items(filters: Filters, language: str) -> list[Shelved]:
    """Shown items that the filters leave, in the order of the alphabet (two queries)."""
    rows = LibraryItem.objects.filter(is_shown=True).select_related("document", "recording__poster")
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    looked_for, places = rules.wanted(filters.q), {one.key: one for one in lessons(language)}
    found = [
        _shelved(item, language, places)
        for item in rows.prefetch_related("recording__captions")
        if _is_of(item, filters.topic) and _speaks_of(item, looked_for)
    ]
    return sorted(found, key=lambda one: kazakh_key(one.title))


def _is_of(item: LibraryItem, topic: str) -> bool:
    return not topic or any(key == topic or key.startswith(f"{topic}.") for key in item.topics)


def _speaks_of(item: LibraryItem, looked_for: list[str]) -> bool:
    if not looked_for:
        return True
    stored = rules.indexed(
        item.title_kk, item.title_ru, item.about_kk, item.about_ru, item.source_kk, item.source_ru
    )
    return all(f" {word}" in stored for word in looked_for)


def _shelved(item: LibraryItem, language: str, places: dict[str, LessonPlace]) -> Shelved:
    title = item.title_in(language)
    source = item.source_in(language)
    return Shelved(
        item=item,
        title=title,
        # A work printed in Russian alone has one title for both.
        language="ru" if item.title_kk == item.title_ru else language,
        about=item.about_in(language),
        source=source if source != title else "",
        files=_files(item, language),
        lessons=[places[key] for key in item.topics if key in places],
    )


def _files(item: LibraryItem, language: str) -> list[File]:
    """The document, and the kit's form in the language of the page."""
    files = []
    if item.document:
        files.append(File(item.document.file_extension.upper(), item.document.url))
    if item.kit_key and kit().of(item.kit_key):
        files += [
            File(kind.upper(), reverse("kit_file", args=[item.kit_key, language, kind])) for kind in PRINTERS
        ]
    return files


def _by_kind(items: list[Shelved]) -> list[Shelf]:
    names = {
        Kind.LAW: _("Laws and orders"),
        Kind.GUIDE: _("Method guides"),
        Kind.TEMPLATE: _("Templates and forms"),
        Kind.RECORDING: _("Recordings"),
        Kind.BOOK: _("Books and articles"),
    }
    shelves = [
        Shelf(kind, name, [one for one in items if one.item.kind == kind]) for kind, name in names.items()
    ]
    return [shelf for shelf in shelves if shelf.items]


def _by_theme(items: list[Shelved], modules: dict[str, str]) -> list[Shelf]:
    """Modules of the programmes; an item that belongs to several stands in each, what belongs to none at the end."""
    placed: set[str] = set()
    shelves = []
    for key, title in modules.items():
        inside = [one for one in items if _is_of(one.item, key)]
        if inside:
            shelves.append(Shelf(key.replace(".", "-"), f"{key}. {title}", _with_anchor(inside, placed)))
    rest = [one for one in items if one.item.key not in placed]
    if rest:
        shelves.append(Shelf("rest", _("For every theme"), _with_anchor(rest, placed)))
    return shelves


def _with_anchor(items: list[Shelved], placed: set[str]) -> list[Shelved]:
    """The same items; only the first place of each on the page carries its anchor."""
    shown = [replace(one, is_first=one.item.key not in placed) for one in items]
    placed.update(one.item.key for one in items)
    return shown


# Literature


def _literature(filters: Filters, language: str, editions: dict) -> list[Literature]:
    """Each programme's works as printed; none where a kind is asked for that they are not."""
    if filters.kind not in ("", Kind.BOOK):
        return []
    code = filters.topic.partition(".")[0]
    looked_for = rules.wanted(filters.q)
    found: dict[str, Literature] = {}
    for work in Reference.objects.filter(**({"programme_code": code} if code else {})):
        text = getattr(work, language)
        stored = rules.indexed(work.kk, work.ru) if looked_for else ""
        if not all(f" {word}" in stored for word in looked_for):
            continue
        edition = editions.get(work.programme_code)
        title = edition.title_in(language) if edition else work.programme_code
        one = found.setdefault(work.programme_code, Literature(work.programme_code, title))
        (one.main if work.kind == Reference.Kind.MAIN else one.additional).append(text)
    return list(found.values())

"""A programme's folder out of the site: edition, glossary, literature, pages in both languages, and their files."""

from collections.abc import Mapping
from typing import Any

from wagtail.models import Page

from ..loader.apply import stored_modules
from ..loader.programme import LANGUAGES, ORIENTATION
from ..models import GlossaryTerm, ProgrammeEdition, Reference
from ..pages import ModulePage, OrientationPage, ProgrammePage, TopicPage
from .files import Folder, front
from .lessons import lesson_file
from .words import ordered, written

KINDS = ("lecture", "practice", "self_study", "final")
WORDS = {"kk": "Kazakh", "ru": "Russian"}


def write(folder: Folder, edition: ProgrammeEdition, *, drafts: bool = False) -> None:
    """Write all of a programme that this app keeps; faults and notes are left on the folder.

    Pages are written as published, or with `drafts` as they were last saved.
    """
    topics = {
        topic.key: (module.number, topic.number)
        for module in edition.modules.prefetch_related("topics")
        for topic in module.topics.all()
    }
    pages = _pages(folder, edition, list(topics), drafts=drafts)
    folder.write("programme.yaml", written(_edition(edition, pages)))
    folder.write("glossary.yaml", written(_terms(edition.code)))
    folder.write("literature.yaml", written(_works(edition.code)))
    for key in topics:
        if len({page.is_open for one in LANGUAGES if (page := pages.get((key, one)))}) > 1:
            folder.faults.append(
                f"{key}: the lesson is open to everyone in one language only; open or close both."
            )
    for language in LANGUAGES:
        if page := pages.get((edition.code, language)):
            _programme_page(folder, page, language)
        for key, (module, number) in topics.items():
            if page := pages.get((key, language)):
                lesson_file(folder, page, f"m{module}/{number}.{language}.md", key=key, values=_front(page))
    _others(folder, edition, set(pages))


def write_orientation(folder: Folder, *, drafts: bool = False) -> None:
    """Write “How to study here”, which stands beside the programmes' folders."""
    for page in OrientationPage.objects.select_related("locale").order_by("pk"):
        language = page.locale.language_code
        page = _as_wanted(folder, page, f"{ORIENTATION} ({language})", drafts=drafts)
        values = {"title": page.title, "aim": page.aim}
        lesson_file(folder, page, f"{ORIENTATION}.{language}.md", key=ORIENTATION, values=values)


# Pages


def _pages(
    folder: Folder, edition: ProgrammeEdition, topics: list[str], *, drafts: bool
) -> dict[tuple[str, str], Page]:
    """The pages of the edition by key and language (three queries); a missing or hidden one is a fault."""
    modules = [f"{edition.code}.{number}" for number in edition.modules.values_list("number", flat=True)]
    found: dict[tuple[str, str], Page] = {}
    for model, keys in ((ProgrammePage, [edition.code]), (ModulePage, modules), (TopicPage, topics)):
        standing = {
            (page.key, page.locale.language_code): page
            for page in model.objects.filter(key__in=keys).select_related("locale", "latest_revision")
        }
        for key in keys:
            for language in LANGUAGES:
                name = f"{key} ({language})"
                page = standing.get((key, language))
                if page is None:
                    folder.faults.append(
                        f"{name}: there is no such page in {WORDS[language]}; create it first."
                    )
                else:
                    found[key, language] = _as_wanted(folder, page, name, drafts=drafts)
    return found


def _as_wanted(folder: Folder, page: Page, name: str, *, drafts: bool) -> Page:
    """The page's published text, or its last saved one; what else there is, is noted."""
    if drafts and page.has_unpublished_changes and page.latest_revision_id:
        page = page.get_latest_revision_as_object()
    elif not page.live:
        folder.faults.append(f"{name}: the page is not published; publish it, or write drafts too.")
    elif page.has_unpublished_changes:
        folder.notes.append(f"{name}: a later draft is not written, only what is published.")
    if page.seo_title or page.search_description:
        folder.notes.append(f"{name}: its title and description for search engines stay in the site.")
    return page


def _front(page: TopicPage) -> dict[str, Any]:
    return {name: getattr(page, name) for name in ("title", "aim", "outcomes", "terms", "literature")}


def _programme_page(folder: Folder, page: ProgrammePage, language: str) -> None:
    names = ("title", "summary", "audience", "you_will_be_able", "how_assessed", "you_receive")
    place = f"{page.key} ({language}), text"
    text = folder.markdown(page.body, place=place, language=language, folder=folder.path)
    folder.write(
        f"page.{language}.md",
        front({name: getattr(page, name) for name in names}) + (f"{text}\n" if text else ""),
    )


def _others(folder: Folder, edition: ProgrammeEdition, written_pages: set[tuple[str, str]]) -> None:
    """Name the pages below the programme that no file of the edition stands for."""
    for language in LANGUAGES:
        top = ProgrammePage.objects.filter(key=edition.code, locale__language_code=language).first()
        if top is None:
            continue
        for page in top.get_descendants().specific().order_by("path"):
            if (getattr(page, "key", ""), language) not in written_pages:
                folder.notes.append(
                    f"{page.title} ({language}): the page is no topic of this edition and is not written."
                )


# The edition


def _edition(edition: ProgrammeEdition, pages: Mapping[tuple[str, str], Page]) -> dict[str, Any]:
    """programme.yaml: what the loader reads, in the order of the official table."""
    found: dict[str, Any] = {
        "code": edition.code,
        "number": edition.number,
        "slug": edition.slug,
        "title": {"kk": edition.title_kk, "ru": edition.title_ru, "en": edition.title_en},
        "legal_basis": {"kk": edition.legal_basis_kk, "ru": edition.legal_basis_ru},
        "agreed_with_ministry": edition.is_agreed,
        "languages": list(LANGUAGES),
        "formats": edition.formats,
        "total_hours": edition.total_hours,
    }
    keys = [topic["key"] for module in stored_modules(edition) for topic in module["topics"]]
    opened = [
        key for key in keys if any(getattr(pages.get((key, one)), "is_open", False) for one in LANGUAGES)
    ]
    if opened:
        found["open_lessons"] = opened
    if edition.declared_split:
        found["declared_split"] = ordered(edition.declared_split)
    found["parameters"] = ordered(edition.parameters)
    if edition.notes:
        found["notes"] = ordered(edition.notes)
    found["modules"] = [_module(edition.code, module, pages) for module in stored_modules(edition)]
    return found


def _module(code: str, module: dict[str, Any], pages: Mapping[tuple[str, str], Page]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "number": module["number"],
        "title": {"kk": module["title_kk"], "ru": module["title_ru"]},
        "hours": module["hours"],
        "results": ordered(module["results"]),
        "topics": [
            {
                "key": topic["key"],
                "number": topic["number"],
                "title": {"kk": topic["title_kk"], "ru": topic["title_ru"]},
                **{kind: topic[kind] for kind in KINDS if topic[kind]},
            }
            for topic in module["topics"]
        ],
    }
    own = {}
    for language in LANGUAGES:
        page = pages.get((f"{code}.{module['number']}", language))
        if page is None:
            continue
        said = {"title": page.title, "outcomes": page.outcomes}
        table = {
            "title": module[f"title_{language}"],
            "outcomes": [result.get(language) for result in module["results"]],
        }
        if differing := {name: value for name, value in said.items() if value != table[name]}:
            own[language] = differing
    return found | ({"page": own} if own else {})


# Glossary and literature


def _terms(code: str) -> list[dict[str, Any]]:
    return [
        {
            "id": term.key,
            "kk": term.kk,
            "ru": term.ru,
            **({"en": term.en} if term.en else {}),
            "definition_kk": term.definition_kk,
            "definition_ru": term.definition_ru,
            "sources": term.sources,
        }
        for term in GlossaryTerm.objects.filter(programme_code=code).order_by("pk")
    ]


def _works(code: str) -> list[dict[str, Any]]:
    return [
        {"id": work.key, "kind": work.kind, "kk": work.kk, "ru": work.ru}
        for work in Reference.objects.filter(programme_code=code).order_by("order", "pk")
    ]

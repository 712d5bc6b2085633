"""The kit's page and files: open to everyone, for they hold nobody's data."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from people.papers import MEDIA_TYPES

from .builder import PRINTERS, build, mark_of
from .forms import LANGUAGES, PURPOSES, Form
from .reader import kit

NAMES = {"kk": "Қазақша", "ru": "Русский"}


@dataclass(frozen=True)
class Link:
    """A file to take: its language's own name, the kind ("PDF"), and the address."""

    language: str
    name: str
    kind: str
    media_type: str
    url: str


@dataclass(frozen=True)
class Entry:
    """A form as it is listed, in one language."""

    key: str
    title: str
    when: str
    for_whom: str
    links: list[Link]


def _entry(form: Form, language: str, offered: tuple[str, ...] = LANGUAGES) -> Entry:
    wording = form.wordings[language]
    links = [
        Link(
            one, NAMES[one], kind.upper(), MEDIA_TYPES[kind], reverse("kit_file", args=[form.key, one, kind])
        )
        for one in offered
        for kind in PRINTERS
    ]
    return Entry(form.key, wording.title, wording.when, wording.for_whom, links)


def for_topic(topic: str, language: str) -> list[Entry]:
    """The ready forms of a lesson, in its language alone; no query."""
    return [_entry(form, language, (language,)) for form in kit().for_topic(topic)]


@require_safe
def kit_list(request: HttpRequest) -> HttpResponse:
    """All forms by purpose, in Kazakh or Russian; the English interface shows the Kazakh ones."""
    here = get_language() or "kk"
    language = here if here in LANGUAGES else "kk"
    words = kit().words[language]
    groups = [
        (
            purpose,
            words.purposes[purpose],
            [_entry(one, language) for one in kit().forms if one.purpose == purpose],
        )
        for purpose in PURPOSES
    ]
    context = {"groups": [group for group in groups if group[2]], "content_language": language}
    return render(request, "courses/kit.html", context)


def _asked(key: str, language: str, kind: str) -> Form | None:
    return kit().of(key) if language in LANGUAGES and kind in PRINTERS else None


def _etag(request: HttpRequest, key: str, language: str, kind: str) -> str | None:
    form = _asked(key, language, kind)
    return f'"{mark_of(form, language, kind)}"' if form else None


@require_safe
@cache_control(public=True, max_age=3600)
@condition(etag_func=_etag)
def kit_file(request: HttpRequest, key: str, language: str, kind: str) -> HttpResponse:
    """One file: a PDF opens in the browser, a DOCX is saved."""
    form = _asked(key, language, kind)
    if form is None:
        raise Http404
    file = build(kit(), form, language, kind)
    response = HttpResponse(file.content, content_type=file.media_type)
    response.headers["Content-Disposition"] = content_disposition_header(kind != "pdf", file.name)
    response.headers["Content-Language"] = language
    return response

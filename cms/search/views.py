"""The search of the site."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.presentation import content_language, newest_editions

from ..library.shelves import doors
from ..search_models import SearchEntry
from . import reading

A_PAGE = 12


@never_cache
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What the words of the address find, and help where they find nothing."""
    filters = reading.Filters.read(request.GET)
    found = reading.search(filters, request.user)
    page = Paginator(found.entries, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "found": found,
        "page": page,
        "results": reading.shown(page.object_list, found.words, request.user),
        "kinds": _kinds(filters, found),
        "query": filters.query().removeprefix("?"),
        "meant": [
            {"title": title, "url": reading.Filters(q=title).query()}
            for title in (reading.meant(filters, request.user) if found.words and not found.total else [])
        ],
        "languages": [("kk", "Қазақша"), ("ru", "Русский")],
        "programmes": _programmes(),
        "doors": doors(),
        "content_language": content_language(),
    }
    return render(request, "cms/search.html", context)


def _kinds(filters: reading.Filters, found: reading.Search) -> list[dict]:
    """Chips with how many of each kind there are; none where there is nothing to choose."""
    if len(found.kinds) < 2 and not filters.kind:
        return []
    names = {
        "lesson": _("Lessons"),
        "term": _("Terms"),
        "library": _("Library"),
        "practice": _("Practices of colleagues"),
    }
    everything = {
        "label": _("Everything"),
        "url": filters.query(kind=""),
        "current": not filters.kind,
        "count": found.total,
    }
    return [everything] + [
        {
            "label": names[kind],
            "url": filters.query(kind=kind),
            "current": filters.kind == kind,
            "count": found.kinds.get(kind, 0),
        }
        for kind in SearchEntry.Kind.values
        if kind in found.kinds or filters.kind == kind
    ]


def _programmes() -> list[tuple[str, str]]:
    """Each programme's code and title, for the filter."""
    return [(edition.code, f"{edition.code}. {edition.title}") for edition in newest_editions().values()]

"""What every page's frame shows: places to go by role, and the same page in other languages."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from people import notify

NAMES = {"kk": ("Қаз", "Қазақша"), "ru": ("Рус", "Русский"), "en": ("Eng", "English")}


@dataclass(frozen=True)
class Place:
    """A place in the frame's navigation."""

    url: str
    label: str
    icon: str
    current: bool


def _place(request: HttpRequest, url: str, label: str, icon: str) -> Place:
    return Place(
        url=url, label=label, icon=icon, current=request.path.startswith(url) if len(url) > 1 else False
    )


def nav_items(request: HttpRequest) -> list[Place]:
    """Up to five places, the most needed first; what is more stands on the role's home."""
    language = get_language() or settings.LANGUAGE_CODE
    programmes = (f"/{language}/programmes/", _("Programmes"), "book")
    library = (f"/{language}/library/", _("Library"), "list")
    verify = (reverse("verify_form"), _("Check a document"), "shield-check")
    user = request.user
    if not user.is_authenticated:
        return [_place(request, *place) for place in (programmes, library, verify)]
    roles = user.role_names
    places = [(reverse("home"), _("My study") if roles <= {"learner"} else _("Home"), "home")]
    later = (reverse("after"), _("After the course"), "flag")
    if roles & {"coordinator", "trainer", "administrator"}:
        places.append((reverse("cohort_list"), _("Cohorts"), "people"))
        places.append((reverse("exam_list"), _("Exams"), "clock"))
    if "coordinator" in roles and not roles & {"trainer", "administrator"}:
        places.append((reverse("register"), _("Register"), "award"))
    if roles & {"trainer", "administrator"}:
        places.append((reverse("marking_list"), _("Marking"), "clipboard-check"))
    if roles & {"methodologist", "expert", "administrator"}:
        places.append((reverse("edition_list"), _("Editions"), "layers"))
    if "mentor" in roles and "administrator" not in roles:
        places.append((reverse("mentoring_list"), _("Mentoring"), "people"))
        places.append((reverse("meeting_list"), _("Meetings"), "calendar"))
    # Five at most: for a coordinator programmes stand on the front page alone.
    if len(places) < 5 and not roles & {"administrator", "trainer"}:
        places.append(later)
    if len(places) < 5 and "administrator" not in roles:
        places.append(programmes)
    if "learner" in roles and "administrator" not in roles:
        places.append((reverse("document_list"), _("My documents"), "award"))
    if len(places) < 5 and "learner" in roles:
        places.append(library)
    return [_place(request, *place) for place in places]


def menu_items(request: HttpRequest) -> list[Place]:
    """What the account's menu holds because the frame has no room for it: everything after the course, for some staff."""
    user = request.user
    if not user.is_authenticated or any(place.url == reverse("after") for place in nav_items(request)):
        return []
    return [_place(request, reverse("after"), _("After the course"), "flag")]


@dataclass(frozen=True)
class LanguageLink:
    code: str
    label: str
    name: str
    url: str
    current: bool


def language_links(request: HttpRequest) -> list[LanguageLink]:
    """The same page in each language. A document's page keeps no cookie, so its language stands in the address."""
    here = get_language() or settings.LANGUAGE_CODE
    links = []
    for code, (label, name) in NAMES.items():
        if request.path.lower().startswith("/v/"):
            query = request.GET.copy()
            query["lang"] = code
            url = f"{request.path}?{query.urlencode()}"
        else:
            url = f"{reverse('set_language')}?{urlencode({'lang': code, 'next': request.get_full_path()})}"
        links.append(LanguageLink(code=code, label=label, name=name, url=url, current=code == here))
    return links


def unread_notices(request: HttpRequest) -> int:
    """How many notices are new: counted on the home page, elsewhere as last counted, so that no page pays for it."""
    if not request.user.is_authenticated:
        return 0
    return notify.unread(request.user, count=request.path == reverse("home")) or 0


def chrome(request: HttpRequest) -> dict:
    """Context of base.html; nothing is computed or read before the template asks."""
    return {
        "nav_items": SimpleLazyObject(lambda: nav_items(request)),
        "menu_items": SimpleLazyObject(lambda: menu_items(request)),
        "language_links": SimpleLazyObject(lambda: language_links(request)),
        "unread_notices": SimpleLazyObject(lambda: unread_notices(request)),
        "is_demo": settings.TIREK_DEMO,
        "site_name": gettext_lazy("Tirek"),
    }

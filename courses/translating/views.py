"""A page and its translation side by side; how far a programme is translated."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.models import Page, Revision

from people.errors import Refusal

from .drafting import Typed
from .fields import Fields
from .reading import LANGUAGES, Comparison, Pair, comparison_of, other, overview, pair_of, programmes
from .screen import left_over, screen_of
from .services import PartsRefused, Saved, may_translate, save_translation


def may_see(user: Any) -> bool:
    """Who sees how far the programmes are translated: those who write them."""
    return user.has_role("methodologist", "administrator")


@never_cache
@require_safe
def programme(request: HttpRequest) -> HttpResponse:
    """Every page of a programme with the parts that wait, in one direction."""
    if not may_see(request.user):
        raise Http404
    found = programmes()
    codes = [code for code, _title in found]
    code = request.GET.get("programme", codes[0] if codes else "")
    to = request.GET.get("to") if request.GET.get("to") in LANGUAGES else "ru"
    if codes and code not in codes:
        raise Http404
    pages = overview(code, to=to) if codes else ()
    context = {
        "title": _("Translating"),
        "programmes": found,
        "code": code,
        "to": to,
        "original_language": LANGUAGES[other(to)],
        "language": LANGUAGES[to],
        "pages": pages,
        "waiting": sum(page.waiting for page in pages),
        "next": next((page for page in pages if page.page_id and page.waiting), None),
        "tabs": [
            {
                "label": f"{LANGUAGES[other(one)]} → {LANGUAGES[one]}",
                "url": f"{reverse('translating:programme')}?programme={code}&to={one}",
                "current": one == to,
            }
            for one in ("ru", "kk")
        ],
        "crumbs": [{"url": reverse("translating:programme"), "label": _("Translating")}],
    }
    return render(request, "courses/translating/programme.html", context)


@never_cache
@require_safe
def opened(request: HttpRequest, page_id: int) -> HttpResponse:
    """From a page's buttons: its pair, Kazakh as the original. A page that stands alone is said to."""
    page = Page.objects.select_related("locale").filter(pk=page_id).first()
    if page is None or not may_translate(page, request.user):
        raise Http404
    pair = pair_of(page_id)
    if pair is None:
        messages.warning(
            request, _("This page has no counterpart in the other language yet. Make one with “Translate”.")
        )
        return redirect("wagtailadmin_pages:edit", page_id)
    russian = next(one for one in (pair.translation, pair.original) if one.locale.language_code == "ru")
    return redirect("translating:page", russian.pk)


def pair_for(request: HttpRequest, page_id: int) -> Pair:
    """The pair whose translation this person may write; a stranger finds nothing."""
    pair = pair_of(page_id)
    if pair is None or not may_translate(pair.translation, request.user):
        raise Http404
    return pair


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def side_by_side(request: HttpRequest, page_id: int) -> HttpResponse:
    """Read and write the translation that stands on this page."""
    pair = pair_for(request, page_id)
    comparison = comparison_of(pair)
    if request.method != "POST":
        return _page(request, pair, comparison)
    seen = Revision.page_revisions.filter(
        pk=_number(request, "original_revision") or 0, object_id=str(pair.original.pk)
    )
    shown = comparison_of(pair, original_revision=seen.first())
    typed = Fields(type(pair.translation), pair.languages[1]).read(request.POST, shown)
    try:
        saved = save_translation(
            page_id=page_id,
            typed=typed,
            revision=_number(request, "revision"),
            original_revision=_number(request, "original_revision"),
            at=timezone.now(),
            actor=request.user,
        )
    except Refusal as refusal:
        return _refused(request, pair, comparison, typed, refusal)
    messages.success(request, _said(saved))
    return redirect("translating:page", page_id)


def _refused(
    request: HttpRequest, pair: Pair, comparison: Comparison, typed: Typed, refusal: Refusal
) -> HttpResponse:
    """The screen with what stands now, what was typed in its fields, and why it was not saved."""
    faults = refusal.rows if isinstance(refusal, PartsRefused) else {}
    return _page(
        request,
        pair,
        comparison,
        status=422,
        typed=typed,
        faults=faults,
        refusal=str(refusal),
        left_over=left_over(request.POST, comparison),
    )


def _number(request: HttpRequest, name: str) -> int | None:
    value = request.POST.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 19 else None


def _said(saved: Saved) -> str:
    if saved.revision and saved.marked:
        return ngettext(
            "The draft is saved and %(count)s part is marked as translated. Nothing is published yet.",
            "The draft is saved and %(count)s parts are marked as translated. Nothing is published yet.",
            saved.marked,
        ) % {"count": saved.marked}
    if saved.revision:
        return _("The draft is saved. Nothing is published yet.")
    if saved.marked:
        return ngettext(
            "%(count)s part is marked as translated. The text is as it was.",
            "%(count)s parts are marked as translated. The text is as it was.",
            saved.marked,
        ) % {"count": saved.marked}
    return _("Nothing was changed.")


def _page(
    request: HttpRequest,
    pair: Pair,
    comparison: Comparison,
    *,
    status: int = 200,
    typed: Typed | None = None,
    faults: dict[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    screen = screen_of(pair, comparison, typed=typed, faults=faults)
    original_language, language = pair.languages
    edit = reverse("wagtailadmin_pages:edit", args=[pair.translation.pk])
    context = {
        "title": _("Translate side by side: %(page)s") % {"page": pair.translation.draft_title},
        "pair": pair,
        "original_code": original_language,
        "code": language,
        "original_language": LANGUAGES[original_language],
        "language": LANGUAGES[language],
        "comparison": comparison,
        "screen": screen,
        "media": screen.fields.media,
        "is_locked": pair.translation.permissions_for_user(request.user).page_locked(),
        "crumbs": [
            {"url": f"{reverse('translating:programme')}?to={language}", "label": _("Translating")},
            {"url": edit, "label": pair.translation.draft_title},
        ],
        **more,
    }
    return render(request, "courses/translating/page.html", context, status=status)

"""What every screen of the bank has: who may see it, the tabs, the way back."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from wagtail.admin.auth import permission_required

from ...models import QuestionVersion

PERMISSION = "assessments.change_question"
# In the session: the filters the list was last seen with.
LAST_LIST = "bank_list"
View = Callable[..., HttpResponse]


def for_keepers(view: View) -> View:
    """For people who keep the bank. Wagtail has asked before whether they may come into the editor at all."""
    guarded = permission_required(PERMISSION)(view)

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return guarded(request, *args, **kwargs)

    return wrapped


def tabs(current: str) -> list[dict[str, Any]]:
    """The bank's screens; one that is not there is left out."""
    found = []
    for name, label in (
        ("list", _("Questions")),
        ("coverage", _("Coverage")),
        ("statistics", _("Statistics")),
        ("duplicates", _("Similar questions")),
        ("import", _("Import")),
        ("export", _("Export")),
    ):
        try:
            url = reverse(f"bank:{name}")
        except NoReverseMatch:
            continue
        found.append({"label": label, "url": url, "current": name == current})
    return found


def screen(
    request: HttpRequest,
    template: str,
    *,
    title: str,
    tab: str = "list",
    trail: list[tuple[str, str]] | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """A screen of the bank. `trail`: (label, address) of what stands between the list and this page."""
    last = request.session.get(LAST_LIST, "")
    crumbs = [
        {
            "url": f"{reverse('bank:list')}?{last}" if last else reverse("bank:list"),
            "label": _("Question bank"),
        }
    ]
    crumbs += [{"url": url, "label": label} for label, url in trail or []]
    crumbs.append({"url": request.path, "label": title})
    context |= {"title": title, "tabs": tabs(tab), "crumbs": crumbs}
    return render(request, f"assessments/bank/{template}.html", context, status=status)


TONES = {
    QuestionVersion.Status.READY: "ok",
    QuestionVersion.Status.DRAFT: "warn",
    QuestionVersion.Status.RETIRED: "neutral",
}


def status_tag(version: QuestionVersion) -> dict[str, str]:
    """A version's number and status with the tone of its tag."""
    words = _("%(status)s, version %(number)s") % {
        "status": version.get_status_display(),
        "number": version.number,
    }
    return {"label": words, "tone": TONES[QuestionVersion.Status(version.status)]}

"""What every screen of the rubrics has: who may see it, and the way back."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.auth import permission_required

from ...models import Rubric
from ...services.marking.rubrics import PERMISSION

View = Callable[..., HttpResponse]


def for_writers(view: View) -> View:
    """For people who write rubrics. Wagtail has asked before whether they may come into the editor at all."""
    guarded = permission_required(PERMISSION)(view)

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return guarded(request, *args, **kwargs)

    return wrapped


def rubric_tabs(rubric: Rubric, current: str) -> list[dict[str, Any]]:
    """The screens of one rubric."""
    return [
        {"label": label, "url": reverse(f"rubrics:{name}", args=[rubric.pk]), "current": name == current}
        for name, label in (("edit", _("Criteria")), ("versions", _("Versions")))
    ]


def screen(
    request: HttpRequest,
    template: str,
    *,
    title: str,
    rubric: Rubric | None = None,
    tab: str = "",
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """A screen of the rubrics; with `rubric` one of its own, under its tabs."""
    crumbs = [{"url": reverse("rubrics:list"), "label": _("Rubrics")}]
    if rubric is not None:
        crumbs.append({"url": reverse("rubrics:edit", args=[rubric.pk]), "label": rubric.title})
    if request.path != crumbs[-1]["url"]:
        crumbs.append({"url": request.path, "label": title})
    context |= {
        "title": title,
        "rubric": rubric,
        "tabs": rubric_tabs(rubric, tab) if rubric else [],
        "crumbs": crumbs,
    }
    return render(request, f"assessments/rubrics/{template}.html", context, status=status)

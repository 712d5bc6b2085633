"""Whose pages these are: the graduate's and the present mentor's; everybody else finds nothing."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from ...models import MentoringPlan
from ...services.growth.child_data import erased_from, term_of
from ...services.mentoring.plan_people import UNDER_WAY

PLAN = ("plan__graduate", "plan__enrolment__cohort__edition")


def private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Signed in, and never kept by a browser or a proxy."""

    @login_required
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    return guarded


def plan_of(request: HttpRequest, plan_id: int) -> MentoringPlan:
    plans = MentoringPlan.objects.private_to(request.user)
    return get_object_or_404(plans.select_related("graduate", "enrolment__cohort__edition"), pk=plan_id)


def only_graduate(request: HttpRequest, plan: MentoringPlan) -> None:
    """The mentor reads these pages; what is written on them is the graduate's."""
    if plan.graduate_id != request.user.pk:
        raise PermissionDenied


def content_language(plan: MentoringPlan) -> str:
    """What the two most likely write in."""
    return plan.enrolment.cohort.language


def reading_language(plan: MentoringPlan) -> str:
    """Of our own texts: Kazakh or Russian as the page is read; beside English the cohort's language."""
    language = get_language() or ""
    return language if language in {"kk", "ru"} else content_language(plan)


def frame(request: HttpRequest, plan: MentoringPlan, *, place: str) -> dict[str, Any]:
    """What every page of the room shows around itself. `place`: the address name of the tab one is in."""
    tabs = (
        ("diary", _("Diary")),
        ("indicators", _("Indicators of a child")),
        ("self_assessment", _("Self-assessment")),
    )
    return {
        "plan": plan,
        "is_own": plan.graduate_id == request.user.pk,
        "is_under_way": plan.status in UNDER_WAY,
        "content_language": content_language(plan),
        "reading_language": reading_language(plan),
        "child_data_days": term_of(plan),
        "child_data_until": erased_from(plan),
        "tabs": [
            {"label": label, "url": reverse(name, args=[plan.pk]), "current": name == place, "count": None}
            for name, label in tabs
        ],
    }

"""The hub of one support, and the lists that lead there: a mentor's, a graduate's, the coordinator's."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from people.models import User
from people.roles import Role

from ..mentoring_words import LATE
from ..models import MentoringPlan
from ..services.mentoring import hub, plans
from ..services.mentoring.mentors import PERMISSION
from ..services.mentoring.plan_people import mentor_of

A_PAGE = 30
TABS = ("overview", "meetings", "diary")


def runners_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Who does not run support finds nothing here."""

    @login_required
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(PERMISSION):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def plan_of(request: HttpRequest, plan_id: int, *, private: bool = False) -> MentoringPlan:
    """The plan with its people and programme; a stranger finds nothing, and no third person what the two write."""
    plans_there = MentoringPlan.objects.visible_to(request.user)
    if private:
        plans_there = MentoringPlan.objects.private_to(request.user)
    return get_object_or_404(plans_there.select_related("graduate", "enrolment__cohort__edition"), pk=plan_id)


def frame(request: HttpRequest, plan: MentoringPlan, *, tab: str, at: datetime) -> dict[str, Any]:
    """What every page of a plan shows on top: the two, the viewer's next step, the tabs."""
    mentor = mentor_of(plan)
    viewer = hub.viewer_of(plan, request.user, mentor)
    is_private = viewer != "coordinator"
    address, closing = (reverse(name, args=[plan.pk]) for name in ("mentoring_plan", "mentoring_closing"))
    labels = [("overview", _("Overview"), address)]
    if is_private:
        labels += [
            ("meetings", _("Meetings"), f"{address}?tab=meetings"),
            ("diary", _("Diary"), f"{address}?tab=diary"),
        ]
    labels.append(("closing", _("Closing"), closing))
    return {
        "plan": plan,
        "mentor": mentor,
        "viewer": viewer,
        "is_private": is_private,
        "other": mentor if viewer == "graduate" else plan.graduate,
        "content_language": plan.enrolment.cohort.language,
        "is_open": plan.status in {"draft", "agreed"},
        "tab": tab,
        "tabs": [{"label": label, "url": url, "current": key == tab} for key, label, url in labels],
        "at": at,
    }


@login_required
@never_cache
@require_safe
def mentoring_plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The hub of one support. Whoever runs support sees states and figures, the two what they write."""
    plan, at = plan_of(request, plan_id), timezone.now()
    tab = request.GET.get("tab", "overview")
    context = frame(request, plan, tab=tab, at=at)
    if tab not in TABS or (tab != "overview" and not context["is_private"]):
        raise Http404
    if tab == "overview":
        context |= _overview(plan, context, at=at)
    return render(request, "postcourse/mentoring/plan.html", context)


def _overview(plan: MentoringPlan, context: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    assignments = list(plan.assignments.select_related("mentor", "assigned_by"))
    (row,) = hub.rows([plan], viewer=context["viewer"], at=at)
    found: dict[str, Any] = {
        "step": hub.step_of(plan, viewer=context["viewer"], at=at),
        "figures": row.figures,
        "late": [LATE[code] for code in row.late],
        "assignments": assignments,
        "ended": plan.transitions.filter(to_status="ended").select_related("actor").first(),
    }
    if context["is_private"]:
        newest, standing = plans.newest(plan), plans.in_force(plan)
        found |= {
            "newest": newest,
            "in_force": standing,
            "shown": standing or newest,
            "has_change": standing is not None and newest != standing,
            "handed_over": _handed_over(context["mentor"], context["viewer"], assignments),
        }
    return found


def _handed_over(mentor: User | None, viewer: str, assignments: list) -> str:
    """What the last mentor left for this one; the graduate does not read it."""
    if viewer != "mentor" or len(assignments) < 2:
        return ""
    return assignments[-2].handed_over


@login_required
@never_cache
@require_safe
def mentoring_list(request: HttpRequest) -> HttpResponse:
    """My graduates for a mentor, every support for who runs it; what is late stands first."""
    user, at = request.user, timezone.now()
    runs = user.has_perm(PERMISSION)
    if not runs and not user.has_role(Role.MENTOR):
        raise Http404
    own = MentoringPlan.objects.visible_to(user) if runs else MentoringPlan.objects.mentored_by(user)
    over = request.GET.get("show") == "over"
    wanted = ["closed", "ended"] if over else ["draft", "agreed"]
    there = own.filter(status__in=wanted).select_related("graduate", "enrolment__cohort__edition")
    rows = hub.rows(list(there), viewer="coordinator" if runs else "mentor", at=at)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, [LATE[code] for code in row.late]) for row in page],
        "late_count": sum(bool(row.late) for row in rows),
        "runs": runs,
        "is_mentor": user.has_role(Role.MENTOR),
        "over": over,
        "query": "show=over" if over else "",
        "views": [
            {"label": _("Under way"), "url": "?", "current": not over, "count": None},
            {"label": _("Over"), "url": "?show=over", "current": over, "count": None},
        ],
    }
    return render(request, "postcourse/mentoring/list.html", context)


@login_required
@never_cache
@require_safe
def my_mentoring(request: HttpRequest) -> HttpResponse:
    """The graduate's own support; where there is only one, it opens."""
    own = list(
        MentoringPlan.objects.filter(graduate=request.user)
        .select_related("graduate", "enrolment__cohort__edition")
        .order_by("-starts_on", "-pk")
    )
    if len(own) == 1:
        return redirect("mentoring_plan", plan_id=own[0].pk)
    rows = hub.rows(own, viewer="graduate", at=timezone.now())
    return render(request, "postcourse/mentoring/own.html", {"rows": rows})

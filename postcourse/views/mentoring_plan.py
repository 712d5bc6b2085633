"""Writing a mentoring plan and agreeing on it, its versions beside each other, its paper."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from people.errors import Refusal
from people.papers import MEDIA_TYPES, UnprintableName, docx, pdf

from ..mentoring_words import GOAL_FIELDS
from ..models import MentoringPlan, PlanVersion
from ..papers.mentoring import plan_paper
from ..rules import plan_content
from ..services.mentoring import final_work, plans
from ..services.mentoring.plan_people import mentor_of
from . import mentoring_typed as typed
from .mentoring import frame, plan_of

MAKERS = {"pdf": pdf, "docx": docx}


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mentoring_write(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The form of the plan for the two; a POST keeps it, with a row more or less, and agrees where that is pressed."""
    plan = plan_of(request, plan_id, private=True)
    if request.method != "POST":
        version = plans.newest(plan)
        more = request.GET.get("more", "")
        return _page(request, plan, version, version.content, more=more)
    content = typed.content_of(request.POST)
    try:
        return _done(request, plan, content)
    except Refusal as refusal:
        return _refused(request, plan, content, refusal)


def _done(request: HttpRequest, plan: MentoringPlan, content: plan_content.Content) -> HttpResponse:
    number, revision = typed.stamp_of(request.POST.get("revision", ""))
    at, actor = timezone.now(), request.user
    version = plans.save_version(
        plan_id=plan.pk, content=content, number=number, revision=revision, at=at, actor=actor
    )
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204, headers={"X-Revision": typed.stamp(version)})
    address = reverse("mentoring_write", args=[plan.pk])
    if more := request.POST.get("add", ""):
        return redirect(f"{address}?more={more}#{more}-{len(version.content.get(more, []))}")
    if request.POST.get("remove"):
        return redirect(f"{address}#form")
    if request.POST.get("action") != "agree":
        messages.success(request, _("The plan is saved. Nobody has agreed to this wording yet."))
        return redirect(address)
    version = plans.agree(
        plan_id=plan.pk, number=version.number, revision=version.revision, at=at, actor=actor
    )
    if version.is_agreed:
        messages.success(request, _("Both have agreed: the plan is in force."))
    else:
        messages.success(request, _("You have agreed. The other one is told and reads it now."))
    return redirect("mentoring_plan", plan_id=plan.pk)


def _refused(
    request: HttpRequest, plan: MentoringPlan, content: plan_content.Content, refusal: Refusal
) -> HttpResponse:
    """The sentence and what was typed; where the other one saved meanwhile, also what stands now."""
    stale = refusal.version if isinstance(refusal, plans.StalePlan) else None
    status = 409 if stale else 422
    if request.headers.get("X-Requested-With") == "fetch":
        return JsonResponse({"sentence": str(refusal)}, status=status)
    sentences = refusal.sentences if isinstance(refusal, plans.UnfinishedPlan) else [str(refusal)]
    plan = plan_of(request, plan.pk, private=True)
    return _page(request, plan, plans.newest(plan), content, sentences=sentences, stands=stale, status=status)


def _page(
    request: HttpRequest,
    plan: MentoringPlan,
    version: PlanVersion,
    content: plan_content.Content,
    *,
    more: str = "",
    sentences: list[str] | None = None,
    stands: PlanVersion | None = None,
    status: int = 200,
) -> HttpResponse:
    outcomes = final_work.outcomes(plan.enrolment, plan.enrolment.cohort.language)
    context = frame(request, plan, tab="overview", at=timezone.now())
    agreed = (version.graduate_agreed_at, version.mentor_agreed_at)
    mine, theirs = agreed if context["viewer"] == "graduate" else agreed[::-1]
    context |= {
        "version": version,
        "revision": typed.stamp(version),
        "goals": typed.goals(content, outcomes=outcomes, more=more),
        "blank_goal": typed.empty_goal(outcomes),
        "checkpoints": typed.checkpoints(content, more=more),
        "blank_point": {"place": "__", "number": "", "on": "", "what": ""},
        "most_goals": plan_content.MOST_GOALS,
        "most_checkpoints": plan_content.MOST_CHECKPOINTS,
        "note": content["note"],
        "sentences": sentences or [],
        "stands": stands,
        "mine": mine,
        "theirs": theirs,
        "in_force": plans.in_force(plan),
    }
    return render(request, "postcourse/mentoring/write.html", context, status=status)


@login_required
@never_cache
@require_safe
def mentoring_versions(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Every wording of the plan, and what differs between two of them: ?from= and ?to=, else the last two."""
    plan = plan_of(request, plan_id, private=True)
    versions = list(plan.versions.select_related("author"))
    numbers = {one.number: one for one in versions}
    after = numbers.get(_number(request, "to")) or versions[0]
    before = numbers.get(_number(request, "from")) or numbers.get(after.number - 1)
    changes = plan_content.compare(before.content, after.content) if before else []
    context = frame(request, plan, tab="overview", at=timezone.now()) | {
        "versions": versions,
        "before": before,
        "after": after,
        "changes": [(one, GOAL_FIELDS.get(one.field, "")) for one in changes],
    }
    return render(request, "postcourse/mentoring/versions.html", context)


def _number(request: HttpRequest, name: str) -> int:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isdigit() and len(asked) < 6 else 0


@login_required
@require_safe
def mentoring_paper(request: HttpRequest, plan_id: int, form: str) -> HttpResponse:
    """The plan in force on paper, else its newest wording: pdf or docx, `?lang=` kk or ru, else the page's or cohort's."""
    plan = plan_of(request, plan_id, private=True)
    if form not in MAKERS:
        raise Http404
    wanted = request.GET.get("lang") or get_language()
    language = wanted if wanted in {"kk", "ru"} else plan.enrolment.cohort.language
    version = plans.in_force(plan) or plans.newest(plan)
    try:
        content = MAKERS[form](plan_paper(plan, version, mentor=mentor_of(plan), language=language))
    except UnprintableName as problem:
        messages.error(request, str(problem))
        return redirect("mentoring_plan", plan_id=plan.pk)
    response = HttpResponse(content, content_type=MEDIA_TYPES[form])
    response.headers["Content-Disposition"] = (
        f'attachment; filename="mentoring-plan-{plan.pk}-{language}.{form}"'
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response

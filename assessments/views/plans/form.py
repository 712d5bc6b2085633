"""The form of the support plan: one section at a time, saved as it is typed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.errors import Refusal

from ... import plan_words
from ...models import Assignment, Sitting, Submission
from ...rules import support_plan
from ...services.work import plans, work
from ..work.own import own_sitting, standing_group, standing_work
from .shape import shown


def own_plan(
    request: HttpRequest, sitting_id: int, assignment_key: str
) -> tuple[Sitting, Assignment, Submission | None]:
    """The reader's own sitting, a support plan of its edition, and the work as it stands; 404 for anything else."""
    sitting, assignment = own_sitting(request, sitting_id, assignment_key)
    if not assignment.is_support_plan:
        raise Http404
    return sitting, assignment, standing_work(sitting, assignment, standing_group(sitting, assignment))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, sitting_id: int, assignment_key: str) -> HttpResponse:
    """A section of the plan; a POST keeps it, with a row more or less, and goes on. What was refused is given back."""
    sitting, assignment, submission = own_plan(request, sitting_id, assignment_key)
    asked = request.POST.get("section") or request.GET.get("section") or _begin_with(submission)
    section = support_plan.BY_KEY.get(asked)
    if section is None:
        raise Http404
    if request.method != "POST":
        values = ((submission.plan if submission else None) or {}).get(section.key) or {}
        return _page(request, sitting, assignment, submission, section, values)
    values = _typed(request, section)
    try:
        return _saved(request, sitting, assignment, section, values)
    except Refusal as refusal:
        return _refused(request, sitting, assignment, section, values, refusal)


def _begin_with(submission: Submission | None) -> str:
    """The first section that is not complete; the first of all where every one is."""
    return support_plan.progress(submission.plan if submission else None).next or support_plan.SECTIONS[0].key


def _typed(request: HttpRequest, section: support_plan.Section) -> dict[str, Any]:
    values = support_plan.typed(section, request.POST.dict())
    table, _dot, number = request.POST.get("remove", "").partition(".")
    if number.isdigit():
        values = support_plan.without_row(section, values, table=table, number=int(number))
    return values


def _saved(
    request: HttpRequest,
    sitting: Sitting,
    assignment: Assignment,
    section: support_plan.Section,
    values: dict[str, Any],
) -> HttpResponse:
    """Keep the section and go where the pressed button leads; a script gets the revision."""
    at, actor = timezone.now(), request.user
    submission = work.open_submission(
        sitting_id=sitting.pk, assignment_key=assignment.key, at=at, actor=actor
    )
    revision = request.POST.get("revision", "")
    submission = plans.save_plan(
        submission_id=submission.pk,
        plan={section.key: values},
        revision=int(revision) if revision.isdigit() else 0,
        at=at,
        actor=actor,
    )
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204, headers={"X-Revision": str(submission.revision)})
    address = reverse("plan", args=[sitting.pk, assignment.key])
    if table := request.POST.get("add", ""):
        count = len((submission.plan or {}).get(section.key, {}).get(table, []))
        return redirect(f"{address}?section={section.key}#{section.key}-{table}-{count}")
    if request.POST.get("remove"):
        return redirect(f"{address}?section={section.key}#form")
    if request.POST.get("action") == "next":
        following = _after(section)
        if not following:
            return redirect("plan_check", sitting_id=sitting.pk, assignment_key=assignment.key)
        return redirect(f"{address}?section={following}")
    messages.success(request, _("The section is saved."))
    return redirect(f"{address}?section={section.key}")


def _after(section: support_plan.Section) -> str:
    keys = [one.key for one in support_plan.SECTIONS]
    place = keys.index(section.key) + 1
    return keys[place] if place < len(keys) else ""


def _refused(
    request: HttpRequest,
    sitting: Sitting,
    assignment: Assignment,
    section: support_plan.Section,
    values: dict[str, Any],
    refusal: Refusal,
) -> HttpResponse:
    """The sentence and what was typed; where somebody else saved, also what stands now."""
    stale = refusal.submission if isinstance(refusal, plans.StalePlan) else None
    status = 409 if stale else 422
    if request.headers.get("X-Requested-With") == "fetch":
        return JsonResponse({"sentence": str(refusal)}, status=status)
    messages.warning(request, str(refusal))
    _sitting, _assignment, submission = own_plan(request, sitting.pk, assignment.key)
    return _page(request, sitting, assignment, submission, section, values, stale=stale, status=status)


def _page(
    request: HttpRequest,
    sitting: Sitting,
    assignment: Assignment,
    submission: Submission | None,
    section: support_plan.Section,
    values: dict[str, Any],
    *,
    stale: Submission | None = None,
    status: int = 200,
) -> HttpResponse:
    written = submission.plan if submission else None
    may_write = sitting.cohort.is_under_study and (submission is None or submission.is_draft)
    progress = support_plan.progress(written)
    keys = [one.key for one in support_plan.SECTIONS]
    place = keys.index(section.key)
    context = {
        "sitting": sitting,
        "assignment": assignment,
        "submission": submission,
        "content_language": sitting.cohort.language,
        "may_write": may_write,
        "is_unsaved": status != 200,
        "plan": written,
        "progress": progress,
        "steps": _steps(section, progress),
        "section": shown(section, values),
        "number": place + 1,
        "lacking": [plan_words.lacking(section, one) for one in support_plan.missing(section, written)],
        "before": keys[place - 1] if place else "",
        "is_last": section is support_plan.SECTIONS[-1],
        "stands": {section.key: (stale.plan or {}).get(section.key) or {}} if stale else None,
    }
    return render(request, "assessments/plans/form.html", context, status=status)


def _steps(section: support_plan.Section, progress: support_plan.Progress) -> list[dict[str, Any]]:
    return [
        {
            "key": one.key,
            "label": plan_words.SECTIONS[one.key][0],
            "is_done": one.key in progress.filled,
            "is_now": one is section,
        }
        for one in support_plan.SECTIONS
    ]

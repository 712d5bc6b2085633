"""Looking the plan through before it is handed in: what could tell who the child is, and the last confirmation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from people.errors import Refusal

from ... import plan_words
from ...models import Assignment, Sitting, Submission
from ...rules import support_plan
from ...services.work import privacy, work
from .form import own_plan


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def plan_check(request: HttpRequest, sitting_id: int, assignment_key: str) -> HttpResponse:
    """Findings with their places, and the form that hands the plan in. A refused POST keeps what was ticked."""
    sitting, assignment, submission = own_plan(request, sitting_id, assignment_key)
    is_open = submission is not None and submission.is_draft and sitting.cohort.is_under_study
    if request.method == "POST" and is_open and submission is not None:
        try:
            work.submit_work(
                submission_id=submission.pk,
                at=timezone.now(),
                actor=request.user,
                nameless=request.POST.get("nameless") == "yes",
                accepted=frozenset(request.POST.getlist("accepted")),
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return _page(request, sitting, assignment, submission, status=422)
        messages.success(request, _("Your work is handed in."))
    if not is_open or request.method == "POST":
        return redirect("work", sitting_id=sitting.pk, assignment_key=assignment.key)
    return _page(request, sitting, assignment, submission)


def _page(
    request: HttpRequest,
    sitting: Sitting,
    assignment: Assignment,
    submission: Submission,
    *,
    status: int = 200,
) -> HttpResponse:
    progress = support_plan.progress(submission.plan)
    context = {
        "sitting": sitting,
        "assignment": assignment,
        "submission": submission,
        "content_language": sitting.cohort.language,
        "report": privacy.look_through(submission),
        "accepted": request.POST.getlist("accepted"),
        "nameless": request.POST.get("nameless") == "yes",
        "plan": submission.plan,
        "progress": progress,
        "unfinished": [
            {"key": one.key, "title": plan_words.SECTIONS[one.key][0]}
            for one in support_plan.SECTIONS
            if one.key not in progress.filled
        ],
        "files": submission.files.all(),
    }
    return render(request, "assessments/plans/checked.html", context, status=status)

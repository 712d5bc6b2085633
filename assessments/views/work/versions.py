"""Earlier states of a draft: the list, one of them, and taking it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people.errors import Refusal

from ...models import Assignment, Sitting, Submission
from ...services.groups import groups
from ...services.work import work
from . import shown
from .own import own_sitting, standing_group, standing_work

SHOWN = 200


def _own_draft(
    request: HttpRequest, sitting_id: int, assignment_key: str
) -> tuple[Sitting, Assignment, Submission]:
    sitting, assignment = own_sitting(request, sitting_id, assignment_key)
    group = standing_group(sitting, assignment)
    submission = standing_work(sitting, assignment, group)
    if submission is None or (groups.is_done_in_group(sitting, assignment) and group is None):
        raise Http404
    return sitting, assignment, submission


@login_required
@require_safe
def work_versions(request: HttpRequest, sitting_id: int, assignment_key: str) -> HttpResponse:
    """Saved states with who saved them and when, the newest first."""
    sitting, assignment, submission = _own_draft(request, sitting_id, assignment_key)
    rows = submission.draft_versions.select_related("saved_by").only(
        "revision", "title", "saved_at", "saved_by", "submission"
    )[:SHOWN]
    context = {"sitting": sitting, "assignment": assignment, "submission": submission, "rows": rows}
    return render(request, "assessments/work/versions.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def work_version(request: HttpRequest, sitting_id: int, assignment_key: str, revision: int) -> HttpResponse:
    """One saved state beside what stands now; a POST makes it the draft again."""
    sitting, assignment, submission = _own_draft(request, sitting_id, assignment_key)
    version = get_object_or_404(submission.draft_versions.select_related("saved_by"), revision=revision)
    if request.method == "POST":
        try:
            work.take_back(
                submission_id=submission.pk, version=revision, at=timezone.now(), actor=request.user
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("This version is the draft again. What stood before is kept too."))
        return redirect("work", sitting_id=sitting.pk, assignment_key=assignment.key)
    context = {
        "sitting": sitting,
        "assignment": assignment,
        "submission": submission,
        "version": version,
        "is_current": version.revision == submission.revision,
        "compared": shown.compared(version.text, submission.text),
        "content_language": sitting.cohort.language,
    }
    return render(request, "assessments/work/version.html", context)

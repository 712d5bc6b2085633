"""The page of a piece of work: what is asked, the draft, handing in, and after release the marks."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from people.errors import Refusal

from ...models import Assignment, ProjectGroup, RubricVersion, Sitting, Submission
from ...presentation import rubric_rows, shown_markdown, text_in
from ...services.groups import groups
from ...services.groups import proposals as group_proposals
from ...services.scheme import carrying, frozen
from ...services.work import extensions, own_work
from . import shown
from .acting import Unsaved, act
from .own import own_sitting, standing_group, standing_work

TEMPLATE = "assessments/work.html"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def work_page(request: HttpRequest, sitting_id: int, assignment_key: str) -> HttpResponse:
    """For the learner alone; a POST saves, attaches, removes or hands in. What was not kept is given back."""
    sitting, assignment = own_sitting(request, sitting_id, assignment_key)
    unsaved: Unsaved | None = None
    if request.method == "POST":
        try:
            return act(request, sitting, assignment)
        except Unsaved as kept:
            unsaved = kept
            messages.warning(request, str(kept))
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("work", sitting_id=sitting.pk, assignment_key=assignment.key)
    context = _context(sitting, assignment, unsaved)
    status = 200 if unsaved is None else 409 if unsaved.stands else 422
    return render(request, TEMPLATE, context, status=status)


def _context(sitting: Sitting, assignment: Assignment, unsaved: Unsaved | None) -> dict:
    group = standing_group(sitting, assignment)
    submission = standing_work(sitting, assignment, group)
    content = frozen.content_for(sitting.cohort_id)
    rubric = RubricVersion.objects.get(pk=content["rubrics"][assignment.key]).content
    past = shown.earlier(submission)
    return {
        "sitting": sitting,
        "assignment": assignment,
        "content_language": sitting.cohort.language,
        "submission": submission,
        "group": group,
        "members": _members(group),
        **_without_group(sitting, assignment, group, submission),
        "may_write": _may_write(sitting, assignment, group, submission),
        "is_carried": carrying.is_settled(content, assignment.key, carrying.carried_to(sitting)),
        "files": list(submission.files.all()) if submission else [],
        "steps": shown.steps(submission),
        "earlier": past,
        "returned": past[0].reason if past and submission and submission.is_draft else "",
        "criteria": rubric_rows(rubric, {}),
        "marks": shown.released_marks(submission, rubric),
        "individual": shown.individual(sitting, content, assignment),
        **_limits(),
        **_asked(assignment),
        **_deadline(sitting, assignment, group, submission, content),
        **_typed(submission, unsaved),
    }


def _may_write(
    sitting: Sitting, assignment: Assignment, group: ProjectGroup | None, submission: Submission | None
) -> bool:
    if groups.is_done_in_group(sitting, assignment) and group is None:
        return False
    if not sitting.enrolment.may_study:
        return False
    try:
        own_work.check_cohort(sitting.cohort, sitting)
        if submission is None:
            own_work.check_not_carried(sitting, assignment.key)
    except Refusal:
        return False
    return submission is None or submission.is_draft


def _without_group(
    sitting: Sitting, assignment: Assignment, group: ProjectGroup | None, submission: Submission | None
) -> dict:
    """Whether a group is missing, who forms it here, and of how many people."""
    if not groups.is_done_in_group(sitting, assignment) or group is not None or submission is not None:
        return {"needs_group": False}
    forms_group = group_proposals.may_propose(sitting.cohort_id, assignment)
    return {"needs_group": True, "forms_group": forms_group, **groups.bounds(sitting.cohort)}


def _limits() -> dict:
    """How many files a work may have, and their sizes: of each and together in MB, together in bytes."""
    megabyte = 1024 * 1024
    return {
        "most_files": settings.SUBMISSION_FILES_MAX,
        "each": settings.SUBMISSION_FILE_MAX_BYTES // megabyte,
        "together": settings.SUBMISSION_POST_MAX_BYTES // megabyte,
        "largest": settings.SUBMISSION_POST_MAX_BYTES,
    }


def _asked(assignment: Assignment) -> dict:
    """The task in the reader's language."""
    return {
        "goal": assignment.goal_text,
        "instructions": shown_markdown(assignment.instructions_text),
        "form": assignment.form_text,
        "literature": [text_in(one) for one in assignment.literature],
    }


def _deadline(sitting, assignment, group, submission, content) -> dict:
    """Until when, and how that stands now."""
    if submission is not None:
        deadline = extensions.deadline_of(submission, content)
    else:
        own = None if groups.is_done_in_group(sitting, assignment) else sitting
        deadline = extensions.deadline_for(
            cohort_id=sitting.cohort_id, assignment=assignment, content=content, sitting=own, group=group
        )
    at = timezone.now()
    return {
        "deadline": deadline,
        "stands": deadline.standing(at),
        "is_near": deadline.is_near(at),
    }


def _typed(submission: Submission | None, unsaved: Unsaved | None) -> dict:
    """What stands in the fields, and in a conflict both texts with their differences."""
    if unsaved is None:
        title, text = (submission.title, submission.text) if submission else ("", "")
        return {"title": title, "text": text, "revision": submission.revision if submission else 0}
    stands = unsaved.stands
    found = {
        "title": unsaved.title,
        "text": unsaved.text,
        "unsaved": unsaved,
        "revision": submission.revision if submission else 0,
    }
    if stands is not None:
        found["revision"] = stands.revision
        found["conflict"] = stands
        found["saved_last"] = stands.draft_versions.select_related("saved_by").first()
        found["compared"] = shown.compared(stands.text, unsaved.text)
    return found


def _members(group: ProjectGroup | None) -> list[str]:
    if group is None:
        return []
    rows = group.memberships.filter(left_at__isnull=True).select_related("enrolment__user")
    return [row.enrolment.user.full_name for row in rows]

"""Handing in work: the page of a piece of work, and its files."""

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people.errors import Refusal

from ..models import Assignment, DateRule, Mark, RubricVersion, Sitting, Submission, SubmissionFile
from ..presentation import rubric_rows, shown_markdown, text_in
from ..rules import uploads
from ..services import files, frozen, groups, work


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def work_page(request: HttpRequest, sitting_id: int, assignment_key: str) -> HttpResponse:
    """What is asked, the draft with its files, and after release the marks."""
    sitting = get_object_or_404(
        Sitting.objects.of(request.user).select_related("cohort__edition", "enrolment"), pk=sitting_id
    )
    assignment = get_object_or_404(Assignment, edition_id=sitting.cohort.edition_id, key=assignment_key)
    submission = _standing(sitting, assignment)
    stale = None
    if request.method == "POST":
        try:
            return _act(request, sitting, assignment)
        except work.StaleDraft as refusal:
            stale = refusal.submission
            messages.warning(request, str(refusal))
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("work", sitting_id=sitting.pk, assignment_key=assignment.key)
    content = frozen.content_for(sitting.cohort_id)
    version = RubricVersion.objects.get(pk=content["rubrics"][assignment.key])
    assessment = None
    if submission is not None and submission.is_released:
        assessment = submission.assessments.filter(status="final").order_by("finalised_at").last()
    group = groups.group_of(sitting.enrolment, assignment) if assignment.is_group else None
    if stale is not None:
        title, text = request.POST.get("title", ""), request.POST.get("text", "")
    else:
        title, text = (submission.title, submission.text) if submission else ("", "")
    due = DateRule.objects.filter(cohort_id=sitting.cohort_id, kind="assignment", key=assignment.key).first()
    context = {
        "sitting": sitting,
        "assignment": assignment,
        "goal": text_in(assignment.goal),
        "instructions": shown_markdown(text_in(assignment.instructions)),
        "submission": submission,
        "title": title,
        "text": text,
        "stale": stale,
        "group": group,
        "members": _members(group),
        "files": submission.files.all() if submission else [],
        "returned": _returned(submission),
        "may_write": sitting.cohort.is_under_study and (submission is None or submission.is_draft),
        "needs_group": assignment.is_group and group is None,
        "due": due,
        "is_late": bool(due and timezone.now() > due.closes_at),
        "criteria": rubric_rows(version.content, assessment.points if assessment else {}),
        "assessment": assessment,
        "individual": _individual(sitting, content, assignment),
        "content_language": sitting.cohort.language,
    }
    status = 409 if stale is not None else 200
    return render(request, "assessments/work.html", context, status=status)


def _standing(sitting: Sitting, assignment: Assignment) -> Submission | None:
    """The newest number of this person's work, without beginning one."""
    owner: dict = {"sitting": sitting}
    if assignment.is_group:
        group = groups.group_of(sitting.enrolment, assignment)
        if group is None:
            return Submission.objects.filter(assignment=assignment, members__sitting=sitting).last()
        owner = {"group": group}
    return Submission.objects.filter(assignment=assignment, **owner).order_by("-number").first()


def _individual(sitting: Sitting, content: Mapping, assignment: Assignment) -> Mark | None:
    """An individual decision on this work, for this person's eyes only."""
    keys = [row["key"] for row in frozen.component_of_assignment(content, assignment.key)]
    return sitting.marks.current().filter(component__in=keys, source=Mark.Source.OVERRIDE).first()


def _members(group) -> list[str]:
    if group is None:
        return []
    rows = group.memberships.filter(left_at__isnull=True).select_related("enrolment__user")
    return [row.enrolment.user.full_name for row in rows]


def _returned(submission: Submission | None) -> str:
    """Why the last number came back, while its correction is open."""
    if submission is None or not submission.is_draft or submission.number == 1:
        return ""
    before = Submission.objects.filter(
        assignment=submission.assignment,
        group=submission.group,
        sitting=submission.sitting,
        number=submission.number - 1,
    ).first()
    last = before.transitions.last() if before else None
    return last.reason if last else ""


def _act(request: HttpRequest, sitting: Sitting, assignment: Assignment) -> HttpResponse:
    """Save, attach, remove or hand in, as the pressed button says."""
    at, actor = timezone.now(), request.user
    submission = work.open_submission(
        sitting_id=sitting.pk, assignment_key=assignment.key, at=at, actor=actor
    )
    revision = request.POST.get("revision", "")
    by_script = request.headers.get("X-Requested-With") == "fetch"
    if submission.is_draft and "text" in request.POST:
        submission = work.save_draft(
            submission_id=submission.pk,
            title=request.POST.get("title", "").strip()[:300],
            text=request.POST["text"].replace("\r\n", "\n"),
            revision=int(revision) if revision.isdigit() else 0,
            at=at,
            actor=actor,
        )
    if by_script:
        response = HttpResponse(status=204)
        response.headers["X-Revision"] = str(submission.revision)
        return response
    for upload in request.FILES.getlist("files"):
        files.attach_file(submission_id=submission.pk, upload=upload, at=at, actor=actor)
    if (remove := request.POST.get("remove", "")).isdigit():
        row = get_object_or_404(submission.files, pk=int(remove))
        files.remove_file(file_id=row.pk, actor=actor)
    if request.POST.get("action") == "submit":
        work.submit_work(submission_id=submission.pk, at=at, actor=actor)
        messages.success(request, _("Your work is handed in."))
    else:
        messages.success(request, _("The draft is saved."))
    return redirect("work", sitting_id=sitting.pk, assignment_key=assignment.key)


@login_required
@require_safe
def submission_file(request: HttpRequest, file_id: int) -> FileResponse:
    """A file's bytes to those who may see the work; nothing in it can run here."""
    row = get_object_or_404(SubmissionFile.objects.select_related("submission"), pk=file_id)
    if not Submission.objects.visible_to(request.user).filter(pk=row.submission_id).exists():
        raise Http404
    response = FileResponse(
        row.file.open("rb"),
        content_type=row.media_type,
        as_attachment=row.media_type not in uploads.SHOWN_INLINE,
        filename=row.name,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response

"""A file of a work to read in the page: for its authors and for whoever marks it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from ...models import Annotation, Assessment, Submission, SubmissionFile
from ...services.marking import blind
from . import noted


@login_required
@require_safe
def file_view(request: HttpRequest, file_id: int) -> HttpResponse:
    """A PDF or a picture with the notes on it that are open to the reader; other kinds are sent as they are."""
    row = get_object_or_404(
        SubmissionFile.objects.select_related("submission__sitting__enrolment", "submission__group"),
        pk=file_id,
    )
    work = row.submission
    if not Submission.objects.visible_to(request.user).filter(pk=work.pk).exists():
        raise Http404
    if noted.kind_of(row) == "other":
        return redirect("submission_file", file_id=row.pk)
    notes = Annotation.objects.filter(file=row).select_related("assessment__marker", "file")
    if work.is_released:
        notes = notes.filter(assessment__status=Assessment.Status.FINAL)
    else:
        notes = notes.filter(assessment__marker=request.user)
    name = blind.name_for(row, request.user)
    context = {
        "file": noted.ShownFile(pk=row.pk, name=name, size=row.size, kind=noted.kind_of(row)),
        "notes": noted.numbered(list(notes.order_by("page", "pk")), names={row.pk: name}),
    }
    return render(request, "assessments/marking/file.html", context)

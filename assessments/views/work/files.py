"""The bytes of a file that was handed in."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from ...models import Submission, SubmissionFile
from ...sending import file_response
from ...services.marking import blind


@login_required
@require_safe
def submission_file(request: HttpRequest, file_id: int) -> FileResponse:
    """A file's bytes to those who may see the work; nothing in it can run here."""
    rows = SubmissionFile.objects.select_related("submission__sitting__enrolment", "submission__group")
    row = get_object_or_404(rows, pk=file_id)
    if not Submission.objects.visible_to(request.user).filter(pk=row.submission_id).exists():
        raise Http404
    return file_response(row, name=blind.name_for(row, request.user))

"""The documents of a cohort: where they stand, one button to issue what is missing, files to take away."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.models import Cohort
from people.errors import Refusal
from people.papers import sheets

from ..services import batches, cohort_papers

STOP_ASKING = 286  # what htmx understands as: do not ask again


def _cohort(request: HttpRequest, cohort_id: int) -> Cohort:
    return get_object_or_404(Cohort.objects.visible_to(request.user).select_related("edition"), pk=cohort_id)


def _context(request: HttpRequest, cohort: Cohort) -> dict[str, Any]:
    """What the page and its renewing part show."""
    keeps = request.user.has_perm("certificates.keep_register")
    batch = batches.last_batch(cohort)
    items = list(batch.items.select_related("result__sitting__enrolment__user")) if batch else []
    dealt = [item for item in items if item.done_at or item.fault]
    # A fault is shown until a document stands in its place.
    unsettled = set(batches.to_do(cohort)) if any(item.fault for item in items) else set()
    return {
        "cohort": cohort,
        "keeps": keeps,
        "figures": batches.figures(cohort),
        "batch": batch,
        "total": len(items),
        "dealt": len(dealt),
        "tenths": 10 * len(dealt) // len(items) * 10 if items else 0,
        "faults": [item for item in items if item.fault and item.result_id in unsettled],
        "files": cohort_papers.ready_count(cohort, user=request.user) if keeps else 0,
        "is_silent": bool(batch and batch.is_open and batches.is_silent(batch, at=timezone.now())),
        "at": timezone.now(),
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cohort_documents(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """The page; a POST starts issuing."""
    cohort = _cohort(request, cohort_id)
    if request.method == "POST":
        try:
            batches.start_batch(cohort_id=cohort.pk, at=timezone.now(), actor=request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("cohort_documents", cohort_id=cohort.pk)
    return render(request, "certificates/batches/page.html", _context(request, cohort))


@login_required
@require_safe
def cohort_documents_progress(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """The part of the page that renews itself while a batch is under way."""
    context = _context(request, _cohort(request, cohort_id))
    status = 200 if context["batch"] and context["batch"].is_open else STOP_ASKING
    return render(request, "certificates/batches/part.html", context | {"is_part": True}, status=status)


@login_required
@require_safe
def cohort_documents_file(request: HttpRequest, cohort_id: int, form: str) -> HttpResponseBase:
    """Files for who keeps the register: all PDFs as zip, their pages as one pdf, the list as xlsx."""
    cohort = _cohort(request, cohort_id)
    if form not in {"zip", "pdf", "xlsx"} or not request.user.has_perm("certificates.keep_register"):
        raise Http404
    documents = cohort_papers.ready_documents(cohort, user=request.user)
    if not documents:
        messages.error(request, _("No document of this cohort is ready yet: issue the documents first."))
        return redirect("cohort_documents", cohort_id=cohort.pk)
    title = _("Documents of cohort %(code)s") % {"code": cohort.code}
    response: HttpResponseBase
    if form == "zip":
        response = StreamingHttpResponse(cohort_papers.zip_pieces(documents), content_type="application/zip")
    elif form == "pdf":
        file = cohort_papers.printable(documents, title=title)
        response = FileResponse(file, content_type="application/pdf")
    else:
        response = HttpResponse(
            cohort_papers.list_xlsx(documents, title=title), content_type=sheets.MEDIA_TYPE
        )
    name = f"{cohort.code}-{timezone.localdate():%Y-%m-%d}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response

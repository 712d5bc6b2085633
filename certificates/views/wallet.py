"""The holder's own documents."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from .. import services
from ..models import Document
from ..presentation import show


@login_required
@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    """One's own certificates and notices."""
    today = timezone.localdate()
    documents = [
        {
            "document": document,
            "shown": show(
                kind=document.kind,
                status=document.status,
                valid_until=document.valid_until,
                facts=document.facts,
                code=document.code,
                today=today,
            ),
        }
        for document in Document.objects.of(request.user).select_related("result")
    ]
    return render(request, "certificates/documents.html", {"documents": documents})


@login_required
@require_http_methods(["GET"])
def document_pdf(request: HttpRequest, document_id: int) -> HttpResponse | FileResponse:
    """The stored bytes; drawn first where the task has not come to it yet."""
    document = get_object_or_404(Document.objects.visible_to(request.user), pk=document_id)
    if not document.pdf:
        document = services.render_document(document_id=document.pk)
    if not document.pdf:
        raise Http404
    response = FileResponse(document.pdf.open("rb"), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{document.number}.pdf"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response

"""The public answer to a scanned code, and a holder's own documents."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from . import services
from .models import Document
from .presentation import show, verdict_words
from .rules import code as codes
from .verify_address import verify_host


def _public(response: HttpResponse) -> HttpResponse:
    """Nobody keeps, indexes or follows this page; it sets no cookie."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What a code stands for: the verdict first, then everything printed. 404 for what we never issued."""
    canonical = codes.normalise(code)
    row = (
        Document.objects.filter(code=canonical)
        .values("kind", "status", "valid_until", "facts", "code")
        .first()
    )
    now = timezone.localtime()
    context = {"checked_at": now, "verify_host": verify_host(), "typed": code[:40]}
    if row is None:
        context |= {"state": "unknown", "verdict": verdict_words("unknown"), "is_malformed": not canonical}
        return _public(render(request, "certificates/verify.html", context, status=404))
    context["document"] = show(**row, today=now.date())
    return _public(render(request, "certificates/verify.html", context))


@require_safe
def verify_form(request: HttpRequest) -> HttpResponse:
    """Where a code is typed by hand."""
    typed = request.GET.get("code", "").strip()
    if codes.normalise(typed):
        return _public(redirect("verify", code=codes.pretty(codes.normalise(typed))))
    error = ""
    if typed:
        error = _(
            "This is not a whole code: it has 16 letters and digits in four groups. Compare it with the paper."
        )
    context = {"typed": typed[:40], "error": error, "verify_host": verify_host()}
    return _public(render(request, "certificates/verify_form.html", context, status=422 if error else 200))


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

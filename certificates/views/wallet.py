"""The holder's own documents: all of them, one of them, its file, its QR code for a screen."""

from django.contrib.auth.decorators import login_required
from django.db.models import Exists
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.models import CohortStaff

from .. import services
from ..expiry import newer
from ..models import Document
from ..shown.cards import card, cards, with_cohorts
from ..shown.qr import qr_svg


@login_required
@never_cache
@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    """One's own certificates and notices, newest first."""
    documents = (
        Document.objects.of(request.user)
        .annotate(is_renewed=Exists(newer()))
        .select_related("result", "enrolment__cohort__edition")
        .defer("credential", "cose")
        .order_by("-created_at", "-pk")
    )
    rows = cards(list(documents), today=timezone.localdate())
    with_cohorts(rows, user=request.user)
    context = {"cards": rows, "is_any_being_made": any(row.is_being_made for row in rows)}
    return render(request, "certificates/documents/list.html", context)


@login_required
@never_cache
@require_safe
def document_detail(request: HttpRequest, document_id: int) -> HttpResponse:
    """One document: its state and what it means, the file, the link, the code to show, what comes next."""
    documents = (
        Document.objects.visible_to(request.user)
        .annotate(is_renewed=Exists(newer()))
        .select_related("result", "enrolment__cohort__edition", "holder", "supersedes", "superseded_by")
    )
    document = get_object_or_404(documents, pk=document_id)
    row = card(document, today=timezone.localdate())
    is_own = document.holder_id == request.user.pk
    with_cohorts([row], user=document.holder)
    staff = CohortStaff.objects.filter(cohort=document.enrolment.cohort_id, duty="coordinator")
    context = {
        "card": row,
        "document": document,
        "is_own": is_own,
        "to_ask": list(staff.select_related("user")) if row.shown.state in {"suspended", "revoked"} else [],
        "successor": getattr(document, "superseded_by", None),
    }
    return render(request, "certificates/documents/detail.html", context)


@login_required
@require_safe
def document_qr(request: HttpRequest, document_id: int) -> HttpResponse:
    """The QR code the document prints, as an image to show on a phone."""
    document = get_object_or_404(
        Document.objects.visible_to(request.user).only("facts", "code"), pk=document_id
    )
    response = HttpResponse(
        qr_svg(document.facts["verify_base"] + document.code), content_type="image/svg+xml"
    )
    response.headers["Cache-Control"] = "private, max-age=86400"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_http_methods(["GET"])
def document_pdf(request: HttpRequest, document_id: int) -> HttpResponse | FileResponse:
    """The stored bytes; drawn first where the task has not come to it yet. `?save=1` has the browser keep the file.

    What has run out, was replaced or revoked is still given out: it is what was issued.
    """
    document = get_object_or_404(Document.objects.visible_to(request.user), pk=document_id)
    if not document.pdf:
        document = services.render_document(document_id=document.pk)
    if not document.pdf:
        raise Http404
    response = FileResponse(document.pdf.open("rb"), content_type="application/pdf")
    way = "attachment" if request.GET.get("save") else "inline"
    response.headers["Content-Disposition"] = f'{way}; filename="{document.number}.pdf"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response

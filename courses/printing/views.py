"""The programme as a file to send, sign and go on working in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from people.papers import MEDIA_TYPES, UnprintableName, docx, pdf

from ..models import ProgrammeEdition
from .paper import programme_paper as paper_of

MAKERS = {"pdf": pdf, "docx": docx}
LANGUAGES = ("kk", "ru")


@login_required
@require_safe
def programme_paper(request: HttpRequest, edition_id: int, language: str, kind: str) -> HttpResponse:
    """One file; where the fonts lack a letter of it, the edition's page says which."""
    if not request.user.has_role("methodologist", "expert", "administrator"):
        raise PermissionDenied
    edition = get_object_or_404(ProgrammeEdition, pk=edition_id)
    if language not in LANGUAGES or kind not in MAKERS:
        raise Http404
    try:
        content = MAKERS[kind](paper_of(edition, language=language))
    except UnprintableName as problem:
        messages.error(request, str(problem))
        return redirect("edition_detail", edition_id=edition.pk)
    response = HttpResponse(content, content_type=MEDIA_TYPES[kind])
    name = f"programme-{edition.code}-{edition.number}.{language}.{kind}"
    response.headers["Content-Disposition"] = content_disposition_header(kind != "pdf", name)
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = "private, no-store"
    return response

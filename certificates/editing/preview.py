"""Previews: a PDF of the form as it stands, of an old revision; images of a template for those who edit it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from wagtail.admin.auth import permission_required

from people.errors import Refusal

from ..models import DocumentTemplate, TemplateRevision
from ..pdf import Look, draw_document
from ..services import templates
from . import sample, watermark
from .forms import TemplateForm

# As long as the signed data of a document, and signed by nobody.
COSE = "X" * 288
View = Callable[..., HttpResponse]


def for_editors(view: View) -> View:
    """For people who edit templates. Wagtail has asked before whether they may come into the editor at all."""
    guarded = permission_required(templates.PERMISSION)(view)

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return guarded(request, *args, **kwargs)

    return wrapped


def drawn(template: DocumentTemplate, look: Look) -> bytes:
    """A document with the longest names by this look, marked as a sample on every page."""
    facts = sample.facts_for(
        kind=template.kind, programme_code=template.programme_code, today=timezone.localdate()
    )
    return watermark.marked(draw_document(facts, look=look, cose=COSE))


def _pdf(template: DocumentTemplate, look: Look) -> HttpResponse:
    try:
        answer = HttpResponse(drawn(template, look), content_type="application/pdf")
    except Refusal as refusal:
        return HttpResponse(str(refusal), status=422, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="preview.pdf"'
    return answer


@for_editors
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What is typed (POST) or saved (GET), drawn. Sentences and 422 where it cannot be."""
    template = get_object_or_404(DocumentTemplate, pk=pk)
    if request.method != "POST":
        return _pdf(template, templates.look_now(template))
    form = TemplateForm(request.POST, request.FILES, instance=template)
    if not form.is_valid():
        return _refused(request, form)
    answer = _pdf(template, form.look())
    if answer.status_code == 422:
        return _say(request, [{"field": "", "text": answer.content.decode()}])
    return answer


def _refused(request: HttpRequest, form: TemplateForm) -> HttpResponse:
    return _say(
        request,
        [
            {"field": form[name].auto_id if name in form.fields else "", "text": str(sentence)}
            for name, sentences in form.errors.items()
            for sentence in sentences
        ],
    )


def _say(request: HttpRequest, sentences: list[dict[str, str]]) -> HttpResponse:
    """For the script as JSON, for a person as a page."""
    if request.accepts("text/html"):
        title = _("This cannot be drawn yet")
        crumbs = [
            {"url": reverse("paper_templates:index"), "label": _("Templates")},
            {"url": "", "label": title},
        ]
        context = {"title": title, "breadcrumbs_items": crumbs, "sentences": sentences}
        return render(request, "certificates/editing/preview_refused.html", context, status=422)
    return JsonResponse({"sentences": sentences}, status=422)


@require_GET
@for_editors
def preview_revision(request: HttpRequest, pk: int) -> HttpResponse:
    """What documents of this revision look like, with today's longest names."""
    revision = get_object_or_404(TemplateRevision.objects.select_related("template"), pk=pk)
    return _pdf(revision.template, templates.look_of(revision))


@require_GET
@for_editors
def image(request: HttpRequest, pk: int, place: str) -> HttpResponse:
    """A template's image as it is kept."""
    template = get_object_or_404(DocumentTemplate, pk=pk)
    if place not in templates.IMAGES or not getattr(template, place):
        raise Http404
    content = getattr(templates.look_now(template), place)
    kind = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
    return HttpResponse(content, content_type=kind)

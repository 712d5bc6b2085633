"""The register of issued documents: a year's list, the same as a file, one document with everything about it."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from people.errors import Refusal
from people.papers import MEDIA_TYPES

from ..files import register as register_files
from ..models import Document
from ..presentation import show
from ..services import blanks, proposals
from ..services import register as reading
from ..shown import dossier
from .register_forms import FiltersForm

A_PAGE = 50


def keepers_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Who does not keep the register finds nothing here."""

    @login_required
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.has_perm("certificates.keep_register"):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def document_of(request: HttpRequest, document_id: int) -> Document:
    """The document with what its page shows; a stranger finds nothing."""
    documents = Document.objects.visible_to(request.user).select_related(
        "enrolment__cohort__edition",
        "template_revision__template",
        "key",
        "status_list",
        "holder",
        "supersedes",
    )
    return get_object_or_404(documents, pk=document_id)


@keepers_only
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The register of a year, narrowed by the address: how many, whether numbers are missing, and the rows."""
    filters, today = reading.Filters.read(request.GET), timezone.localdate()
    years = reading.years()
    year = reading.year_of(filters, years)
    found = reading.narrowed(request.user, filters, year=year, today=today)
    page = Paginator(reading.rows_of(found), A_PAGE).get_page(request.GET.get("page"))
    series = reading.series_of(year) if year else []
    context = {
        "filters": filters,
        "form": _form(request, filters, year=year),
        "year": year,
        "years": _years(filters, years, year),
        "counts": reading.counts(found, today=today),
        "series": series,
        "page": page,
        "rows": [_row(document, today=today) for document in page],
        "query": filters.query(),
        "sort_url": filters.query(sort="number" if filters.sort == "-number" else "-number"),
        "waiting": proposals.waiting_for(request.user),
    }
    return render(request, "certificates/register/list.html", context)


def _form(request: HttpRequest, filters: reading.Filters, *, year: int | None) -> FiltersForm:
    cohorts = reading.cohorts_of(request.user, year=year)
    programmes = sorted({cohort.edition.code for cohort in cohorts} | {filters.programme} - {""})
    choices = [(str(cohort.pk), cohort.code) for cohort in cohorts]
    return FiltersForm(filters, programmes=programmes, cohorts=choices)


def _years(filters: reading.Filters, years: list[int], year: int | None) -> list[dict]:
    items = [
        {"label": str(one), "url": filters.query(year=str(one)), "current": one == year, "count": None}
        for one in years
    ]
    every = {
        "label": _("All years"),
        "url": filters.query(year=reading.ALL_YEARS),
        "current": year is None,
        "count": None,
    }
    return [*items, every]


def _row(document: Document, *, today) -> dict:
    facts, cohort = document.facts, document.enrolment.cohort
    return {
        "document": document,
        "name": dossier.printed_name(facts),
        "state": register_files.state_of(document, today=today),
        "hours": facts["hours"],
        "protocol": facts.get("protocol") or "",
        "programme": cohort.edition.code,
        "cohort": cohort.code,
    }


@keepers_only
@require_safe
def register_file(request: HttpRequest, form: str) -> HttpResponse:
    """The register as the address narrows it, as xlsx or pdf; a paper is in Kazakh or Russian."""
    if form not in {"xlsx", "pdf"}:
        raise Http404
    filters, at = reading.Filters.read(request.GET), timezone.now()
    today = timezone.localdate(at)
    year = reading.year_of(filters, reading.years())
    found = reading.narrowed(request.user, filters, year=year, today=today)
    language = "ru" if get_language() == "ru" else "kk"
    try:
        if form == "xlsx":
            title = _("Register of issued documents")
            content = register_files.register_xlsx(found, title=title, today=today)
            media_type = MEDIA_TYPES["xlsx"]
        else:
            with translation.override(language):
                pairs = _form(request, filters, year=year).in_force()
                words = register_files.in_words(pairs)
            content = register_files.register_pdf(
                found, year=year, language=language, at=at, narrowed_by=words
            )
            media_type = MEDIA_TYPES["pdf"]
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(reverse("register") + filters.query())
    name = f"register-{year or 'all'}-{today:%Y-%m-%d}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=media_type, headers=headers)


@keepers_only
@require_safe
def register_document(request: HttpRequest, document_id: int) -> HttpResponse:
    """Everything about one document, and what can be proposed."""
    document = document_of(request, document_id)
    today = timezone.localdate()
    waiting = document.proposals.filter(status="proposed").select_related("proposed_by").first()
    context = {
        "document": document,
        "name": dossier.printed_name(document.facts),
        "shown": show(
            kind=document.kind,
            status=document.status,
            valid_until=document.valid_until,
            facts=document.facts,
            code=document.code,
            today=today,
            erased_at=document.erased_at,
        ),
        "history": dossier.history(document),
        "chain": dossier.chain(document),
        "others": dossier.others(document),
        "blanks": dossier.blanks(document),
        "entries": [(one, dossier.event_words(one.event)) for one in dossier.log_entries(document)],
        "waiting": waiting,
        "waiting_reason": dossier.reason_words(waiting.reason) if waiting else "",
        "is_own_proposal": bool(waiting and waiting.proposed_by_id == request.user.pk),
        "may_print": blanks.may_print(document),
        "offers": dossier.offers(document, is_open=waiting is not None),
    }
    return render(request, "certificates/register/document.html", context)

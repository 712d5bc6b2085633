"""Printing on protected stock: one document, a cohort's run, the printers."""

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from courses.models import Cohort
from people.errors import Refusal
from people.sorting import kazakh_key

from ..files.stock import offset_of, pages
from ..models import Blank, Document, StockLayout
from ..pdf import draw_test_sheet
from ..services import blanks
from .blank_forms import LayoutForm, PrintForm, layout_of
from .keepers import download, keepers_only

FOUND = 20


def _waiting() -> QuerySet[Document]:
    """Valid documents that stand on no blank."""
    issued = Blank.objects.filter(document=OuterRef("pk"), status=Blank.Status.ISSUED)
    return Document.objects.filter(status=Document.Status.VALID, erased_at__isnull=True).filter(
        ~Exists(issued)
    )


def _drawn(blanks_: list[Blank], *, chosen: str, name: str) -> HttpResponse:
    layout = layout_of(chosen, kind=blanks_[0].kind)
    content = pages(blanks_, layout=layout)
    return download(content, name=name, media_type="application/pdf", inline=True)


def _issued() -> QuerySet[Blank]:
    return Blank.objects.filter(status=Blank.Status.ISSUED).select_related("document__template_revision")


@keepers_only
@require_safe
def blank_find(request: HttpRequest) -> HttpResponse:
    """Which document to print: by its number, or a cohort's whole run."""
    number = request.GET.get("number", "").strip()
    found = Document.objects.filter(number__icontains=number).order_by("number")[:FOUND] if number else []
    if len(found) == 1:
        return redirect("blank_print", document_id=found[0].pk)
    cohorts = (
        Cohort.objects.filter(enrolments__documents__in=_waiting())
        .annotate(waiting=Count("enrolments__documents", distinct=True))
        .select_related("edition")
        .order_by("-ends_on")[:FOUND]
    )
    context = {"number": number, "found": found, "cohorts": cohorts}
    return render(request, "certificates/blanks/find.html", context)


@keepers_only
@require_http_methods(["GET", "HEAD", "POST"])
def blank_print(request: HttpRequest, document_id: int) -> HttpResponse:
    """One document: take the sheet that lies in the printer, then print the page."""
    document = get_object_or_404(Document.objects.defer("credential", "cose"), pk=document_id)
    free = blanks.next_free(document.kind)
    form = PrintForm(
        request.POST or None, initial={"series": free.series, "number": free.number} if free else None
    )
    if request.method == "POST" and form.is_valid():
        try:
            blank = blanks.issue_blank(
                document_id=document.pk, at=timezone.now(), actor=request.user, **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(refusal.code if refusal.code in form.fields else None, str(refusal))
        else:
            messages.success(
                request, _("Blank № %(number)s is issued. Print the page on it.") % {"number": str(blank)}
            )
            return redirect("blank_print", document_id=document.pk)
    own = list(document.blanks.order_by("pk"))
    context = {
        "document": document,
        "blank": next((one for one in own if one.status == Blank.Status.ISSUED), None),
        "earlier": [one for one in own if one.status != Blank.Status.ISSUED],
        "free": free,
        "form": form,
        "layouts": StockLayout.objects.filter(kind=document.kind),
        "is_printable": document.status == Document.Status.VALID and document.erased_at is None,
    }
    return render(request, "certificates/blanks/print.html", context, status=422 if form.errors else 200)


@keepers_only
@require_safe
def blank_sheet(request: HttpRequest, blank_id: int) -> HttpResponse:
    """The page for one issued blank, set for the printer of `?layout=`."""
    blank = get_object_or_404(_issued(), pk=blank_id)
    return _drawn([blank], chosen=request.GET.get("layout", ""), name=f"blank-{blank.pk}.pdf")


@keepers_only
@require_http_methods(["GET", "HEAD", "POST"])
def blank_run(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """A cohort's documents of one kind: tick, give them numbers in order, print them in that order."""
    cohort = get_object_or_404(Cohort.objects.select_related("edition"), pk=cohort_id)
    kind = request.GET.get("kind", Document.Kind.CERTIFICATE)
    if kind not in Document.Kind.values:
        raise Http404
    documents = _waiting().filter(enrolment__cohort=cohort, kind=kind).defer("credential", "cose")
    rows = sorted(documents, key=lambda one: kazakh_key(f"{one.facts['surname']} {one.facts['given_name']}"))
    free = blanks.next_free(kind)
    form = PrintForm(
        request.POST or None, initial={"series": free.series, "number": free.number} if free else None
    )
    ticked = {int(one) for one in request.POST.getlist("rows") if one.isascii() and one.isdigit()}
    if request.method == "POST" and form.is_valid():
        try:
            made = blanks.issue_run(
                document_ids=[row.pk for row in rows if row.pk in ticked],
                series=form.cleaned_data["series"],
                first=form.cleaned_data["number"],
                at=timezone.now(),
                actor=request.user,
            )
        except Refusal as refusal:
            form.add_error(refusal.code if refusal.code in form.fields else None, str(refusal))
        else:
            sentence = ngettext("%(count)s blank is issued.", "%(count)s blanks are issued.", len(made))
            messages.success(request, sentence % {"count": len(made)})
            return redirect(f"{reverse('blank_run', args=[cohort.pk])}?kind={kind}#issued")
    issued = list(
        _issued().filter(document__enrolment__cohort=cohort, kind=kind).order_by("series", "number")
    )
    context = {
        "cohort": cohort,
        "kind": kind,
        "kinds": _kinds(cohort, kind),
        "rows": [(row, row.pk in ticked or request.method != "POST") for row in rows],
        "issued": issued,
        "free": free,
        "form": form,
        "layouts": StockLayout.objects.filter(kind=kind),
    }
    return render(request, "certificates/blanks/run.html", context, status=422 if form.errors else 200)


def _kinds(cohort: Cohort, current: str) -> list[dict]:
    address = reverse("blank_run", args=[cohort.pk])
    return [
        {"label": label, "url": f"{address}?kind={value}", "current": value == current}
        for value, label in Document.Kind.choices
    ]


@keepers_only
@require_safe
def blank_run_sheets(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """One PDF with the pages of a cohort's issued blanks in the order of their numbers: `?blanks=` those, or all."""
    cohort = get_object_or_404(Cohort, pk=cohort_id)
    kind = request.GET.get("kind", Document.Kind.CERTIFICATE)
    chosen = [int(one) for one in request.GET.getlist("blanks") if one.isascii() and one.isdigit()]
    rows = _issued().filter(document__enrolment__cohort=cohort, kind=kind).order_by("series", "number")
    found = list(rows.filter(pk__in=chosen) if chosen else rows)
    if not found:
        raise Http404
    return _drawn(found, chosen=request.GET.get("layout", ""), name=f"blanks-cohort-{cohort.pk}.pdf")


@keepers_only
@require_http_methods(["GET", "HEAD", "POST"])
def blank_layouts(request: HttpRequest) -> HttpResponse:
    """Printers and where each sets the text; a form for one of them (`?layout=`) or a new one."""
    chosen = request.POST.get("layout") or request.GET.get("layout") or ""
    layout = None
    if chosen:
        layout = get_object_or_404(StockLayout, pk=chosen) if chosen.isdigit() else None
    initial = {name: getattr(layout, name) for name in LayoutForm.base_fields} if layout else None
    form = LayoutForm(request.POST or None, initial=initial or {"offset_x": 0, "offset_y": 0})
    if request.method == "POST" and request.POST.get("action") == "remove" and layout:
        blanks.remove_layout(layout_id=layout.pk, actor=request.user)
        messages.success(request, _("The printer is off the list."))
        return redirect("blank_layouts")
    if request.method == "POST" and form.is_valid():
        try:
            made = blanks.save_layout(
                **form.cleaned_data, actor=request.user, layout_id=layout.pk if layout else None
            )
        except Refusal as refusal:
            form.add_error(refusal.code if refusal.code in form.fields else None, str(refusal))
        else:
            messages.success(
                request, _("Saved: %(printer)s. Print the test sheet to see.") % {"printer": made.printer}
            )
            return redirect("blank_layouts")
    context = {"layouts": StockLayout.objects.all(), "layout": layout, "form": form}
    return render(request, "certificates/blanks/layouts.html", context, status=422 if form.errors else 200)


@keepers_only
@require_safe
def blank_test_sheet(request: HttpRequest, layout_id: int) -> HttpResponse:
    """A sheet with rulers and frames, to be laid over a blank and held against the light."""
    layout = get_object_or_404(StockLayout, pk=layout_id)
    content = draw_test_sheet(layout.kind, offset_mm=offset_of(layout))
    return download(content, name=f"test-sheet-{layout.pk}.pdf", media_type="application/pdf", inline=True)

"""The register of protected stock: batches, one blank, the write-off act, the spreadsheet."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from people.errors import Refusal
from people.papers import MEDIA_TYPES, docx, pdf
from people.papers.sheets import sheet

from ..files.stock import act_paper, written_off
from ..models import Blank, BlankTransition
from ..services import blanks
from .blank_forms import EndForm, PeriodForm, ReceiveForm
from .keepers import download, keepers_only

PAGE = 50
TONES = {"stock": "neutral", "issued": "ok", "spoiled": "warn", "lost": "bad"}


@dataclass(frozen=True)
class Filters:
    series: str = ""
    status: str = ""
    number: str = ""

    @property
    def query(self) -> str:
        return urlencode({name: value for name, value in vars(self).items() if value})


def _filters(request: HttpRequest) -> Filters:
    series, status = request.GET.get("series", "")[:12], request.GET.get("status", "")
    number = request.GET.get("number", "").strip()
    is_number = number.isascii() and number.isdigit() and len(number) < 8
    return Filters(series, status if status in Blank.Status.values else "", number if is_number else "")


def _narrowed(filters: Filters) -> QuerySet[Blank]:
    last = BlankTransition.objects.filter(blank=OuterRef("pk")).order_by("-at", "-pk")
    rows = (
        Blank.objects.select_related("document")
        .defer("document__credential", "document__cose")
        .annotate(moved_at=Subquery(last.values("at")[:1]), why=Subquery(last.values("reason")[:1]))
        .order_by("series", "number")
    )
    if filters.series:
        rows = rows.filter(series=filters.series)
    if filters.status:
        rows = rows.filter(status=filters.status)
    if filters.number:
        rows = rows.filter(number=int(filters.number))
    return rows


def counts() -> list[dict]:
    """Each series with how many of it are where, its ends and the next free number; one query."""
    numbers = {name: Count("pk", filter=Q(status=name)) for name in Blank.Status.values}
    return [
        row | {"kind_words": Blank(kind=row["kind"]).get_kind_display()}
        for row in Blank.objects.values("series", "kind")
        .annotate(
            total=Count("pk"),
            first=Min("number"),
            final=Max("number"),
            free=Min("number", filter=Q(status=Blank.Status.STOCK)),
            **numbers,
        )
        .order_by("series")
    ]


@keepers_only
@require_safe
def blank_list(request: HttpRequest) -> HttpResponse:
    """How many blanks of each series are where, and the register, filtered."""
    filters = _filters(request)
    page = Paginator(_narrowed(filters), PAGE).get_page(request.GET.get("page"))
    series = counts()
    states = [
        {"value": value, "label": label, "count": sum(row[value] for row in series)}
        for value, label in Blank.Status.choices
    ]
    context = {
        "series": series,
        "states": states,
        "page": page,
        "rows": [(row, TONES[row.status]) for row in page],
        "filters": filters,
    }
    return render(request, "certificates/blanks/list.html", context)


@keepers_only
@require_safe
def blank_xlsx(request: HttpRequest) -> HttpResponse:
    """What the filters leave of the register, as a spreadsheet."""
    rows = (
        (
            blank.series,
            blank.number,
            blank.get_kind_display(),
            blank.get_status_display(),
            blank.document.number if blank.document else None,
            _holder(blank),
            timezone.localtime(blank.moved_at).date(),
            blank.why if blank.status in {"spoiled", "lost"} else None,
            blank.received_on,
            blank.received_from,
        )
        for blank in _narrowed(_filters(request)).iterator()
    )
    head = [
        _("Series"),
        _("Number"),
        _("Kind"),
        _("State"),
        _("Document"),
        _("Printed for"),
        _("Since"),
        _("What happened"),
        _("Received on"),
        _("Received from"),
    ]
    content = sheet(title=_("Register of blanks"), head=head, rows=rows)
    return download(content, name=f"blanks-{timezone.localdate():%Y-%m-%d}.xlsx")


def _holder(blank: Blank) -> str | None:
    """The name as it is printed, from the document alone."""
    if blank.document is None:
        return None
    facts = blank.document.facts
    return " ".join(filter(None, (facts["surname"], facts["given_name"], facts["patronymic"])))


@keepers_only
@require_http_methods(["GET", "HEAD", "POST"])
def blank_receive(request: HttpRequest) -> HttpResponse:
    """Enter a batch that came."""
    form = ReceiveForm(request.POST or None, initial={"received_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            made = blanks.receive_batch(**form.cleaned_data, at=timezone.now(), actor=request.user)
        except Refusal as refusal:
            form.add_error(refusal.code if refusal.code in form.fields else None, str(refusal))
        else:
            sentence = ngettext("%(count)s blank is entered.", "%(count)s blanks are entered.", made)
            messages.success(request, sentence % {"count": made})
            return redirect("blank_list")
    return render(
        request, "certificates/blanks/receive.html", {"form": form}, status=422 if form.errors else 200
    )


@keepers_only
@require_http_methods(["GET", "HEAD", "POST"])
def blank_detail(request: HttpRequest, blank_id: int) -> HttpResponse:
    """One blank: its history, what is printed on it, and marking it as spoiled or lost."""
    blank = get_object_or_404(
        Blank.objects.select_related("document", "received_by").defer(
            "document__credential", "document__cose"
        ),
        pk=blank_id,
    )
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        service = {"spoil": blanks.mark_spoiled, "lose": blanks.mark_lost}.get(request.POST.get("action", ""))
        try:
            if service is None:
                raise Refusal(_("Choose whether the blank is spoiled or lost."), code="unknown_action")
            service(
                blank_id=blank.pk,
                reason=form.cleaned_data["reason"],
                at=timezone.now(),
                actor=request.user,
            )
        except Refusal as refusal:
            form.add_error(refusal.code if refusal.code in form.fields else None, str(refusal))
        else:
            messages.success(request, _("It is in the register. The write-off act of this period names it."))
            return redirect("blank_detail", blank_id=blank.pk)
    context = {
        "blank": blank,
        "tone": TONES[blank.status],
        "holder": _holder(blank),
        "history": [
            (row, Blank(status=row.to_status).get_status_display())
            for row in blank.transitions.select_related("actor")
        ],
        "form": form,
        "can_end": blank.status in {"stock", "issued"},
    }
    return render(request, "certificates/blanks/detail.html", context, status=422 if form.errors else 200)


def _period(request: HttpRequest) -> PeriodForm:
    today = timezone.localdate()
    usual = {"first": today.replace(day=1), "last": today}
    given = {name: request.GET.get(name) or f"{usual[name]:%Y-%m-%d}" for name in usual}
    return PeriodForm(given)


@keepers_only
@require_safe
def blank_act(request: HttpRequest) -> HttpResponse:
    """What an act of a period would write off, and the act itself as a file."""
    form = _period(request)
    rows = list(written_off(**form.cleaned_data)) if form.is_valid() else []
    context = {
        "form": form,
        "rows": [
            (row, Blank(status=row.to_status).get_status_display(), TONES[row.to_status]) for row in rows
        ],
        "query": urlencode({name: f"{day:%Y-%m-%d}" for name, day in form.cleaned_data.items()}),
        "languages": [("kk", "Қазақша"), ("ru", "Русский")],
    }
    return render(request, "certificates/blanks/act.html", context, status=422 if form.errors else 200)


@keepers_only
@require_safe
def blank_act_file(request: HttpRequest, form: str) -> HttpResponse:
    """The act as pdf or docx, `?first=&last=` as days, `?language=kk` or ru."""
    period, language = _period(request), request.GET.get("language", "kk")
    if form not in MEDIA_TYPES or language not in {"kk", "ru"} or not period.is_valid():
        raise Http404
    first: date = period.cleaned_data["first"]
    last: date = period.cleaned_data["last"]
    paper = act_paper(first=first, last=last, today=timezone.localdate(), language=language)
    try:
        content = pdf(paper) if form == "pdf" else docx(paper)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("blank_act")
    name = f"write-off-{first:%Y-%m-%d}-{last:%Y-%m-%d}-{language}.{form}"
    return download(content, name=name, media_type=MEDIA_TYPES[form])

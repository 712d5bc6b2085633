"""Orders for coordinators: the journal, a person's moves; an order with its papers for whom it is about."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.models import Enrolment
from people.errors import Refusal
from people.papers import MEDIA_TYPES, UnprintableName, docx, pdf

from ..models import EnrolmentOrder, RightRequest
from ..models.orders import Move
from ..papers import orders as papers
from ..rules import order_moves
from ..services.orders import journal as order_journal
from ..services.orders import orders
from ..services.orders import preview as order_preview
from ..services.orders.words import MOVE_WORDS
from .order_forms import JournalForm

A_PAGE = 50
MAKERS = {"pdf": pdf, "docx": docx}


def makers_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Who makes no orders finds nothing here."""

    @login_required
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("postcourse.make_order"):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@makers_only
@require_safe
def order_list(request: HttpRequest) -> HttpResponse:
    """The journal of a year, narrowed by the address."""
    filters = order_journal.Filters.read(request.GET)
    years = order_journal.years(request.user)
    year = int(filters.year) if filters.year else (years[0] if years else None)
    rows = order_journal.narrowed(request.user, filters, year=year)
    form = JournalForm(initial={"q": filters.q, "kind": filters.kind})
    form.fields["q"].widget.attrs |= {"type": "search", "autocomplete": "off"}
    context = {
        "filters": filters,
        "form": form,
        "year": year,
        "years": [
            {"label": str(one), "url": filters.query(year=str(one)), "current": one == year, "count": None}
            for one in years
        ],
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "query": filters.query(),
        "waiting": RightRequest.objects.visible_to(request.user).open().count(),
    }
    return render(request, "postcourse/orders/list.html", context)


@makers_only
@require_safe
def order_xlsx(request: HttpRequest) -> HttpResponse:
    """The journal as the address narrows it."""
    filters, today = order_journal.Filters.read(request.GET), timezone.localdate()
    years = order_journal.years(request.user)
    year = int(filters.year) if filters.year else (years[0] if years else today.year)
    rows = order_journal.narrowed(request.user, filters, year=year)
    content = order_journal.journal_xlsx(rows, title=_("Journal of orders"))
    return _file(content, f"orders-{year}.xlsx", MEDIA_TYPES["xlsx"])


def _file(content: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def enrolment_of(request: HttpRequest, enrolment_id: int) -> Enrolment:
    """The enrolment this coordinator may see; a stranger finds nothing."""
    rows = Enrolment.objects.visible_to(request.user).select_related("user", "cohort__edition", "continues")
    return get_object_or_404(rows, pk=enrolment_id)


@makers_only
@require_safe
def order_person(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """A person in a course: which moves can be made now, and every order and move since the application."""
    enrolment = enrolment_of(request, enrolment_id)
    rows = EnrolmentOrder.objects.visible_to(request.user).filter(enrolment__user=enrolment.user_id)
    choices = order_preview.choices(enrolment, at=timezone.now())
    labels = dict(Enrolment.Status.choices)
    history = list(enrolment.transitions.select_related("actor"))
    for move in history:
        move.to_label = labels.get(move.to_status, move.to_status)
    context = {
        "enrolment": enrolment,
        "is_own": enrolment.user_id == request.user.pk,
        "possible": [(kind, label, MOVE_WORDS[kind]) for kind, label, why in choices if not why],
        "reasons": list(dict.fromkeys(str(why) for _kind, _label, why in choices if why)),
        "following": Enrolment.objects.filter(continues=enrolment).select_related("cohort__edition").first(),
        "history": history,
        "orders": rows.order_by("-dated_on", "-pk"),
        "requests": enrolment.requests.all(),
    }
    return render(request, "postcourse/orders/person.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def order_detail(request: HttpRequest, order_id: int) -> HttpResponse:
    """An order with its papers, for coordinators and for whom it is about; a POST notes that the employer was told."""
    rows = EnrolmentOrder.objects.visible_to(request.user).select_related(
        "enrolment__user", "enrolment__cohort__edition", "next_enrolment__cohort", "made_by", "employer"
    )
    order = get_object_or_404(rows, pk=order_id)
    makes = request.user.has_perm("postcourse.make_order")
    if request.method == "POST":
        if not makes:
            raise Http404
        try:
            orders.employer_told(order_id=order.pk, at=timezone.now(), actor=request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("It is noted that the notice went to the employer."))
        return redirect("order_detail", order_id=order.pk)
    language = "ru" if get_language() == "ru" else "kk"
    context = {
        "order": order,
        "title": Move(order.kind).label,
        "name": order_journal.printed_name(order.content["person"]),
        "makes": makes,
        "papers": [
            (name, PAPER_LABELS[name])
            for name in papers.papers_of(order)
            if makes or papers.may_be_had_by_learner(name)
        ],
        "carried": [
            {
                **row,
                "name": row["title"].get(get_language() or "kk") or row["title"]["kk"],
                "value": Decimal(row["value"]),
                "maximum": Decimal(row["maximum"]),
                "released_on": date.fromisoformat(row["released_on"]),
            }
            for row in order.content["carried"]
        ],
        "due": [
            row["title"].get(get_language() or "kk") or row["title"]["kk"] for row in order.content["due"]
        ],
        "programme": order.content["from"]["programme"][language],
        "leaves": order.kind in order_moves.LEAVING,
    }
    return render(request, "postcourse/orders/detail.html", context)


class _Labels(dict):
    """Labels of papers in the reader's language, made when they are asked for."""

    def __missing__(self, name: str) -> str:
        return {
            papers.EXTRACT: _("Extract from the order"),
            papers.LETTER: _("Letter to the learner"),
            papers.RESULTS: _("List of carried results"),
            papers.NOTICE: _("Notice to the employer"),
        }[name]


PAPER_LABELS = _Labels()


@login_required
@never_cache
@require_safe
def order_paper(request: HttpRequest, order_id: int, name: str, form: str) -> HttpResponse:
    """A paper of an order in Kazakh or Russian (`?lang=`, else the page's language, else the cohort's), PDF or DOCX."""
    order = get_object_or_404(
        EnrolmentOrder.objects.visible_to(request.user).select_related("enrolment__cohort"), pk=order_id
    )
    makes = request.user.has_perm("postcourse.make_order")
    if form not in MAKERS or name not in papers.papers_of(order):
        raise Http404
    if not makes and not papers.may_be_had_by_learner(name):
        raise Http404
    wanted = request.GET.get("lang") or get_language()
    language = wanted if wanted in {"kk", "ru"} else order.enrolment.cohort.language
    try:
        content = MAKERS[form](papers.paper(order, name, language=language))
    except UnprintableName as problem:
        messages.error(request, str(problem))
        return redirect("order_detail", order_id=order.pk)
    return _file(content, f"{name}-{order.pk}-{language}.{form}", MEDIA_TYPES[form])

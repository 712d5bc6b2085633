"""Making an order in two steps: what it would do is shown first, and only what was shown is made."""

import hashlib
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses import continuing as continuations
from courses.models import Enrolment
from people.errors import Refusal

from ..models import EnrolmentOrder, RightRequest
from ..models.orders import Move
from ..services.orders import orders
from ..services.orders import preview as order_preview
from ..services.orders.words import MOVE_WORDS
from .order_forms import OrderForm
from .orders import enrolment_of, makers_only

FIELDS = {
    "number_missing": "number",
    "to_come": "dated_on",
    "too_early": "dated_on",
    "cause_missing": "cause",
    "reason_missing": "reason",
    "commission_missing": "commission",
    "cohort_missing": "cohort",
    "full": "cohort",
    "twice": "cohort",
    "not_under_way": "cohort",
    "another_year": "cohort",
    "no_employer": "employer",
}


@makers_only
@require_http_methods(["GET", "HEAD", "POST"])
def order_new(request: HttpRequest, enrolment_id: int, kind: str) -> HttpResponse:
    """What an order of that kind would do, then the order itself. What was typed is given back."""
    if kind not in Move.values:
        raise Http404
    enrolment = enrolment_of(request, enrolment_id)
    asked = enrolment.requests.open().filter(kind=kind).prefetch_related("files").first()
    form = _form(request, enrolment, kind, asked)
    found = orders.preview(
        kind=kind, enrolment_id=enrolment.pk, cohort_id=_cohort_of(form), at=timezone.now()
    )
    is_shown = form.is_bound and form.is_valid() and found.allowed
    was_shown = is_shown and request.POST.get("shown") == _token(found)
    if request.POST.get("do") == "make" and was_shown:
        order = _made(request, enrolment, kind, asked, form)
        if order is not None:
            messages.success(request, _("The order is made. Its papers are below."))
            return redirect("order_detail", order_id=order.pk)
        is_shown = False
    elif form.is_bound and not found.allowed and not form.errors:
        form.add_error("cohort" if "cohort" in form.fields else None, " ".join(map(str, found.why_not)))
    context = {
        "enrolment": enrolment,
        "kind": kind,
        "title": Move(kind).label,
        "words": MOVE_WORDS[kind],
        "form": form,
        "asked": asked,
        "found": found,
        "is_shown": is_shown,
        "token": _token(found),
        "has_no_cohort": "cohort" in form.fields and len(form.fields["cohort"].choices) < 2,
    }
    return render(request, "postcourse/orders/new.html", context, status=422 if form.errors else 200)


def _made(
    request: HttpRequest, enrolment: Enrolment, kind: str, asked: RightRequest | None, form: OrderForm
) -> EnrolmentOrder | None:
    """The order, made; None with the refusal in the form."""
    try:
        return orders.make(
            kind=kind,
            enrolment_id=enrolment.pk,
            request_id=asked.pk if asked else None,
            at=timezone.now(),
            actor=request.user,
            **form.told(),
        )
    except Refusal as refusal:
        field = FIELDS.get(refusal.code)
        form.add_error(field if field in form.fields else None, str(refusal))
        return None


def _form(request: HttpRequest, enrolment: Enrolment, kind: str, asked: RightRequest | None) -> OrderForm:
    today = timezone.localdate()
    cohorts = list(continuations.targets(enrolment)) if kind == Move.TRANSFER else []
    employers = order_preview.employers_of(enrolment, today) if kind == Move.EXPEL else ()
    initial: dict[str, Any] = {"dated_on": today}
    if asked is not None:
        day = f"{timezone.localtime(asked.filed_at):%d.%m.%Y}"
        initial |= {"cause": asked.cause, "cohort": asked.wished_cohort_id}
        initial["papers"] = _("Application of %(day)s") % {"day": day}
    elif kind == Move.RESUME:
        last = enrolment.orders.filter(kind=Move.INTERRUPT).order_by("-pk").first()
        initial["cause"] = last.cause if last else ""
    data = request.POST if request.method == "POST" else None
    return OrderForm(data, kind=kind, cohorts=cohorts, employers=employers, initial=initial)


def _cohort_of(form: OrderForm) -> int | None:
    """The cohort that is chosen, or wished for where nothing was sent yet."""
    if "cohort" not in form.fields:
        return None
    chosen = str(form["cohort"].value() or "")
    known = {str(value) for value, _label in form.fields["cohort"].choices}
    return int(chosen) if chosen and chosen in known else None


def _token(found: orders.Preview) -> str:
    """Names what was shown: what is made must be what the coordinator read."""
    told = (
        found.kind,
        found.cohort.pk if found.cohort else 0,
        [(row.component, str(row.value), row.released_on.isoformat()) for row in found.carried],
        [row.component for row in found.due],
        [row.topic.key for row in found.topics],
        [str(one) for one in found.warnings],
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]

"""Amending a decided result: typed, looked at, confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from people.errors import Refusal
from people.numbers import points

from ..models import Result
from ..presentation import text_in
from ..services.decisions import results
from ..services.scheme import frozen
from .commission import coordinators_only
from .commission_forms import AmendmentForm


@dataclass(frozen=True)
class Change:
    """Before and after, in words; `parts`: the components that change."""

    parts: list[tuple[str, str, str]]
    score: tuple[str, str]
    band: tuple[str, str]
    decision: tuple[str, str]
    documents: str


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def result_amend(request: HttpRequest, result_id: int) -> HttpResponse:
    """The marks the commission changed, its reason, what follows; written once "confirm" is pressed under that."""
    coordinators_only(request)
    result = get_object_or_404(
        Result.objects.visible_to(request.user).select_related("sitting__enrolment__user", "sitting__cohort"),
        pk=result_id,
    )
    content, stands = frozen.content_for(result.sitting.cohort_id), frozen.marks_of(result.sitting)
    parts = [
        (row["key"], text_in(row["title"]), row["maximum"], _shown(stands.get(row["key"])) or None)
        for row in content["components"]
    ]
    form, change = AmendmentForm(request.POST or None, parts=parts), None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            outcome = results.preview_amendment(result=result, marks=form.marks())
            change = _change(result, outcome, content, stands, form.marks())
            if request.POST.get("action") == "confirm" and request.POST.get("seen") == form.signature():
                amended = results.amend_result(
                    result_id=result.pk,
                    at=timezone.now(),
                    actor=request.user,
                    reason=data["reason"],
                    commission=data["commission"],
                    protocol=data["protocol"],
                    marks=form.marks(),
                )
                messages.success(request, _("The result is amended. The one before stays in the history."))
                return redirect("sitting_marks", amended.sitting_id)
        except Refusal as refusal:
            change = None
            form.add_error(None, str(refusal))
    is_amended = Result.objects.filter(amends=result).exists()
    context = {"result": result, "person": result.sitting.enrolment.user, "form": form, "change": change}
    context |= {"band": _band(content, result.band), "is_amended": is_amended}
    return render(request, "assessments/commission/amend.html", context, status=422 if form.errors else 200)


def _shown(value: Decimal | None) -> str:
    return "" if value is None else points(value)


def _band(content: Mapping, key: str) -> str:
    return next((text_in(row["title"]) for row in content["bands"] if row["key"] == key), key)


def _change(result: Result, outcome, content: Mapping, stands: Mapping, marks: Mapping) -> Change:
    titles = {row["key"]: text_in(row["title"]) for row in content["components"]}
    return Change(
        parts=[(titles[key], _shown(stands.get(key)) or "–", _shown(value)) for key, value in marks.items()],
        score=(_shown(result.score), _shown(outcome.score)),
        band=(_band(content, result.band), _band(content, outcome.band)),
        decision=(
            str(result.get_decision_display()),
            str(Result.Decision(outcome.decision).label),
        ),
        documents=_documents(result.is_passed, outcome.decision == Result.Decision.PASSED),
    )


def _documents(was_passed: bool, is_passed: bool) -> str:
    """What the amendment does to the papers, as the certificates app will do it."""
    if was_passed and is_passed:
        return _("The certificate stays valid as it is.")
    if is_passed:
        return _("A certificate is issued; it replaces the attendance notice.")
    if was_passed:
        return _("The certificate is revoked for good; an attendance notice is issued.")
    return _("The attendance notice stays valid as it is.")

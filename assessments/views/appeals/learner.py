"""The learner's result with its marks, and the appeal against it."""

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from people.errors import Refusal

from ... import appeal_cases as shown
from ...models import Appeal, Result, Sitting
from ...services.decisions import appeal_terms, appeals
from ...services.scheme import frozen
from .forms import AppealForm


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_page(request: HttpRequest, sitting_id: int) -> HttpResponse:
    """One's result, the term, the form, and where each appeal of the sitting stands."""
    sitting = get_object_or_404(
        Sitting.objects.of(request.user).select_related("cohort__edition", "enrolment"), pk=sitting_id
    )
    content = frozen.content_for(sitting.cohort_id)
    result = _standing(sitting)
    parts = shown.parts_of(sitting, content)
    closed = appeals.closed_parts(result) if result else set()
    form = AppealForm(request.POST if "reason" in request.POST else None, parts=parts, closed=closed)
    if request.method == "POST":
        try:
            if done := _act(request, sitting, result, form):
                messages.success(request, done)
                return redirect("appeal", sitting_id=sitting.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal)) if form.is_bound else messages.error(request, str(refusal))
    context = _context(sitting, content, result, form)
    context |= {"parts": parts, "form": form, "works": appeals.submissions_of(sitting, "")}
    return render(request, "assessments/appeals/learner.html", context, status=422 if form.errors else 200)


def _standing(sitting: Sitting) -> Result | None:
    rows = sitting.results.current().select_related("sitting__cohort__edition", "amends")
    return rows.first()


def _context(sitting: Sitting, content: Mapping, result: Result | None, form: AppealForm) -> dict:
    at = timezone.now()
    rows = sitting.appeals.select_related("sitting__cohort__edition", "amendment__amends", "result").order_by(
        "-filed_at", "-pk"
    )
    found = [shown.shown(row, content, at=at) for row in rows]
    for row in found:
        row.row.changed = shown.changed_by(row.row, content)
    is_open = any(row.row.is_open for row in found)
    term = appeal_terms.term_of(result) if result else None
    return {
        "sitting": sitting,
        "cohort": sitting.cohort,
        "result": result,
        "outcome": shown.outcome_of(result, content) if result else None,
        "term": term,
        "is_over": term is not None and term.is_over(at),
        "may_file": term is not None and not term.is_over(at) and not is_open and form.has_choices,
        "appeals": found,
    }


def _act(request: HttpRequest, sitting: Sitting, result: Result | None, form: AppealForm) -> str:
    """File or withdraw, as the pressed button says; empty where the form has to be mended. Raises Refusal."""
    at, actor = timezone.now(), request.user
    if request.POST.get("do") == "withdraw":
        row: Appeal = get_object_or_404(sitting.appeals.open())
        appeals.withdraw_appeal(appeal_id=row.pk, at=at, actor=actor)
        return _("Your appeal is withdrawn.")
    if result is None:
        raise Refusal(_("Your result is not decided yet."), code="undecided")
    if not form.is_valid():
        return ""
    appeals.file_appeal(
        result_id=result.pk,
        component=form.cleaned_data["component"],
        reason=form.cleaned_data["reason"],
        at=at,
        actor=actor,
    )
    return _("Your appeal is filed. You will be told of every step.")

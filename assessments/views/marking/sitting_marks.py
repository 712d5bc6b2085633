"""A person's marks with their history, and the form of an individual decision."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from people.errors import Refusal

from ...models import Mark, Sitting, Submission
from ...presentation import text_in
from ...services.marking import blind, marking
from ...services.scheme import frozen

BASIS = {
    "single": gettext_lazy("One marker."),
    "mean": gettext_lazy("The mean of two markers."),
    "third": gettext_lazy("Two markers differed: the third one's marks stand."),
    "moderator": gettext_lazy("The moderator's marks stand."),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sitting_marks(request: HttpRequest, sitting_id: int) -> HttpResponse:
    """A person's marks by component with their history, and the form of an individual decision."""
    sitting = get_object_or_404(
        Sitting.objects.visible_to(request.user).select_related("enrolment__user", "cohort__edition"),
        pk=sitting_id,
    )
    if sitting.enrolment.user_id == request.user.pk and not request.user.has_perm("courses.run_cohort"):
        raise Http404
    typed, status = {}, 200
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in ("component", "value", "reason")}
        try:
            return _decide(request, sitting, typed)
        except InvalidOperation:
            messages.error(request, _("Write the points as a number, such as 7 or 7,5."))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        status = 422
    return render(request, "assessments/sitting_marks.html", _context(request, sitting, typed), status=status)


def _decide(request: HttpRequest, sitting: Sitting, typed: Mapping[str, str]) -> HttpResponse:
    marking.override_mark(
        sitting_id=sitting.pk,
        component=typed["component"],
        value=Decimal(typed["value"].strip().replace(",", ".")),
        reason=typed["reason"],
        at=timezone.now(),
        actor=request.user,
    )
    messages.success(request, _("The individual decision is recorded."))
    return redirect("sitting_marks", sitting_id=sitting.pk)


def _context(request: HttpRequest, sitting: Sitting, typed: Mapping[str, str]) -> dict:
    content = frozen.content_for(sitting.cohort_id)
    marks = list(
        sitting.marks.select_related("marker", "assessment__submission").order_by("-released_at", "-pk")
    )
    bands = {row["key"]: text_in(row["title"]) for row in content["bands"]}
    results = sitting.results.select_related("decided_by").order_by("-decided_at", "-pk")
    return {
        "sitting": sitting,
        "person": sitting.enrolment.user,
        "components": [_component(row, marks) for row in content["components"]],
        "results": [{"result": one, "band": bands.get(one.band, one.band)} for one in results],
        "works": _works(request, sitting),
        "typed": typed,
        "attempts": sitting.attempts.order_by("number"),
    }


def _component(row: Mapping, marks: list[Mark]) -> dict:
    """A component with the mark that stands, what it came from, and what stood before."""
    own = [mark for mark in marks if mark.component == row["key"]]
    current = next((mark for mark in own if mark.is_current), None)
    outcome = None
    if current is not None and current.assessment is not None:
        outcome = current.assessment.submission.outcome
    return {
        "key": row["key"],
        "title": text_in(row["title"]),
        "maximum": row["maximum"],
        "current": current,
        "basis": BASIS.get((outcome or {}).get("basis", ""), ""),
        "history": [mark for mark in own if not mark.is_current],
    }


def _works(request: HttpRequest, sitting: Sitting) -> list[dict]:
    """The person's works, each with the desk's address where the reader marks it and may know whose it is."""
    rows = list(
        Submission.objects.filter(members__sitting=sitting)
        .select_related("assignment")
        .annotate(is_blind=blind.is_blind())
        .order_by("assignment", "number")
    )
    mine = set(
        Submission.objects.to_mark_by(request.user)
        .filter(pk__in=[row.pk for row in rows])
        .values_list("pk", flat=True)
    )
    return [
        {"work": row, "is_mine": row.pk in mine and (row.is_released or not row.is_blind)} for row in rows
    ]

"""The board's page and what can be done on it."""

from decimal import Decimal

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from courses.models import Cohort
from people.errors import Refusal

from ...models import Assignment, Place, Submission
from ...services.marking import allocation, marking, moderation, outcomes
from . import board


class RuleForm(forms.Form):
    """How the works are marked."""

    markers = forms.TypedChoiceField(
        label=gettext_lazy("Markers of each work"),
        coerce=int,
        choices=[(1, gettext_lazy("One marker")), (2, gettext_lazy("Two markers, apart from each other"))],
    )
    tolerance = forms.DecimalField(
        label=gettext_lazy("Tolerance, points of the whole work"),
        help_text=gettext_lazy(
            "Two markers who differ by no more than this give the mean; beyond it a third marker decides."
        ),
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=5,
        decimal_places=2,
        localize=True,
    )
    is_blind = forms.BooleanField(
        label=gettext_lazy("Markers do not see whose work it is until the marks are released"), required=False
    )


@login_required
@permission_required("courses.run_cohort", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def allocation_board(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """Works of one assignment with their markers; a POST gives out, takes back, moderates or releases."""
    cohort = get_object_or_404(
        Cohort.objects.visible_to(request.user).select_related("edition"), pk=cohort_id
    )
    assignments = list(
        Assignment.objects.filter(edition_id=cohort.edition_id).select_related("rubric").order_by("pk")
    )
    if not assignments or not hasattr(cohort, "scheme"):
        raise Http404
    key = request.POST.get("work") or request.GET.get("work", "")
    assignment = next((one for one in assignments if one.key == key), assignments[0])
    rule = outcomes.rule_for(cohort.pk, assignment.pk)
    form = RuleForm(
        initial={"markers": rule.markers, "tolerance": rule.tolerance.normalize(), "is_blind": rule.is_blind}
    )
    status = 200
    if request.method == "POST":
        if request.POST.get("action") == "rule":
            form = RuleForm(request.POST)
        try:
            done = _act(request, cohort, assignment, form)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            status = 422
        else:
            if done:
                messages.success(request, done)
                return redirect(f"{reverse('allocation', args=[cohort.pk])}?work={assignment.key}")
            status = 422
    works = Submission.objects.to_allocate_by(request.user).filter(cohort=cohort, assignment=assignment)
    shown = board.board_for(cohort, assignment, works, viewer=request.user)
    state = request.GET.get("state", "")
    chosen = [row for row in shown.rows if row.state == state] if state in board.STATES else shown.rows
    context = {
        "cohort": cohort,
        "assignment": assignment,
        "tabs": _tabs(cohort, assignments, assignment),
        "chips": _chips(shown, assignment, state),
        "board": shown,
        "rows": chosen,
        "form": form,
        "rule": rule,
        "places": [(place.value, place.label) for place in board.PLACES],
        "columns": [place.label for place in board.PLACES],
        "ticked": set(request.POST.getlist("submission")),
        "left": [(load.user.initials_name, load.left) for load in shown.loads],
        "heads": (_("Trainer"), _("Works left")),
        "next_place": _next_place(shown),
    }
    return render(request, "assessments/allocation/board.html", context, status=status)


def _tabs(cohort: Cohort, assignments: list[Assignment], current: Assignment) -> list[dict]:
    address = reverse("allocation", args=[cohort.pk])
    return [
        {"label": one.title, "url": f"{address}?work={one.key}", "current": one.pk == current.pk}
        for one in assignments
    ]


def _chips(shown: board.Board, assignment: Assignment, state: str) -> list[dict]:
    names = board.state_names()
    every = {
        "label": _("All"),
        "url": f"?work={assignment.key}",
        "current": state not in board.STATES,
        "count": len(shown.rows),
    }
    return [every] + [
        {
            "label": names[one],
            "url": f"?work={assignment.key}&state={one}",
            "current": one == state,
            "count": shown.counts[one],
        }
        for one in board.STATES
        if shown.counts[one] or one == state
    ]


def _next_place(shown: board.Board) -> str:
    """The place most in want of a marker, chosen beforehand in the form."""
    if shown.counts["unallocated"]:
        return Place.FIRST
    if shown.counts["third_needed"]:
        return Place.THIRD
    begun = [row for row in shown.rows if row.state == "second_needed"]
    return Place.SECOND if any(not row.cells[1].name for row in begun) else Place.FIRST


def _number(request: HttpRequest, name: str) -> int:
    value = request.POST.get(name, "")
    if not value.isdigit():
        raise Refusal(_("Choose a trainer from the list."), code="nobody")
    return int(value)


def _ticked(request: HttpRequest, cohort: Cohort, assignment: Assignment) -> list[int]:
    ticked = [int(one) for one in request.POST.getlist("submission") if one.isdigit()]
    works = Submission.objects.to_allocate_by(request.user).filter(
        pk__in=ticked, cohort=cohort, assignment=assignment
    )
    found = list(works.order_by("pk").values_list("pk", flat=True))
    if not found:
        raise Refusal(_("No work is ticked. Tick works in the list first."), code="nothing_ticked")
    return found


def _place(request: HttpRequest) -> Place:
    value = request.POST.get("place", "")
    if value not in Place.values:
        raise Refusal(_("Choose which marker it is."), code="place")
    return Place(value)


def _act(request: HttpRequest, cohort: Cohort, assignment: Assignment, form: RuleForm) -> str:
    """Do what the pressed button says; the sentence tells what was done, empty where the form has faults."""
    at, actor, action = timezone.now(), request.user, request.POST.get("action", "")
    if action == "rule":
        if not form.is_valid():
            return ""
        allocation.set_rule(
            cohort_id=cohort.pk, assignment_id=assignment.pk, actor=actor, **form.cleaned_data
        )
        return _("The rule is saved.")
    if action == "spread":
        count = allocation.allocate_evenly(
            cohort_id=cohort.pk,
            assignment_key=assignment.key,
            place=_place(request),
            marker_ids=[int(one) for one in request.POST.getlist("marker") if one.isdigit()],
            by=request.POST.get("by", ""),
            at=at,
            actor=actor,
        )
        return ngettext("%(count)s work is given out.", "%(count)s works are given out.", count) % {
            "count": count
        }
    if action == "give":
        works, marker, place = (
            _ticked(request, cohort, assignment),
            _number(request, "marker"),
            _place(request),
        )
        allocation.allocate_all(submission_ids=works, marker_id=marker, place=place, at=at, actor=actor)
        return ngettext("%(count)s work is given out.", "%(count)s works are given out.", len(works)) % {
            "count": len(works)
        }
    if action.startswith("withdraw-"):
        _verb, work, place = action.split("-", 2)
        submission = get_object_or_404(
            Submission.objects.to_allocate_by(actor), pk=int(work) if work.isdigit() else 0, cohort=cohort
        )
        allocation.withdraw(submission_id=submission.pk, place=place, at=at, actor=actor)
        return _("The place is free again.")
    if action == "moderate":
        size = request.POST.get("size", "")
        chosen = moderation.pick_sample(
            cohort_id=cohort.pk,
            assignment_key=assignment.key,
            moderator_id=_number(request, "marker"),
            size=int(size) if size.isdigit() else 0,
            at=at,
            actor=actor,
        )
        return ngettext(
            "%(count)s work waits for the moderator.", "%(count)s works wait for the moderator.", len(chosen)
        ) % {"count": len(chosen)}
    if action == "release":
        count = marking.release(submission_ids=_ticked(request, cohort, assignment), at=at, actor=actor)
        return ngettext(
            "The marks of %(count)s work are released.", "The marks of %(count)s works are released.", count
        ) % {"count": count}
    raise Refusal(_("This button is not known. Reload the page and try again."), code="unknown_action")

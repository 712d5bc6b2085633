"""A cohort's project groups for those who run or train it; a POST is one act of the coordinator."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from courses.models import Cohort, Enrolment
from people.errors import Refusal
from people.models import User

from ...models import Assignment
from ...rules.groups import Division, divide
from ...services.groups import groups
from ...services.groups import lists as group_lists
from ...services.groups import proposals as group_proposals

Act = Callable[[HttpRequest, Cohort, Assignment], str]


def is_staff_of_courses(user: User) -> bool:
    return user.has_role("trainer", "coordinator", "administrator")


def cohort_for(request: HttpRequest, cohort_id: int) -> Cohort:
    """The cohort for its staff; 404 for everybody else."""
    if not is_staff_of_courses(request.user):
        raise Http404
    return get_object_or_404(Cohort.objects.visible_to(request.user).select_related("edition"), pk=cohort_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def group_list(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """Groups with members, people without one, and every act of the coordinator on them."""
    cohort = cohort_for(request, cohort_id)
    works = list(Assignment.objects.filter(edition_id=cohort.edition_id, is_group=True).order_by("pk"))
    assignment = next(
        (one for one in works if one.key == request.GET.get("work")), works[0] if works else None
    )
    may_run = request.user.has_perm("courses.run_cohort")
    address = reverse("group_list", args=[cohort.pk])
    address += f"?work={assignment.key}" if assignment and len(works) > 1 else ""
    typed: Any = {}
    if request.method == "POST":
        if not may_run or assignment is None:
            raise PermissionDenied
        try:
            messages.success(request, _act(request, cohort, assignment))
            return redirect(address)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            typed = request.POST
    context = {
        "cohort": cohort,
        "assignment": assignment,
        "may_run": may_run,
        "address": address,
        "typed": typed,
    }
    if assignment is not None:
        context |= _shown(request, cohort, assignment)
        context["chips"] = [
            {"label": one.title, "url": f"?work={one.key}", "current": one == assignment} for one in works
        ]
    return render(request, "assessments/groups/board.html", context, status=422 if typed else 200)


def _shown(request: HttpRequest, cohort: Cohort, assignment: Assignment) -> dict[str, Any]:
    free = group_lists.without_group(cohort, assignment)
    cards = group_lists.cards_for(cohort, assignment)
    asked = request.GET.get("divide") == "1" and request.user.has_perm("courses.run_cohort")
    division = divide([one.pk for one in free], **groups.bounds(cohort)) if asked else None
    return {
        "cards": [card for card in cards if card.group.status != card.group.Status.DISSOLVED],
        "dissolved": [card for card in cards if card.group.status == card.group.Status.DISSOLVED],
        "free": free,
        "ticked": {int(one) for one in request.POST.getlist("enrolment") if one.isdigit()},
        "division": _named(division, free) if division else None,
        "learners_form": group_proposals.may_propose(cohort.pk, assignment),
        **groups.bounds(cohort),
    }


def _named(division: Division, free: list[Enrolment]) -> dict[str, Any]:
    """A division with people in place of ids; `value` is what the form sends back."""
    people = {one.pk: one for one in free}
    return {
        "groups": [
            {"value": ",".join(map(str, ids)), "people": [people[pk] for pk in ids]}
            for ids in division.groups
        ],
        "left": [people[pk] for pk in division.left],
    }


def _act(request: HttpRequest, cohort: Cohort, assignment: Assignment) -> str:
    """Do what the pressed button says; the sentence tells what was done."""
    act = ACTS.get(request.POST.get("action", ""))
    if act is None:
        raise Refusal(_("This button is not known. Reload the page and try again."), code="unknown_action")
    return act(request, cohort, assignment)


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"at": timezone.now(), "actor": request.user}


def _number(request: HttpRequest, name: str) -> int:
    value = request.POST.get(name, "")
    return int(value) if value.isdigit() else 0


def _group_id(request: HttpRequest, cohort: Cohort) -> int:
    return get_object_or_404(cohort.project_groups, pk=_number(request, "group")).pk


def _form(request: HttpRequest, cohort: Cohort, assignment: Assignment) -> str:
    group = groups.form_group(
        cohort_id=cohort.pk,
        assignment_key=assignment.key,
        enrolment_ids=[int(one) for one in request.POST.getlist("enrolment") if one.isdigit()],
        size_reason=request.POST.get("size_reason", ""),
        **_by(request),
    )
    return _("Group %(number)s is formed.") % {"number": group.number}


def _divide(request: HttpRequest, cohort: Cohort, assignment: Assignment) -> str:
    division = [
        [int(one) for one in row.split(",") if one.isdigit()] for row in request.POST.getlist("division")
    ]
    formed = groups.form_groups(
        cohort_id=cohort.pk, assignment_key=assignment.key, division=division, **_by(request)
    )
    return ngettext("%(count)s group is formed.", "%(count)s groups are formed.", len(formed)) % {
        "count": len(formed)
    }


def _allow(request: HttpRequest, cohort: Cohort, assignment: Assignment) -> str:
    allowed = request.POST.get("allowed") == "yes"
    group_proposals.let_learners_form(
        cohort_id=cohort.pk, assignment_key=assignment.key, allowed=allowed, **_by(request)
    )
    if allowed:
        return _("Learners of this cohort can now form groups themselves.")
    return _("From now on only the coordinator forms groups.")


def _add(request: HttpRequest, cohort: Cohort, assignment: Assignment) -> str:
    membership = groups.add_member(
        group_id=_group_id(request, cohort),
        enrolment_id=_number(request, "person"),
        join_reason=request.POST.get("reason", ""),
        shares_work=request.POST.get("shares_work") == "yes",
        size_reason=request.POST.get("size_reason", ""),
        **_by(request),
    )
    return _("%(name)s is in the group now.") % {"name": membership.enrolment.user.initials_name}


def _leave(request: HttpRequest, cohort: Cohort, assignment: Assignment) -> str:
    group_id = _group_id(request, cohort)
    person = get_object_or_404(cohort.enrolments.select_related("user"), pk=_number(request, "person"))
    groups.leave_group(
        group_id=group_id,
        enrolment_id=person.pk,
        reason=request.POST.get("reason", ""),
        keeps_mark=request.POST.get("keeps_mark", "yes") == "yes",
        **_by(request),
    )
    return _("%(name)s is no longer in the group.") % {"name": person.user.initials_name}


def _dissolve(request: HttpRequest, cohort: Cohort, assignment: Assignment) -> str:
    group = groups.dissolve_group(
        group_id=_group_id(request, cohort), reason=request.POST.get("reason", ""), **_by(request)
    )
    return _("Group %(number)s is dissolved. Its people are free for another one.") % {"number": group.number}


def _approve(request: HttpRequest, cohort: Cohort, assignment: Assignment) -> str:
    group = groups.approve_group(
        group_id=_group_id(request, cohort), size_reason=request.POST.get("reason", ""), **_by(request)
    )
    return _("Group %(number)s stands.") % {"number": group.number}


ACTS: dict[str, Act] = {
    "form": _form,
    "divide": _divide,
    "allow": _allow,
    "add": _add,
    "leave": _leave,
    "dissolve": _dissolve,
    "approve": _approve,
}

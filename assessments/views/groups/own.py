"""A learner's group: who is in it, invitations, proposing one, and what is still missing."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.errors import Refusal
from people.sorting import kazakh_key

from ...models import Assignment, GroupMembership, Sitting
from ...next_steps.defence import turn_of
from ...rules import groups as rules
from ...services.groups import groups
from ...services.groups import lists as group_lists
from ...services.groups import proposals as group_proposals


@dataclass(frozen=True)
class Missing:
    """What a proposed group waits for."""

    answers: list[str]
    is_small: bool
    is_large: bool


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_group(request: HttpRequest, sitting_id: int, assignment_key: str) -> HttpResponse:
    """One's group of a work, or the way to one."""
    sitting = get_object_or_404(
        Sitting.objects.of(request.user).select_related("cohort__edition", "enrolment"), pk=sitting_id
    )
    assignment = get_object_or_404(
        Assignment, edition_id=sitting.cohort.edition_id, key=assignment_key, is_group=True
    )
    typed: Any = {}
    if request.method == "POST":
        try:
            messages.success(request, _act(request, sitting, assignment))
            return redirect("my_group", sitting_id=sitting.pk, assignment_key=assignment.key)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            typed = request.POST
    mine = group_proposals.membership_of(sitting.enrolment, assignment)
    members = _members(mine)
    may_propose = group_proposals.may_propose(sitting.cohort_id, assignment)
    may_ask = may_propose and (mine is None or (mine.group.is_proposed and mine.confirmed_at is not None))
    free = group_lists.without_group(sitting.cohort, assignment) if may_ask else []
    sizes = groups.bounds(sitting.cohort)
    context = {
        "sitting": sitting,
        "assignment": assignment,
        "mine": mine,
        "members": members,
        "missing": _missing(mine, members, sizes),
        "may_propose": may_propose,
        "may_ask": may_ask,
        "free": [one for one in free if one.pk != sitting.enrolment_id],
        "ticked": {int(one) for one in request.POST.getlist("enrolment") if one.isdigit()},
        "typed": typed,
        "turn": turn_of(sitting, assignment),
        **sizes,
    }
    return render(request, "assessments/groups/own.html", context, status=422 if typed else 200)


def _members(mine: GroupMembership | None) -> list[GroupMembership]:
    if mine is None:
        return []
    rows = mine.group.memberships.filter(left_at__isnull=True).select_related("enrolment__user")
    return sorted(rows, key=lambda row: kazakh_key(row.enrolment.user.full_name))


def _missing(
    mine: GroupMembership | None, members: list[GroupMembership], sizes: dict[str, int]
) -> Missing | None:
    if mine is None or not mine.group.is_proposed:
        return None
    verdict = rules.size_verdict(len(members), **sizes)
    return Missing(
        answers=[row.enrolment.user.full_name for row in members if row.confirmed_at is None],
        is_small=verdict == rules.SMALL,
        is_large=verdict == rules.LARGE,
    )


def _act(request: HttpRequest, sitting: Sitting, assignment: Assignment) -> str:
    """Do what the pressed button says; the sentence tells what was done."""
    action, at, actor = request.POST.get("action", ""), timezone.now(), request.user
    ticked = [int(one) for one in request.POST.getlist("enrolment") if one.isdigit()]
    if action == "propose":
        group_proposals.propose_group(
            cohort_id=sitting.cohort_id,
            assignment_key=assignment.key,
            enrolment_ids=ticked,
            at=at,
            actor=actor,
        )
        return _("The group is proposed. Those you asked are told and answer here.")
    mine = group_proposals.membership_of(sitting.enrolment, assignment)
    if mine is None:
        raise Refusal(_("You are in no group now. Reload the page and look again."), code="no_group")
    if action == "agree":
        group_proposals.confirm_membership(group_id=mine.group_id, at=at, actor=actor)
        return _("You are in the group.")
    if action == "decline":
        reason = request.POST.get("reason", "")
        group_proposals.decline_membership(group_id=mine.group_id, reason=reason, at=at, actor=actor)
        return _("You are not in this group any more.")
    if action == "ask":
        group_proposals.invite(group_id=mine.group_id, enrolment_ids=ticked, at=at, actor=actor)
        return _("Those you asked are told and answer here.")
    raise Refusal(_("This button is not known. Reload the page and try again."), code="unknown_action")

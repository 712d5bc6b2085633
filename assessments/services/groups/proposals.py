"""Groups that learners form themselves: proposed, answered by each, standing once all agree."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.models import Enrolment
from people.errors import NotAllowed, Refusal
from people.models import User

from ...models import Assignment, GroupMembership, MarkingRule, ProjectGroup
from .. import telling
from .groups import (
    check_free,
    group_work,
    locked_cohort,
    locked_group,
    may_run,
    next_number,
    settle,
    students,
)


def may_propose(cohort_id: int, assignment: Assignment) -> bool:
    """Learners of the cohort form the groups of this work themselves."""
    return MarkingRule.objects.filter(
        cohort_id=cohort_id, assignment=assignment, learners_form_groups=True
    ).exists()


@transaction.atomic
def let_learners_form(
    *, cohort_id: int, assignment_key: str, allowed: bool, at: datetime, actor: User
) -> MarkingRule:
    """Switch learners' own groups on or off; invitations that are under way can still be answered."""
    may_run(actor)
    cohort = locked_cohort(cohort_id)
    rule, _created = MarkingRule.objects.update_or_create(
        cohort=cohort,
        assignment=group_work(cohort, assignment_key),
        defaults={"learners_form_groups": allowed},
    )
    return rule


def membership_of(enrolment: Enrolment, assignment: Assignment) -> GroupMembership | None:
    """Where a person is now: a member or an invited one, of a standing or a proposed group."""
    return (
        GroupMembership.objects.filter(enrolment=enrolment, assignment=assignment, left_at__isnull=True)
        .select_related("group")
        .first()
    )


@transaction.atomic
def propose_group(
    *, cohort_id: int, assignment_key: str, enrolment_ids: list[int], at: datetime, actor: User
) -> ProjectGroup:
    """A group that waits for the answers of those asked; the proposer is in it and has agreed.

    Refused where the coordinator forms the groups, to whoever is in a group, and for people who are.
    """
    cohort = locked_cohort(cohort_id)
    assignment = group_work(cohort, assignment_key)
    own = Enrolment.objects.filter(cohort=cohort, user=actor, status=Enrolment.Status.STUDYING).first()
    if own is None:
        raise NotAllowed()
    if not may_propose(cohort.pk, assignment):
        raise Refusal(_("In this cohort the coordinator forms the groups; write to them."), code="not_open")
    members = students(cohort, {own.pk, *enrolment_ids})
    if len(members) < 2:
        raise Refusal(_("Nobody is ticked. Tick people in the list first."), code="nobody")
    check_free(members, assignment)
    group = ProjectGroup.objects.create(
        cohort=cohort,
        assignment=assignment,
        number=next_number(cohort, assignment),
        status=ProjectGroup.Status.PROPOSED,
        formed_at=at,
        formed_by=actor,
    )
    for member in members:
        _ask(group, member, at=at, agreed=member.pk == own.pk)
    return group


def _ask(group: ProjectGroup, enrolment: Enrolment, *, at: datetime, agreed: bool = False) -> None:
    membership = GroupMembership.objects.create(
        group=group,
        assignment=group.assignment,
        enrolment=enrolment,
        joined_at=at,
        confirmed_at=at if agreed else None,
    )
    if not agreed:
        telling.group_invited(membership, at=at)


def _own(group: ProjectGroup, actor: User) -> GroupMembership:
    """The actor's place in a proposed group, locked."""
    membership = (
        GroupMembership.objects.select_for_update(of=("self",))
        .filter(group=group, enrolment__user=actor, left_at__isnull=True)
        .first()
    )
    if membership is None:
        raise NotAllowed()
    return membership


@transaction.atomic
def invite(*, group_id: int, enrolment_ids: list[int], at: datetime, actor: User) -> ProjectGroup:
    """Ask more people into a proposed group; for those in it who have agreed themselves."""
    group = locked_group(group_id)
    if _own(group, actor).confirmed_at is None:
        raise NotAllowed()
    _check_proposed(group)
    if not may_propose(group.cohort_id, group.assignment):
        raise Refusal(_("In this cohort the coordinator forms the groups; write to them."), code="not_open")
    people = students(group.cohort, enrolment_ids)
    if not people:
        raise Refusal(_("Nobody is ticked. Tick people in the list first."), code="nobody")
    check_free(people, group.assignment)
    for one in people:
        _ask(group, one, at=at)
    return group


def _check_proposed(group: ProjectGroup) -> None:
    if not group.is_proposed:
        raise Refusal(
            _("This group stands already. Only the coordinator changes who is in it; write to them."),
            code="stands",
        )


@transaction.atomic
def confirm_membership(*, group_id: int, at: datetime, actor: User) -> GroupMembership:
    """Agree to be in a proposed group; with the last yes it stands, where its size fits. A repeat changes nothing."""
    group = locked_group(group_id)
    membership = _own(group, actor)
    if membership.confirmed_at is not None:
        return membership
    _check_proposed(group)
    membership.confirmed_at = at
    membership.save(update_fields=["confirmed_at"])
    settle(group, at=at, actor=actor)
    return membership


@transaction.atomic
def decline_membership(*, group_id: int, reason: str, at: datetime, actor: User) -> GroupMembership:
    """Say no to a proposed group, or step back from it; the others may stand without this person."""
    group = locked_group(group_id)
    membership = _own(group, actor)
    _check_proposed(group)
    if not reason.strip():
        raise Refusal(_("Write why: the others of the group read it."), code="reason_missing")
    membership.left_at, membership.reason = at, reason.strip()
    membership.save(update_fields=["left_at", "reason"])
    settle(group, at=at, actor=actor)
    return membership

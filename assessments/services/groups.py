"""Project groups: forming, joining, leaving."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from courses.models import Cohort, Enrolment
from people.errors import NotAllowed, Refusal
from people.models import User

from ..models import Assignment, GroupMembership, ProjectGroup


def group_of(enrolment: Enrolment, assignment: Assignment) -> ProjectGroup | None:
    """The project group a person is in now."""
    return ProjectGroup.objects.filter(
        memberships__enrolment=enrolment, memberships__left_at__isnull=True, assignment=assignment
    ).first()


@transaction.atomic
def form_group(
    *,
    cohort_id: int,
    assignment_key: str,
    enrolment_ids: list[int],
    at: datetime,
    actor: User,
    size_reason: str = "",
) -> ProjectGroup:
    """A project group of people of one cohort; another size than the edition's needs a reason.

    Source: programme A, section 8 (groups of 4-5). Refuses people who are in a group already or do not study here.
    """
    if not actor.has_perm("courses.run_cohort"):
        raise NotAllowed()
    cohort = Cohort.objects.select_for_update(of=("self",)).select_related("edition").get(pk=cohort_id)
    assignment = Assignment.objects.get(edition_id=cohort.edition_id, key=assignment_key)
    members = list(
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(pk__in=enrolment_ids, cohort=cohort, status=Enrolment.Status.STUDYING)
    )
    if len(members) != len(set(enrolment_ids)):
        raise Refusal(_("A group is formed of people who study in this cohort now."), code="not_studying")
    least, most = int(cohort.edition.parameter("group_min")), int(cohort.edition.parameter("group_max"))
    if not least <= len(members) <= most and not size_reason.strip():
        raise Refusal(
            _("A group has %(least)s to %(most)s people. For another size write the reason.")
            % {"least": least, "most": most},
            code="size",
        )
    taken = GroupMembership.objects.filter(
        enrolment__in=members, assignment=assignment, left_at__isnull=True
    ).select_related("enrolment__user")
    if names := ", ".join(row.enrolment.user.initials_name for row in taken):
        raise Refusal(_("Already in a group: %(names)s.") % {"names": names}, code="in_a_group")
    number = (
        ProjectGroup.objects.filter(cohort=cohort, assignment=assignment).aggregate(last=Max("number"))[
            "last"
        ]
        or 0
    ) + 1
    group = ProjectGroup.objects.create(
        cohort=cohort,
        assignment=assignment,
        number=number,
        size_reason=size_reason.strip(),
        formed_at=at,
        formed_by=actor,
    )
    GroupMembership.objects.bulk_create(
        GroupMembership(group=group, assignment=assignment, enrolment=member, joined_at=at, confirmed_at=at)
        for member in members
    )
    return group


@transaction.atomic
def leave_group(
    *, group_id: int, enrolment_id: int, reason: str, at: datetime, actor: User
) -> GroupMembership:
    """End a membership from a day on; what was handed in before keeps its members."""
    if not actor.has_perm("courses.run_cohort"):
        raise NotAllowed()
    if not reason.strip():
        raise Refusal(_("Write why the person leaves the group."), code="reason_missing")
    membership = GroupMembership.objects.select_for_update(of=("self",)).get(
        group_id=group_id, enrolment_id=enrolment_id, left_at__isnull=True
    )
    membership.left_at, membership.reason = at, reason.strip()
    membership.save(update_fields=["left_at", "reason"])
    return membership

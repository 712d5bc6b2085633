"""Project groups: invitations that wait for an answer, and a group that one forms oneself."""

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from people.steps import NextStep

from ..models import GroupMembership, MarkingRule, ProjectGroup, Sitting


def memberships(sitting: Sitting) -> list[GroupMembership]:
    """The groups a person is in or invited to now (one query)."""
    rows = GroupMembership.objects.filter(enrolment_id=sitting.enrolment_id, left_at__isnull=True)
    return list(rows.select_related("assignment", "group__formed_by"))


def offers(
    *, sitting: Sitting, content: Mapping, mine: list[GroupMembership], at: datetime
) -> list[NextStep]:
    """One step for each invitation among `mine`, and for each group work whose groups learners form and the person has
    none of (one query).
    """
    invited = [
        row for row in mine if row.confirmed_at is None and row.group.status == ProjectGroup.Status.PROPOSED
    ]
    return [*(_invitation(sitting, row) for row in invited), *_to_form(sitting, content, mine)]


def _invitation(sitting: Sitting, row: GroupMembership) -> NextStep:
    return NextStep(
        weight=25,
        title=_("You are asked into a project group"),
        text=_("%(name)s asks you in: %(work)s. Say yes or no, the others wait for it.")
        % {
            "name": row.group.formed_by.full_name if row.group.formed_by else "",
            "work": row.assignment.title,
        },
        url=reverse("my_group", args=[sitting.pk, row.assignment.key]),
        action=_("Answer"),
    )


def _to_form(sitting: Sitting, content: Mapping, mine: list[GroupMembership]) -> list[NextStep]:
    """For who studies in a running cohort and is neither in a group nor invited to one."""
    if (
        sitting.number > 1
        or not sitting.cohort.is_under_study
        or sitting.enrolment.status != sitting.enrolment.Status.STUDYING
    ):
        return []
    open_to_learners = (
        MarkingRule.objects.filter(
            cohort_id=sitting.cohort_id,
            learners_form_groups=True,
            assignment__is_group=True,
            assignment__key__in=content["rubrics"],
        )
        .exclude(assignment__in=[row.assignment_id for row in mine])
        .select_related("assignment")
        .order_by("assignment")
    )
    return [
        NextStep(
            weight=70,
            title=_("Form your group"),
            text=_("%(work)s is a group's work, and you form the groups yourselves. Ask people in.")
            % {"work": rule.assignment.title},
            url=reverse("my_group", args=[sitting.pk, rule.assignment.key]),
            action=_("Form your group"),
        )
        for rule in open_to_learners
    ]

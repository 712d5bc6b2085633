"""Invitations to project groups that wait for an answer."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from people.steps import NextStep

from .models import GroupMembership, ProjectGroup, Sitting


def offers(*, sitting: Sitting, at: datetime) -> list[NextStep]:
    """One step for each invitation (one query)."""
    rows = GroupMembership.objects.filter(
        enrolment_id=sitting.enrolment_id,
        left_at__isnull=True,
        confirmed_at__isnull=True,
        group__status=ProjectGroup.Status.PROPOSED,
    ).select_related("assignment", "group__formed_by")
    return [
        NextStep(
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
        for row in rows
    ]

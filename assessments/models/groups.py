"""Project groups: who was in which, from when until when, and who agreed to it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Cohort, Enrolment
from people.transitions import TransitionRecord

from .scheme import Assignment


class ProjectGroup(models.Model):
    """Formed by the coordinator it stands at once; formed by learners it stands when all have agreed."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Waits for its members")
        STANDING = "standing", _("Stands")
        DISSOLVED = "dissolved", _("Dissolved")

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="project_groups")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="groups")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12, choices=Status, default=Status.STANDING)
    title = models.CharField(_("title of the project"), max_length=300, blank=True)
    size_reason = models.TextField(_("why the size is an exception"), blank=True)
    formed_at = models.DateTimeField(null=True, blank=True)
    formed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "assignment", "number"], name="group_number_once")
        ]

    @property
    def is_standing(self) -> bool:
        return self.status == self.Status.STANDING

    @property
    def is_proposed(self) -> bool:
        return self.status == self.Status.PROPOSED


class GroupTransition(TransitionRecord):
    group = models.ForeignKey(ProjectGroup, on_delete=models.PROTECT, related_name="transitions")


class GroupMembership(models.Model):
    """Dated: who was in the group from when until when, and why it ended. `confirmed_at`: the member's own yes."""

    group = models.ForeignKey(ProjectGroup, on_delete=models.PROTECT, related_name="memberships")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="group_memberships")
    joined_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    join_reason = models.TextField(_("why the person joined late"), blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "assignment"],
                condition=Q(left_at__isnull=True),
                name="one_group_per_assignment",
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | (Q(left_at__gte=F("joined_at")) & ~Q(reason="")),
                name="leaving_has_reason",
            ),
        ]

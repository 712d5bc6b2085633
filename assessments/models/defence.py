"""Defence of projects and plans: a session, its slots in order, the questions asked."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models import Cohort
from people.transitions import TransitionRecord

from .groups import ProjectGroup
from .scheme import Assignment
from .sittings import Sitting


class DefenceSession(models.Model):
    """An hour when works are defended, with its commission and its protocol."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="defence_sessions")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="defence_sessions")
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    starts_at = models.DateTimeField(_("begins"))
    minutes = models.PositiveSmallIntegerField(_("minutes for each"), default=15)
    place = models.CharField(_("room or link"), max_length=300)
    chair = models.CharField(_("chair"), max_length=200, blank=True)
    members = models.JSONField(_("members of the commission"), default=list, blank=True)
    secretary = models.CharField(_("secretary"), max_length=200, blank=True)
    protocol_number = models.CharField(_("protocol"), max_length=60, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(minutes__gte=1), name="defence_lasts_a_minute")]


class DefenceTransition(TransitionRecord):
    session = models.ForeignKey(DefenceSession, on_delete=models.PROTECT, related_name="transitions")


class DefenceSlot(models.Model):
    """Who defends in which place; begun and ended when it was."""

    session = models.ForeignKey(DefenceSession, on_delete=models.PROTECT, related_name="slots")
    order = models.PositiveSmallIntegerField()
    group = models.ForeignKey(
        ProjectGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="defence_slots"
    )
    sitting = models.ForeignKey(
        Sitting, null=True, blank=True, on_delete=models.PROTECT, related_name="defence_slots"
    )
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    is_absent = models.BooleanField(_("did not come"), default=False)
    note = models.TextField(_("note for the protocol"), blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "order"], name="defence_order_once"),
            models.UniqueConstraint(
                fields=["session", "group"],
                condition=Q(group__isnull=False),
                name="group_defends_once_a_session",
            ),
            models.UniqueConstraint(
                fields=["session", "sitting"],
                condition=Q(sitting__isnull=False),
                name="person_defends_once_a_session",
            ),
            models.CheckConstraint(
                name="slot_of_group_or_person",
                condition=Q(group__isnull=False, sitting__isnull=True)
                | Q(group__isnull=True, sitting__isnull=False),
            ),
        ]


class DefenceQuestion(models.Model):
    slot = models.ForeignKey(DefenceSlot, on_delete=models.PROTECT, related_name="questions")
    asked_by = models.CharField(_("asked by"), max_length=200, blank=True)
    text = models.TextField(_("question"))
    answer = models.TextField(_("how it was answered"), blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

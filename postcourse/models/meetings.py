"""Hours a mentor offers, meetings booked and held in them, and what both were reminded of."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.transitions import TransitionRecord

from ..querysets.meetings import MeetingQuerySet, SlotQuerySet
from .mentoring import MentoringPlan


class Way(models.TextChoices):
    ONLINE = "online", _("Online")
    IN_PERSON = "in_person", pgettext_lazy("a meeting", "In person")
    PHONE = "phone", _("By telephone")


class MeetingSlot(models.Model):
    """An hour a mentor offers to the graduates they mentor."""

    mentor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="slots")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    way = models.CharField(_("how"), max_length=10, choices=Way, default=Way.ONLINE)
    place = models.CharField(_("place or link"), max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = SlotQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_start"),
            models.UniqueConstraint(
                fields=["mentor", "starts_at"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_slot_of_a_mentor_at_a_time",
            ),
        ]


class Meeting(models.Model):
    """A meeting of graduate and mentor: planned and real times, agenda, what came of it. Private to the two."""

    class Kind(models.TextChoices):
        COACHING = "coaching", _("Coaching")
        VISIT = "visit", _("Classroom visit")
        CONSULTATION = "consultation", _("Consultation")

    class Status(models.TextChoices):
        BOOKED = "booked", _("Planned")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")
        MISSED = "missed", _("Did not take place")

    plan = models.ForeignKey(MentoringPlan, on_delete=models.PROTECT, related_name="meetings")
    # Who mentored then: a hand-over leaves it as it is.
    mentor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="meetings")
    slot = models.ForeignKey(
        MeetingSlot, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    way = models.CharField(_("how"), max_length=10, choices=Way)
    place = models.CharField(_("place or link"), max_length=300, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.BOOKED)
    planned_start = models.DateTimeField(_("planned from"))
    planned_end = models.DateTimeField(_("planned until"))
    real_start = models.DateTimeField(_("really from"), null=True, blank=True)
    real_end = models.DateTimeField(_("really until"), null=True, blank=True)
    agenda = models.TextField(_("what we want to talk about"), blank=True)
    summary = models.TextField(_("what came of it"), blank=True)
    next_steps = models.TextField(_("next steps"), blank=True)
    # Of a classroom visit: {"sheet": version, "items": {key: 0–3}, "notes": {key: text}, "lesson": text}.
    observation = models.JSONField(null=True, blank=True)
    booked_at = models.DateTimeField()
    booked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    logged_at = models.DateTimeField(null=True, blank=True)
    # Calendars know a meeting by its uid and take the highest number of a change.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["planned_start", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slot"],
                condition=Q(slot__isnull=False) & Q(status__in=["booked", "held"]),
                name="one_meeting_per_slot",
            ),
            models.CheckConstraint(
                condition=Q(planned_end__gt=F("planned_start")), name="meeting_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(status="held") | Q(real_start__isnull=False, real_end__gt=F("real_start")),
                name="held_meeting_has_real_times",
            ),
        ]
        indexes = [
            models.Index(fields=["mentor", "planned_start"], name="meetings_of_a_mentor"),
            models.Index(fields=["planned_start"], condition=Q(status="booked"), name="meetings_to_come"),
        ]


class MeetingTransition(TransitionRecord):
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="transitions")


class MeetingReminder(models.Model):
    """That a person was reminded of a meeting: to hold it, or to write down what came of it."""

    class Kind(models.TextChoices):
        DAY = "day", _("the day before")
        HOUR = "hour", _("an hour before")
        LOG = "log", _("to be written down")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=8, choices=Kind)
    # A meeting that was moved is reminded of anew.
    planned_start = models.DateTimeField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "kind", "planned_start"], name="one_reminder_of_a_meeting"
            )
        ]

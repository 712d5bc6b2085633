"""Webinars, seminars, master classes, conferences: who comes, who was there and for how many minutes."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.models import Region
from people.transitions import TransitionRecord

from ..querysets.events import EventQuerySet
from .storage import KeptFile, private_storage


class Event(models.Model):
    class Kind(models.TextChoices):
        WEBINAR = "webinar", _("Webinar")
        SEMINAR = "seminar", _("Seminar")
        MASTER_CLASS = "master_class", _("Master class")
        CONFERENCE = "conference", _("Conference")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ANNOUNCED = "announced", _("Announced")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    class Language(models.TextChoices):
        KAZAKH = "kk", "Қазақша"
        RUSSIAN = "ru", "Русский"

    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    title_kk = models.CharField(_("title in Kazakh"), max_length=300)
    title_ru = models.CharField(_("title in Russian"), max_length=300)
    text_kk = models.TextField(_("what it is about, in Kazakh"), blank=True)
    text_ru = models.TextField(_("what it is about, in Russian"), blank=True)
    # [{"at": "10:00", "kk": text, "ru": text, "who": name}]
    programme = models.JSONField(_("programme"), default=list, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    is_online = models.BooleanField(_("online"), default=True)
    place = models.CharField(_("place"), max_length=300, blank=True)
    # Shown to those who are registered alone.
    link = models.URLField(_("link"), max_length=500, blank=True)
    recording = models.URLField(_("recording"), max_length=500, blank=True)
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, related_name="events")
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    host = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="hosted_events")
    # How many minutes count as having taken part.
    threshold = models.PositiveSmallIntegerField(_("minutes that count as taking part"), default=45)
    gives_paper = models.BooleanField(_("a paper of participation is given"), default=False)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["starts_at", "pk"]
        permissions = [("run_event", "Can announce and hold events")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_start"),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1), name="event_has_places"
            ),
        ]
        indexes = [models.Index(fields=["status", "starts_at"], name="event_status_start")]

    @property
    def title(self) -> str:
        return self.title_ru if get_language() == "ru" else self.title_kk

    @property
    def text(self) -> str:
        return self.text_ru if get_language() == "ru" else self.text_kk

    @property
    def shown_in(self) -> str:
        """The language its texts are shown in."""
        return "ru" if get_language() == "ru" else "kk"

    @property
    def lines(self) -> list[dict[str, str]]:
        """The programme in the reader's language."""
        return [
            {
                "at": row.get("at", ""),
                "text": row.get(self.shown_in) or row.get("kk", ""),
                "who": row.get("who", ""),
            }
            for row in self.programme
        ]


class EventTransition(TransitionRecord):
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="transitions")


class EventRegistration(models.Model):
    """Who comes, and who waits for a place, in the order of asking."""

    class Status(models.TextChoices):
        REGISTERED = "registered", _("Registered")
        WAITING = "waiting", _("On the waiting list")
        CANCELLED = "cancelled", _("Cancelled")

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="registrations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="registrations")
    status = models.CharField(max_length=12, choices=Status)
    asked_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["event", "user"], name="one_registration_per_person")]
        indexes = [models.Index(fields=["event", "status", "asked_at"], name="registrations_in_order")]


class AttendanceInterval(models.Model):
    """From when until when a person was there. Overlapping ones count once; an open one ends with the event."""

    class Source(models.TextChoices):
        ROOM = "room", _("the room's page")
        LIST = "list", _("list entered by staff")
        FILE = "file", _("file of the meeting service")

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="intervals")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attended_intervals"
    )
    joined_at = models.DateTimeField()
    # The last sign of life; a room's page sends one a minute.
    seen_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=8, choices=Source)
    # Which browser window: a reconnect is another.
    client = models.CharField(max_length=36, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["joined_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seen_at__gte=F("joined_at"))
                & (Q(left_at__isnull=True) | Q(left_at__gte=F("joined_at"))),
                name="interval_goes_forward",
            ),
            models.UniqueConstraint(
                fields=["event", "user", "client"],
                condition=Q(left_at__isnull=True) & ~Q(client=""),
                name="one_open_interval_per_window",
            ),
        ]
        indexes = [models.Index(fields=["event", "user", "joined_at"], name="intervals_of_a_person")]


class EventFeedback(models.Model):
    """What a participant thought of it: 1–5, and in words."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="feedback")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    rating = models.PositiveSmallIntegerField(_("how useful it was"))
    text = models.TextField(_("in your own words"), blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "user"], name="one_feedback_per_participant"),
            models.CheckConstraint(condition=Q(rating__gte=1) & Q(rating__lte=5), name="rating_one_to_five"),
        ]


class EventFile(KeptFile):
    """Slides and handouts, for those who were registered."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="files")
    file = models.FileField(storage=private_storage, upload_to="events/%Y/%m/")


class EventReminder(models.Model):
    """That registered people were reminded, once for each time the event was set to."""

    class Kind(models.TextChoices):
        DAY = "day", _("the day before")
        HOUR = "hour", _("an hour before")
        FEEDBACK = "feedback", _("what they thought of it")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="reminders")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    starts_at = models.DateTimeField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "user", "kind", "starts_at"], name="one_reminder_of_an_event"
            )
        ]

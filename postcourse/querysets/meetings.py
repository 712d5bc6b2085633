"""Reads of meetings and of the hours mentors offer."""

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from .mentoring import mentored_by


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user) -> "MeetingQuerySet":
        """Graduate, present mentor, and the mentor who held it. Nobody else, whatever their role."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(plan__graduate=user) | Q(mentor=user) | mentored_by(user, "plan"))

    def to_come(self, *, at) -> "MeetingQuerySet":
        return self.filter(status="booked", planned_end__gt=at)

    def unlogged(self, *, at) -> "MeetingQuerySet":
        """Over by the plan, and nobody has written down whether it took place."""
        return self.filter(status="booked", planned_end__lte=at)


class SlotQuerySet(models.QuerySet):
    def visible_to(self, user) -> "SlotQuerySet":
        """One's own, and those of one's present mentor."""
        if not user.is_authenticated:
            return self.none()
        assignments = apps.get_model("postcourse", "MentorAssignment").objects.filter(
            mentor=OuterRef("mentor"), plan__graduate=user, until_at__isnull=True
        )
        return self.filter(Q(mentor=user) | Exists(assignments))

    def free(self, *, at) -> "SlotQuerySet":
        """Not withdrawn, not booked, not begun."""
        taken = apps.get_model("postcourse", "Meeting").objects.filter(
            slot=OuterRef("pk"), status__in=["booked", "held"]
        )
        return self.filter(~Exists(taken), withdrawn_at__isnull=True, starts_at__gt=at)

    def bookable(self, *, at) -> "SlotQuerySet":
        """Free, and their mentor has no other meeting then."""
        meetings = apps.get_model("postcourse", "Meeting").objects.filter(
            mentor=OuterRef("mentor"),
            status__in=["booked", "held"],
            planned_start__lt=OuterRef("ends_at"),
            planned_end__gt=OuterRef("starts_at"),
        )
        return self.free(at=at).filter(~Exists(meetings))

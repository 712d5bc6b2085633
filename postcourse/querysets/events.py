"""Reads of events."""

from django.db import models
from django.db.models import Q


class EventQuerySet(models.QuerySet):
    def visible_to(self, user) -> "EventQuerySet":
        """Announced ones for everybody signed in; drafts for their host and for those who run events."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role("coordinator", "methodologist", "administrator"):
            return self
        return self.filter(~Q(status="draft") | Q(host=user))

    def run_by(self, user) -> "EventQuerySet":
        """Those whose lists and minutes this person keeps: the host's own, all for coordinators and administrators."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role("coordinator", "administrator"):
            return self
        return self.filter(host=user) if user.has_perm("postcourse.run_event") else self.none()

    def to_come(self, *, at) -> "EventQuerySet":
        return self.filter(status="announced", ends_at__gt=at)

"""Reads of reassessments."""

from django.db import models


class ReassessmentQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ReassessmentQuerySet":
        """One's own; all for coordinators and administrators."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role("coordinator", "administrator"):
            return self
        return self.filter(user=user)

    def of(self, user) -> "ReassessmentQuerySet":
        return self.filter(user=user)

    def under_way(self) -> "ReassessmentQuerySet":
        """Owed, booked, or taken and not decided."""
        return self.filter(status__in=["open", "booked", "taken"])

    def counting(self) -> "ReassessmentQuerySet":
        """Those that hold a slot of their year: all but excused absences."""
        return self.filter(excused_at__isnull=True)

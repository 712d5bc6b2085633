"""Reads of resource centres."""

from django.db import models


class CentreQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CentreQuerySet":
        """The directory is public."""
        return self.filter(closed_on__isnull=True)

    def run_by(self, user) -> "CentreQuerySet":
        """Those whose activities and reports this person keeps."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role("coordinator", "administrator"):
            return self
        return self.filter(coordinator=user)

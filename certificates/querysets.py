"""Every reusable read of documents; permission is the first filter."""

from django.db import models


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user) -> "DocumentQuerySet":
        """The holder's own; all for those who keep the register."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role("coordinator", "administrator"):
            return self
        return self.filter(holder=user)

    def of(self, user) -> "DocumentQuerySet":
        return self.filter(holder=user)

    def standing(self) -> "DocumentQuerySet":
        return self.filter(status__in=["valid", "suspended"])

"""Reads of shared practices."""

from django.db import models
from django.db.models import Q


class PracticeQuerySet(models.QuerySet):
    def visible_to(self, user) -> "PracticeQuerySet":
        """Published ones for everybody signed in, one's own, and what was submitted for those who review."""
        if not user.is_authenticated:
            return self.none()
        own = Q(author=user) | Q(status="published")
        if user.has_role("methodologist", "administrator"):
            return self.filter(own | ~Q(status="draft"))
        return self.filter(own)

    def published(self) -> "PracticeQuerySet":
        return self.filter(status="published")

    def to_review_by(self, user) -> "PracticeQuerySet":
        """Submitted by others, for those who review."""
        if not user.is_authenticated or not user.has_role("methodologist", "administrator"):
            return self.none()
        return self.filter(status="submitted").exclude(author=user)

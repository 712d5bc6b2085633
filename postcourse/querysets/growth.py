"""Reads of diaries and of a child's indicators."""

from django.db import models
from django.db.models import Q

from .mentoring import mentored_by


class EntryQuerySet(models.QuerySet):
    def visible_to(self, user) -> "EntryQuerySet":
        """The graduate's own; what was shared, for the present mentor. Nobody else."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(plan__graduate=user) | (Q(shared_at__isnull=False) & Q(mentored_by(user, "plan")))
        )


class ChildIndicatorQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ChildIndicatorQuerySet":
        """Graduate and present mentor, until it is erased. Nobody else."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(plan__graduate=user) | Q(mentored_by(user, "plan")), erased_at__isnull=True)

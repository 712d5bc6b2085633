"""Reads of communities and their discussions."""

from django.db import models


class CommunityQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CommunityQuerySet":
        """Open ones for everybody signed in; closed ones for those who moderate all."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role("coordinator", "methodologist", "administrator"):
            return self
        return self.filter(is_open=True)


class ThreadQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ThreadQuerySet":
        if not user.is_authenticated:
            return self.none()
        if user.has_role("coordinator", "methodologist", "administrator"):
            return self
        return self.filter(community__is_open=True)


class PostQuerySet(models.QuerySet):
    def visible_to(self, user) -> "PostQuerySet":
        """A hidden one is still a place in the discussion; its text is shown to its author and to moderators alone."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role("coordinator", "methodologist", "administrator"):
            return self
        return self.filter(thread__community__is_open=True)

"""Reads of orders and of what they are asked for by."""

from django.db import models


class OrderQuerySet(models.QuerySet):
    def visible_to(self, user) -> "OrderQuerySet":
        """About oneself; all for coordinators and administrators."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role("coordinator", "administrator"):
            return self
        return self.filter(enrolment__user=user)


class RequestQuerySet(models.QuerySet):
    def visible_to(self, user) -> "RequestQuerySet":
        """One's own; all for coordinators and administrators."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role("coordinator", "administrator"):
            return self
        return self.filter(enrolment__user=user)

    def open(self) -> "RequestQuerySet":
        return self.filter(status="filed")

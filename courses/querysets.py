"""Every reusable read of cohorts and enrolments; permission is the first filter."""

from django.db import models
from django.db.models import Q


class CohortQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CohortQuerySet":
        """Cohorts a member of staff may see: all for coordinators and administrators, their own for trainers."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role("coordinator", "administrator"):
            return self
        return self.filter(staff__user=user).distinct()

    def taking_applications(self) -> "CohortQuerySet":
        return self.filter(status="open")


class EnrolmentQuerySet(models.QuerySet):
    def visible_to(self, user) -> "EnrolmentQuerySet":
        """One's own; those of the cohorts one trains; all for coordinators and administrators."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role("coordinator", "administrator"):
            return self
        return self.filter(Q(user=user) | Q(cohort__staff__user=user)).distinct()

    def of(self, user) -> "EnrolmentQuerySet":
        """The person's own enrolments only."""
        return self.filter(user=user)

    def studying(self) -> "EnrolmentQuerySet":
        return self.filter(status__in=["studying", "completed"])


class OwnQuerySet(models.QuerySet):
    """Rows that nobody but their person reads."""

    owner = "user"

    def visible_to(self, user) -> "OwnQuerySet":
        if not user.is_authenticated:
            return self.none()
        return self.filter(**{self.owner: user})


class AnswerQuerySet(OwnQuerySet):
    owner = "enrolment__user"

"""Reads of mentors and mentoring plans."""

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q


def mentored_by(user, plan: str = "pk"):
    """That this person is the mentor now; `plan`: the path to the plan's key from the outer query."""
    assignments = apps.get_model("postcourse", "MentorAssignment").objects
    return Exists(assignments.filter(plan=OuterRef(plan), mentor=user, until_at__isnull=True))


class MentorProfileQuerySet(models.QuerySet):
    def visible_to(self, user) -> "MentorProfileQuerySet":
        """One's own; all for coordinators and administrators."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role("coordinator", "administrator"):
            return self
        return self.filter(user=user)


class MentoringPlanQuerySet(models.QuerySet):
    def visible_to(self, user) -> "MentoringPlanQuerySet":
        """The graduate's own, those of whom one is the mentor now, all for coordinators and administrators.

        Who runs support sees that and how much; what the two write to each other is theirs: `private_to`.
        """
        if not user.is_authenticated:
            return self.none()
        if user.has_role("coordinator", "administrator"):
            return self
        return self.filter(Q(graduate=user) | mentored_by(user))

    def private_to(self, user) -> "MentoringPlanQuerySet":
        """Those whose meetings, diary and indicators this person may read: graduate and present mentor."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(graduate=user) | mentored_by(user))

    def mentored_by(self, user) -> "MentoringPlanQuerySet":
        return self.filter(mentored_by(user))

    def under_way(self) -> "MentoringPlanQuerySet":
        return self.filter(status__in=["draft", "agreed"])

"""Every reusable read of sittings, attempts, work and results; permission is the first filter."""

from django.db import models
from django.db.models import Q


def _staff_of(user, prefix: str = "") -> Q:
    return Q(**{f"{prefix}cohort__staff__user": user})


class SittingQuerySet(models.QuerySet):
    def visible_to(self, user) -> "SittingQuerySet":
        """One's own, those of cohorts one trains, all for coordinators and administrators."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role("coordinator", "administrator"):
            return self
        return self.filter(Q(enrolment__user=user) | _staff_of(user)).distinct()

    def of(self, user) -> "SittingQuerySet":
        return self.filter(enrolment__user=user)


class AttemptQuerySet(models.QuerySet):
    def visible_to(self, user) -> "AttemptQuerySet":
        if not user.is_authenticated:
            return self.none()
        if user.has_role("coordinator", "administrator"):
            return self
        return self.filter(Q(learner=user) | _staff_of(user, "sitting__")).distinct()

    def of(self, user) -> "AttemptQuerySet":
        return self.filter(learner=user)

    def answerable_by(self, user) -> "AttemptQuerySet":
        """Those a person may write answers in: their own, and where they were agreed as the learner's scribe."""
        return self.filter(Q(learner=user) | Q(scribe=user))

    def open(self) -> "AttemptQuerySet":
        return self.filter(status="in_progress")

    def ungraded(self) -> "AttemptQuerySet":
        """Closed and not graded yet."""
        return self.filter(status__in=["submitted", "expired"])

    def overdue(self, *, at) -> "AttemptQuerySet":
        """Open past their deadline; an answer at the deadline itself still counts."""
        return self.open().filter(deadline_at__lt=at)


class MarkQuerySet(models.QuerySet):
    def current(self) -> "MarkQuerySet":
        return self.filter(is_current=True)


class ResultQuerySet(models.QuerySet):
    def current(self) -> "ResultQuerySet":
        """The results that stand: not amended by a later row."""
        return self.filter(amended_by__isnull=True)

    def visible_to(self, user) -> "ResultQuerySet":
        if not user.is_authenticated:
            return self.none()
        if user.has_role("coordinator", "administrator"):
            return self
        return self.filter(Q(sitting__enrolment__user=user) | _staff_of(user, "sitting__")).distinct()


class SubmissionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "SubmissionQuerySet":
        """The author, present members of the group, members at submission, the cohort's trainers."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role("administrator"):
            return self
        return self.filter(
            Q(sitting__enrolment__user=user)
            | Q(group__memberships__enrolment__user=user, group__memberships__left_at__isnull=True)
            | Q(members__sitting__enrolment__user=user)
            | Q(cohort__staff__user=user, cohort__staff__duty="trainer")
        ).distinct()

    def to_mark_by(self, user) -> "SubmissionQuerySet":
        """Work handed in to the cohorts this trainer marks."""
        if not user.is_authenticated or not user.has_role("trainer", "administrator"):
            return self.none()
        handed_in = self.exclude(status="draft")
        if user.has_role("administrator"):
            return handed_in
        return handed_in.filter(cohort__staff__user=user, cohort__staff__duty="trainer").distinct()


class AppealQuerySet(models.QuerySet):
    def visible_to(self, user) -> "AppealQuerySet":
        """The learner's own, those a marker has to answer, all for coordinators and administrators."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role("coordinator", "administrator"):
            return self
        return self.filter(Q(sitting__enrolment__user=user) | Q(marker=user)).distinct()

    def open(self) -> "AppealQuerySet":
        return self.filter(status__in=["filed", "in_review"])

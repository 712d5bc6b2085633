"""Every reusable read of sittings, attempts, work and results; permission is the first filter."""

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

ABOUT_NO_CHILD = ~Q(assignment__kind="support_plan")


def _staff_of(user, prefix: str = "") -> Q:
    return Q(**{f"{prefix}cohort__staff__user": user})


def _allocations():
    """Standing allocations of the work in the outer query."""
    return apps.get_model("assessments", "Allocation").objects.filter(
        submission=OuterRef("pk"), withdrawn_at__isnull=True
    )


def _assessments():
    return apps.get_model("assessments", "Assessment").objects.filter(submission=OuterRef("pk"))


def _given_to(user) -> Q:
    return Q(Exists(_allocations().filter(marker=user)))


def _duty_of(user):
    """The cohort's trainer rows of this person, for the work in the outer query."""
    return apps.get_model("courses", "CohortStaff").objects.filter(
        cohort=OuterRef("cohort"), user=user, duty="trainer"
    )


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
        """The author, present members of the group, members at submission, the cohort's trainers.

        A support plan describes a child: beside its author only those it was given to for marking see it.
        """
        if not user.is_authenticated:
            return self.none()
        own = (
            Q(sitting__enrolment__user=user)
            | Q(
                group__memberships__enrolment__user=user,
                group__memberships__left_at__isnull=True,
                group__status="standing",
            )
            | Q(members__sitting__enrolment__user=user, members__excluded_at__isnull=True)
        )
        if user.has_role("administrator"):
            return self.filter(own | ABOUT_NO_CHILD | _given_to(user)).distinct()
        trains = Q(cohort__staff__user=user, cohort__staff__duty="trainer")
        return self.filter(own | (trains & (ABOUT_NO_CHILD | _given_to(user)))).distinct()

    def to_mark_by(self, user) -> "SubmissionQuerySet":
        """Work handed in to the cohorts this trainer marks; support plans only where they were given to this trainer."""
        if not user.is_authenticated or not user.has_role("trainer", "administrator"):
            return self.none()
        handed_in = self.exclude(status="draft").filter(ABOUT_NO_CHILD | _given_to(user))
        if user.has_role("administrator"):
            return handed_in
        return handed_in.filter(Exists(_duty_of(user)))

    def given_to(self, user) -> "SubmissionQuerySet":
        """Handed-in work that this marker was given, in whichever place."""
        return self.exclude(status="draft").filter(_given_to(user))

    def waiting_for(self, user) -> "SubmissionQuerySet":
        """Work this trainer is to mark next: given to them and not finished by them, or given to nobody yet."""
        standing = _allocations()
        finished = _assessments().filter(marker=user, status="final")
        others = _assessments().filter(status="final").exclude(marker=user)
        return (
            self.to_mark_by(user)
            .filter(status="submitted")
            .filter(_given_to(user) | (~Exists(standing) & ~Exists(others)))
            .exclude(Exists(finished))
        )

    def unallocated(self) -> "SubmissionQuerySet":
        """Work handed in that was given to nobody."""
        return self.filter(~Exists(_allocations()), status="submitted")

    def second_marks_for(self, user) -> "SubmissionQuerySet":
        """Work this trainer is to mark as second or third marker, or to moderate."""
        given = _allocations().filter(marker=user, place__in=["second", "third"])
        moderates = _allocations().filter(marker=user, place="moderator")
        finished = _assessments().filter(marker=user, status="final")
        return self.filter(
            (Q(status="submitted") & Exists(given) & ~Exists(finished))
            | (Q(status="marked") & Exists(moderates) & Q(moderation__isnull=True))
        )

    def to_allocate_by(self, user) -> "SubmissionQuerySet":
        """Handed-in work whose markers this person names: coordinators, in every cohort. Not to be read by them."""
        if not user.is_authenticated or not user.has_perm("courses.run_cohort"):
            return self.none()
        return self.exclude(status="draft")


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

"""Every reusable read of sittings, attempts, work and results; permission is the first filter."""

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When

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


def _taken(*places: str) -> Q:
    """One of these places was given to somebody or is finished."""
    finals = _assessments().filter(status="final")
    return Q(Exists(_allocations().filter(place__in=places))) | Q(Exists(finals.filter(place__in=places)))


def _second_is_free() -> Q:
    """The rule asks for two markers, and one of their places was given to somebody or finished, the other not."""
    rule = apps.get_model("assessments", "MarkingRule").objects.filter(
        cohort=OuterRef("cohort"), assignment=OuterRef("assignment"), markers=2
    )
    first, second = _taken("first"), _taken("second")
    return Q(status="submitted") & Q(Exists(rule)) & ((first & ~second) | (second & ~first))


def _third_is_free() -> Q:
    """Two have finished and settled nothing, or the work would be marked; nobody was given the third place."""
    finals = _assessments().filter(status="final")
    both = Q(Exists(finals.filter(place="first"))) & Q(Exists(finals.filter(place="second")))
    return Q(status="submitted") & both & ~_taken("third")


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

    def begun(self) -> "SittingQuerySet":
        """Those in which something was done: a test begun, work handed in, a mark given. Practice, voided attempts and
        marks that were carried over are nothing done here.
        """
        of_sitting = {"sitting": OuterRef("pk")}
        attempts = apps.get_model("assessments", "Attempt").objects.filter(**of_sitting)
        works = apps.get_model("assessments", "SubmissionMember").objects.filter(**of_sitting)
        marks = apps.get_model("assessments", "Mark").objects.filter(**of_sitting)
        return self.filter(
            Q(Exists(attempts.exclude(status="voided").exclude(terms__mode="practice")))
            | Q(Exists(works.filter(excluded_at__isnull=True)))
            | Q(Exists(marks.filter(is_current=True).exclude(source="carried")))
        )

    def to_decide(self) -> "SittingQuerySet":
        """Those a cohort's end or a commission decides upon: of later sittings only those in which something was done.
        Who did not come to a reassessment has not failed it.
        """
        done = self.model.objects.filter(pk=OuterRef("pk")).begun()
        return self.filter(Q(number=1) | Q(Exists(done)))


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
        """Work handed in that was given to nobody and that nobody has finished."""
        return self.filter(~Exists(_allocations()), ~_taken("first", "second", "third"), status="submitted")

    def with_a_free_place_for(self, user) -> "SubmissionQuerySet":
        """Work of one's cohorts that another has, where a second or third place is wanted and free for this trainer.

        No support plans: those are seen by whom they were given to. Not one's own work, nor where one has a place.
        """
        if not user.is_authenticated or not user.has_role("trainer"):
            return self.none()
        own = self.model.objects.filter(pk=OuterRef("pk"), members__sitting__enrolment__user=user)
        finished = _assessments().filter(marker=user, status="final")
        free = _second_is_free() | _third_is_free()
        return self.filter(ABOUT_NO_CHILD, free, Exists(_duty_of(user))).exclude(
            Q(_given_to(user)) | Q(Exists(finished)) | Q(Exists(own))
        )

    def wanting_a_marker(self) -> "SubmissionQuerySet":
        """Work with a second or third place that is wanted and nobody has; `wanted` says which, as the board does."""
        wanted = Case(
            When(_third_is_free(), then=Value("third_needed")),
            default=Value("second_needed"),
            output_field=models.CharField(),
        )
        return self.filter(_second_is_free() | _third_is_free()).annotate(wanted=wanted)

    def unfinished_by(self, user) -> "SubmissionQuerySet":
        """Unreleased work whose other marks this person is not to learn yet: they have a marker's place, or have begun,
        and have not finished.
        """
        given = _allocations().filter(marker=user).exclude(place="moderator")
        moderates = _allocations().filter(marker=user, place="moderator")
        begun = _assessments().filter(marker=user, status="draft")
        finished = _assessments().filter(marker=user, status="final")
        return (
            self.exclude(status="released")
            .filter(Q(Exists(given)) | (Q(Exists(begun)) & ~Q(Exists(moderates))))
            .exclude(Exists(finished))
        )

    def second_marks_for(self, user) -> "SubmissionQuerySet":
        """Work this trainer is to mark as second or third marker, may take in such a place, or is to moderate."""
        free = self.model.objects.with_a_free_place_for(user).values("pk")
        given = _allocations().filter(marker=user, place__in=["second", "third"])
        moderates = _allocations().filter(marker=user, place="moderator")
        finished = _assessments().filter(marker=user, status="final")
        return self.filter(
            (Q(status="submitted") & Exists(given) & ~Exists(finished))
            | Q(pk__in=free)
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

"""Work handed in, alone or by a group, and how it was marked."""

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Cohort, Enrolment
from people.transitions import TransitionRecord

from ..querysets import SubmissionQuerySet
from .scheme import Assignment, RubricVersion
from .sittings import SCORE, Sitting


def private_storage():
    return storages["private"]


class ProjectGroup(models.Model):
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="project_groups")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="groups")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("title of the project"), max_length=300, blank=True)
    size_reason = models.TextField(_("why the size is an exception"), blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "assignment", "number"], name="group_number_once")
        ]


class GroupMembership(models.Model):
    """Dated: who was in the group from when until when, and why it ended."""

    group = models.ForeignKey(ProjectGroup, on_delete=models.PROTECT, related_name="memberships")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="group_memberships")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "assignment"],
                condition=Q(left_at__isnull=True),
                name="one_group_per_assignment",
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | (Q(left_at__gte=F("joined_at")) & ~Q(reason="")),
                name="leaving_has_reason",
            ),
        ]


class Submission(models.Model):
    """One numbered hand-in of an assignment, of a group or of one sitting."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        RETURNED = "returned", _("Returned for correction")
        MARKED = "marked", _("Marked")
        RELEASED = "released", _("Released")

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="submissions")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="submissions")
    group = models.ForeignKey(
        ProjectGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="submissions"
    )
    sitting = models.ForeignKey(
        Sitting, null=True, blank=True, on_delete=models.PROTECT, related_name="submissions"
    )
    number = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    title = models.CharField(_("title"), max_length=300, blank=True)
    text = models.TextField(_("text"), blank=True)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        permissions = [("mark_work", "Can mark work and release marks")]
        constraints = [
            models.CheckConstraint(
                name="submission_of_group_or_person",
                condition=Q(group__isnull=False, sitting__isnull=True)
                | Q(group__isnull=True, sitting__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["assignment", "group", "number"],
                condition=Q(group__isnull=False),
                name="group_submission_number_once",
            ),
            models.UniqueConstraint(
                fields=["assignment", "sitting", "number"],
                condition=Q(sitting__isnull=False),
                name="own_submission_number_once",
            ),
            models.UniqueConstraint(
                fields=["assignment", "group"],
                condition=Q(group__isnull=False) & Q(status__in=["draft", "submitted", "marked"]),
                name="one_open_submission_per_group",
            ),
            models.UniqueConstraint(
                fields=["assignment", "sitting"],
                condition=Q(sitting__isnull=False) & Q(status__in=["draft", "submitted", "marked"]),
                name="one_open_submission_per_sitting",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(submitted_at__isnull=False), name="submitted_has_time"
            ),
        ]
        indexes = [models.Index(fields=["cohort", "status"], name="submission_cohort_status")]

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def is_released(self) -> bool:
        return self.status == self.Status.RELEASED


class SubmissionTransition(TransitionRecord):
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="transitions")


class SubmissionMember(models.Model):
    """Who stood behind the work when it was submitted."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="members")
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="memberships")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "sitting"], name="submission_member_once")
        ]


class SubmissionFile(models.Model):
    """A file of a submission: its type is what the content says, its name is made safe."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="files")
    file = models.FileField(storage=private_storage, upload_to="submissions/%Y/%m/")
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    media_type = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["uploaded_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["submission", "sha256"], name="same_file_once")]


class Assessment(models.Model):
    """One marker's points on a submission: {"criterion": {"value": "2", "comment": ""}}. Final ones never change."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        FINAL = "final", _("Final")

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="assessments")
    rubric_version = models.ForeignKey(RubricVersion, on_delete=models.PROTECT, related_name="assessments")
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assessments")
    status = models.CharField(max_length=8, choices=Status, default=Status.DRAFT)
    points = models.JSONField(default=dict)
    comment = models.TextField(blank=True)
    total = models.DecimalField(**SCORE, null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    finalised_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "marker"], name="one_assessment_per_marker"),
            models.CheckConstraint(
                condition=Q(status="draft") | (Q(total__isnull=False) & Q(finalised_at__isnull=False)),
                name="final_assessment_has_total",
            ),
        ]

    @property
    def is_final(self) -> bool:
        return self.status == self.Status.FINAL

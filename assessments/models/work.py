"""Work handed in, alone or by a group."""

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models import Cohort
from people.transitions import TransitionRecord

from ..querysets import SubmissionQuerySet
from .groups import ProjectGroup
from .scheme import Assignment
from .sittings import Sitting


def private_storage():
    return storages["private"]


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
    due_at = models.DateTimeField(_("was due"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    plan = models.JSONField(_("individual support plan"), null=True, blank=True)
    nameless_at = models.DateTimeField(_("confirmed that the child stays nameless"), null=True, blank=True)
    outcome = models.JSONField(_("what the markers came to"), null=True, blank=True)
    erased_at = models.DateTimeField(_("content deleted"), null=True, blank=True)

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
    def is_late(self) -> bool:
        return bool(self.due_at and self.submitted_at and self.submitted_at > self.due_at)

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def is_released(self) -> bool:
        return self.status == self.Status.RELEASED


class SubmissionTransition(TransitionRecord):
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="transitions")


class SubmissionMember(models.Model):
    """Who stood behind the work when it was submitted. Who joined or left since is a decision with its reason;
    `excluded_at`: the marks of this work are not this person's.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="members")
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="memberships")
    excluded_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "sitting"], name="submission_member_once"),
            models.CheckConstraint(
                condition=Q(excluded_at__isnull=True) | (~Q(reason="") & Q(decided_by__isnull=False)),
                name="exclusion_has_reason_and_author",
            ),
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

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


class DraftVersion(models.Model):
    """A saved state of a draft: what nobody's text is lost from, and what two people's changes are merged by."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="draft_versions")
    revision = models.PositiveIntegerField()
    title = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    plan = models.JSONField(null=True, blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-revision"]
        constraints = [models.UniqueConstraint(fields=["submission", "revision"], name="draft_revision_once")]


class Extension(models.Model):
    """More time for one person's or one group's work, with its reason. The latest row counts."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="extensions")
    sitting = models.ForeignKey(
        Sitting, null=True, blank=True, on_delete=models.PROTECT, related_name="extensions"
    )
    group = models.ForeignKey(
        ProjectGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="extensions"
    )
    due_at = models.DateTimeField(_("due"))
    reason = models.TextField(_("reason"))
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["granted_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="extension_of_group_or_person",
                condition=Q(group__isnull=False, sitting__isnull=True)
                | Q(group__isnull=True, sitting__isnull=False),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="extension_has_reason"),
        ]

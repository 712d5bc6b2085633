"""How work is marked: the rule, who marks what, each marker's points, notes on the work, ready comments."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models import Cohort

from .scheme import Assignment, Rubric, RubricVersion
from .sittings import SCORE
from .work import Submission, SubmissionFile


class Place(models.TextChoices):
    """Which marker one is of a work."""

    FIRST = "first", _("First marker")
    SECOND = "second", _("Second marker")
    THIRD = "third", _("Third marker")
    MODERATOR = "moderator", _("Moderator")


class MarkingRule(models.Model):
    """How the works of one assignment are marked in a cohort; without a row one marker, not blind.

    `tolerance`: points of the whole work by which two markers may differ; within it the mean stands, beyond it a third
    marker decides.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="marking_rules")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="marking_rules")
    markers = models.PositiveSmallIntegerField(_("markers of each work"), default=1)
    tolerance = models.DecimalField(_("tolerance, points"), max_digits=6, decimal_places=2, default=2)
    is_blind = models.BooleanField(_("markers do not see whose work it is"), default=False)
    learners_form_groups = models.BooleanField(_("learners may form groups themselves"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "assignment"], name="one_marking_rule_per_assignment"),
            models.CheckConstraint(condition=Q(markers__in=[1, 2]), name="one_or_two_markers"),
            models.CheckConstraint(condition=Q(tolerance__gte=0), name="tolerance_not_negative"),
        ]


class Allocation(models.Model):
    """A work given to a marker. Withdrawn, never deleted."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="allocations")
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="allocations")
    place = models.CharField(max_length=10, choices=Place, default=Place.FIRST)
    allocated_at = models.DateTimeField()
    allocated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["allocated_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "marker"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_allocation_per_marker",
            ),
            models.UniqueConstraint(
                fields=["submission", "place"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_marker_per_place",
            ),
        ]
        indexes = [
            models.Index(
                fields=["marker", "submission"],
                condition=Q(withdrawn_at__isnull=True),
                name="allocation_of_marker",
            )
        ]


class Assessment(models.Model):
    """One marker's points on a submission: {"criterion": {"value": "2", "comment": ""}}. Final ones never change."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        FINAL = "final", _("Final")

    Place = Place

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="assessments")
    rubric_version = models.ForeignKey(RubricVersion, on_delete=models.PROTECT, related_name="assessments")
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assessments")
    status = models.CharField(max_length=8, choices=Status, default=Status.DRAFT)
    place = models.CharField(max_length=10, choices=Place, default=Place.FIRST)
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


class Moderation(models.Model):
    """A moderator's look at finished marks before release: confirmed, or marked anew (`assessment` then stands)."""

    class Verdict(models.TextChoices):
        CONFIRMED = "confirmed", _("Marks confirmed")
        CHANGED = "changed", _("Marked anew")

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="moderation")
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    assessment = models.OneToOneField(
        Assessment, null=True, blank=True, on_delete=models.PROTECT, related_name="moderation"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="changed_marks_have_reason",
                condition=Q(verdict="confirmed", assessment__isnull=True)
                | (Q(verdict="changed", assessment__isnull=False) & ~Q(reason="")),
            )
        ]


class Annotation(models.Model):
    """A marker's note on a place of the work: in its text (`start` to `end`, letters) or on a page of a file.

    `area`: [x, y, width, height] of the page, each from 0 to 1. Opened to the authors with the marks.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="annotations")
    file = models.ForeignKey(
        SubmissionFile, null=True, blank=True, on_delete=models.PROTECT, related_name="annotations"
    )
    page = models.PositiveSmallIntegerField(null=True, blank=True)
    area = models.JSONField(null=True, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    quote = models.CharField(max_length=500, blank=True)
    body = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["file", "page", "start", "pk"]
        constraints = [
            models.CheckConstraint(
                name="note_on_text_or_page",
                condition=Q(file__isnull=True, page__isnull=True, start__isnull=False, end__isnull=False)
                | Q(file__isnull=False, page__gte=1, start__isnull=True, end__isnull=True),
            ),
            models.CheckConstraint(condition=~Q(body=""), name="note_has_words"),
        ]


class BankComment(models.Model):
    """A ready comment for a rubric's criterion (empty: any), in both languages. Without an owner everyone uses it.

    One that was loaded and removed stays as a row that nobody sees: a load must not bring it back.
    """

    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="bank_comments")
    criterion = models.SlugField(max_length=40, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="bank_comments",
    )
    text_kk = models.TextField(_("text in Kazakh"), blank=True)
    text_ru = models.TextField(_("text in Russian"), blank=True)
    created_at = models.DateTimeField()
    # Of a comment from a programme's folder what was loaded, so that a load keeps what an editor made of it.
    loaded_hash = models.CharField(max_length=80, blank=True, editable=False)
    is_removed = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["criterion", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text_kk="") | ~Q(text_ru=""), name="bank_comment_has_words")
        ]

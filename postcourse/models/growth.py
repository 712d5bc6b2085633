"""What a graduate keeps of the year: diary, works with feedback, self-assessment, a nameless child's indicators."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..querysets.growth import ChildIndicatorQuerySet, EntryQuerySet
from .mentoring import MentoringPlan
from .storage import KeptFile, private_storage


class DiaryEntry(models.Model):
    """A reflection, a case, a lesson plan or a support plan; the mentor reads it once it is shared.

    `checked_at`: looked through for children's data (assessments.rules.privacy) when it was shared.
    """

    class Kind(models.TextChoices):
        REFLECTION = "reflection", _("Reflection")
        CASE = "case", _("Case analysis")
        LESSON_PLAN = "lesson_plan", _("Lesson plan")
        SUPPORT_PLAN = "support_plan", _("Support plan")

    plan = models.ForeignKey(MentoringPlan, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("text"), blank=True)
    # Which goal of the agreed plan it belongs to, counted from 0.
    goal = models.PositiveSmallIntegerField(_("goal"), null=True, blank=True)
    written_on = models.DateField(_("date"))
    saved_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)
    shared_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("diary entry")
        verbose_name_plural = _("diary entries")
        ordering = ["-written_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shared_at__isnull=True) | Q(checked_at__isnull=False),
                name="shared_entry_was_checked",
            ),
        ]


class EntryFile(KeptFile):
    entry = models.ForeignKey(DiaryEntry, on_delete=models.PROTECT, related_name="files")
    file = models.FileField(storage=private_storage, upload_to="diaries/%Y/%m/")

    class Meta(KeptFile.Meta):
        constraints = [models.UniqueConstraint(fields=["entry", "sha256"], name="same_file_of_entry_once")]


class EntryFeedback(models.Model):
    """What mentor and graduate say to each other about an entry."""

    entry = models.ForeignKey(DiaryEntry, on_delete=models.PROTECT, related_name="feedback")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]


class SelfAssessment(models.Model):
    """One's own view of the programme's outcomes, at the beginning and at the end: {key: 1–5}."""

    class Moment(models.TextChoices):
        BEFORE = "before", _("At the beginning")
        AFTER = "after", _("At the end")

    plan = models.ForeignKey(MentoringPlan, on_delete=models.PROTECT, related_name="self_assessments")
    moment = models.CharField(max_length=8, choices=Moment)
    answers = models.JSONField()
    note = models.TextField(_("what stands behind the figures"), blank=True)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "moment"], name="one_self_assessment_a_moment")
        ]


class ChildIndicator(models.Model):
    """What is watched of one child, who has a code and no name. Read by graduate and mentor alone; erased after the term."""

    class Better(models.TextChoices):
        MORE = "more", _("more is better")
        LESS = "less", _("less is better")

    plan = models.ForeignKey(MentoringPlan, on_delete=models.PROTECT, related_name="indicators")
    child_code = models.CharField(_("code of the child"), max_length=12)
    name = models.CharField(_("what is watched"), max_length=200)
    unit = models.CharField(_("unit"), max_length=60)
    better = models.CharField(_("what is better"), max_length=4, choices=Better)
    lowest = models.DecimalField(_("lowest"), max_digits=7, decimal_places=2, default=0)
    highest = models.DecimalField(_("highest"), max_digits=7, decimal_places=2)
    made_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = ChildIndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["child_code", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(highest__gt=models.F("lowest")), name="indicator_has_a_range"),
        ]


class ChildReading(models.Model):
    indicator = models.ForeignKey(ChildIndicator, on_delete=models.CASCADE, related_name="readings")
    on = models.DateField(_("date"))
    value = models.DecimalField(_("value"), max_digits=7, decimal_places=2)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["indicator", "on"], name="one_reading_a_day")]

"""Attempts at a quiz: the paper is frozen at the start, answers are appended."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.transitions import TransitionRecord

from ..querysets import AttemptQuerySet
from .bank import QuestionVersion
from .scheme import Quiz
from .sittings import SCORE, Sitting


class Attempt(models.Model):
    class Status(models.TextChoices):
        IN_PROGRESS = "in_progress", _("In progress")
        SUBMITTED = "submitted", _("Submitted")
        EXPIRED = "expired", _("Time ran out")
        GRADED = "graded", _("Graded")
        VOIDED = "voided", _("Voided")

    class Closed(models.TextChoices):
        LEARNER = "learner", _("by the learner")
        DEADLINE = "deadline", _("by the deadline")
        STAFF = "staff", _("by staff")

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="attempts")
    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="taken")
    number = models.PositiveSmallIntegerField()
    limit = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12, choices=Status, default=Status.IN_PROGRESS)
    language = models.CharField(max_length=2)
    seed = models.CharField(max_length=32)
    started_at = models.DateTimeField()
    deadline_at = models.DateTimeField()
    last_answer_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    closed_how = models.CharField(max_length=10, choices=Closed, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    graded_at = models.DateTimeField(null=True, blank=True)
    correct = models.PositiveSmallIntegerField(null=True, blank=True)
    total = models.PositiveSmallIntegerField()
    percent = models.DecimalField(**SCORE, null=True, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "quiz"], condition=Q(status="in_progress"), name="one_open_attempt"
            ),
            models.UniqueConstraint(fields=["sitting", "quiz", "number"], name="attempt_number_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1) & Q(number__lte=F("limit")), name="attempt_limit"
            ),
            models.CheckConstraint(condition=Q(deadline_at__gt=F("started_at")), name="deadline_after_start"),
            models.CheckConstraint(
                condition=~Q(status="graded") | Q(percent__isnull=False), name="graded_attempt_has_percent"
            ),
        ]
        indexes = [
            models.Index(fields=["deadline_at"], condition=Q(status="in_progress"), name="attempt_overdue")
        ]

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.IN_PROGRESS

    @property
    def is_graded(self) -> bool:
        return self.status == self.Status.GRADED

    @property
    def is_voided(self) -> bool:
        return self.status == self.Status.VOIDED

    @property
    def is_out_of_time(self) -> bool:
        """The deadline closed it, not the learner."""
        return self.closed_how == self.Closed.DEADLINE


class AttemptTransition(TransitionRecord):
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="transitions")


class AttemptItem(models.Model):
    """One question of the frozen paper. `response` repeats the last step so that a page costs one query."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="used_in")
    order = models.JSONField()
    response = models.JSONField(default=list)
    sequence = models.PositiveIntegerField(default=0)
    is_flagged = models.BooleanField(default=False)
    score = models.DecimalField(**SCORE, null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="attempt_position_once"),
            models.UniqueConstraint(fields=["attempt", "version"], name="attempt_question_once"),
        ]

    @property
    def is_answered(self) -> bool:
        return bool(self.response)


class AnswerStep(models.Model):
    """An answer as it was saved. Appended; the last one counts."""

    item = models.ForeignKey(AttemptItem, on_delete=models.PROTECT, related_name="steps")
    sequence = models.PositiveIntegerField()
    response = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint(fields=["item", "sequence"], name="answer_sequence_once")]

"""Attempts at a quiz: the paper is frozen at the start, answers are appended."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.transitions import TransitionRecord

from ..querysets import AttemptQuerySet
from .bank import ItemDecision, QuestionVersion
from .scheme import Quiz
from .sittings import SCORE, Result, Sitting


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
    # The sitting's person, repeated: whoever saves an answer is checked without a join.
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attempts")
    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="taken")
    number = models.PositiveSmallIntegerField()
    limit = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12, choices=Status, default=Status.IN_PROGRESS)
    language = models.CharField(max_length=2)
    seed = models.CharField(max_length=32)
    # What it was started under, copied: {"mode", "minutes", "feedback", "credit", "per_page", "log_focus"}.
    terms = models.JSONField(default=dict)
    # The person's conditions as rules/accommodations.py reads them, copied; {} for none.
    accommodations = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    # Start + limit (+ extra time, + breaks taken); none where the test has no limit.
    deadline_at = models.DateTimeField(null=True, blank=True)
    break_until = models.DateTimeField(null=True, blank=True)
    # Who may write the answers beside the learner, agreed beforehand (Accommodation.scribe).
    scribe = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # A digest of the address and agent last seen: a change is written to the log.
    origin = models.CharField(max_length=32, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    closed_how = models.CharField(max_length=10, choices=Closed, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    graded_at = models.DateTimeField(null=True, blank=True)
    correct = models.PositiveSmallIntegerField(null=True, blank=True)
    points = models.DecimalField(**SCORE, null=True, blank=True)
    # Questions that count: all but those left out afterwards.
    counted = models.PositiveSmallIntegerField(null=True, blank=True)
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
            models.CheckConstraint(
                condition=Q(deadline_at__isnull=True) | Q(deadline_at__gt=F("started_at")),
                name="deadline_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(status="graded") | Q(percent__isnull=False), name="graded_attempt_has_percent"
            ),
        ]
        indexes = [
            models.Index(fields=["deadline_at"], condition=Q(status="in_progress"), name="attempt_overdue")
        ]

    @property
    def mode(self) -> str:
        return self.terms.get("mode", Quiz.Mode.FINAL)

    @property
    def is_practice(self) -> bool:
        return self.mode == Quiz.Mode.PRACTICE

    @property
    def per_page(self) -> int:
        """Questions on a page: the quiz's, or one where the person's conditions say so."""
        return 1 if self.accommodations.get("one_per_page") else int(self.terms.get("per_page", 1))

    def is_overdue(self, at: datetime) -> bool:
        """Open past its deadline; an answer at the deadline itself still counts."""
        return self.is_open and self.deadline_at is not None and at > self.deadline_at

    def is_on_break(self, at: datetime) -> bool:
        return self.break_until is not None and at < self.break_until

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
    def out_of(self) -> int:
        """How many questions the right ones are out of."""
        return self.total if self.counted is None else self.counted

    @property
    def last_answer_at(self) -> datetime | None:
        """When the last answer that counts was saved (one query)."""
        return self.items.aggregate(last=models.Max("answered_at"))["last"]

    @property
    def is_out_of_time(self) -> bool:
        """The deadline closed it, not the learner."""
        return self.closed_how == self.Closed.DEADLINE


class AttemptTransition(TransitionRecord):
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="transitions")


class AttemptItem(models.Model):
    """One question of the frozen paper. `response`, `sequence`, `client` and `client_number` repeat the last step that
    counts, so that a page costs one query. `score` is 0 to 1, None before grading and for what a person still marks.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="used_in")
    order = models.JSONField()
    response = models.JSONField(default=list)
    sequence = models.PositiveIntegerField(default=0)
    client = models.CharField(max_length=36, blank=True)
    client_number = models.PositiveIntegerField(default=0)
    # When the answer that counts was saved.
    answered_at = models.DateTimeField(null=True, blank=True)
    is_flagged = models.BooleanField(default=False)
    # Practice: the right answer was shown, so this one stays as it is.
    is_revealed = models.BooleanField(default=False)
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
    """An answer as it arrived. Appended; the last one that counts is the answer.

    `client` is the browser window that sent it and `client_number` its own count there (both empty without script).
    `is_late`: it arrived after a later one of the same window, so it is kept and does not count.
    """

    item = models.ForeignKey(AttemptItem, on_delete=models.PROTECT, related_name="steps")
    sequence = models.PositiveIntegerField(null=True, blank=True)
    client = models.CharField(max_length=36, blank=True)
    client_number = models.PositiveIntegerField(default=0)
    response = models.JSONField()
    is_late = models.BooleanField(default=False)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "sequence"], name="answer_sequence_once"),
            models.UniqueConstraint(
                fields=["item", "client", "client_number"],
                condition=~Q(client=""),
                name="answer_of_a_window_once",
            ),
            models.CheckConstraint(
                condition=Q(is_late=True, sequence__isnull=True) | Q(is_late=False, sequence__isnull=False),
                name="late_answer_has_no_sequence",
            ),
        ]


class AttemptEvent(models.Model):
    """The attempt's log: what happened around the answers, by whom, from where. Appended.

    Addresses and agents stand at start, on a change, and at the end; focus changes only where the quiz says so.
    """

    class Kind(models.TextChoices):
        STARTED = "started", _("Started")
        MOVED = "moved", _("Opened from another address or browser")
        FOCUS_LOST = "focus_lost", _("The page lost the focus")
        FOCUS_BACK = "focus_back", _("The page got the focus back")
        BREAK_STARTED = "break_started", _("Break begun")
        BREAK_ENDED = "break_ended", _("Break ended")
        IDENTITY = "identity", _("Identity checked")
        EXAMINER = "examiner", _("Examiner present")
        EXTENDED = "extended", _("Time extended")
        HELPED = "helped", _("Staff acted for the learner")
        NOTE = "note", _("Note")
        CLOSED = "closed", _("Closed")
        VOIDED = "voided", _("Voided")

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=14, choices=Kind)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    address = models.GenericIPAddressField(null=True, blank=True)
    agent = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "pk"]


class ItemMark(models.Model):
    """A person's mark of an open answer, 0 to 1. Appended; the last one counts."""

    item = models.ForeignKey(AttemptItem, on_delete=models.PROTECT, related_name="item_marks")
    value = models.DecimalField(**SCORE)
    comment = models.TextField(blank=True)
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(value__gte=0) & Q(value__lte=1), name="item_mark_zero_to_one")
        ]


class RegradeEffect(models.Model):
    """What a decision about a question did to one attempt; a decided result moves only by the commission's amendment."""

    decision = models.ForeignKey(ItemDecision, on_delete=models.PROTECT, related_name="effects")
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="regrades")
    percent_before = models.DecimalField(**SCORE)
    percent_after = models.DecimalField(**SCORE)
    band_before = models.SlugField(max_length=40, blank=True)
    band_after = models.SlugField(max_length=40, blank=True)
    amendment = models.ForeignKey(Result, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "attempt"], name="one_effect_per_attempt"),
        ]

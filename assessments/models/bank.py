"""The question bank: a stable identity, and versions that never change once used."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Question(models.Model):
    key = models.CharField(_("key"), max_length=40, unique=True)
    programme_code = models.CharField(_("programme"), max_length=10)
    module = models.PositiveSmallIntegerField(_("module"))
    topic_key = models.CharField(_("topic"), max_length=20)
    # Shown with its answer to who practises, so never drawn for a test that counts.
    is_practice = models.BooleanField(_("for practice only"), default=False)
    changed_at = models.DateTimeField(auto_now=True)
    # {"topic": [module, topic], "practice": bool} as files last set them: what differs from it an editor changed.
    loaded = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["key"]
        indexes = [models.Index(fields=["programme_code", "module"], name="question_programme_module")]

    def __str__(self) -> str:
        return self.key


class QuestionVersion(models.Model):
    """One wording in kk and ru; `kind` and the shape of `body` are those of assessments/items. Never edited once drawn."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        READY = "ready", _("Ready")
        RETIRED = "retired", _("Retired")

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    kind = models.CharField(_("kind"), max_length=20)
    difficulty = models.PositiveSmallIntegerField(_("difficulty"), default=2)
    outcome = models.CharField(_("outcome"), max_length=20, blank=True)
    body = models.JSONField(_("content"))
    content_hash = models.CharField(max_length=64, editable=False)
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["question", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="question_version_number_once"),
            models.UniqueConstraint(
                fields=["question"], condition=Q(status="ready"), name="one_ready_version_per_question"
            ),
            models.CheckConstraint(condition=Q(difficulty__range=(1, 3)), name="difficulty_one_to_three"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} v{self.number}"

    @property
    def is_ready(self) -> bool:
        return self.status == self.Status.READY

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT


class QuestionReview(models.Model):
    """A second methodologist read a version in both languages; appended."""

    class Verdict(models.TextChoices):
        APPROVE = "approve", _("Can be used")
        REWORK = "rework", _("Needs another look")

    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    verdict = models.CharField(max_length=10, choices=Verdict)
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(verdict="approve") | ~Q(comment=""), name="rework_has_comment")
        ]


class ItemDecision(models.Model):
    """What was decided about a version after it was sat: rules/regrade.py says what each does to its scores.

    `detail`: {"correct"/"pairs"/"sequence"/"value"…: the new key} of CHANGE_KEY, {"accept": [texts or ids]} of ACCEPT.
    The version itself is never touched. Taking a decision back is a further row that names it.
    """

    class Action(models.TextChoices):
        VOID = "void", _("Leave the question out")
        FULL_MARKS = "full_marks", _("Full marks for everybody")
        CHANGE_KEY = "change_key", _("Change the right answer")
        ACCEPT = "accept", _("Accept one more answer")

    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="decisions")
    action = models.CharField(max_length=12, choices=Action)
    detail = models.JSONField(default=dict)
    reason = models.TextField()
    commission = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    cancels = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="cancelled_by"
    )

    class Meta:
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="item_decision_has_reason"),
        ]

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

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["key"]
        indexes = [models.Index(fields=["programme_code", "module"], name="question_programme_module")]

    def __str__(self) -> str:
        return self.key


class QuestionVersion(models.Model):
    """One wording in kk and ru. `body`: {"shuffle", "correct": [ids], "kk": {...}, "ru": {...}} as its kind says."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("One answer")
        MULTIPLE = "multiple", _("Several answers")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        READY = "ready", _("Ready")
        RETIRED = "retired", _("Retired")

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    difficulty = models.PositiveSmallIntegerField(_("difficulty"), default=2)
    outcome = models.CharField(_("outcome"), max_length=20, blank=True)
    body = models.JSONField(_("content"))
    content_hash = models.CharField(max_length=64, editable=False)
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

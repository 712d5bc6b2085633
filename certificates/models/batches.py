"""Long work that a browser watches: issuing for a cohort, checking a long list of codes."""

import json
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from assessments.models import Result
from courses.models import Cohort

from .documents import Document
from .storage import private_storage


class IssueBatch(models.Model):
    """Issuing and drawing the documents of a cohort; a worker that dies goes on where it stopped."""

    class Status(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="issue_batches")
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    # Said by the worker at each item: one that has been silent for long is taken over.
    seen_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort"], condition=~Q(status="done"), name="one_open_batch_per_cohort"
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.status != self.Status.DONE


class BatchItem(models.Model):
    """One result of a batch: done when its document is drawn, or with the sentence that says why not."""

    batch = models.ForeignKey(IssueBatch, on_delete=models.CASCADE, related_name="items")
    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    fault = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "result"], name="one_item_per_batch_and_result")
        ]

    @property
    def fault_words(self) -> str:
        """The sentence in the reader's language; it is kept as JSON in every one."""
        words = json.loads(self.fault) if self.fault else {}
        return words.get(get_language()) or words.get(settings.LANGUAGE_CODE, "")


class CodeCheck(models.Model):
    """A list of codes somebody sent in to be checked. No account: its address is the secret; kept for a day."""

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField()
    source = models.FileField(storage=private_storage, upload_to="checks/%Y%m%d/", blank=True)
    language = models.CharField(max_length=5, default="kk")
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict, blank=True)
    fault = models.CharField(max_length=300, blank=True)
    report = models.FileField(storage=private_storage, upload_to="checks/%Y%m%d/", blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

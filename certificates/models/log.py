"""The issue log: each entry holds the hash of the one before it; its head is signed once a day."""

from django.db import models

from .documents import Document
from .proof import SigningKey


class LogEntry(models.Model):
    """One fact about one document. `data` holds numbers, states and hashes, nothing of a person."""

    class Event(models.TextChoices):
        ISSUED = "issued"
        SEALED = "sealed"
        STATUS = "status"
        ERASED = "erased"

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    event = models.CharField(max_length=10, choices=Event)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="log")
    data = models.JSONField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]


class LogHead(models.Model):
    """One row: the last number and hash; locked while an entry is added, so that the chain never forks."""

    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)


class LogRoot(models.Model):
    """The head of the log at the end of a day, signed; each statement names the one before it."""

    day = models.DateField(unique=True)
    number = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    statement = models.TextField()
    signature = models.CharField(max_length=120)
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["-day"]

"""Public parts of the proof. Private keys are never in the database."""

from django.db import models
from django.db.models import F, Q


class SigningKey(models.Model):
    """A public key, kept and published for ever. The active one is the newest that is not retired."""

    kid = models.CharField(max_length=40, unique=True)
    public_multibase = models.CharField(max_length=60, unique=True)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]


class StatusList(models.Model):
    """A pair of Bitstring Status Lists (revocation, suspension); a document has the same index in both."""

    LENGTH = 131_072

    number = models.PositiveIntegerField(unique=True)
    opened_at = models.DateTimeField()
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=Q(taken__lte=131_072), name="status_list_holds_its_length")
        ]


class PublishedStatusList(models.Model):
    """The signed credential of one list and purpose as it is served."""

    class Purpose(models.TextChoices):
        REVOCATION = "revocation"
        SUSPENSION = "suspension"

    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="published")
    purpose = models.CharField(max_length=12, choices=Purpose)
    credential = models.TextField()
    etag = models.CharField(max_length=64)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["status_list", "purpose"], name="one_credential_per_list_and_purpose"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("valid_from")), name="status_list_valid_for_a_while"
            ),
        ]

"""Changes that take two people, and what the holder was reminded of."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .documents import Document


class ChangeProposal(models.Model):
    """A change of a document's state: one person proposes it, another approves it."""

    class Change(models.TextChoices):
        SUSPEND = "suspend", _("Suspend")
        RESUME = "resume", _("Resume")
        REVOKE = "revoke", _("Revoke")
        CORRECT = "correct", _("Correct")
        ERASE = "erase", _("Erase the person's data")

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "Withdrawn")

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="proposals")
    change = models.CharField(_("change"), max_length=10, choices=Change)
    reason = models.TextField(_("reason"))
    # What a correction prints instead: {"surname": …, "given_name": …, "patronymic": …}.
    corrected = models.JSONField(default=dict, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)
    new_document = models.OneToOneField(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="correction"
    )

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document"], condition=Q(status="proposed"), name="one_open_proposal_per_document"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "declined"])
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="proposer_and_approver_differ",
            ),
        ]

    @property
    def is_open(self) -> bool:
        """It waits for its second person."""
        return self.status == self.Status.PROPOSED


class ExpiryReminder(models.Model):
    """The holder was told once, so many days before the last day."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="reminders")
    days = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "days"], name="one_reminder_per_document_and_day")
        ]

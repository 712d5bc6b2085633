"""The commission's protocol that decides results, and appeals against them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models import Cohort
from people.transitions import TransitionRecord

from ..querysets import AppealQuerySet
from .sittings import Result, Sitting


class CommissionProtocol(models.Model):
    """A sitting of the attestation commission: agenda, members, and the people it decides upon. Approved, it decides."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        APPROVED = "approved", _("Approved")

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="commission_protocols")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    number = models.CharField(_("number of the protocol"), max_length=40)
    held_on = models.DateField(_("held on"))
    order_number = models.CharField(_("number of the order"), max_length=40, blank=True)
    order_date = models.DateField(_("date of the order"), null=True, blank=True)
    agenda = models.TextField(_("agenda"))
    chair = models.CharField(_("chair"), max_length=200)
    members = models.JSONField(_("members"), default=list)
    secretary = models.CharField(_("secretary"), max_length=200)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["held_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "number", "held_on"], name="protocol_number_once"),
            models.CheckConstraint(
                name="approved_protocol_has_author",
                condition=Q(status="draft") | (Q(approved_at__isnull=False) & Q(approved_by__isnull=False)),
            ),
        ]

    @property
    def is_approved(self) -> bool:
        return self.status == self.Status.APPROVED


class ProtocolTransition(TransitionRecord):
    protocol = models.ForeignKey(CommissionProtocol, on_delete=models.PROTECT, related_name="transitions")


class ProtocolRow(models.Model):
    """A person in a protocol; `result` is what its approval decided."""

    protocol = models.ForeignKey(CommissionProtocol, on_delete=models.CASCADE, related_name="rows")
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="protocol_rows")
    result = models.ForeignKey(
        Result, null=True, blank=True, on_delete=models.PROTECT, related_name="protocol_rows"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["protocol", "sitting"], name="once_in_a_protocol"),
        ]


class Appeal(models.Model):
    """A learner's appeal against a decided result, about one component or the whole.

    Filed, it goes to the marker of that part for an opinion, then to the commission, whose decision ends it. Only an
    upheld one changes anything, and only by the amendment `amendment`.
    """

    class Status(models.TextChoices):
        FILED = "filed", _("Filed")
        IN_REVIEW = "in_review", _("With the commission")
        UPHELD = "upheld", _("Upheld")
        REJECTED = "rejected", _("Rejected")
        WITHDRAWN = "withdrawn", pgettext_lazy("appeal", "Withdrawn")

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="appeals")
    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="appeals")
    component = models.SlugField(max_length=40, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.FILED)
    reason = models.TextField(_("reason"))
    filed_at = models.DateTimeField()
    marker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="appeals_to_answer",
    )
    opinion = models.TextField(_("the marker's opinion"), blank=True)
    opinion_at = models.DateTimeField(null=True, blank=True)
    commission = models.CharField(_("commission"), max_length=300, blank=True)
    protocol = models.CharField(_("protocol"), max_length=120, blank=True)
    decision_text = models.TextField(_("what was decided and why"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    amendment = models.OneToOneField(
        Result, null=True, blank=True, on_delete=models.PROTECT, related_name="decided_appeal"
    )

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["filed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting"],
                condition=Q(status__in=["filed", "in_review"]),
                name="one_open_appeal_per_sitting",
            ),
            models.UniqueConstraint(fields=["result", "component"], name="one_appeal_per_result_and_part"),
            models.CheckConstraint(condition=~Q(reason=""), name="appeal_has_reason"),
            models.CheckConstraint(
                name="decided_appeal_has_decision",
                condition=~Q(status__in=["upheld", "rejected"])
                | (~Q(decision_text="") & ~Q(commission="") & Q(decided_by__isnull=False)),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.status in {self.Status.FILED, self.Status.IN_REVIEW}


class AppealTransition(TransitionRecord):
    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="transitions")

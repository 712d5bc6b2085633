"""Orders that move an enrolment, and what a learner asks for before one is made."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models import Cohort, Enrolment
from people.models import Organisation
from people.transitions import TransitionRecord

from ..querysets.orders import OrderQuerySet, RequestQuerySet
from .storage import KeptFile, private_storage


class Move(models.TextChoices):
    INTERRUPT = "interrupt", _("Interruption for a valid reason")
    RESUME = "resume", _("Return to an interrupted course")
    TRANSFER = "transfer", _("Transfer to another cohort")
    WITHDRAW = "withdraw", _("Withdrawal")
    EXPEL = "expel", _("Expulsion")


class Cause(models.TextChoices):
    """Valid reasons; the programmes name none, so the coordinator judges what stands behind them."""

    NONE = "", "–"
    ILLNESS = "illness", _("Illness")
    LEAVE = "leave", _("Maternity or child care leave")
    FAMILY = "family", _("Family circumstances")
    WORK = "work", _("Order of the employer")
    OTHER = "other", _("Another valid reason")


class RightRequest(models.Model):
    """A learner's application to be transferred, to interrupt, to come back or to withdraw, with papers."""

    class Status(models.TextChoices):
        FILED = "filed", _("Waits for an answer")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Taken back")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="requests")
    kind = models.CharField(_("what is asked for"), max_length=12, choices=Move)
    cause = models.CharField(_("reason"), max_length=12, choices=Cause, blank=True)
    text = models.TextField(_("in your own words"), blank=True)
    wished_cohort = models.ForeignKey(
        Cohort, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.FILED)
    filed_at = models.DateTimeField()
    answer = models.TextField(blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["-filed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(status="filed"), name="one_open_request_per_enrolment"
            ),
            models.CheckConstraint(
                condition=~Q(status="refused") | ~Q(answer=""), name="refused_request_says_why"
            ),
        ]


class RightRequestTransition(TransitionRecord):
    request = models.ForeignKey(RightRequest, on_delete=models.PROTECT, related_name="transitions")


class RightRequestFile(KeptFile):
    """A supporting paper; read by its owner and the coordinators alone."""

    request = models.ForeignKey(RightRequest, on_delete=models.PROTECT, related_name="files")
    file = models.FileField(storage=private_storage, upload_to="rights/%Y/%m/")


class EnrolmentOrder(models.Model):
    """An order that moved an enrolment: never edited, never deleted.

    `content`: what it said, frozen: {"from": cohort, "to": cohort, "carried": [{component, title, value, maximum, marker,
    released_on}], "due": [{component, title}], "topics": [keys], "hours": n, "papers": [names]}. `next_enrolment`: of a
    transfer.
    """

    kind = models.CharField(max_length=12, choices=Move)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="orders")
    next_enrolment = models.OneToOneField(
        Enrolment, null=True, blank=True, on_delete=models.PROTECT, related_name="order_that_began_it"
    )
    request = models.OneToOneField(
        RightRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="order"
    )
    number = models.CharField(_("number of the order"), max_length=40)
    dated_on = models.DateField(_("date of the order"))
    cause = models.CharField(_("reason"), max_length=12, choices=Cause, blank=True)
    reason = models.TextField(_("reason in words"))
    # Of an expulsion: the decision it rests on, and whom the institute notified.
    commission = models.CharField(_("decision of the commission"), max_length=300, blank=True)
    employer = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    employer_told_at = models.DateTimeField(null=True, blank=True)
    content = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("order about an enrolment")
        verbose_name_plural = _("orders about enrolments")
        ordering = ["-dated_on", "-pk"]
        permissions = [("make_order", "Can make orders about enrolments and grant rights")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(reason=""), name="order_has_number_and_reason"
            ),
            models.CheckConstraint(
                condition=~Q(kind="expel") | ~Q(commission=""), name="expulsion_names_the_commission"
            ),
            models.CheckConstraint(
                condition=Q(kind="transfer", next_enrolment__isnull=False)
                | (~Q(kind="transfer") & Q(next_enrolment__isnull=True)),
                name="transfer_names_the_next_enrolment",
            ),
        ]
        indexes = [models.Index(fields=["dated_on", "kind"], name="orders_of_a_year")]

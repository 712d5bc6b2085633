"""Protected stock: every blank has a number and is accounted for."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.transitions import TransitionRecord

from .documents import Document
from .templates import Kind


class Blank(models.Model):
    """A sheet of protected stock; what was printed on it, or why it can serve no more."""

    class Status(models.TextChoices):
        STOCK = "stock", _("In stock")
        ISSUED = "issued", pgettext_lazy("blank", "Issued")
        SPOILED = "spoiled", _("Spoiled")
        LOST = "lost", _("Lost")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    series = models.CharField(_("series"), max_length=12)
    number = models.PositiveIntegerField(_("number"))
    status = models.CharField(max_length=8, choices=Status, default=Status.STOCK)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="blanks"
    )
    received_on = models.DateField(_("received"))
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    received_from = models.CharField(_("received from"), max_length=300, blank=True)

    class Meta:
        ordering = ["series", "number"]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="one_blank_per_series_and_number"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(status="issued"), name="one_issued_blank_per_document"
            ),
            models.CheckConstraint(
                condition=(Q(status="issued") & Q(document__isnull=False)) | ~Q(status="issued"),
                name="issued_blank_has_its_document",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.number:07d}"


class BlankTransition(TransitionRecord):
    blank = models.ForeignKey(Blank, on_delete=models.PROTECT, related_name="transitions")


class StockLayout(models.Model):
    """Where a printer sets the text on a kind's stock: offsets in millimetres, right and down are positive."""

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    printer = models.CharField(_("printer"), max_length=100)
    offset_x = models.DecimalField(_("to the right, mm"), max_digits=4, decimal_places=1, default=0)
    offset_y = models.DecimalField(_("down, mm"), max_digits=4, decimal_places=1, default=0)

    class Meta:
        ordering = ["kind", "printer"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "printer"], name="one_layout_per_kind_and_printer"),
            models.CheckConstraint(
                condition=Q(offset_x__range=(-30, 30)) & Q(offset_y__range=(-30, 30)),
                name="layout_offsets_within_three_centimetres",
            ),
        ]

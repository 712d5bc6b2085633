"""Resource centres of inclusive education: who they are, what they did, what they report."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Organisation

from ..querysets.centres import CentreQuerySet
from .events import Event
from .practices import Practice


class ResourceCentre(models.Model):
    """A unit of a host organisation, run by a coordinator of its own (draft Regulation on resource centres, §1–5)."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, related_name="resource_centre"
    )
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="resource_centres",
        verbose_name=_("coordinator of the centre"),
    )
    opened_on = models.DateField(_("opened on"))
    order_number = models.CharField(_("order on its opening"), max_length=100, blank=True)
    about_kk = models.TextField(_("about the centre, in Kazakh"), blank=True)
    about_ru = models.TextField(_("about the centre, in Russian"), blank=True)
    address_kk = models.CharField(_("address in Kazakh"), max_length=300, blank=True)
    address_ru = models.CharField(_("address in Russian"), max_length=300, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    site = models.URLField(_("site"), blank=True)
    # Functions it offers: keys of postcourse.rules.centres, "4.1.1" to "4.2.8".
    functions = models.JSONField(_("what it offers"), default=list, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = CentreQuerySet.as_manager()

    class Meta:
        verbose_name = _("resource centre")
        verbose_name_plural = _("resource centres")
        permissions = [("keep_centres", "Can keep the directory of resource centres")]


class CentreActivity(models.Model):
    """Something a centre did, under one of its functions; an event or a practice of ours counts by itself."""

    centre = models.ForeignKey(ResourceCentre, on_delete=models.PROTECT, related_name="activities")
    function = models.CharField(_("function"), max_length=8)
    on = models.DateField(_("date"))
    what = models.CharField(_("what was done"), max_length=300)
    people = models.PositiveIntegerField(_("people reached"), default=0)
    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    practice = models.ForeignKey(Practice, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "event"],
                condition=Q(event__isnull=False),
                name="event_counts_once_for_a_centre",
            ),
            models.UniqueConstraint(
                fields=["centre", "practice"],
                condition=Q(practice__isnull=False),
                name="practice_counts_once_for_a_centre",
            ),
        ]


class CentreReport(models.Model):
    """A half-year's or a year's report, frozen when it was handed in. `half`: 1, 2, or 0 for the year.

    Before that `content` is empty and the texts are a draft with its `revision`; `made_*` say who saved last and when.
    """

    centre = models.ForeignKey(ResourceCentre, on_delete=models.PROTECT, related_name="reports")
    year = models.PositiveSmallIntegerField()
    half = models.PositiveSmallIntegerField()
    content = models.JSONField(default=dict, blank=True)
    text_kk = models.TextField(blank=True)
    text_ru = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    handed_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-year", "-half"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "year", "half"], name="one_report_per_period"),
            models.CheckConstraint(condition=Q(half__lte=2), name="report_of_a_half_or_the_year"),
        ]

"""A sitting carries a person's attempts, work, marks and the one decision."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Cohort, Enrolment

from ..querysets import MarkQuerySet, ResultQuerySet, SittingQuerySet
from .scheme import Window

SCORE = {"max_digits": 12, "decimal_places": 6}


class Sitting(models.Model):
    """One examination of an enrolment; a reassessment is a new sitting, joined to the cohort whose exam it is."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="sittings")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="sittings")
    number = models.PositiveSmallIntegerField(default=1)
    opened_at = models.DateTimeField()

    objects = SittingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "number"], name="sitting_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="sitting_number_from_one"),
        ]


class SittingWindow(Window):
    """When one person's test opens and closes, or their work is due, where the cohort's dates are not theirs."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="windows")

    class Meta:
        ordering = ["closes_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "kind", "key"], name="one_window_per_item_of_a_sitting"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="sitting_window_closes_after_open"
            ),
        ]


class Mark(models.Model):
    """A released value of one component of a sitting. A later mark names the one it replaces; nothing is edited."""

    class Source(models.TextChoices):
        ATTEMPT = "attempt", _("Test")
        ASSESSMENT = "assessment", _("Rubric")
        OVERRIDE = "override", _("Individual decision")
        CARRIED = "carried", _("Carried over")

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="marks")
    component = models.SlugField(max_length=40)
    value = models.DecimalField(**SCORE)
    maximum = models.DecimalField(**SCORE)
    source = models.CharField(max_length=12, choices=Source)
    attempt = models.ForeignKey(
        "assessments.Attempt", null=True, blank=True, on_delete=models.PROTECT, related_name="marks"
    )
    assessment = models.ForeignKey(
        "assessments.Assessment", null=True, blank=True, on_delete=models.PROTECT, related_name="marks"
    )
    marker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The mark of an earlier sitting or cohort that this one repeats: same component, same maximum, its date and marker.
    carried_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_to"
    )
    reason = models.TextField(blank=True)
    released_at = models.DateTimeField()
    is_current = models.BooleanField(default=True)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )

    objects = MarkQuerySet.as_manager()

    class Meta:
        ordering = ["released_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "component"],
                condition=Q(is_current=True),
                name="one_current_mark_per_component",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0) & Q(value__lte=F("maximum")), name="mark_between_zero_and_maximum"
            ),
            models.CheckConstraint(
                condition=~Q(source="override") | (~Q(reason="") & Q(marker__isnull=False)),
                name="override_has_reason_and_author",
            ),
            models.CheckConstraint(
                condition=Q(source="carried", carried_from__isnull=False)
                | (~Q(source="carried") & Q(carried_from__isnull=True)),
                name="carried_mark_names_its_original",
            ),
        ]


class Result(models.Model):
    """The decision on a sitting, frozen. An amendment is a further row naming the one it amends."""

    class Decision(models.TextChoices):
        PASSED = "passed", _("Passed")
        NOT_PASSED = "not_passed", _("Not passed")

    class Reason(models.TextChoices):
        NONE = "", "–"
        BELOW = "below_pass_mark", _("The score is below the pass mark.")
        MISSING = "missing_component", _("A required component is missing.")
        MINIMUM = "minimum_not_met", _("A required minimum was not reached.")

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="results")
    score = models.DecimalField(**SCORE)
    band = models.SlugField(max_length=40)
    decision = models.CharField(max_length=12, choices=Decision)
    decision_reason = models.CharField(max_length=20, choices=Reason, blank=True, default="")
    components = models.JSONField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    protocol = models.CharField(max_length=120, blank=True)
    amends = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="amended_by"
    )
    amendment_reason = models.TextField(blank=True)
    commission = models.CharField(max_length=300, blank=True)

    objects = ResultQuerySet.as_manager()

    class Meta:
        ordering = ["decided_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting"], condition=Q(amends__isnull=True), name="sitting_decided_once"
            ),
            models.CheckConstraint(
                name="amendment_has_reason_author_commission",
                condition=Q(amends__isnull=True)
                | (~Q(amendment_reason="") & Q(decided_by__isnull=False) & ~Q(commission="")),
            ),
            models.CheckConstraint(
                name="not_passed_has_reason",
                condition=(Q(decision="passed") & Q(decision_reason=""))
                | (Q(decision="not_passed") & ~Q(decision_reason="")),
            ),
        ]

    @property
    def is_passed(self) -> bool:
        return self.decision == self.Decision.PASSED

"""The right to be reassessed: tracked from the decision that gave it until it was used or ran out."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.models import Result, Sitting
from courses.models import Cohort, Enrolment
from people.transitions import TransitionRecord

from ..querysets.reassessment import ReassessmentQuerySet


class RightOverride(models.Model):
    """An exception to the rule about rights, granted to one person: what, why, by whom. Never edited."""

    class Kind(models.TextChoices):
        EXTRA = "extra", _("One more reassessment in the year")
        TRANSFER = "transfer", _("Transfer after the end of the year")
        RESUME = "resume", _("Completion in another cohort after the term")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="overrides")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="overrides")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    year = models.PositiveSmallIntegerField(_("calendar year"))
    reason = models.TextField(_("reason"))
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["granted_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="override_of_right_has_reason"),
        ]


class Reassessment(models.Model):
    """One reassessment a person may have, has booked or had, in a programme and a calendar year.

    `slot` runs from 1 to `limit`, the edition's parameter plus what was granted; an excused absence frees it. `year` is the
    calendar year in which it is taken; `until` the last day for it. Open rows are what somebody is owed.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("Not booked yet")
        BOOKED = "booked", _("Booked")
        TAKEN = "taken", _("Taken, not decided yet")
        DECIDED = "decided", _("Decided")
        LAPSED = "lapsed", _("Lapsed")

    class Kind(models.TextChoices):
        ALONE = "alone", _("On a day of one's own")
        COHORT = "cohort", _("With another cohort")

    class Lapse(models.TextChoices):
        NONE = "", "–"
        YEAR_ENDED = "year_ended", _("The calendar year ended.")
        NO_SHOW = "no_show", _("Did not come and was not excused.")
        EXCUSED = "excused", _("Did not come for a valid reason: the right stands again.")
        NOT_NEEDED = "not_needed", _("A certificate was earned otherwise.")
        ENDED = "ended", _("The person left the course or was expelled.")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reassessments")
    programme_code = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    slot = models.PositiveSmallIntegerField(default=1)
    limit = models.PositiveSmallIntegerField(default=1)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="reassessments")
    based_on = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="reassessments")
    status = models.CharField(max_length=12, choices=Status, default=Status.OPEN)
    kind = models.CharField(max_length=12, choices=Kind, blank=True)
    # Whose exam it is: the cohort joined, or the person's own where it is taken alone.
    cohort = models.ForeignKey(
        Cohort, null=True, blank=True, on_delete=models.PROTECT, related_name="reassessments"
    )
    planned_on = models.DateField(null=True, blank=True)
    until = models.DateField()
    sitting = models.OneToOneField(
        Sitting, null=True, blank=True, on_delete=models.PROTECT, related_name="reassessment"
    )
    opened_at = models.DateTimeField()
    lapse = models.CharField(max_length=12, choices=Lapse, blank=True, default="")
    excused_at = models.DateTimeField(null=True, blank=True)

    objects = ReassessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("reassessment")
        verbose_name_plural = _("reassessments")
        ordering = ["until", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "programme_code", "year", "slot"],
                condition=Q(excused_at__isnull=True),
                name="one_reassessment_per_slot_of_a_year",
            ),
            models.UniqueConstraint(
                fields=["user", "programme_code"],
                condition=Q(status__in=["open", "booked", "taken"]),
                name="one_reassessment_under_way",
            ),
            models.CheckConstraint(
                condition=Q(slot__gte=1) & Q(slot__lte=F("limit")), name="reassessment_within_limit"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["open", "lapsed"])
                | (~Q(kind="") & Q(cohort__isnull=False, planned_on__isnull=False, sitting__isnull=False)),
                name="booked_reassessment_says_when_and_where",
            ),
            models.CheckConstraint(
                condition=Q(planned_on__isnull=True) | Q(planned_on__lte=F("until")),
                name="reassessment_is_in_its_year",
            ),
            models.CheckConstraint(
                condition=(Q(status="lapsed") & ~Q(lapse="")) | (~Q(status="lapsed") & Q(lapse="")),
                name="lapsed_reassessment_says_why",
            ),
            models.CheckConstraint(
                condition=Q(excused_at__isnull=True) | Q(lapse="excused"), name="excused_reassessment_lapsed"
            ),
        ]
        indexes = [models.Index(fields=["status", "until"], name="reassessment_deadline")]

    @property
    def is_under_way(self) -> bool:
        return self.status in {self.Status.OPEN, self.Status.BOOKED, self.Status.TAKEN}


class ReassessmentTransition(TransitionRecord):
    reassessment = models.ForeignKey(Reassessment, on_delete=models.PROTECT, related_name="transitions")

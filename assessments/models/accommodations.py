"""Under which conditions a person is examined."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models import Enrolment


class Accommodation(models.Model):
    """Conditions a person studies and is examined under, agreed with a reason; no diagnosis is written down.

    A change is a new row; the current one is copied into each attempt at its start. A documented need, not a privilege:
    the content and the pass mark stay the same.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="accommodations")
    extra_time = models.DecimalField(_("time, times"), max_digits=3, decimal_places=2, default=1)
    breaks = models.PositiveSmallIntegerField(_("breaks"), default=0)
    break_minutes = models.PositiveSmallIntegerField(_("minutes of a break"), default=0)
    one_per_page = models.BooleanField(_("one question on a page"), default=False)
    large_print = models.BooleanField(_("large print"), default=False)
    text_first = models.BooleanField(_("text before pictures"), default=False)
    scribe = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("writes the answers for the learner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    basis = models.CharField(_("basis"), max_length=300)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = ["granted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(is_current=True), name="one_current_accommodation"
            ),
            models.CheckConstraint(
                condition=Q(extra_time__gte=1) & Q(extra_time__lte=3), name="extra_time_one_to_three"
            ),
            models.CheckConstraint(
                condition=Q(breaks=0, break_minutes=0) | Q(breaks__gte=1, break_minutes__gte=1),
                name="breaks_have_minutes",
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="accommodation_has_basis"),
        ]

    def conditions(self) -> dict[str, object]:
        """The copy an attempt keeps."""
        return {
            "extra_time": str(self.extra_time),
            "breaks": self.breaks,
            "break_minutes": self.break_minutes,
            "one_per_page": self.one_per_page,
            "large_print": self.large_print,
            "text_first": self.text_first,
        }

"""Mentors, a graduate's mentoring plan and its versions, who mentors whom, and how it ended."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certificates.models import Document
from courses.models import Enrolment
from people.models import Region
from people.transitions import TransitionRecord

from ..querysets.mentoring import MentoringPlanQuerySet, MentorProfileQuerySet


class MentorProfile(models.Model):
    """What a mentor can take on. `languages`: codes kk, ru; `programmes`: codes; empty for all."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mentor_profile"
    )
    languages = models.JSONField(_("languages"), default=list)
    programmes = models.JSONField(_("programmes"), default=list, blank=True)
    region = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, related_name="mentors"
    )
    capacity = models.PositiveSmallIntegerField(_("graduates at a time"), default=5)
    is_available = models.BooleanField(_("takes on graduates"), default=True)
    visits = models.BooleanField(_("visits classes"), default=True)
    about = models.TextField(_("about the mentor"), blank=True)
    # Beside the profile: when meetings usually fit, in words.
    hours = models.CharField(_("usual hours"), max_length=200, blank=True)

    objects = MentorProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("mentor")
        verbose_name_plural = _("mentors")


class MentoringPlan(models.Model):
    """The support of one graduate after the course. Texts stand in its versions."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Being drafted")
        AGREED = "agreed", _("Under way")
        CLOSED = "closed", pgettext_lazy("support", "Completed")
        ENDED = "ended", _("Ended early")

    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="mentoring_plan")
    graduate = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mentoring_plans"
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    months = models.PositiveSmallIntegerField(_("months"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    planned_meetings = models.PositiveSmallIntegerField(_("meetings planned"), default=6)
    opened_at = models.DateTimeField()

    objects = MentoringPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("mentoring plan")
        verbose_name_plural = _("mentoring plans")
        ordering = ["ends_on", "pk"]
        permissions = [
            ("run_support", "Can match mentors and follow the support of graduates"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="support_ends_after_start"),
        ]
        indexes = [models.Index(fields=["status", "ends_on"], name="support_ending")]


class MentoringPlanTransition(TransitionRecord):
    plan = models.ForeignKey(MentoringPlan, on_delete=models.PROTECT, related_name="transitions")


class MentorAssignment(models.Model):
    """Who mentors a graduate, dated. The same person stays; a hand-over ends one row and begins another, with a reason."""

    plan = models.ForeignKey(MentoringPlan, on_delete=models.PROTECT, related_name="assignments")
    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mentor_assignments"
    )
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Why it ended, and what the next mentor is to know.
    reason = models.TextField(blank=True)
    handed_over = models.TextField(blank=True)

    class Meta:
        ordering = ["from_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], condition=Q(until_at__isnull=True), name="one_mentor_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | (Q(until_at__gte=F("from_at")) & ~Q(reason="")),
                name="ended_assignment_says_why",
            ),
        ]


class PlanVersion(models.Model):
    """A wording of the plan. The first of both to agree freezes it; what is changed later is the next version.

    `content`: {"goals": [{"outcome": text, "goal": text, "indicators": text, "activities": text, "evidence": text}],
    "checkpoints": [{"on": ISO date, "what": text}], "note": text}.
    """

    plan = models.ForeignKey(MentoringPlan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)
    graduate_agreed_at = models.DateTimeField(null=True, blank=True)
    mentor_agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="mentoring_plan_version_once"),
        ]

    @property
    def is_agreed(self) -> bool:
        return self.graduate_agreed_at is not None and self.mentor_agreed_at is not None

    @property
    def is_frozen(self) -> bool:
        return self.graduate_agreed_at is not None or self.mentor_agreed_at is not None


class ClosingReport(models.Model):
    """What the support came to: both write, both sign, the coordinator accepts; figures are frozen then.

    `figures`: {"meetings_held", "meetings_planned", "visits", "entries", "goals": [...], "self_before", "self_after", …}.
    """

    plan = models.OneToOneField(MentoringPlan, on_delete=models.PROTECT, related_name="closing_report")
    graduate_text = models.TextField(_("what changed in my work"), blank=True)
    mentor_text = models.TextField(_("the mentor's view"), blank=True)
    # Per goal of the agreed plan, in its order: "reached", "partly", "not" with a word why.
    goals = models.JSONField(default=list)
    saved_at = models.DateTimeField()
    graduate_signed_at = models.DateTimeField(null=True, blank=True)
    mentor_signed_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    figures = models.JSONField(default=dict)
    document = models.OneToOneField(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="closing_report"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True)
                | Q(
                    graduate_signed_at__isnull=False,
                    mentor_signed_at__isnull=False,
                    accepted_by__isnull=False,
                ),
                name="accepted_report_is_signed_by_both",
            ),
        ]

"""What the room of diary and self-assessment asks of a graduate."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import Enrolment
from people.steps import DueDate, NextStep

from ..models import MentoringPlan
from ..services.growth import self_assessment


def offers(*, enrolment: Enrolment, at: datetime) -> tuple[list[NextStep], list[DueDate]]:
    """The self-assessment while one is open (one query without a plan under way, three with one)."""
    if not enrolment.may_study:
        return [], []
    plan = (
        MentoringPlan.objects.under_way()
        .filter(enrolment=enrolment)
        .select_related("enrolment__cohort__edition")
        .first()
    )
    moment = self_assessment.open_moment(plan, today=timezone.localdate(at)) if plan else None
    if plan is None or moment is None:
        return [], []
    text = (
        _(
            "Fourteen short lines about how you see your work now. At the end of the year you see what changed."
        )
        if moment == "before"
        else _("The same lines as at the beginning: see what the year has changed.")
    )
    return [
        NextStep(
            weight=40,
            title=_("Look at your own work"),
            text=text,
            url=reverse("self_assessment", args=[plan.pk]),
            action=_("Give my self-assessment"),
            kicker=_("Support after the course"),
        )
    ], []

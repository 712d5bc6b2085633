"""What the year of support asks of a graduate: to agree on the plan, to close it."""

from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import Enrolment
from people.steps import DueDate, NextStep

from ..models import MentoringPlan
from ..services.mentoring import hub


def offers(*, enrolment: Enrolment, at: datetime) -> tuple[list[NextStep], list[DueDate]]:
    """The step that waits for the graduate, and the last day of the support (one query without a plan)."""
    if not enrolment.may_study:
        return [], []
    plan = (
        MentoringPlan.objects.under_way()
        .filter(enrolment=enrolment)
        .select_related("graduate", "enrolment__cohort__edition")
        .first()
    )
    if plan is None:
        return [], []
    step = hub.step_of(plan, viewer="graduate", at=at)
    ends = datetime.combine(plan.ends_on, time(23, 59), tzinfo=timezone.get_default_timezone())
    address = reverse("mentoring_plan", args=[plan.pk])
    due = [DueDate(title=_("The support after your course ends"), at=ends, url=address)]
    if not step.is_asked:
        return [], due
    return [
        NextStep(
            weight=15,
            title=step.title,
            text=step.text,
            url=step.url or address,
            action=step.action or _("Open my support"),
            kicker=_("Support after the course"),
        )
    ], due

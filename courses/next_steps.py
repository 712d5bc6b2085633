"""What studying offers to do next."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from people.steps import DueDate, NextStep

from .models import Enrolment
from .outline import CourseOutline


def offers(
    *, enrolment: Enrolment, outline: CourseOutline | None, at: datetime
) -> tuple[list[NextStep], list[DueDate]]:
    """The next topic, or what a person waits for; study itself has no deadline besides the cohort's last day."""
    return _steps(enrolment, outline), []


def _steps(enrolment: Enrolment, outline: CourseOutline | None) -> list[NextStep]:
    """The topic to go on with, or what a person waits for before study begins."""
    cohort = enrolment.cohort
    if enrolment.status == Enrolment.Status.APPLIED:
        return [
            NextStep(
                weight=60,
                title=_("Your application is being considered"),
                text=_("The coordinator answers it. You will find the answer here."),
                url=reverse("home"),
                action="",
                kicker=cohort.edition.title,
            )
        ]
    if enrolment.status == Enrolment.Status.ADMITTED:
        return [
            NextStep(
                weight=60,
                title=_("You are admitted"),
                text=_("Study begins on the first day of the cohort."),
                url=reverse("home"),
                action="",
                kicker=cohort.edition.title,
            )
        ]
    if enrolment.status != Enrolment.Status.STUDYING or outline is None or outline.current is None:
        return []
    topic = outline.current
    module = outline.module_of(topic.key)
    parts = []
    if topic.lecture:
        parts.append(_("lecture %(hours)s h") % {"hours": topic.lecture})
    if topic.practice:
        parts.append(_("practice %(hours)s h") % {"hours": topic.practice})
    return [
        NextStep(
            weight=50,
            title=topic.title,
            text=", ".join(parts).capitalize() + ".",
            url=topic.url,
            action=_("Continue") if topic.is_opened else _("Begin"),
            kicker=_("Next step · module %(module)s, topic %(topic)s")
            % {"module": module.number, "topic": topic.number},
            lang=cohort.language,
        )
    ]

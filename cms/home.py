"""The learner's home: every app offers its steps, the top floor orders them."""

from dataclasses import dataclass, field
from datetime import datetime

import assessments.next_steps
import certificates.next_steps
import courses.next_steps
import postcourse.next_steps
from courses.models import Enrolment
from courses.outline import CourseOutline, outline_for
from people.models import User
from people.steps import DueDate, NextStep


@dataclass
class CourseHome:
    """One course on a learner's home: the first step is the one thing to do now."""

    enrolment: Enrolment
    outline: CourseOutline | None
    steps: list[NextStep] = field(default_factory=list)
    due: list[DueDate] = field(default_factory=list)

    @property
    def first(self) -> NextStep | None:
        return self.steps[0] if self.steps else None

    @property
    def others(self) -> list[NextStep]:
        return self.steps[1:]


def course_home(enrolment: Enrolment, *, at: datetime) -> CourseHome:
    outline = None
    if enrolment.may_study:
        outline = outline_for(enrolment, language=enrolment.cohort.language)
    steps, due = courses.next_steps.offers(enrolment=enrolment, outline=outline, at=at)
    for app in (assessments, certificates, postcourse):
        more_steps, more_due = app.next_steps.offers(enrolment=enrolment, at=at)
        steps, due = [*steps, *more_steps], [*due, *more_due]
    return CourseHome(
        enrolment=enrolment,
        outline=outline,
        steps=sorted(steps, key=lambda step: step.weight),
        due=sorted(due, key=lambda one: one.at),
    )


def own_enrolments(user: User) -> list[Enrolment]:
    """A person's enrolments, what is under way first, then the newest."""
    rows = list(
        Enrolment.objects.of(user)
        .exclude(status__in=["rejected", "withdrawn"])
        .select_related("cohort__edition")
        .order_by("-applied_at")
    )
    order = {"studying": 0, "admitted": 1, "applied": 2}
    return sorted(rows, key=lambda row: order.get(row.status, 3))

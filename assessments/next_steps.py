"""What assessment offers to do next: tests and work of the sitting that is open."""

from datetime import datetime

from courses.models import Enrolment
from people.steps import DueDate, NextStep

from . import next_steps_tests, next_steps_work
from .models import CohortScheme, Sitting


def _open_sitting(enrolment: Enrolment) -> tuple[Sitting, dict] | None:
    sitting = (
        Sitting.objects.filter(enrolment=enrolment)
        .select_related("cohort__edition", "enrolment")
        .order_by("-number")
        .first()
    )
    if sitting is None:
        return None
    content = (
        CohortScheme.objects.filter(cohort_id=sitting.cohort_id).values_list("content", flat=True).first()
    )
    return (sitting, content) if content else None


def next_steps(*, enrolment: Enrolment, at: datetime) -> list[NextStep]:
    """Tests to take, work to hand in or correct, marks to read."""
    found = _open_sitting(enrolment)
    if found is None:
        return []
    sitting, content = found
    return [
        *next_steps_tests.next_steps(sitting=sitting, content=content, at=at),
        *next_steps_work.next_steps(sitting=sitting, content=content, at=at),
    ]


def due_dates(*, enrolment: Enrolment, at: datetime) -> list[DueDate]:
    """When tests open and close and when work is due."""
    found = _open_sitting(enrolment)
    if found is None:
        return []
    sitting, content = found
    return [
        *next_steps_tests.due_dates(sitting=sitting, content=content, at=at),
        *next_steps_work.due_dates(sitting=sitting, content=content, at=at),
    ]

"""What follows the course. Mentoring and reassessment add their steps here."""

from datetime import datetime

from courses.models import Enrolment
from people.steps import DueDate, NextStep


def next_steps(*, enrolment: Enrolment, at: datetime) -> list[NextStep]:
    return []


def due_dates(*, enrolment: Enrolment, at: datetime) -> list[DueDate]:
    return []

"""What follows the course: every room offers its steps and dates in a module of its own."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from courses.models import Enrolment
from people.steps import DueDate, NextStep

from . import (
    next_steps_events,
    next_steps_growth,
    next_steps_meetings,
    next_steps_mentoring,
    next_steps_orders,
    next_steps_rights,
)
from .models import Event, EventRegistration, MentoringPlan, Reassessment, RightRequest

OF_SUPPORT = (next_steps_mentoring, next_steps_meetings, next_steps_growth)


def offers(*, enrolment: Enrolment, at: datetime) -> tuple[list[NextStep], list[DueDate]]:
    """Steps and dates of everything that follows; one query for a learner of whom none of it is true yet."""
    steps: list[NextStep] = []
    due: list[DueDate] = []
    for room in _rooms(enrolment, at=at):
        more_steps, more_due = room.offers(enrolment=enrolment, at=at)
        steps, due = [*steps, *more_steps], [*due, *more_due]
    return steps, due


def _rooms(enrolment: Enrolment, *, at: datetime) -> list:
    """The rooms that have something about this person: a learner's home is opened all day."""
    rights = Reassessment.objects.filter(user=OuterRef("user"))
    plans = MentoringPlan.objects.filter(enrolment=OuterRef("pk"))
    requests = RightRequest.objects.filter(enrolment=OuterRef("pk")).open()
    events = EventRegistration.objects.filter(
        user=OuterRef("user"),
        status=EventRegistration.Status.REGISTERED,
        event__status=Event.Status.ANNOUNCED,
        event__ends_at__gt=at,
    )
    has_right, has_plan, has_request, has_event = (
        Enrolment.objects.filter(pk=enrolment.pk)
        .values_list(Exists(rights), Exists(plans), Exists(requests), Exists(events))
        .get()
    )
    found = [next_steps_rights] if has_right else []
    found += OF_SUPPORT if has_plan else ()
    if has_request or enrolment.status == Enrolment.Status.INTERRUPTED:
        found.append(next_steps_orders)
    if has_event:
        found.append(next_steps_events)
    return found

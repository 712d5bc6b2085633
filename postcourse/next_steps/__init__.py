"""What follows the course: every room offers its steps and dates in a module of its own."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from courses.models import Enrolment
from people.steps import DueDate, NextStep

from ..models import Event, EventRegistration, MentoringPlan, Reassessment, RightRequest
from . import events, growth, meetings, mentoring, orders, rights

OF_SUPPORT = (mentoring, meetings, growth)


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
    of_rights = Reassessment.objects.filter(user=OuterRef("user"))
    of_plans = MentoringPlan.objects.filter(enrolment=OuterRef("pk"))
    of_requests = RightRequest.objects.filter(enrolment=OuterRef("pk")).open()
    of_events = EventRegistration.objects.filter(
        user=OuterRef("user"),
        status=EventRegistration.Status.REGISTERED,
        event__status=Event.Status.ANNOUNCED,
        event__ends_at__gt=at,
    )
    has_rights, has_plans, has_requests, has_events = (
        Enrolment.objects.filter(pk=enrolment.pk)
        .values_list(Exists(of_rights), Exists(of_plans), Exists(of_requests), Exists(of_events))
        .get()
    )
    found = [rights] if has_rights else []
    found += OF_SUPPORT if has_plans else ()
    if has_requests or enrolment.status == Enrolment.Status.INTERRUPTED:
        found.append(orders)
    if has_events:
        found.append(events)
    return found

"""What assessment offers to do next: tests and work of the sitting that is open."""

from datetime import datetime

from courses.models import Enrolment
from people.steps import DueDate, NextStep

from ..models import CohortScheme, Sitting
from . import appeals, defence, groups, tests, work


def offers(*, enrolment: Enrolment, at: datetime) -> tuple[list[NextStep], list[DueDate]]:
    """Tests to take, work to hand in or correct, marks to read; and when tests close and work is due.

    Nothing for who does not study just now: before the course begins, while it is interrupted, after it was left.
    """
    if not enrolment.may_study:
        return [], []
    sitting = (
        Sitting.objects.filter(enrolment=enrolment)
        .select_related("cohort__edition", "enrolment")
        .order_by("-number")
        .first()
    )
    if sitting is None:
        return [], []
    content = (
        CohortScheme.objects.filter(cohort_id=sitting.cohort_id).values_list("content", flat=True).first()
    )
    if content is None:
        return [], []
    if enrolment.status == Enrolment.Status.INTERRUPTED:
        # Nothing is due while a course rests; what was decided before can still be appealed against.
        return appeals.offers(sitting=sitting, at=at)
    steps, due = tests.offers(sitting=sitting, content=content, at=at)
    mine = groups.memberships(sitting)
    more_steps, more_due = work.offers(sitting=sitting, content=content, mine=mine, at=at)
    defences, defence_dates = defence.offers(sitting=sitting, at=at)
    invitations = groups.offers(sitting=sitting, content=content, mine=mine, at=at)
    appeal_steps, appeal_dates = appeals.offers(sitting=sitting, at=at)
    return (
        [*steps, *more_steps, *invitations, *defences, *appeal_steps],
        [*due, *more_due, *defence_dates, *appeal_dates],
    )

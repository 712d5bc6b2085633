"""What an interrupted course and a request that waits offer to do."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.models import Enrolment
from people.steps import DueDate, NextStep

from ..models import RightRequest

UNDER_WAY = frozenset({Enrolment.Status.ADMITTED, Enrolment.Status.STUDYING, Enrolment.Status.INTERRUPTED})


def offers(*, enrolment: Enrolment, at: datetime) -> tuple[list[NextStep], list[DueDate]]:
    """The request that waits, else the way back into an interrupted course (one query, none where study is over)."""
    if enrolment.status not in UNDER_WAY:
        return [], []
    waiting = RightRequest.objects.filter(enrolment=enrolment).open().first()
    if waiting is not None:
        return [_waits(waiting)], []
    if enrolment.status == Enrolment.Status.INTERRUPTED:
        return [_way_back(enrolment)], []
    return [], []


def _waits(request: RightRequest) -> NextStep:
    return NextStep(
        weight=65,
        title=_("Your request waits for its answer"),
        text=_("The coordinator answers it. You can take it back until then."),
        url=reverse("request_detail", args=[request.pk]),
        action=_("Look at the request"),
    )


def _way_back(enrolment: Enrolment) -> NextStep:
    if enrolment.cohort.is_under_study:
        return NextStep(
            weight=5,
            title=_("Your course is interrupted"),
            text=_("What you have earned is kept. When you are ready, ask to come back."),
            url=reverse("request_new", args=[enrolment.pk, "resume"]),
            action=_("Ask to come back"),
            kicker=enrolment.cohort.edition.title,
        )
    return NextStep(
        weight=5,
        title=_("Your course is interrupted"),
        text=_(
            "Your cohort is over, and what you have earned is kept. Ask to complete the course in another one."
        ),
        url=reverse("request_new", args=[enrolment.pk, "transfer"]),
        action=_("Ask for another cohort"),
        kicker=enrolment.cohort.edition.title,
    )

"""Events as a learner's next step: the room that is open, and the dates of those they registered for."""

from datetime import datetime, timedelta

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from courses.models import Enrolment
from people.steps import DueDate, NextStep

from ..models import Event, EventRegistration
from ..rules import minutes

SHOWN_BEFORE = timedelta(days=14)


def offers(*, enrolment: Enrolment, at: datetime) -> tuple[list[NextStep], list[DueDate]]:
    """The person's events of the next two weeks (one query). They belong to no course: the newest one shows them."""
    newest = Enrolment.objects.filter(user=OuterRef("user")).order_by("-pk").values("pk")[:1]
    rows = (
        EventRegistration.objects.annotate(newest=Subquery(newest))
        .filter(
            user=enrolment.user_id,
            newest=enrolment.pk,
            status=EventRegistration.Status.REGISTERED,
            event__status=Event.Status.ANNOUNCED,
            event__ends_at__gt=at,
            event__starts_at__lte=at + SHOWN_BEFORE,
        )
        .select_related("event")
        .order_by("event__starts_at")
    )
    steps: list[NextStep] = []
    due: list[DueDate] = []
    for row in rows:
        event = row.event
        url = reverse("event", args=[event.pk])
        due.append(DueDate(title=event.title, at=event.starts_at, url=url))
        if event.is_online and minutes.is_open(starts=event.starts_at, ends=event.ends_at, at=at):
            steps.append(
                NextStep(
                    weight=5,
                    title=event.title,
                    text=_("It goes on until %(time)s. Come in by the room: it counts your minutes.")
                    % {"time": date_format(localtime(event.ends_at), "H:i")},
                    url=reverse("event_room", args=[event.pk]),
                    action=_("Go to the room"),
                    kicker=str(event.get_kind_display()),
                    lang=event.shown_in,
                )
            )
    return steps, due

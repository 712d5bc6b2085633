"""What meetings with a mentor ask of a graduate: the next one, one to write down, one to book."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.models import Enrolment
from people.steps import DueDate, NextStep

from ..models import Meeting, MeetingSlot

SOON = timedelta(days=3)


def offers(*, enrolment: Enrolment, at: datetime) -> tuple[list[NextStep], list[DueDate]]:
    """Steps and dates of the enrolment's support (one query, two where nothing is planned; none during the course)."""
    if enrolment.status != Enrolment.Status.COMPLETED:
        return [], []
    booked = list(
        Meeting.objects.filter(plan__enrolment=enrolment, status=Meeting.Status.BOOKED).select_related(
            "mentor"
        )
    )
    coming = [one for one in booked if one.planned_end > at]
    steps = [_to_log(one) for one in booked if one.planned_end <= at][:1]
    if coming and coming[0].planned_start <= at + SOON:
        steps.append(_soon(coming[0]))
    if not booked and (plan_id := _plan_with_hours(enrolment, at=at)):
        steps.append(_to_book(plan_id))
    return steps, [_due(one) for one in coming]


def _plan_with_hours(enrolment: Enrolment, *, at: datetime) -> int | None:
    """The plan of the enrolment, where its mentor offers an hour that can be booked."""
    hours = MeetingSlot.objects.bookable(at=at).filter(
        mentor__mentor_assignments__until_at__isnull=True,
        mentor__mentor_assignments__plan__enrolment=enrolment,
        mentor__mentor_assignments__plan__status__in=["draft", "agreed"],
    )
    return hours.values_list("mentor__mentor_assignments__plan", flat=True).first()


def _to_log(meeting: Meeting) -> NextStep:
    day = timezone.localtime(meeting.planned_start)
    return NextStep(
        weight=35,
        title=_("Write down what came of your meeting"),
        text=_("You met %(mentor)s on %(day)s, or did it not take place? Two sentences are enough.")
        % {"mentor": meeting.mentor.full_name, "day": date_format(day, "DATE_FORMAT")},
        url=reverse("meeting_log", args=[meeting.pk]),
        action=_("Write it down"),
    )


def _soon(meeting: Meeting) -> NextStep:
    return NextStep(
        weight=25,
        title=_("You meet your mentor soon"),
        text=_("%(mentor)s, %(time)s. Write what you want to talk about.")
        % {
            "mentor": meeting.mentor.full_name,
            "time": date_format(timezone.localtime(meeting.planned_start), "DATETIME_FORMAT"),
        },
        url=reverse("meeting", args=[meeting.pk]),
        action=_("Open the meeting"),
        due=meeting.planned_start,
    )


def _to_book(plan_id: int) -> NextStep:
    return NextStep(
        weight=40,
        title=_("Book a meeting with your mentor"),
        text=_("Your mentor offers hours. Choose one that fits."),
        url=reverse("meeting_book", args=[plan_id]),
        action=_("See the hours"),
    )


def _due(meeting: Meeting) -> DueDate:
    return DueDate(
        title=f"{meeting.get_kind_display()}: {meeting.mentor.full_name}",
        at=meeting.planned_start,
        url=reverse("meeting", args=[meeting.pk]),
    )

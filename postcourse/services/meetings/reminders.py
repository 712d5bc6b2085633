"""Reminding of meetings: a day and an hour before to both, and a day after to the mentor to write it down. Each once."""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from ...models import Meeting, MeetingReminder
from ...rules import meeting_times as times
from . import telling

logger = logging.getLogger("tirek.postcourse")


def waiting(*, at: datetime) -> list[int]:
    """Meetings of which a reminder may be due now (one query)."""
    sent = MeetingReminder.objects.filter(meeting=OuterRef("pk"), planned_start=OuterRef("planned_start"))
    hour, day, log = (~Exists(sent.filter(kind=kind)) for kind in (times.HOUR, times.DAY, times.LOG))
    soon, tomorrow = at + times.BEFORE[times.HOUR], at + times.BEFORE[times.DAY]
    rows = Meeting.objects.filter(status=Meeting.Status.BOOKED).filter(
        Q(hour, planned_start__gt=at, planned_start__lte=soon)
        | Q(day, planned_start__gt=soon, planned_start__lte=tomorrow)
        | Q(log, planned_end__lte=at - times.LOG_AFTER, planned_end__gte=at - times.LOG_UNTIL)
    )
    return list(rows.order_by("planned_start", "pk").values_list("pk", flat=True))


@transaction.atomic
def remind(*, meeting_id: int, at: datetime) -> MeetingReminder | None:
    """Send what is due of one meeting and keep that it was sent; None where nothing is (any more)."""
    meeting = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("mentor", "plan__graduate")
        .get(pk=meeting_id)
    )
    if meeting.status != Meeting.Status.BOOKED:
        return None
    sent = meeting.reminders.filter(planned_start=meeting.planned_start).values_list("kind", flat=True)
    kind = times.reminder_due(
        starts_at=meeting.planned_start, ends_at=meeting.planned_end, at=at, sent=set(sent)
    )
    if kind is None:
        return None
    reminder = meeting.reminders.create(kind=kind, planned_start=meeting.planned_start, sent_at=at)
    if kind == times.LOG:
        telling.tell("meeting_to_log", meeting, to=meeting.mentor, at=at)
        return reminder
    for person in (meeting.plan.graduate, meeting.mentor):
        telling.tell("meeting_soon", meeting, to=person, at=at)
    return reminder


def remind_of_meetings(*, at: datetime) -> int:
    """Remind of every meeting that is due; how many. One that fails holds up no other and is tried again."""
    done = 0
    for meeting_id in waiting(at=at):
        try:
            done += remind(meeting_id=meeting_id, at=at) is not None
        except Exception:
            logger.exception("the reminder of meeting %s could not be written", meeting_id)
    return done

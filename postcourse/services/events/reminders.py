"""Reminding those who come: the day before, an hour before, and afterwards of saying what they thought.

Each is sent once for each time the event is set to: an event that was moved is reminded of anew.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse

from people import notify
from people.models import User

from ...models import Event, EventFeedback, EventRegistration, EventReminder
from . import attendance
from .events import context_of

log = logging.getLogger("tirek.postcourse")

Kind = EventReminder.Kind
BEFORE = {Kind.DAY: timedelta(hours=24), Kind.HOUR: timedelta(hours=1)}
# Later than this before the beginning the day's reminder is none any more.
LATEST_DAY = timedelta(hours=3)
ASKED_FOR = timedelta(days=14)


def remind(*, at: datetime) -> int:
    """Send what is due; how many were told. One that fails holds up no other and is tried again."""
    told = 0
    for event, user, kind in [*_before(at=at), *_after(at=at)]:
        try:
            told += _tell(event, user, kind=kind, at=at)
        except Exception:
            log.exception("a reminder of event %s could not be written", event.pk)
    return told


def _sent(kind: str) -> Exists:
    return Exists(
        EventReminder.objects.filter(
            event=OuterRef("event"), user=OuterRef("user"), kind=kind, starts_at=OuterRef("event__starts_at")
        )
    )


def _before(*, at: datetime) -> Iterator[tuple[Event, User, str]]:
    """Registered people of events that are near. Whoever came on the list since then has just read when it begins."""
    windows = {Kind.DAY: (at + LATEST_DAY, at + BEFORE[Kind.DAY]), Kind.HOUR: (at, at + BEFORE[Kind.HOUR])}
    for kind, (after, until) in windows.items():
        rows = EventRegistration.objects.filter(
            ~_sent(kind),
            status=EventRegistration.Status.REGISTERED,
            event__status=Event.Status.ANNOUNCED,
            event__starts_at__gt=after,
            event__starts_at__lte=until,
            user__is_active=True,
        ).select_related("event", "user")
        for row in rows:
            if row.changed_at < row.event.starts_at - BEFORE[kind]:
                yield row.event, row.user, kind


def _after(*, at: datetime) -> Iterator[tuple[Event, User, str]]:
    """Those who were at an event that is over and have neither been asked nor said anything yet (three queries)."""
    events = list(
        Event.objects.filter(
            status__in=[Event.Status.ANNOUNCED, Event.Status.HELD],
            ends_at__lte=at,
            ends_at__gt=at - ASKED_FOR,
        )
    )
    if not events:
        return
    ids = [event.pk for event in events]
    done = set(EventFeedback.objects.filter(event__in=ids).values_list("event", "user"))
    done |= set(EventReminder.objects.filter(event__in=ids, kind=Kind.FEEDBACK).values_list("event", "user"))
    rows = attendance.attended(at=at, event_ids=ids)
    asked = [row for row in rows if (row.event.pk, row.user_id) not in done]
    people = User.objects.filter(is_active=True).in_bulk({row.user_id for row in asked})
    for row in asked:
        if row.user_id in people and row.user_id != row.event.host_id:
            yield row.event, people[row.user_id], Kind.FEEDBACK


def _tell(event: Event, user: User, *, kind: str, at: datetime) -> bool:
    """Keep that it was told and tell; False where another run was faster."""
    try:
        with transaction.atomic():
            EventReminder.objects.create(
                event=event, user=user, kind=kind, starts_at=event.starts_at, sent_at=at
            )
            asks = kind == Kind.FEEDBACK
            notify.tell(
                user=user,
                kind="event_feedback_asked" if asks else "event_near",
                context=context_of(event) | ({} if asks else {"is_soon": kind == Kind.HOUR}),
                url=reverse("event_feedback" if asks else "event", args=[event.pk]),
                at=at,
            )
    except IntegrityError:
        return False
    return True

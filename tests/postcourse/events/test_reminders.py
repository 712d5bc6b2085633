"""Reminders before an event and the question after it, each once for each time it is set to; what was answered."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.db import connection

from people.errors import NotAllowed
from people.models import Notification
from people.roles import Role
from postcourse.models import EventReminder
from postcourse.services.events import (
    events,
    registration,
)
from postcourse.services.events import feedback as event_feedback
from postcourse.services.events import reminders as event_reminders
from tests.factories import NOW, make_user
from tests.postcourse.builders.events import HOUR, make_event, register, stay
from tests.racing import at_once

from .conftest import STARTS, refused

pytestmark = pytest.mark.django_db


def remind(at) -> list[tuple[str, int]]:
    before = Notification.objects.count()
    told = event_reminders.remind(at=at)
    rows = Notification.objects.order_by("pk")[before:]
    assert told == len(rows)
    return [(row.kind, row.user_id) for row in rows]


def test_those_who_are_registered_are_reminded_the_day_and_the_hour_before(event, three):
    register(event, *three)
    coming = [("event_near", one.pk) for one in three[:2]]
    assert remind(STARTS - 25 * HOUR) == []
    assert remind(STARTS - 24 * HOUR) == coming
    assert remind(STARTS - 20 * HOUR) == []
    assert remind(STARTS - HOUR) == coming
    assert remind(STARTS - HOUR / 2) == []
    assert remind(STARTS) == []
    rows = Notification.objects.filter(kind="event_near").order_by("pk")
    assert [row.context["is_soon"] for row in rows] == [False, False, True, True]


def test_a_reminder_that_comes_late_or_just_after_registering_is_none(event, three):
    register(event, three[0], at=STARTS - 5 * HOUR)
    assert remind(STARTS - 4 * HOUR) == []
    register(event, three[1], at=STARTS - HOUR / 2)
    assert remind(STARTS - HOUR / 3) == [("event_near", three[0].pk)]


def test_an_event_that_was_moved_is_reminded_of_anew(event, host, three):
    register(event, three[0])
    assert len(remind(STARTS - 20 * HOUR)) == 1
    later = STARTS + 48 * HOUR
    facts = {"starts_at": later, "ends_at": later + 2 * HOUR}
    events.change(event_id=event.pk, facts=facts, at=STARTS - 19 * HOUR, actor=host)
    assert remind(STARTS - 18 * HOUR) == []
    assert len(remind(later - 20 * HOUR)) == 1
    assert EventReminder.objects.count() == 2


def test_nobody_is_reminded_of_what_was_called_off_or_given_back(event, host, three):
    register(event, *three[:2])
    registration.cancel(event_id=event.pk, at=NOW, actor=three[0])
    assert remind(STARTS - 20 * HOUR) == [("event_near", three[1].pk)]
    events.cancel(event_id=event.pk, reason="Электр жоқ.", at=STARTS - 2 * HOUR, actor=host)
    assert remind(STARTS - HOUR) == []


def test_those_who_were_there_are_asked_once_and_not_after_they_answered(event, host, three):
    register(event, *three[:2])
    walk_in = make_user(Role.LEARNER)
    stay(event, three[0], minutes=50)
    from postcourse.services.events import attendance

    attendance.enter_walk_in(event_id=event.pk, email=walk_in.email, at=STARTS + HOUR, actor=host)
    assert remind(STARTS + HOUR) == []
    event_feedback.give(event_id=event.pk, rating=5, text="", at=event.ends_at, actor=walk_in)
    assert remind(event.ends_at) == [("event_feedback_asked", three[0].pk)]
    assert remind(event.ends_at + HOUR) == []
    assert remind(event.ends_at + timedelta(days=15)) == []


def test_the_letters_are_whole_in_kazakh_and_russian(event, host, three):
    for person, language in zip(three[:2], ("kk", "ru"), strict=True):
        person.language = language
        person.save(update_fields=["language"])
    register(event, *three)
    remind(STARTS - 20 * HOUR)
    remind(STARTS - HOUR)
    events.change(event_id=event.pk, facts={"place": "Алматы", "is_online": False}, at=NOW, actor=host)
    registration.cancel(event_id=event.pk, at=NOW, actor=three[0])
    stay(event, three[1], minutes=50)
    remind(event.ends_at)
    assert Notification.objects.values("kind").distinct().count() == 4
    from people import notify

    for row in Notification.objects.all():
        subject, body = notify.letter(row)
        assert subject
        assert "Сыныптағы көрнекі кесте" in notify.shown(row) + body or "Визуальное расписание" in body
        assert "None" not in body + subject
    assert mail.outbox is not None


def test_what_participants_say_reaches_the_host_without_names(event, host, three):
    register(event, *three[:2])
    assert (
        refused(event_feedback.give, event_id=event.pk, rating=5, text="", at=STARTS + HOUR, actor=three[0])
        == "too_early"
    )
    with pytest.raises(NotAllowed):
        event_feedback.give(event_id=event.pk, rating=5, text="", at=event.ends_at, actor=three[0])
    for person in three[:2]:
        stay(event, person, minutes=50)
    give = {"event_id": event.pk, "at": event.ends_at}
    assert refused(event_feedback.give, **give, rating=6, text="", actor=three[0]) == "rating"
    event_feedback.give(**give, rating=2, text="Уақыт аз.", actor=three[0])
    event_feedback.give(**give, rating=4, text=" Кесте пайдалы. ", actor=three[0])
    event_feedback.give(**give, rating=5, text="", actor=three[1])
    found = event_feedback.summary(event)
    assert (found.count, found.mean, found.texts) == (2, Decimal("4.5"), [])
    assert found.by_rating == [(5, 1), (4, 1), (3, 0), (2, 0), (1, 0)]
    third = make_user(Role.LEARNER)
    from postcourse.services.events import attendance

    attendance.enter_walk_in(event_id=event.pk, email=third.email, at=event.ends_at, actor=host)
    event_feedback.give(**give, rating=4, text="", actor=third)
    assert event_feedback.summary(event).texts == ["Кесте пайдалы."]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_tell_everybody_once():
    event = make_event(starts=STARTS)
    register(event, *[make_user(Role.LEARNER) for _each in range(3)])
    assert at_once([lambda: event_reminders.remind(at=STARTS - 20 * HOUR)] * 3) == []
    assert Notification.objects.filter(kind="event_near").count() == 3

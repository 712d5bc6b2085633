"""What surrounds events: the learner's home, the audit, the task, the demonstration."""

from datetime import timedelta

import pytest
from django.urls import reverse

from people import demo as people_demo
from postcourse import tasks
from postcourse.audit.events import breaches
from postcourse.demo import events as demo_events
from postcourse.models import Event, EventRegistration
from postcourse.next_steps import events as next_steps_events
from postcourse.services.events import attendance, events
from tests.factories import NOW, enrol, make_cohort, make_edition
from tests.postcourse.builders.events import HOUR, make_event, register

pytestmark = pytest.mark.django_db


def test_the_home_shows_an_open_room_first_and_later_events_as_dates(host, django_assert_num_queries):
    edition = make_edition()
    old = enrol(None, make_cohort(edition))
    new = enrol(old.user, make_cohort(edition, number=2))
    now, later = make_event(host, starts=NOW + HOUR), make_event(host, starts=NOW + timedelta(days=5))
    for event in (now, later, make_event(host, starts=NOW + timedelta(days=30))):
        register(event, old.user)
    at = now.starts_at - timedelta(minutes=10)
    with django_assert_num_queries(1):
        steps, due = next_steps_events.offers(enrolment=new, at=at)
    assert [step.url for step in steps] == [reverse("event_room", args=[now.pk])]
    assert [one.at for one in due] == [now.starts_at, later.starts_at]
    assert next_steps_events.offers(enrolment=new, at=now.starts_at - HOUR)[0] == []
    assert next_steps_events.offers(enrolment=old, at=at) == ([], [])
    events.cancel(event_id=now.pk, reason="Боран.", at=at, actor=host)
    steps, due = next_steps_events.offers(enrolment=new, at=at)
    assert (steps, len(due)) == ([], 1)


def test_the_audit_finds_what_must_not_be(event, host, three):
    register(event, *three)
    assert not list(breaches())
    rows = EventRegistration.objects
    rows.filter(user=three[2]).update(status="registered")
    assert "2 places and 3 are registered" in str(next(breaches()))
    rows.filter(user=three[2]).update(status="waiting")
    rows.filter(user=three[0]).update(status="cancelled")
    assert "free places while 1 people wait" in str(next(breaches()))
    rows.filter(user=three[2]).update(status="registered")
    attendance.beat(event_id=event.pk, client="a" * 32, at=event.starts_at, actor=three[1])
    events.hold(event_id=event.pk, at=event.ends_at, actor=host)
    assert not list(breaches())
    event.intervals.update(left_at=None)
    assert "is open though" in str(next(breaches()))
    Event.objects.filter(pk=event.pk).update(status="draft")
    assert [one.point for one in breaches()] == [10, 10]


def test_the_task_reminds(three):
    event = make_event(starts=NOW + HOUR * 20)
    register(event, *three)
    assert (tasks.remind_of_events(), tasks.remind_of_events()) == (3, 0)


def test_the_demonstration_has_events_in_every_state_once():
    people = people_demo.seed(at=NOW - timedelta(days=1400))
    for _turn in range(2):
        demo_events.seed(people, {}, NOW)
    assert Event.objects.count() == 6
    assert set(Event.objects.values_list("status", flat=True)) == set(Event.Status.values)
    assert EventRegistration.objects.filter(status="waiting").count() == 3
    held = Event.objects.get(status="held")
    found = attendance.attended(event_ids=[held.pk], at=NOW)
    assert len(found) == 15
    assert len({one.took_part for one in found} | {one.minutes for one in found}) > 4
    assert attendance.minutes_of(held, people.teachers[0], at=NOW) >= held.threshold
    assert not list(breaches())

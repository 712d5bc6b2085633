"""Places, the waiting list in the order of asking, and two people at the last place."""

from datetime import timedelta

import pytest
from django.db import connection

from people.models import Notification
from people.roles import Role
from postcourse.audit.events import breaches
from postcourse.models import EventRegistration
from postcourse.services.events import events, registration
from tests.factories import NOW, make_user
from tests.postcourse.builders.events import make_event, register
from tests.racing import at_once

from .conftest import STARTS, refused

pytestmark = pytest.mark.django_db


def statuses(event) -> list[tuple[str, str]]:
    rows = event.registrations.order_by("asked_at", "pk")
    return [(row.user.surname, row.status) for row in rows.select_related("user")]


def test_places_go_to_the_first_and_the_others_wait_in_their_order(event, three):
    for number, person in enumerate(three):
        register(event, person, at=NOW + timedelta(minutes=number))
    last = make_user(Role.LEARNER, surname="Сұлтанов")
    register(event, last, at=NOW + timedelta(minutes=9))
    assert statuses(event) == [
        ("Әбдірова", "registered"),
        ("Омаров", "registered"),
        ("Ковалёва", "waiting"),
        ("Сұлтанов", "waiting"),
    ]
    assert [registration.place_in_line(event.registrations.get(user=one)) for one in (three[2], last)] == [
        1,
        2,
    ]


def test_a_place_given_back_goes_to_the_first_who_waits_and_they_are_told(event, three):
    register(event, *three)
    registration.cancel(event_id=event.pk, at=NOW, actor=three[0])
    assert event.registrations.get(user=three[2]).status == "registered"
    assert list(Notification.objects.filter(kind="event_place").values_list("user", flat=True)) == [
        three[2].pk
    ]
    # Whoever comes back asks anew, behind those who wait.
    register(event, three[0], at=NOW + timedelta(minutes=1))
    assert event.registrations.get(user=three[0]).status == "waiting"
    assert not list(breaches())


def test_leaving_the_waiting_list_frees_no_place(event, three):
    register(event, *three)
    registration.cancel(event_id=event.pk, at=NOW, actor=three[2])
    assert not Notification.objects.exists()
    assert event.registrations.filter(status="registered").count() == 2


@pytest.mark.parametrize(("capacity", "come_in"), [(3, 1), (4, 2), (None, 2)])
def test_more_places_go_to_those_who_wait(event, host, three, capacity, come_in):
    register(event, *three)
    register(event, make_user(Role.LEARNER))
    events.change(event_id=event.pk, facts={"capacity": capacity}, at=NOW, actor=host)
    assert Notification.objects.filter(kind="event_place").count() == come_in
    assert event.registrations.filter(status="registered").count() == 2 + come_in
    assert not list(breaches())


def test_fewer_places_than_are_taken_are_refused(event, host, three):
    register(event, *three)
    wrong = refused(events.change, event_id=event.pk, facts={"capacity": 1}, at=NOW, actor=host)
    assert wrong == "capacity"


def test_a_second_press_changes_nothing(event, three):
    register(event, three[0], at=NOW)
    register(event, three[0], at=NOW + timedelta(hours=1))
    row = event.registrations.get()
    assert (row.status, row.asked_at) == ("registered", NOW)
    for _press in range(2):
        registration.cancel(event_id=event.pk, at=NOW, actor=three[0])
    assert event.registrations.get().status == "cancelled"


def test_who_cannot_register_reads_why(event, host, three):
    at = {"event_id": event.pk, "at": NOW}
    assert refused(registration.register, **at, actor=host) == "host"
    assert refused(registration.cancel, **at, actor=three[0]) == "not_registered"
    over = {"event_id": event.pk, "at": event.ends_at, "actor": three[0]}
    assert refused(registration.register, **over) == "over"
    draft = make_event(host, announced=False)
    assert refused(registration.register, event_id=draft.pk, at=NOW, actor=three[0]) == "not_announced"
    register(event, three[0])
    assert refused(registration.cancel, **over) == "over"


def test_nobody_comes_in_once_the_event_is_over(event, host, three):
    register(event, *three)
    EventRegistration.objects.filter(user=three[0]).update(status="cancelled")
    assert registration.fill(event, at=event.ends_at) == []
    assert event.registrations.get(user=three[2]).status == "waiting"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_two_people_at_the_last_place_get_one():
    event = make_event(starts=STARTS, capacity=1)
    people = [make_user(Role.LEARNER) for _each in range(4)]
    jobs = [
        lambda person=person: registration.register(event_id=event.pk, at=NOW, actor=person)
        for person in people
    ]
    assert at_once(jobs) == []
    assert sorted(status for _name, status in statuses(event)) == ["registered", *["waiting"] * 3]
    first = event.registrations.get(status="registered").user
    jobs = [lambda: registration.cancel(event_id=event.pk, at=NOW, actor=first)] * 2
    assert at_once(jobs) == []
    assert event.registrations.filter(status="registered").count() == 1
    assert not list(breaches())

"""Signs of life, lists of staff, and the minutes of both together."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.errors import NotAllowed
from people.roles import Role
from postcourse.audit.events import breaches
from postcourse.models import AttendanceInterval
from postcourse.services.events import attendance, events, registration
from postcourse.services.events.attendance import BUTTON, Entered
from tests.factories import NOW, make_user
from tests.postcourse.builders.events import HOUR, make_event, register, stay
from tests.racing import at_once

from .conftest import STARTS, refused

pytestmark = pytest.mark.django_db
WINDOW = "a" * 32


def after(minutes: float):
    return STARTS + timedelta(minutes=minutes)


def beat(event, person, minutes: float, client: str = WINDOW) -> None:
    attendance.beat(event_id=event.pk, client=client, at=after(minutes), actor=person)


def minutes(event, person, at=None) -> int:
    return attendance.minutes_of(event, person, at=at or event.ends_at)


@pytest.fixture
def person(event, three):
    register(event, three[0])
    return three[0]


def test_a_beat_in_an_open_stay_is_one_update(event, person):
    beat(event, person, 0)
    with CaptureQueriesContext(connection) as queries:
        beat(event, person, 1)
    assert len(queries) == 1
    assert queries[0]["sql"].startswith("UPDATE")
    assert event.intervals.get().seen_at == after(1)


def test_silence_ends_a_stay_and_waking_begins_another(event, person):
    for minute in (0, 1, 2):
        beat(event, person, minute)
    beat(event, person, 30)
    first, second = event.intervals.order_by("joined_at")
    assert (first.left_at, second.joined_at) == (after(3.5), after(30))
    assert minutes(event, person, at=after(30)) == 3


def test_a_tab_in_the_background_that_speaks_every_two_minutes_loses_nothing(event, person):
    for minute in range(0, 61, 2):
        beat(event, person, minute)
    assert minutes(event, person, at=after(60)) == 60


def test_leaving_ends_the_stay_at_once_and_coming_back_begins_another(event, person):
    stay(event, person, minutes=10)
    assert event.intervals.get().left_at == after(10)
    assert not attendance.leave(event_id=event.pk, client=WINDOW, at=after(11), actor=person)
    stay(event, person, minutes=10, after=20)
    assert minutes(event, person) == 20


def test_two_windows_at_once_count_once(event, person):
    stay(event, person, minutes=20)
    stay(event, person, minutes=20, after=10, client="c" * 32)
    assert event.intervals.count() == 2
    assert minutes(event, person) == 30


def test_the_button_joins_presses_of_ten_minutes(event, person):
    for minute in (0, 10, 20, 45):
        beat(event, person, minute, client=BUTTON)
    # 0 to 20, a minute and a half more, and as much from the last press.
    assert minutes(event, person) == 23


def test_only_those_who_are_registered_come_in_and_only_while_it_is_open(event, host, three, person):
    register(event, three[1], three[2])
    for stranger in (three[2], host, make_user(Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            beat(event, stranger, 1)
    at = {"event_id": event.pk, "client": WINDOW, "actor": person}
    assert refused(attendance.beat, **at, at=after(-16)) == "not_open"
    assert refused(attendance.beat, **at, at=event.ends_at) == "not_open"
    beat(event, person, -14)
    assert minutes(event, person) == 0
    events.cancel(event_id=event.pk, reason="Жүргізуші жоқ.", at=after(-10), actor=host)
    assert refused(attendance.beat, **at, at=after(-9)) == "not_open"
    assert not list(breaches())


def test_whoever_gave_the_place_back_begins_no_new_stay(event, person):
    registration.cancel(event_id=event.pk, at=NOW, actor=person)
    with pytest.raises(NotAllowed):
        beat(event, person, 1)
    assert not AttendanceInterval.objects.exists()


def test_a_list_of_staff_is_kept_instead_of_the_one_before_and_takes_nothing_away(event, host, three):
    register(event, *three[:2])
    stay(event, three[0], minutes=30, after=60)
    enter = {"event_id": event.pk, "at": after(130), "actor": host}
    people = {three[0].pk: Entered(20), three[1].pk: Entered(None)}
    assert attendance.enter_list(**enter, people=people) == 2
    assert (minutes(event, three[0]), minutes(event, three[1])) == (50, 120)
    assert attendance.enter_list(**enter, people={three[0].pk: Entered(0), three[1].pk: Entered(5)}) == 1
    assert (minutes(event, three[0]), minutes(event, three[1])) == (30, 5)


def test_a_list_that_cannot_be_is_refused_whole(event, host, three):
    register(event, *three[:2])
    enter = {"event_id": event.pk, "at": after(130), "actor": host}
    stranger = make_user(Role.LEARNER)
    for people, code in (
        ({three[0].pk: Entered(None), three[1].pk: Entered(121)}, "minutes"),
        ({three[0].pk: Entered(None), three[1].pk: Entered(-1)}, "minutes"),
        ({three[0].pk: Entered(None), stranger.pk: Entered(None)}, "stranger"),
    ):
        assert refused(attendance.enter_list, **enter, people=people) == code
    assert not AttendanceInterval.objects.exists()
    early = enter | {"at": after(-1)}
    assert refused(attendance.enter_list, **early, people={}) == "too_early"
    with pytest.raises(NotAllowed):
        attendance.enter_list(**(enter | {"actor": three[0]}), people={})


def test_somebody_who_came_without_registering_is_put_on_the_list(event, host, three):
    enter = {"event_id": event.pk, "at": after(10), "actor": host}
    attendance.enter_walk_in(**enter, email=f" {three[2].email.upper()} ")
    assert minutes(event, three[2]) == 120
    assert refused(attendance.enter_walk_in, **enter, email=three[2].email) == "known"
    assert refused(attendance.enter_walk_in, **enter, email="nobody@example.org") == "email"
    assert refused(attendance.enter_walk_in, **enter, email=host.email) == "host"
    assert not list(breaches())


def test_minutes_of_several_events_in_one_query(host, three):
    one, other = make_event(host, starts=STARTS), make_event(host, starts=STARTS + 5 * HOUR)
    called_off = make_event(host, starts=STARTS + 10 * HOUR)
    for event in (one, other, called_off):
        register(event, *three)
        stay(event, three[0], minutes=50)
    stay(one, three[1], minutes=10)
    events.cancel(event_id=called_off.pk, reason="Электр жоқ.", at=called_off.ends_at, actor=host)
    at = STARTS + timedelta(days=1)
    with CaptureQueriesContext(connection) as queries:
        found = attendance.attended_minutes(user_ids=[one.pk for one in three], at=at)
    assert len(queries) == 1
    assert found == {(one.pk, three[0].pk): 50, (other.pk, three[0].pk): 50, (one.pk, three[1].pk): 10}
    assert attendance.attended_minutes(event_ids=[other.pk], at=at) == {(other.pk, three[0].pk): 50}
    rows = attendance.attended(user_ids=[three[0].pk, three[1].pk], until=other.starts_at, at=at)
    assert {(row.user_id, row.took_part) for row in rows} == {(three[0].pk, True), (three[1].pk, False)}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_two_requests_of_one_window_begin_one_stay():
    event = make_event(starts=STARTS)
    person = make_user(Role.LEARNER)
    register(event, person)
    assert at_once([lambda: beat(event, person, 1)] * 4) == []
    assert event.intervals.count() == 1

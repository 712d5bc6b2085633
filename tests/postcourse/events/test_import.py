"""A meeting service's file: every row is shown, all of it is kept or nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from people.errors import NotAllowed
from people.roles import Role
from postcourse.models import AttendanceInterval
from postcourse.services.events import attendance, attendance_import
from postcourse.services.events.attendance_import import State
from tests.factories import make_user
from tests.postcourse.builders.events import register, stay

from .conftest import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(event):
    from postcourse.models import Event

    Event.objects.filter(pk=event.pk).update(capacity=None)
    event.refresh_from_db()
    return event


def table(event, *rows) -> bytes:
    """A file of (name, e-mail, minutes from the beginning it was joined and left)."""

    def at(minutes) -> str:
        if isinstance(minutes, str):
            return minutes
        return f"{timezone.localtime(event.starts_at + timedelta(minutes=minutes)):%d.%m.%Y %H:%M:%S}"

    lines = [f"{name};{email};{at(joined)};{at(left)}" for name, email, joined, left in rows]
    return "\n".join(["Имя;Адрес электронной почты;Время входа;Время выхода", *lines]).encode()


def shown(event, *rows):
    return attendance_import.preview(event, attendance_import.read(event, table(event, *rows)))


def keep(event, host, *rows, chosen=None):
    lines = attendance_import.read(event, table(event, *rows))
    sealed = attendance_import.sealed(event, lines)
    return attendance_import.keep(
        event_id=event.pk,
        lines=attendance_import.unsealed(event, sealed),
        chosen=chosen or {},
        at=event.ends_at,
        actor=host,
    )


def test_every_row_says_whose_it_is_and_what_is_wrong_with_it(event, host, three):
    register(event, *three, make_user(Role.LEARNER, surname="Омаров", given_name="Болат", patronymic="Ерұлы"))
    guest = make_user(Role.TRAINER)
    stay(event, three[0], minutes=30)
    rows = shown(
        event,
        ("кім екені белгісіз", three[0].email.upper(), 10, 70),
        ("Анна Ковалева", "", 0, 60),
        ("Анна Ковалева", "", 50, 90),
        ("Болат Омаров", "", 0, 60),
        ("Болат Омаров Ерұлы", "", 0, 60),
        ("iPhone", "", 0, 60),
        ("Анна Ковалева", "", 130, 150),
        ("Анна Ковалева", "", "кеше", 150),
        ("Анна Ковалева", "", 60, 10),
        (host.full_name, host.email, 0, 120),
        ("Қонақ", guest.email, 0, 60),
    )
    assert [row.state for row in rows] == [
        State.BY_EMAIL,
        State.BY_NAME,
        State.BY_NAME,
        State.AMBIGUOUS,
        State.BY_NAME,
        State.UNMATCHED,
        State.OUTSIDE,
        State.BROKEN,
        State.BROKEN,
        State.HOST,
        State.BY_EMAIL,
    ]
    # With the room's own minutes, and two rows of the file with each other.
    assert [row.overlaps for row in rows[:5]] == [True, False, True, False, False]
    assert rows[0].person == three[0]
    assert rows[10].person == guest
    assert not AttendanceInterval.objects.filter(source="file").exists()


def test_rows_are_kept_once_and_those_nobody_chose_are_left_out(event, host, three):
    register(event, *three)
    rows = (("Айгүл Әбдірова", "", 0, 50), ("iPhone", "", 0, 50), ("?", "", 0, 50))
    kept = keep(event, host, *rows, chosen={3: three[1].pk})
    assert (kept.rows, kept.people, kept.repeated, kept.left_out) == (2, 2, 0, 1)
    again = keep(event, host, *rows, chosen={3: three[1].pk})
    assert (again.rows, again.repeated) == (0, 2)
    minutes = attendance.attended_minutes(event_ids=[event.pk], at=event.ends_at)
    assert minutes == {(event.pk, three[0].pk): 50, (event.pk, three[1].pk): 50}
    assert attendance_import.take_back(event_id=event.pk, at=event.ends_at, actor=host) == 2
    assert not event.intervals.exists()


def test_a_file_in_which_nobody_is_found_and_a_stranger_chosen_are_refused(event, host, three):
    register(event, *three)
    unknown = ("iPhone", "", 0, 50)
    assert refused(lambda: keep(event, host, unknown)) == "nothing"
    assert refused(lambda: keep(event, host, unknown, chosen={2: host.pk})) == "stranger"
    with pytest.raises(NotAllowed):
        keep(event, three[0], ("Айгүл Әбдірова", "", 0, 50))
    assert not event.intervals.exists()


def test_nothing_half_written_stays_where_writing_fails(event, host, three, monkeypatch):
    register(event, *three)
    real = attendance_import._interval

    def broken(of, stay, actor):
        if stay[0] == three[1].pk:
            raise RuntimeError
        return real(of, stay, actor)

    monkeypatch.setattr(attendance_import, "_interval", broken)
    with pytest.raises(RuntimeError):
        keep(event, host, ("Айгүл Әбдірова", "", 0, 50), ("Болат Омаров", "", 0, 50))
    assert not event.intervals.exists()


def test_a_file_is_not_kept_before_the_event_and_not_from_another_page(event, host, three):
    register(event, *three)
    lines = attendance_import.read(event, table(event, ("Айгүл Әбдірова", "", 0, 50)))
    early = {"lines": lines, "chosen": {}, "at": event.starts_at - timedelta(minutes=1), "actor": host}
    assert refused(attendance_import.keep, event_id=event.pk, **early) == "too_early"
    sealed = attendance_import.sealed(event, lines)
    assert refused(lambda: attendance_import.unsealed(event, f"{sealed}x")) == "old"
    event.pk += 1
    assert refused(lambda: attendance_import.unsealed(event, sealed)) == "old"


def test_a_file_without_a_table_is_refused(event):
    assert refused(lambda: attendance_import.read(event, "Айгүл\n".encode())) == "no_table"


def test_the_preview_costs_the_same_for_two_rows_and_twenty(event, three, django_assert_num_queries):
    register(event, *three)
    for count in (2, 20):
        rows = [("Айгүл Әбдірова", three[1].email, 0, 50)] * count
        lines = attendance_import.read(event, table(event, *rows))
        with django_assert_num_queries(3):
            attendance_import.preview(event, lines)

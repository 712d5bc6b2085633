"""An event from draft to held, and who is told when it changes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from people.errors import NotAllowed
from people.models import Notification
from people.roles import Role
from people.transitions import IllegalMove
from postcourse.models import Event
from postcourse.rules import moves
from postcourse.services.events import events, registration
from tests.factories import NOW, make_user
from tests.postcourse.builders.events import HOUR, make_event, register, stay

from .conftest import STARTS, refused

pytestmark = pytest.mark.django_db


def told(kind: str) -> set[int]:
    return set(Notification.objects.filter(kind=kind).values_list("user", flat=True))


def change(event, actor, **facts):
    return events.change(event_id=event.pk, facts=facts, at=NOW, actor=actor)


def test_moves_are_those_written_here():
    allowed = {("draft", "announced"), ("announced", "held"), ("announced", "cancelled")}
    for before in Event.Status.values:
        for after in Event.Status.values:
            assert (after in moves.EVENT[before]) == ((before, after) in allowed)


def test_only_those_who_run_events_make_them_and_only_who_keeps_one_changes_it(event, three):
    with pytest.raises(NotAllowed):
        events.create(facts={}, at=NOW, actor=three[0])
    other_mentor, methodologist = make_user(Role.MENTOR), make_user(Role.METHODOLOGIST)
    for person in (*three, other_mentor, methodologist):
        for call in (events.announce, events.hold, events.discard):
            with pytest.raises(NotAllowed):
                call(event_id=event.pk, at=STARTS, actor=person)
        with pytest.raises(NotAllowed):
            change(event, person, place="Алматы")
        with pytest.raises(NotAllowed):
            events.cancel(event_id=event.pk, reason="…", at=NOW, actor=person)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"text_kk": " "}, "text"),
        ({"text_ru": ""}, "text"),
        ({"programme": [{"at": "10:00", "kk": "Ашылуы", "ru": " ", "who": ""}]}, "programme"),
        ({"is_online": False, "place": ""}, "place"),
        ({"starts_at": NOW - 4 * HOUR, "ends_at": NOW - 2 * HOUR}, "too_late"),
    ],
)
def test_an_event_is_announced_in_both_languages_before_it_is_over(host, facts, code):
    draft = make_event(host, starts=STARTS, announced=False)
    change(draft, host, **facts)
    assert refused(events.announce, event_id=draft.pk, at=NOW, actor=host) == code
    draft.refresh_from_db()
    assert draft.status == "draft"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"title_ru": " "}, "title"),
        ({"ends_at": STARTS}, "times"),
        ({"ends_at": STARTS + timedelta(days=8)}, "times"),
        ({"threshold": 121}, "threshold"),
        ({"capacity": 0}, "capacity"),
        ({"text_kk": ""}, "text"),
        ({"starts_at": NOW - HOUR}, "too_late"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(event, host, facts, code):
    before = Event.objects.values().get(pk=event.pk)
    assert refused(events.change, event_id=event.pk, facts=facts, at=NOW, actor=host) == code
    assert Event.objects.values().get(pk=event.pk) == before


def test_moving_an_event_raises_its_sequence_and_tells_those_who_come_or_wait(event, host, three):
    register(event, *three)
    gone = make_user(Role.LEARNER)
    register(event, gone)
    registration.cancel(event_id=event.pk, at=NOW, actor=gone)
    later = STARTS + HOUR
    moved = change(event, host, starts_at=later, ends_at=later + 2 * HOUR)
    assert moved.sequence == 1
    assert told("event_moved") == {one.pk for one in three}
    context = Notification.objects.filter(kind="event_moved").first().context
    assert (context["starts_at"], context["is_moved"]) == (later.isoformat(), True)
    change(event, host, text_kk="Басқа мәтін.")
    event.refresh_from_db()
    assert event.sequence == 1
    change(event, host, is_online=False, place="Алматы, № 15 мектеп")
    event.refresh_from_db()
    assert event.sequence == 2
    assert Notification.objects.filter(kind="event_moved").count() == 6


def test_a_draft_is_changed_without_telling_anybody(host):
    draft = make_event(host, announced=False)
    assert change(draft, host, starts_at=STARTS, ends_at=STARTS + HOUR).sequence == 0
    assert not Notification.objects.exists()


def test_what_a_held_event_rests_on_stays(event, host, three):
    register(event, three[0])
    assert refused(events.hold, event_id=event.pk, at=STARTS - HOUR, actor=host) == "too_early"
    assert (
        refused(events.change, event_id=event.pk, facts={"threshold": 5}, at=STARTS + HOUR, actor=host)
        == "begun"
    )
    events.hold(event_id=event.pk, at=STARTS + 2 * HOUR, actor=host)
    for facts in ({"threshold": 5}, {"ends_at": STARTS + HOUR}, {"capacity": 9}, {"place": "Алматы"}):
        assert refused(events.change, event_id=event.pk, facts=facts, at=STARTS, actor=host) == "held"
    changed = change(event, host, recording="https://example.org/video", gives_paper=True)
    assert (changed.recording, changed.gives_paper) == ("https://example.org/video", True)
    with pytest.raises(IllegalMove):
        events.cancel(event_id=event.pk, reason="Кеш.", at=STARTS, actor=host)


def test_calling_off_needs_a_reason_and_tells_everybody(event, host, three):
    register(event, *three)
    assert refused(events.cancel, event_id=event.pk, reason=" ", at=NOW, actor=host) == "reason"
    cancelled = events.cancel(event_id=event.pk, reason="Жүргізуші ауырып қалды.", at=NOW, actor=host)
    assert (cancelled.status, cancelled.sequence) == ("cancelled", 1)
    assert told("event_cancelled") == {one.pk for one in three}
    assert refused(events.change, event_id=event.pk, facts={}, at=NOW, actor=host) == "cancelled"


def test_a_draft_can_be_thrown_away_and_an_announced_event_cannot(event, host):
    draft = make_event(host, announced=False)
    events.discard(event_id=draft.pk, at=NOW, actor=host)
    assert not Event.objects.filter(pk=draft.pk).exists()
    assert refused(events.discard, event_id=event.pk, at=NOW, actor=host) == "not_draft"


def test_closing_ends_the_stays_that_are_open(event, host, three):
    register(event, three[0])
    from postcourse.services.events import attendance

    at = STARTS + timedelta(minutes=10)
    attendance.beat(event_id=event.pk, client="b" * 32, at=at, actor=three[0])
    events.hold(event_id=event.pk, at=at + HOUR, actor=host)
    row = event.intervals.get()
    assert row.left_at == at + timedelta(seconds=90)
    assert attendance.minutes_of(event, three[0], at=STARTS + 3 * HOUR) == 1


def test_the_database_holds_what_the_services_promise(event, three):
    register(event, three[0])
    for wrong in ({"capacity": 0}, {"ends_at": STARTS}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Event.objects.filter(pk=event.pk).update(**wrong)
    stay(event, three[0], minutes=2)
    row = event.intervals.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        event.intervals.filter(pk=row.pk).update(seen_at=row.joined_at - HOUR)

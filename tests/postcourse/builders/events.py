"""Events made through the services."""

from datetime import datetime, timedelta

from django.utils import timezone

from people.models import User
from people.roles import Role
from postcourse.models import Event
from postcourse.services.events import attendance, events, registration

HOUR = timedelta(hours=1)


def make_event(
    host: User | None = None, *, starts: datetime | None = None, announced: bool = True, **facts
) -> Event:
    """An event of two hours, a day from now, announced; more keywords are its facts."""
    from tests.factories import NOW, make_user

    host = host or make_user(Role.MENTOR, surname="Жүргізуші")
    starts = (starts or NOW + timedelta(days=1)).replace(second=0, microsecond=0)
    told = starts - timedelta(days=2)
    event = events.create(
        facts={
            "kind": Event.Kind.WEBINAR,
            "language": "kk",
            "title_kk": "Сыныптағы көрнекі кесте",
            "title_ru": "Визуальное расписание в классе",
            "text_kk": "Кестені қалай бастаймыз.",
            "text_ru": "С чего начать расписание.",
            "starts_at": starts,
            "ends_at": starts + 2 * HOUR,
            "is_online": True,
            "link": "https://meet.example.org/room",
            **facts,
        },
        at=told,
        actor=host,
    )
    return events.announce(event_id=event.pk, at=told, actor=host) if announced else event


def register(event: Event, *people: User, at: datetime | None = None) -> None:
    for person in people:
        registration.register(event_id=event.pk, at=at or event.starts_at - timedelta(days=2), actor=person)


def stay(event: Event, person: User, *, minutes: int, after: int = 0, client: str = "a" * 32) -> None:
    """The person's window is open from `after` minutes after the beginning, says so once a minute, and closes."""
    for minute in range(after, after + minutes):
        at = event.starts_at + timedelta(minutes=minute)
        attendance.beat(event_id=event.pk, client=client, at=at, actor=person)
    end = event.starts_at + timedelta(minutes=after + minutes)
    attendance.leave(event_id=event.pk, client=client, at=end, actor=person)


def world(people: dict) -> dict:
    """For the lists of addresses: one event that runs and one that was held, the learner in both; values by address."""
    from django.core.files.base import ContentFile

    host, own, at = people["mentor"], people["own"], timezone.now()
    running = make_event(host, starts=at - timedelta(minutes=30), capacity=5)
    register(running, own)
    held = make_event(host, starts=at - timedelta(days=3), gives_paper=True)
    register(held, own)
    there = {own.pk: attendance.Entered(60)}
    attendance.enter_list(event_id=held.pk, people=there, at=held.ends_at, actor=host)
    events.hold(event_id=held.pk, at=at - timedelta(days=2), actor=host)
    file = held.files.create(
        name="slides.txt",
        size=1,
        media_type="text/plain",
        sha256="0" * 64,
        uploaded_at=at,
        uploaded_by=host,
        file=ContentFile(b"a", name="slides.txt"),
    )
    values = {name: [running.pk] for name in ("event", "event_ics", "event_room", "event_beat", "event_edit")}
    values |= {name: [running.pk] for name in ("event_status", "event_files", "event_import")}
    return values | {
        "event_people": [held.pk],
        "event_people_file": [held.pk],
        "event_feedback": [held.pk],
        "event_paper": [held.pk, "kk"],
        "event_file": [held.pk, file.pk],
    }

"""Who was at an event and for how long: the room's page, lists entered by staff, and the reading of both.

A sign of life costs one UPDATE. It writes where a stay of that window is open and was seen lately; only where there is
none the event is asked whether another may begin.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from people.errors import NotAllowed, Refusal
from people.models import User

from ...models import AttendanceInterval, Event, EventRegistration
from ...rules import minutes as rules
from . import events

Source = AttendanceInterval.Source
BUTTON = "button"  # the window of those who press “I am here”


# The room's page


def beat(*, event_id: int, client: str, at: datetime, actor: User) -> None:
    """A sign of life from one window: its open stay goes on, or another begins.

    `client`: the window's own name, or BUTTON. Refuses a person who is not registered and a room that is not open.
    """
    if not _carry_on(event_id, client=client, at=at, actor=actor):
        _begin(event_id=event_id, client=client, at=at, actor=actor)


def _carry_on(event_id: int, *, client: str, at: datetime, actor: User) -> bool:
    reach = rules.BETWEEN_PRESSES if client == BUTTON else rules.GRACE
    still = AttendanceInterval.objects.filter(
        event=event_id, user=actor, client=client, left_at__isnull=True, seen_at__gte=at - reach
    )
    return bool(still.update(seen_at=at))


@transaction.atomic
def _begin(*, event_id: int, client: str, at: datetime, actor: User) -> None:
    event = events.locked(event_id)
    if not event.registrations.filter(user=actor, status=EventRegistration.Status.REGISTERED).exists():
        raise NotAllowed(_("You are not registered for this event. Register first, then come in."))
    open_now = rules.is_open(starts=event.starts_at, ends=event.ends_at, at=at)
    if event.status != Event.Status.ANNOUNCED or not open_now:
        raise Refusal(_("The room of this event is not open now."), code="not_open")
    own = AttendanceInterval.objects.filter(event=event, user=actor, client=client, left_at__isnull=True)
    for one in own:
        if rules.goes_on(seen=one.seen_at, at=at, by_hand=client == BUTTON):
            return  # another request of this window came first
        one.left_at = rules.end_of(_stay(one), at=at)
        one.save(update_fields=["left_at"])
    AttendanceInterval.objects.create(
        event=event, user=actor, client=client, joined_at=at, seen_at=at, source=Source.ROOM
    )


def leave(*, event_id: int, client: str, at: datetime, actor: User) -> bool:
    """The window was closed: its stay ends now. False where it has ended by its silence already."""
    still = AttendanceInterval.objects.filter(
        event=event_id, user=actor, client=client, left_at__isnull=True, seen_at__gte=at - rules.GRACE
    )
    return bool(still.update(seen_at=at, left_at=at))


# A list entered by staff


@dataclass(frozen=True)
class Entered:
    """What staff say of a person: there for so many minutes; None is the whole event, 0 not at all."""

    minutes: int | None


@transaction.atomic
def enter_list(*, event_id: int, people: Mapping[int, Entered], at: datetime, actor: User) -> int:
    """Keep what staff say of these people instead of what they said before; how many are there by the list now.

    `people`: by the person's id. Minutes count from the beginning. What the room saw is not taken away. Refuses a draft or
    cancelled event, one that has not begun, people who are not on its list, and more minutes than it has.
    """
    event = _to_enter(event_id, actor=actor, at=at)
    length = (event.ends_at - event.starts_at) // timedelta(minutes=1)
    if any(one.minutes is not None and not 0 <= one.minutes <= length for one in people.values()):
        raise Refusal(
            _("The event is %(length)s minutes long. Write a whole number from 0 to %(length)s.")
            % {"length": length},
            code="minutes",
        )
    if people.keys() - _known_people(event):
        raise Refusal(_("One of these people is not on the list. Reload the page."), code="stranger")
    event.intervals.filter(source=Source.LIST, user__in=people.keys()).delete()
    rows = []
    for user_id, one in people.items():
        if one.minutes == 0:
            continue
        end = event.ends_at if one.minutes is None else event.starts_at + timedelta(minutes=one.minutes)
        rows.append(
            AttendanceInterval(
                event=event,
                user_id=user_id,
                joined_at=event.starts_at,
                seen_at=end,
                left_at=end,
                source=Source.LIST,
                entered_by=actor,
            )
        )
    AttendanceInterval.objects.bulk_create(rows)
    return len(rows)


@transaction.atomic
def enter_walk_in(*, event_id: int, email: str, at: datetime, actor: User) -> User:
    """Somebody came without having registered: they are there for the whole event, until staff say fewer minutes.

    Refuses an address nobody here has, and the host.
    """
    event = _to_enter(event_id, actor=actor, at=at)
    person = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if person is None:
        raise Refusal(_("Nobody here has this e-mail address. Check it with the person."), code="email")
    if person.pk == event.host_id:
        raise Refusal(_("The host is not counted among those who came."), code="host")
    if event.intervals.filter(user=person).exists():
        raise Refusal(_("This person is on the list already."), code="known")
    event.intervals.create(
        user=person,
        joined_at=event.starts_at,
        seen_at=event.ends_at,
        left_at=event.ends_at,
        source=Source.LIST,
        entered_by=actor,
    )
    return person


def _to_enter(event_id: int, *, actor: User, at: datetime) -> Event:
    """The event, locked, where attendance may be entered now."""
    event = events.locked_for(event_id, actor)
    if event.status not in {Event.Status.ANNOUNCED, Event.Status.HELD}:
        raise Refusal(_("Attendance is entered for events that took place."), code="status")
    if at < event.starts_at:
        raise Refusal(_("The event has not begun yet, so nobody was there."), code="too_early")
    return event


def _known_people(event: Event) -> set[int]:
    on_list = event.registrations.values_list("user", flat=True)
    return {*on_list, *event.intervals.values_list("user", flat=True)}


# Reading


def _stay(row: AttendanceInterval) -> rules.Stay:
    return rules.Stay(joined=row.joined_at, seen=row.seen_at, left=row.left_at)


def stretches_among(
    event: Event, intervals: Iterable[AttendanceInterval], *, at: datetime
) -> dict[int, list[rules.Stretch]]:
    """Joined time of everybody who has intervals among these of the event, by person."""
    stays: dict[int, list[rules.Stay]] = defaultdict(list)
    for row in intervals:
        stays[row.user_id].append(_stay(row))
    return {
        user: rules.stretches(own, starts=event.starts_at, ends=event.ends_at, at=at)
        for user, own in stays.items()
    }


def minutes_of(event: Event, user: User, *, at: datetime) -> int:
    """How many minutes a person was there so far (one query)."""
    own = [_stay(row) for row in event.intervals.filter(user=user)]
    return rules.minutes(own, starts=event.starts_at, ends=event.ends_at, at=at)


@dataclass(frozen=True)
class Attended:
    """A person's part in an event."""

    event: Event
    user_id: int
    minutes: int
    took_part: bool


def attended(
    *,
    at: datetime,
    user_ids: Iterable[int] | None = None,
    event_ids: Iterable[int] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[Attended]:
    """Who was at which event and for how many minutes, by the event's beginning (one query); who was not is not in it.

    Narrowed to people, to events, to events that begin from `since` on and before `until`. Cancelled ones count nothing.
    """
    rows = AttendanceInterval.objects.exclude(event__status=Event.Status.CANCELLED).select_related("event")
    if user_ids is not None:
        rows = rows.filter(user__in=list(user_ids))
    if event_ids is not None:
        rows = rows.filter(event__in=list(event_ids))
    if since is not None:
        rows = rows.filter(event__starts_at__gte=since)
    if until is not None:
        rows = rows.filter(event__starts_at__lt=until)
    held: dict[tuple[int, int], list[rules.Stay]] = defaultdict(list)
    which: dict[int, Event] = {}
    for row in rows.order_by("event__starts_at", "event", "user"):
        held[row.event_id, row.user_id].append(_stay(row))
        which[row.event_id] = row.event
    found = []
    for (event_id, user_id), stays in held.items():
        event = which[event_id]
        whole = rules.minutes(stays, starts=event.starts_at, ends=event.ends_at, at=at)
        if whole:
            took_part = rules.took_part(whole, event.threshold)
            found.append(Attended(event=event, user_id=user_id, minutes=whole, took_part=took_part))
    return found


def attended_minutes(
    *, at: datetime, user_ids: Iterable[int] | None = None, event_ids: Iterable[int] | None = None
) -> dict[tuple[int, int], int]:
    """Whole minutes by (event, person), for the closing report and the figures of an effect (one query)."""
    rows = attended(at=at, user_ids=user_ids, event_ids=event_ids)
    return {(row.event.pk, row.user_id): row.minutes for row in rows}

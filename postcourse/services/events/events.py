"""Events from draft to held: what one is, when it is, and telling those who come when that changes."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.services.work.uploading import Checked
from people import notify, transitions
from people.errors import NotAllowed, Refusal
from people.models import User

from ...models import AttendanceInterval, Event, EventFile, EventRegistration
from ...rules import minutes, moves
from .. import kept_files
from . import registration

Status = Event.Status
FACTS = frozenset(
    {
        *("kind", "language", "title_kk", "title_ru", "text_kk", "text_ru", "programme"),
        *("starts_at", "ends_at", "is_online", "place", "link", "recording"),
        *("region", "capacity", "threshold", "gives_paper"),
    }
)
# What a calendar shows, and what people have to be told of.
IN_CALENDARS = ("title_kk", "title_ru", "starts_at", "ends_at", "is_online", "place")
TOLD = ("starts_at", "ends_at", "is_online", "place")
# What the figures and papers of a held event rest on.
FIXED_ONCE_HELD = ("kind", "starts_at", "ends_at", "is_online", "place", "capacity", "threshold")
FIXED_ONCE_BEGUN = ("starts_at", "threshold")


def may_run(event: Event, actor: User) -> bool:
    """Whether this person keeps the event: its host, a coordinator, an administrator."""
    return Event.objects.run_by(actor).filter(pk=event.pk).exists()


def locked(event_id: int) -> Event:
    """The event, locked: every change of it and of its list stands in line here."""
    return Event.objects.select_for_update(of=("self",)).select_related("host").get(pk=event_id)


def locked_for(event_id: int, actor: User) -> Event:
    """The event, locked for somebody who keeps it; refuses everybody else."""
    event = locked(event_id)
    if not may_run(event, actor):
        raise NotAllowed()
    return event


@transaction.atomic
def create(*, facts: Mapping[str, Any], at: datetime, actor: User) -> Event:
    """A draft whose host is the actor. `facts`: values of FACTS; refuses times and figures that cannot be."""
    if not actor.has_perm("postcourse.run_event"):
        raise NotAllowed()
    event = Event(host=actor, made_at=at, **_known(facts))
    _check(event)
    event.save()
    return event


@transaction.atomic
def change(*, event_id: int, facts: Mapping[str, Any], at: datetime, actor: User) -> Event:
    """Change what an event is. Calendars learn of it by a higher sequence, people of another time or place by a notice.

    Refuses what a held event's figures rest on, fewer places than are taken, a cancelled event, and for an announced one
    a time that has passed or a text that is missing in one language. More places go to those who wait.
    """
    event = locked_for(event_id, actor)
    if event.status == Status.CANCELLED:
        raise Refusal(_("This event was cancelled and is not changed any more."), code="cancelled")
    wanted = _known(facts)
    changed = {name for name, value in wanted.items() if getattr(event, name) != value}
    _check_fixed(event, changed, at=at)
    for name, value in wanted.items():
        setattr(event, name, value)
    _check(event)
    if event.status != Status.DRAFT:
        _check_texts(event)
    _check_places(event)
    if event.status == Status.ANNOUNCED and changed & {"starts_at", "ends_at"}:
        _check_to_come(event, changed, at=at)
    if event.status == Status.ANNOUNCED and changed.intersection(IN_CALENDARS):
        event.sequence += 1
    event.save()
    if event.status == Status.ANNOUNCED:
        registration.fill(event, at=at)
        if changed.intersection(TOLD):
            _tell_all(event, kind="event_moved", at=at, is_moved=bool(changed & {"starts_at", "ends_at"}))
    return event


@transaction.atomic
def announce(*, event_id: int, at: datetime, actor: User) -> Event:
    """Open the event to everybody. Refuses a text that is missing in Kazakh or Russian, no place, a time that is over."""
    event = locked_for(event_id, actor)
    _check(event)
    _check_texts(event)
    if event.ends_at <= at:
        raise Refusal(
            _("The time of the event has passed. Set a later one, then announce it."), code="too_late"
        )
    transitions.move(event, to=Status.ANNOUNCED, table=moves.EVENT, at=at, actor=actor)
    return event


@transaction.atomic
def hold(*, event_id: int, at: datetime, actor: User) -> Event:
    """Close the event as held; nobody's minutes grow by the room any more. Refuses before it has begun."""
    event = locked_for(event_id, actor)
    if event.status == Status.ANNOUNCED and at < event.starts_at:
        raise Refusal(_("The event has not begun yet. It can be closed once it has."), code="too_early")
    transitions.move(event, to=Status.HELD, table=moves.EVENT, at=at, actor=actor)
    _close_stays(event, at=at)
    return event


@transaction.atomic
def cancel(*, event_id: int, reason: str, at: datetime, actor: User) -> Event:
    """Call an announced event off and tell all who come or wait, with the reason. Refuses an empty reason."""
    event = locked_for(event_id, actor)
    if not reason.strip():
        raise Refusal(_("Write why the event is cancelled: those who registered read it."), code="reason")
    event.sequence += 1
    transitions.move(
        event,
        to=Status.CANCELLED,
        table=moves.EVENT,
        at=at,
        actor=actor,
        reason=reason.strip(),
        also=("sequence",),
    )
    _close_stays(event, at=at)
    _tell_all(event, kind="event_cancelled", at=at, reason=reason.strip())
    return event


@transaction.atomic
def discard(*, event_id: int, at: datetime, actor: User) -> None:
    """Throw a draft away with its files; refuses whatever was announced once."""
    event = locked_for(event_id, actor)
    if event.status != Status.DRAFT:
        raise Refusal(_("An event that was announced stays. Cancel it instead."), code="not_draft")
    for row in event.files.all():
        kept_files.remove(row)
    event.delete()


# Materials


@transaction.atomic
def add_file(*, event_id: int, checked: Checked, at: datetime, actor: User) -> EventFile:
    """Add a handout for those who are registered; refuses too many, and a cancelled event."""
    event = locked_for(event_id, actor)
    if event.status == Status.CANCELLED:
        raise Refusal(_("This event was cancelled and is not changed any more."), code="cancelled")
    return kept_files.keep(event, checked, at=at, actor=actor)


@transaction.atomic
def remove_file(*, event_id: int, file_id: int, at: datetime, actor: User) -> None:
    """Take a handout away."""
    event = locked_for(event_id, actor)
    row = event.files.filter(pk=file_id).first()
    if row is None:
        raise Refusal(_("This file is gone already."), code="gone")
    kept_files.remove(row)


# What must hold


def _known(facts: Mapping[str, Any]) -> dict[str, Any]:
    if strange := facts.keys() - FACTS:
        raise ValueError(f"No facts of an event: {sorted(strange)}")
    return {
        name: value.strip() if isinstance(value, str) else _rows(value) if name == "programme" else value
        for name, value in facts.items()
    }


def _rows(programme: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """The programme as it is stored: rows that say something, by their time as typed."""
    rows = [{key: str(row.get(key, "")).strip() for key in ("at", "kk", "ru", "who")} for row in programme]
    return [row for row in rows if any(row.values())]


def _check(event: Event) -> None:
    if not (event.title_kk and event.title_ru):
        raise Refusal(_("Write the title in Kazakh and in Russian."), code="title")
    if event.ends_at <= event.starts_at:
        raise Refusal(_("The end has to be after the beginning."), code="times")
    length = event.ends_at - event.starts_at
    if length > timedelta(days=7):
        raise Refusal(_("An event is at most a week long. Check the year and the month."), code="times")
    if timedelta(minutes=event.threshold) > length:
        raise Refusal(
            _("Nobody could take part: %(minutes)s minutes count, and the event is %(length)s minutes long.")
            % {"minutes": event.threshold, "length": length // timedelta(minutes=1)},
            code="threshold",
        )
    if event.capacity is not None and event.capacity < 1:
        raise Refusal(_("At least one place is needed. Leave the field empty for no limit."), code="capacity")


def _check_texts(event: Event) -> None:
    if not (event.text_kk and event.text_ru):
        raise Refusal(
            _("Write what the event is about in Kazakh and in Russian: people read it in their language."),
            code="text",
        )
    if any(not (row["kk"] and row["ru"]) for row in event.programme):
        raise Refusal(_("Write every line of the programme in Kazakh and in Russian."), code="programme")
    if not event.is_online and not event.place:
        raise Refusal(_("Write where people are to come."), code="place")


def _check_fixed(event: Event, changed: set[str], *, at: datetime) -> None:
    if event.status == Status.HELD and changed.intersection(FIXED_ONCE_HELD):
        raise Refusal(
            _("The event was held: its time, place and limits stay. Texts, files and recording can change."),
            code="held",
        )
    begun = event.status == Status.ANNOUNCED and event.starts_at <= at
    if begun and changed.intersection(FIXED_ONCE_BEGUN):
        raise Refusal(
            _("The event has begun: its beginning and the minutes that count stay as they were announced."),
            code="begun",
        )


def _check_to_come(event: Event, changed: set[str], *, at: datetime) -> None:
    if ("starts_at" in changed and event.starts_at <= at) or event.ends_at <= at:
        raise Refusal(_("This time has passed. Choose a later one."), code="too_late")


def _check_places(event: Event) -> None:
    taken = event.registrations.filter(status=EventRegistration.Status.REGISTERED).count()
    if event.capacity is not None and event.capacity < taken:
        raise Refusal(
            _("%(taken)s people are registered already, so there cannot be fewer places.") % {"taken": taken},
            code="capacity",
        )


def _close_stays(event: Event, *, at: datetime) -> None:
    """Open stays end where the rule ends them."""
    still = event.intervals.filter(left_at__isnull=True)
    for one in still:
        stay = minutes.Stay(joined=one.joined_at, seen=one.seen_at)
        one.left_at = minutes.end_of(stay, at=at)
    AttendanceInterval.objects.bulk_update(still, ["left_at"])


# Telling


def context_of(event: Event) -> dict[str, Any]:
    """What every notice of an event says: its title, when and where."""
    return {
        "title": {"kk": event.title_kk, "ru": event.title_ru, "en": event.title_kk},
        "starts_at": event.starts_at.isoformat(),
        "is_online": event.is_online,
        "place": event.place,
    }


def _tell_all(event: Event, *, kind: str, at: datetime, **more: Any) -> None:
    """Tell everybody who comes or waits."""
    rows = event.registrations.exclude(status=EventRegistration.Status.CANCELLED).select_related("user")
    url = reverse("event", args=[event.pk])
    for row in rows:
        notify.tell(user=row.user, kind=kind, context=context_of(event) | more, url=url, at=at)


def waiting_to_close(user: User, *, at: datetime) -> int:
    """How many of the events this person keeps are over and not closed yet."""
    return Event.objects.run_by(user).filter(status=Status.ANNOUNCED, ends_at__lte=at).count()


def places(event_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """How many are registered and how many wait, by event (one query)."""
    rows = (
        EventRegistration.objects.filter(event__in=list(event_ids))
        .values("event")
        .annotate(
            taken=Count("pk", filter=Q(status=EventRegistration.Status.REGISTERED)),
            waiting=Count("pk", filter=Q(status=EventRegistration.Status.WAITING)),
        )
        .order_by()
    )
    return {row["event"]: (row["taken"], row["waiting"]) for row in rows}

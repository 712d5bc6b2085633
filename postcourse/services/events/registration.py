"""Who comes to an event and who waits: places under the event's lock, the waiting list in the order of asking."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from people import notify
from people.errors import Refusal
from people.models import User

from ...models import Event, EventRegistration

Status = EventRegistration.Status


def _locked(event_id: int) -> Event:
    return Event.objects.select_for_update(of=("self",)).get(pk=event_id)


@transaction.atomic
def register(*, event_id: int, at: datetime, actor: User) -> EventRegistration:
    """Take a place, or the next number on the waiting list where none is free; a repeat returns what stands.

    Refuses an event that is not announced or is over, and its own host.
    """
    event = _locked(event_id)
    if event.status != Event.Status.ANNOUNCED:
        raise Refusal(_("One cannot register for this event now."), code="not_announced")
    if event.ends_at <= at:
        raise Refusal(_("This event is over. See what is to come."), code="over")
    if event.host_id == actor.pk:
        raise Refusal(_("You hold this event, so you need no place in it."), code="host")
    row = EventRegistration.objects.filter(event=event, user=actor).first()
    if row is not None and row.status != Status.CANCELLED:
        return row
    fill(event, at=at)
    row = row or EventRegistration(event=event, user=actor)
    row.status = Status.WAITING if _free(event) == 0 else Status.REGISTERED
    row.asked_at = row.changed_at = at
    row.save()
    return row


@transaction.atomic
def cancel(*, event_id: int, at: datetime, actor: User) -> EventRegistration:
    """Give the place or the number back; the place goes to the first who waits. A repeat changes nothing.

    Refuses whoever was never registered, and an event that is over.
    """
    event = _locked(event_id)
    row = EventRegistration.objects.filter(event=event, user=actor).first()
    if row is None:
        raise Refusal(_("You are not registered for this event."), code="not_registered")
    if row.status == Status.CANCELLED:
        return row
    if event.ends_at <= at or event.status != Event.Status.ANNOUNCED:
        raise Refusal(_("The event is over, so the registration stays."), code="over")
    row.status, row.changed_at = Status.CANCELLED, at
    row.save(update_fields=["status", "changed_at"])
    fill(event, at=at)
    return row


def fill(event: Event, *, at: datetime) -> list[EventRegistration]:
    """Give the free places of a locked, announced event to those who wait, in their order, and tell them."""
    if event.ends_at <= at:
        return []
    waiting = event.registrations.filter(status=Status.WAITING).select_related("user")
    waiting = waiting.order_by("asked_at", "pk")
    came_in = list(waiting[: _free(event)])
    for row in came_in:
        row.status, row.changed_at = Status.REGISTERED, at
        row.save(update_fields=["status", "changed_at"])
        notify.tell(
            user=row.user,
            kind="event_place",
            context={
                "title": {"kk": event.title_kk, "ru": event.title_ru, "en": event.title_kk},
                "starts_at": event.starts_at.isoformat(),
            },
            url=reverse("event", args=[event.pk]),
            at=at,
        )
    return came_in


def _free(event: Event) -> int | None:
    """How many places are free; None where there is no limit."""
    if event.capacity is None:
        return None
    taken = event.registrations.filter(status=Status.REGISTERED).count()
    return max(event.capacity - taken, 0)


def place_in_line(row: EventRegistration) -> int:
    """The number on the waiting list, from 1."""
    before = EventRegistration.objects.filter(event=row.event_id, status=Status.WAITING)
    ahead = before.filter(asked_at__lt=row.asked_at) | before.filter(asked_at=row.asked_at, pk__lt=row.pk)
    return ahead.count() + 1

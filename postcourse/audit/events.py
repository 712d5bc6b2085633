"""What must hold of events: places, the waiting list, intervals that go forward."""

from collections.abc import Iterator

from django.db.models import Count, F, Q
from django.utils import timezone

from people.audit import Breach, status_without_transition

from ..models import AttendanceInterval, Event, EventRegistration

Status = EventRegistration.Status


def breaches() -> Iterator[Breach]:
    """One breach for each event or interval of which something that must hold does not."""
    events = Event.objects.annotate(
        taken=Count("registrations", filter=Q(registrations__status=Status.REGISTERED)),
        waiting=Count("registrations", filter=Q(registrations__status=Status.WAITING)),
    )
    for event in events.filter(capacity__isnull=False, taken__gt=F("capacity")):
        yield Breach(2, f"event {event.pk} has {event.capacity} places and {event.taken} are registered")
    to_come = events.filter(waiting__gt=0).to_come(at=timezone.now())
    for event in to_come.filter(Q(capacity__isnull=True) | Q(taken__lt=F("capacity"))):
        yield Breach(2, f"event {event.pk} has free places while {event.waiting} people wait")
    backwards = Q(seen_at__lt=F("joined_at")) | Q(left_at__lt=F("joined_at"))
    for row in AttendanceInterval.objects.filter(backwards):
        yield Breach(1, f"interval {row.pk} of event {row.event_id} ends before it begins")
    over = [Event.Status.HELD, Event.Status.CANCELLED]
    for row in AttendanceInterval.objects.filter(event__status__in=over, left_at__isnull=True):
        yield Breach(10, f"interval {row.pk} is open though event {row.event_id} is closed")
    for event in events.filter(status=Event.Status.DRAFT).filter(Q(taken__gt=0) | Q(waiting__gt=0)):
        yield Breach(10, f"event {event.pk} is a draft and yet people are registered")
    yield from status_without_transition(Event, name="event")

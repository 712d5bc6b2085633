"""What happened at a resource centre in a period: entered, and known here anyway (events, practices)."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from people.models import Employment

from ...models import CentreActivity, Event, Practice, ResourceCentre
from ...rules import centres as rules


@dataclass(frozen=True)
class Line:
    """One thing done. `source`: entry, event or practice; `kk` and `ru` are the same for an entry."""

    on: date
    function: str
    kk: str
    ru: str
    people: int
    source: str
    activity_id: int | None = None

    def kept(self) -> dict[str, Any]:
        """As a handed-in report keeps it."""
        return {
            "on": self.on.isoformat(),
            "function": self.function,
            "kk": self.kk,
            "ru": self.ru,
            "people": self.people,
            "source": self.source,
        }


@dataclass
class Happened:
    lines: list[Line] = field(default_factory=list)

    def of(self, function: str) -> tuple[int, int]:
        """(how often, people reached) under a function."""
        found = [line for line in self.lines if line.function == function]
        return len(found), sum(line.people for line in found)

    @property
    def totals(self) -> dict[str, int]:
        """Figures of the whole period."""
        trainings = [line for line in self.lines if line.function == rules.TRAINING]
        return {
            "all": len(self.lines),
            "people": sum(line.people for line in self.lines),
            "trainings": len(trainings),
            "trained": sum(line.people for line in trainings),
            "practices": sum(line.function == rules.BEST_PRACTICE for line in self.lines),
            "consultations": sum(line.function in rules.CONSULTING for line in self.lines),
        }


def happened(centre: ResourceCentre, *, first: date, last: date) -> Happened:
    """Entries of the centre; events its people held or that took place there; practices its people published.

    An event or a practice that an entry stands for counts once, as that entry. Nothing before the opening counts.
    """
    first = max(first, centre.opened_on)
    entries = centre.activities.filter(on__gte=first, on__lte=last)
    start, end = _moments(first, last)
    staff = Employment.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=first),
        organisation_id=centre.organisation_id,
        started_on__lte=last,
    ).values("user")
    lines = [_entry(entry) for entry in entries]
    events = _events(centre, staff, start, end)
    lines += [_event(event) for event in events.exclude(pk__in=_entered(centre, "event"))]
    practices = Practice.objects.filter(
        status=Practice.Status.PUBLISHED, author__in=staff, published_at__gte=start, published_at__lt=end
    )
    lines += [_practice(one) for one in practices.exclude(pk__in=_entered(centre, "practice"))]
    return Happened(sorted(lines, key=lambda line: (line.on, line.function, line.kk)))


def _moments(first: date, last: date) -> tuple[datetime, datetime]:
    zone = timezone.get_current_timezone()
    return (
        datetime.combine(first, time.min, zone),
        datetime.combine(last + timedelta(days=1), time.min, zone),
    )


def _entered(centre: ResourceCentre, what: str) -> Any:
    """Events or practices for which an entry of this centre stands, perhaps one of another period."""
    return centre.activities.exclude(**{what: None}).values(what)


def _events(centre: ResourceCentre, staff: Any, start: datetime, end: datetime) -> Any:
    host = centre.organisation
    here = Q(host__in=staff) | Q(place__icontains=host.name_kk) | Q(place__icontains=host.name_ru)
    held = Event.objects.filter(here, status=Event.Status.HELD, starts_at__gte=start, starts_at__lt=end)
    return held.annotate(came=Count("intervals__user", distinct=True))


def _entry(entry: CentreActivity) -> Line:
    return Line(entry.on, entry.function, entry.what, entry.what, entry.people, "entry", entry.pk)


def _event(event: Any) -> Line:
    return Line(
        timezone.localdate(event.starts_at),
        rules.TRAINING,
        event.title_kk,
        event.title_ru,
        event.came,
        "event",
    )


def _practice(practice: Practice) -> Line:
    day = timezone.localdate(practice.published_at)  # it has one, by constraint
    return Line(day, rules.BEST_PRACTICE, practice.title_kk, practice.title_ru, 0, "practice")

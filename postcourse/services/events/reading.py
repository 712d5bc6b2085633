"""Events as pages show them: lists narrowed by their address, what one of them is to a person, who was there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from people.models import Employment, User
from people.sorting import kazakh_key

from ...models import AttendanceInterval, Event, EventRegistration
from ...rules import minutes as rules
from . import attendance, events, registration

Registered = EventRegistration.Status


# Lists

TO_COME, PAST, MINE = "", "past", "mine"


@dataclass(frozen=True)
class Filters:
    """What the address narrows a list by; what it does not know is left out."""

    show: str = TO_COME
    kind: str = ""
    language: str = ""
    region: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Filters":
        show, kind, language, region = (
            asked.get(name, "") for name in ("show", "kind", "language", "region")
        )
        return cls(
            show=show if show in {PAST, MINE} else TO_COME,
            kind=kind if kind in Event.Kind.values else "",
            language=language if language in Event.Language.values else "",
            region=region if region.isdigit() else "",
        )

    @property
    def narrow(self) -> bool:
        return bool(self.kind or self.language or self.region)


def listed(user: User, filters: Filters, *, at: datetime) -> QuerySet[Event]:
    """Events of a list with `mine` (the person's status in them), `taken` and `left` (places)."""
    there = Event.objects.visible_to(user)
    if filters.show == TO_COME:
        there = there.to_come(at=at)
    rows: QuerySet[Event] = there.select_related("region", "host")
    own = EventRegistration.objects.filter(event=OuterRef("pk"), user=user).values("status")[:1]
    rows = rows.annotate(
        mine=Subquery(own),
        taken=Count("registrations", filter=Q(registrations__status=Registered.REGISTERED)),
    ).annotate(left=F("capacity") - F("taken"))
    if filters.show == MINE:
        seen = AttendanceInterval.objects.filter(user=user).values("event")
        is_mine = Q(host=user) | Q(pk__in=seen) | Q(mine__in=[Registered.REGISTERED, Registered.WAITING])
        rows = rows.filter(is_mine).order_by("-starts_at", "-pk")
    elif filters.show == PAST:
        over = Q(status=Event.Status.HELD) | Q(status=Event.Status.ANNOUNCED, ends_at__lte=at)
        rows = rows.filter(over).order_by("-starts_at", "-pk")
    else:
        rows = rows.order_by("starts_at", "pk")
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.language:
        rows = rows.filter(language=filters.language)
    if filters.region:
        # An event for the whole country is one for every region.
        rows = rows.filter(Q(region=filters.region) | Q(region__isnull=True))
    return rows


# One event


@dataclass(frozen=True)
class Standing:
    """What an event is to one person now."""

    event: Event
    at: datetime
    registration: EventRegistration | None
    line: int | None
    minutes: int
    was_there: bool
    gave_feedback: bool
    may_run: bool
    taken: int
    waiting: int

    @property
    def is_registered(self) -> bool:
        return self.registration is not None and self.registration.status == Registered.REGISTERED

    @property
    def is_waiting(self) -> bool:
        return self.registration is not None and self.registration.status == Registered.WAITING

    @property
    def is_announced(self) -> bool:
        return self.event.status == Event.Status.ANNOUNCED

    @property
    def is_draft(self) -> bool:
        return self.event.status == Event.Status.DRAFT

    @property
    def is_held(self) -> bool:
        return self.event.status == Event.Status.HELD

    @property
    def is_cancelled(self) -> bool:
        return self.event.status == Event.Status.CANCELLED

    @property
    def has_begun(self) -> bool:
        return self.event.starts_at <= self.at

    @property
    def is_over(self) -> bool:
        return self.is_held or self.event.ends_at <= self.at

    @property
    def free(self) -> int | None:
        """Places left; None where there is no limit."""
        return None if self.event.capacity is None else max(self.event.capacity - self.taken, 0)

    @property
    def is_host(self) -> bool:
        return self.registration is None and self.may_run

    @property
    def may_register(self) -> bool:
        return self.is_announced and not self.is_over and not (self.is_registered or self.is_waiting)

    @property
    def may_withdraw(self) -> bool:
        return self.is_announced and not self.is_over and (self.is_registered or self.is_waiting)

    @property
    def may_enter(self) -> bool:
        """Whether the room's page is for this person."""
        return self.is_registered or self.may_run

    @property
    def room_is_open(self) -> bool:
        open_now = rules.is_open(starts=self.event.starts_at, ends=self.event.ends_at, at=self.at)
        return self.is_announced and open_now

    @property
    def room_opens_at(self) -> datetime:
        return self.event.starts_at - rules.DOORS

    @property
    def may_have_files(self) -> bool:
        return self.is_registered or self.was_there or self.may_run

    @property
    def took_part(self) -> bool:
        return rules.took_part(self.minutes, self.event.threshold)

    @property
    def may_have_paper(self) -> bool:
        """A paper is given once the host has closed the event, to those above its threshold."""
        return self.is_held and self.event.gives_paper and self.took_part

    @property
    def may_say(self) -> bool:
        """Whether this person can say what they thought of it."""
        return self.was_there and not self.is_cancelled and self.event.ends_at <= self.at

    @property
    def may_enter_list(self) -> bool:
        return self.may_run and self.has_begun and (self.is_announced or self.is_held)


def standing(event: Event, user: User, *, at: datetime) -> Standing:
    """What the event is to this person (at most seven queries)."""
    row = event.registrations.filter(user=user).first()
    stays = list(event.intervals.filter(user=user))
    own = [rules.Stay(joined=one.joined_at, seen=one.seen_at, left=one.left_at) for one in stays]
    taken, waiting = events.places([event.pk]).get(event.pk, (0, 0))
    return Standing(
        event=event,
        at=at,
        registration=row,
        line=registration.place_in_line(row) if row and row.status == Registered.WAITING else None,
        minutes=rules.minutes(own, starts=event.starts_at, ends=event.ends_at, at=at),
        was_there=bool(stays),
        gave_feedback=event.feedback.filter(user=user).exists(),
        may_run=events.may_run(event, user),
        taken=taken,
        waiting=waiting,
    )


# Who was there


@dataclass(frozen=True)
class Present:
    """A person of an event's list. `entered`: minutes staff wrote down; the whole event where `is_whole`."""

    user: User
    registration: EventRegistration | None
    minutes: int
    took_part: bool
    entered: int | None
    is_whole: bool

    @property
    def organisation(self) -> str:
        jobs = list(self.user.employments.all())
        return jobs[0].organisation.name if jobs else ""

    @property
    def is_waiting(self) -> bool:
        return self.registration is not None and self.registration.status == Registered.WAITING

    @property
    def is_walk_in(self) -> bool:
        """Came without a place on the list."""
        return self.registration is None or self.registration.status != Registered.REGISTERED


@dataclass(frozen=True)
class Roll:
    """Everybody of an event by name; who waits stands apart, in the order of asking."""

    people: list[Present]
    waiting: list[Present]
    presence: list[tuple[datetime, datetime, int]]
    from_files: int

    @property
    def took_part(self) -> int:
        return sum(one.took_part for one in self.people)

    @property
    def were_there(self) -> int:
        return sum(one.minutes > 0 for one in self.people)


def roll(event: Event, *, at: datetime) -> Roll:
    """Who is registered or was seen, who waits, and when how many were there (five queries)."""
    registrations = {row.user_id: row for row in event.registrations.exclude(status=Registered.CANCELLED)}
    intervals = list(event.intervals.all())
    joined = attendance.stretches_among(event, intervals, at=at)
    entered = {row.user_id: row for row in intervals if row.source == attendance.Source.LIST}
    jobs = (
        Employment.objects.filter(ended_on__isnull=True)
        .select_related("organisation")
        .order_by("-started_on")
    )
    users = User.objects.filter(pk__in={*registrations, *joined}).prefetch_related(
        Prefetch("employments", queryset=jobs)
    )
    rows = []
    for user in users:
        whole = rules.whole_minutes(joined.get(user.pk, []))
        said = entered.get(user.pk)
        length = (said.seen_at - said.joined_at) if said else None
        rows.append(
            Present(
                user=user,
                registration=registrations.get(user.pk),
                minutes=whole,
                took_part=rules.took_part(whole, event.threshold),
                entered=None if length is None else length // timedelta(minutes=1),
                is_whole=length == event.ends_at - event.starts_at,
            )
        )
    rows.sort(key=lambda one: kazakh_key(one.user.full_name))
    waiting = [one for one in rows if one.is_waiting]
    waiting.sort(key=lambda one: (one.registration.asked_at, one.registration.pk) if one.registration else ())
    return Roll(
        people=[one for one in rows if not one.is_waiting or one.minutes],
        waiting=waiting,
        presence=rules.presence(list(joined.values()), starts=event.starts_at, ends=event.ends_at)
        if any(joined.values())
        else [],
        from_files=sum(row.source == attendance.Source.FILE for row in intervals),
    )

"""The list of participants of a meeting service: shown row by row first, then kept as a whole or not at all.

What is shown travels in the page, signed, so that the second step keeps exactly what was looked at.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.errors import Refusal
from people.models import User
from people.sorting import kazakh_key

from ... import meeting_file
from ...models import AttendanceInterval, Event, EventRegistration
from ...rules import meeting_files as rules
from . import events

Source = AttendanceInterval.Source
LONGEST_NAME = 200
SHOWN_FOR = 24 * 60 * 60  # seconds


class State(models.TextChoices):
    BY_EMAIL = "by_email", gettext_lazy("Found by e-mail")
    BY_NAME = "by_name", gettext_lazy("Found by name")
    AMBIGUOUS = "ambiguous", gettext_lazy("Several people can be meant")
    UNMATCHED = "unmatched", gettext_lazy("Nobody is found")
    OUTSIDE = "outside", gettext_lazy("Not at the time of the event")
    BROKEN = "broken", gettext_lazy("The times cannot be read")
    HOST = "host", gettext_lazy("The host, not counted")


@dataclass(frozen=True)
class Line:
    """A row of the file as it was read; without times where they cannot be."""

    number: int
    name: str
    email: str
    joined: datetime | None
    left: datetime | None


@dataclass(frozen=True)
class Row:
    """A line and what becomes of it. `overlaps`: this person was there at that time already; it counts once."""

    line: Line
    state: State
    person: User | None
    candidates: tuple[int, ...]
    overlaps: bool = False

    @property
    def is_taken(self) -> bool:
        """Whether it is kept without anybody choosing."""
        return self.state in {State.BY_EMAIL, State.BY_NAME}

    @property
    def asks(self) -> bool:
        """Whether somebody has to say who it is."""
        return self.state in {State.AMBIGUOUS, State.UNMATCHED}


def read(event: Event, data: bytes) -> list[Line]:
    """The stays of a file; refuses one that says nowhere who came when."""
    table = rules.find_table(meeting_file.lines_of(data))
    if table is None or not table.rows:
        raise Refusal(
            _(
                "No list of participants is found in the file. It needs a column of names or e-mail addresses, "
                "one of the time of joining, and one of the time of leaving or the duration."
            ),
            code="no_table",
        )
    return [_line(event, table, number, cells) for number, cells in table.rows]


def _line(event: Event, table: rules.Found, number: int, cells: Sequence[str]) -> Line:
    zone = timezone.get_default_timezone()

    def moment(what: str) -> datetime | None:
        return rules.moment(table.cell(cells, what), starts=event.starts_at, ends=event.ends_at, zone=zone)

    joined, left = moment("join"), moment("leave")
    length = rules.duration(table.cell(cells, "duration"))
    if joined is not None and left is None and length is not None:
        left = joined + length
    name = f"{table.cell(cells, 'surname')} {table.cell(cells, 'name')}".strip()
    email = table.cell(cells, "email").lower()
    is_whole = joined is not None and left is not None and left > joined
    return Line(
        number=number,
        name=name[:LONGEST_NAME],
        email=email[:LONGEST_NAME],
        joined=joined if is_whole else None,
        left=left if is_whole else None,
    )


def people_of(event: Event) -> list[User]:
    """Whose names a file is read against: on the event's list or seen there, by name."""
    registered = event.registrations.exclude(status=EventRegistration.Status.CANCELLED).values("user")
    found = User.objects.filter(models.Q(pk__in=registered) | models.Q(pk__in=event.intervals.values("user")))
    return sorted(found, key=lambda one: kazakh_key(one.full_name))


def preview(event: Event, lines: Iterable[Line]) -> list[Row]:
    """What becomes of each line, in the file's order (four queries whatever its length)."""
    lines = list(lines)
    known = people_of(event)
    emails = {line.email for line in lines if line.email}
    addressed = {one.email: one for one in User.objects.filter(email__in=emails, is_active=True)}
    people = {one.pk: one for one in known}
    names = [rules.Known(one.pk, one.surname, one.given_name, one.patronymic) for one in known]
    taken: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for stay in event.intervals.all():
        taken[stay.user_id].append((stay.joined_at, stay.left_at or stay.seen_at))
    rows = []
    for line in lines:
        person, state = addressed.get(line.email), State.BY_EMAIL
        candidates: tuple[int, ...] = ()
        if person is None:
            candidates = tuple(rules.by_name(line.name, names))
            person = people[candidates[0]] if len(candidates) == 1 else None
            state = {0: State.UNMATCHED, 1: State.BY_NAME}.get(len(candidates), State.AMBIGUOUS)
        overlaps = False
        if line.joined is None or line.left is None:
            state = State.BROKEN
        elif line.joined >= event.ends_at or line.left <= event.starts_at:
            state = State.OUTSIDE
        elif person is not None and person.pk == event.host_id:
            state = State.HOST
        elif person is not None:
            overlaps = any(start < line.left and end > line.joined for start, end in taken[person.pk])
            taken[person.pk].append((line.joined, line.left))
        rows.append(Row(line, state, person, candidates, overlaps))
    return rows


@dataclass(frozen=True)
class Kept:
    """`rows`: written now; `repeated`: kept from an earlier file already; `left_out`: belong to nobody or say nothing."""

    rows: int
    people: int
    repeated: int
    left_out: int


@transaction.atomic
def keep(
    *, event_id: int, lines: Sequence[Line], chosen: Mapping[int, int], at: datetime, actor: User
) -> Kept:
    """Write the stays of a file, all or none. `chosen`: line number → whose it is, for rows that nobody was found for.

    A person of the event's list alone can be chosen. Refuses a draft or cancelled event, one that has not begun, and a
    file in which nothing can be kept.
    """
    event = events.locked_for(event_id, actor)
    _check_kept(event, at=at)
    may_be = {one.pk for one in people_of(event)}
    if set(chosen.values()) - may_be:
        raise Refusal(_("One of these people is not on the list. Reload the page."), code="stranger")
    standing = set(event.intervals.filter(source=Source.FILE).values_list("user", "joined_at", "left_at"))
    fresh, counts = [], Counter[str]()
    for row in preview(event, lines):
        user_id = row.person.pk if row.is_taken and row.person else None
        if row.asks:
            user_id = chosen.get(row.line.number)
        if user_id is None or row.line.joined is None or row.line.left is None:
            counts["left_out"] += 1
        elif (stay := (user_id, row.line.joined, row.line.left)) in standing:
            counts["repeated"] += 1
        else:
            standing.add(stay)
            fresh.append(_interval(event, stay, actor))
    if not fresh and not counts["repeated"]:
        raise Refusal(
            _("No row of the file belongs to anybody, so nothing is kept. Choose whose the rows are."),
            code="nothing",
        )
    AttendanceInterval.objects.bulk_create(fresh)
    people = len({one.user_id for one in fresh})
    return Kept(len(fresh), people, counts["repeated"], counts["left_out"])


def _interval(event: Event, stay: tuple[int, datetime, datetime], actor: User) -> AttendanceInterval:
    user_id, joined, left = stay
    return AttendanceInterval(
        event=event,
        user_id=user_id,
        joined_at=joined,
        seen_at=left,
        left_at=left,
        source=Source.FILE,
        entered_by=actor,
    )


def _check_kept(event: Event, *, at: datetime) -> None:
    if event.status not in {Event.Status.ANNOUNCED, Event.Status.HELD}:
        raise Refusal(_("Attendance is entered for events that took place."), code="status")
    if at < event.starts_at:
        raise Refusal(_("The event has not begun yet, so nobody was there."), code="too_early")


@transaction.atomic
def take_back(*, event_id: int, at: datetime, actor: User) -> int:
    """Remove everything that came from files, so that a right one can be read; how many rows went."""
    event = events.locked_for(event_id, actor)
    count, _each = event.intervals.filter(source=Source.FILE).delete()
    return count


# Between the two steps


def _salt(event: Event) -> str:
    return f"postcourse.attendance-file.{event.pk}"


def sealed(event: Event, lines: Iterable[Line]) -> str:
    """The lines as the page carries them to the second step."""
    rows = [
        [
            line.number,
            line.name,
            line.email,
            line.joined.isoformat() if line.joined else "",
            line.left.isoformat() if line.left else "",
        ]
        for line in lines
    ]
    return signing.dumps(rows, salt=_salt(event), compress=True)


def unsealed(event: Event, text: str) -> list[Line]:
    """The lines that were shown; refuses what was changed on the way and what is older than a day."""
    try:
        rows = signing.loads(text, salt=_salt(event), max_age=SHOWN_FOR)
    except signing.BadSignature as error:
        raise Refusal(
            _("The list that was shown is too old. Choose the file once more."), code="old"
        ) from error

    def moment(value: str) -> datetime | None:
        return datetime.fromisoformat(value) if value else None

    return [
        Line(number, name, email, moment(joined), moment(left)) for number, name, email, joined, left in rows
    ]

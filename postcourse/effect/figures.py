"""Counting the support of graduates: what is due, what is overdue, sums by region and mentor. No database, no clock."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from ..rules import meeting_times, support

NO_PLAN = "none"
UNDER_WAY = frozenset({"draft", "agreed"})
MEETINGS_COUNT = frozenset({"agreed", "closed"})
STATES = (NO_PLAN, "draft", "agreed", "closed", "ended")

MEET_WITHIN = 60  # days between two meetings
CHECKPOINT_SLACK = 14  # days before and after a checkpoint in which a meeting answers it
FEWEST = 5  # means of fewer people would tell what one of them answered

# What is overdue, the gravest first.
CLOSING, AGREEMENT, MEETING, UNWRITTEN, CHECKPOINT = (
    "closing",
    "agreement",
    "meeting",
    "unwritten",
    "checkpoint",
)
LATENESS = (CLOSING, AGREEMENT, MEETING, UNWRITTEN, CHECKPOINT)


@dataclass(frozen=True)
class Late:
    """Something overdue: what, and the last day on which it was in time."""

    kind: str
    since: date

    def days(self, today: date) -> int:
        return (today - self.since).days


@dataclass(frozen=True)
class Supported:
    """One graduate and their support, in figures alone. `before`, `after`: means of the self-assessments, 1–5."""

    enrolment_id: int
    name: str
    programme: str
    cohort: str
    graduated_on: date
    region: str = ""  # KATO code, empty where no place of work is known
    region_name: str = ""
    place: str = ""
    plan_id: int | None = None
    state: str = NO_PLAN
    agreed_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    planned: int = 0
    mentor_id: int | None = None
    mentor: str = ""
    held: int = 0
    visits: int = 0
    last_met: date | None = None
    unwritten_since: date | None = None
    checkpoints: tuple[date, ...] = ()
    better: int = 0
    worse: int = 0
    same: int = 0
    before: Decimal | None = None
    after: Decimal | None = None
    shared: int = 0
    used: int = 0
    attended: int = 0

    @property
    def wants_mentor(self) -> bool:
        """Still to be supported, and nobody is their mentor."""
        return self.mentor_id is None and self.state in UNDER_WAY | {NO_PLAN}


def due_meetings(planned: int, *, starts_on: date | None, ends_on: date | None, today: date) -> int:
    """How many of the planned meetings are due by `today`: the part of the term that has passed, rounded down."""
    if starts_on is None or ends_on is None:
        return 0
    return meeting_times.behind(planned=planned, held=0, starts_on=starts_on, ends_on=ends_on, today=today)


def due_of(row: Supported, *, today: date) -> int:
    """Meetings due by now; of a plan that is not agreed or ended early none are."""
    if row.state not in MEETINGS_COUNT:
        return 0
    return due_meetings(row.planned, starts_on=row.starts_on, ends_on=row.ends_on, today=today)


def lateness(row: Supported, *, today: date) -> list[Late]:
    """What is overdue in one graduate's support, the gravest first.

    A plan that ended without an accepted closing report is late by that alone: nothing before its end can be mended.
    """
    if row.state not in UNDER_WAY:
        return []
    if row.ends_on is not None and row.ends_on < today:
        return [Late(CLOSING, row.ends_on)]
    found = []
    if row.state == "draft" and row.starts_on is not None:
        found.append(Late(AGREEMENT, row.starts_on + support.AGREED_WITHIN))
    if row.state == "agreed":
        known = [day for day in (row.last_met, row.agreed_on or row.starts_on) if day is not None]
        if known:
            found.append(Late(MEETING, max(known) + timedelta(days=MEET_WITHIN)))
    if row.unwritten_since is not None:
        found.append(Late(UNWRITTEN, row.unwritten_since))
    if missed := missed_checkpoint(row.checkpoints, last_met=row.last_met):
        found.append(Late(CHECKPOINT, missed + timedelta(days=CHECKPOINT_SLACK)))
    return [late for late in found if late.since < today]


def missed_checkpoint(checkpoints: Iterable[date], *, last_met: date | None) -> date | None:
    """The first checkpoint after which, and in the two weeks before which, nobody met; None where each was answered."""
    slack = timedelta(days=CHECKPOINT_SLACK)
    return min((day for day in checkpoints if last_met is None or last_met < day - slack), default=None)


def overdue_first(rows: Iterable[Supported], *, today: date) -> list[tuple[Supported, list[Late]]]:
    """Those with something overdue, who waits longest first."""
    found = [(row, late) for row in rows if (late := lateness(row, today=today))]
    return sorted(found, key=lambda pair: (min(one.since for one in pair[1]), pair[0].enrolment_id))


@dataclass(frozen=True)
class Change:
    """Mean self-assessment of those who gave both. `is_few`: so few that no mean may be shown."""

    people: int = 0
    before: Decimal | None = None
    after: Decimal | None = None
    is_few: bool = False


def change(rows: Iterable[Supported], *, fewest: int = FEWEST) -> Change:
    """Means before and after, of graduates who answered twice."""
    pairs = [(row.before, row.after) for row in rows if row.before is not None and row.after is not None]
    if not pairs:
        return Change()
    if len(pairs) < fewest:
        return Change(people=len(pairs), is_few=True)
    count = Decimal(len(pairs))
    return Change(
        people=len(pairs),
        before=sum((one for one, _two in pairs), Decimal(0)) / count,
        after=sum((two for _one, two in pairs), Decimal(0)) / count,
    )


@dataclass(frozen=True)
class Sums:
    """Of a group of graduates. `due`, `held` count plans that are agreed or completed; the rest counts all."""

    people: int = 0
    states: dict[str, int] = field(default_factory=dict)
    without_mentor: int = 0
    due: int = 0
    held: int = 0
    visits: int = 0
    better: int = 0
    worse: int = 0
    same: int = 0
    shared: int = 0
    used: int = 0
    attended: int = 0
    overdue: int = 0
    change: Change = field(default_factory=Change)

    @property
    def with_plan(self) -> int:
        return self.people - self.states.get(NO_PLAN, 0)

    @property
    def agreed(self) -> int:
        """Plans both agreed to: under way and completed."""
        return self.states.get("agreed", 0) + self.states.get("closed", 0)

    @property
    def moved(self) -> int:
        return self.better + self.worse + self.same

    @property
    def held_percent(self) -> int | None:
        """Meetings held, of those due by now; None where none is due."""
        return round(100 * self.held / self.due) if self.due else None


def sums(rows: Iterable[Supported], *, today: date, fewest: int = FEWEST) -> Sums:
    """The figures of these graduates together."""
    found = list(rows)
    return Sums(
        people=len(found),
        states={state: sum(row.state == state for row in found) for state in STATES},
        without_mentor=sum(row.wants_mentor for row in found),
        due=sum(due_of(row, today=today) for row in found),
        held=sum(row.held for row in found if row.state in MEETINGS_COUNT),
        visits=sum(row.visits for row in found),
        better=sum(row.better for row in found),
        worse=sum(row.worse for row in found),
        same=sum(row.same for row in found),
        shared=sum(row.shared for row in found),
        used=sum(row.used for row in found),
        attended=sum(row.attended for row in found),
        overdue=sum(bool(lateness(row, today=today)) for row in found),
        change=change(found, fewest=fewest),
    )


@dataclass(frozen=True)
class Group:
    """Graduates of one region or of one mentor; `key` is what a filter takes."""

    key: str
    name: str
    sums: Sums


def _grouped(
    rows: Iterable[Supported], key: Callable[[Supported], tuple[str, str]], *, today: date
) -> list[Group]:
    groups: dict[tuple[str, str], list[Supported]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    found = [Group(code, name, sums(members, today=today)) for (code, name), members in groups.items()]
    return sorted(found, key=lambda group: (group.key == "none", -group.sums.people, group.key))


def by_region(rows: Iterable[Supported], *, today: date) -> list[Group]:
    """Largest first; where no place of work is known stands last, under the key "none"."""
    return _grouped(rows, lambda row: (row.region or "none", row.region_name), today=today)


def by_mentor(rows: Iterable[Supported], *, today: date) -> list[Group]:
    """Largest first; graduates nobody mentors stand last, under the key "none"."""
    return _grouped(rows, lambda row: (str(row.mentor_id or "none"), row.mentor), today=today)

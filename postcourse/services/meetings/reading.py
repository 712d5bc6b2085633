"""What pages show of meetings: mine in their order, those of a plan, what happened to one, what was seen in lessons."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from people.models import User

from ...models import Meeting, MeetingSlot, MentoringPlan
from ...rules import observation as sheet
from .figures import Figures, meeting_figures


@dataclass(frozen=True)
class Shown:
    """A meeting with the one whom the reader meets."""

    meeting: Meeting
    other: User

    @property
    def sheet(self) -> bool:
        return self.meeting.observation is not None


@dataclass(frozen=True)
class Booked:
    """Planned meetings: those to come, the next one first, and those that are over and not written down."""

    coming: list[Shown]
    to_log: list[Shown]


def _people(rows: Any) -> Any:
    return rows.select_related("mentor", "plan__graduate")


def shown(rows: Iterable[Meeting], *, reader: User) -> list[Shown]:
    return [
        Shown(row, row.mentor if row.plan.graduate_id == reader.pk else row.plan.graduate) for row in rows
    ]


def booked(reader: User, *, at: datetime) -> Booked:
    """What the reader has planned or has to write down (one query). A mentor who handed over has nothing more to do."""
    rows = shown(
        _people(Meeting.objects.visible_to(reader)).filter(status=Meeting.Status.BOOKED), reader=reader
    )
    return Booked(
        coming=[one for one in rows if one.meeting.planned_end > at],
        to_log=[one for one in rows if one.meeting.planned_end <= at],
    )


def past(reader: User) -> Any:
    """Meetings that were held, missed or cancelled, the newest first, to be cut into pages."""
    rows = Meeting.objects.visible_to(reader).exclude(status=Meeting.Status.BOOKED)
    return _people(rows).defer("observation", "agenda").order_by("-planned_start", "-pk")


@dataclass(frozen=True)
class OfPlan:
    """The meetings of one plan as this reader may see them: all for the two, `figures` alone for others."""

    figures: Figures
    is_private: bool
    coming: list[Shown]
    to_log: list[Shown]
    past: list[Shown]
    visits: int
    may_book: bool
    may_set: bool


def of_plan(plan: MentoringPlan, *, reader: User, at: datetime) -> OfPlan:
    """Four queries, whatever there is."""
    figures = meeting_figures([plan.pk], at=at).get(plan.pk, Figures())
    rows = shown(_people(Meeting.objects.visible_to(reader)).filter(plan=plan), reader=reader)
    is_mentor = plan.assignments.filter(mentor=reader, until_at__isnull=True).exists()
    is_graduate = plan.graduate_id == reader.pk
    under_way = plan.status in {MentoringPlan.Status.DRAFT, MentoringPlan.Status.AGREED}
    waiting = [one for one in rows if one.meeting.status == Meeting.Status.BOOKED]
    return OfPlan(
        figures=figures,
        is_private=is_graduate or is_mentor,
        coming=[one for one in waiting if one.meeting.planned_end > at],
        to_log=[one for one in waiting if one.meeting.planned_end <= at],
        past=[one for one in reversed(rows) if one not in waiting],
        visits=sum(one.sheet for one in rows),
        may_book=is_graduate and under_way,
        may_set=is_mentor and under_way,
    )


@dataclass(frozen=True)
class Event:
    """One thing that happened to a meeting. `before`, `after`: the times, where it was moved."""

    at: datetime
    actor: User | None
    label: str
    reason: str = ""
    before: datetime | None = None
    after: datetime | None = None


def history(meeting: Meeting) -> list[Event]:
    """What happened to a meeting, in order (one query)."""
    labels = dict(Meeting.Status.choices)
    found = []
    for one in meeting.transitions.select_related("actor"):
        if one.from_status != one.to_status:
            found.append(Event(one.at, one.actor, str(labels[one.to_status]), one.reason))
            continue
        times, _gap, reason = one.reason.partition("\n")
        before, _slash, after = times.partition("/")
        found.append(
            Event(
                one.at, one.actor, "", reason, datetime.fromisoformat(before), datetime.fromisoformat(after)
            )
        )
    return found


def last_reason(meeting: Meeting, events: list[Event]) -> str:
    """Why it was cancelled or did not take place."""
    return events[-1].reason if events and meeting.status != Meeting.Status.HELD else ""


@dataclass(frozen=True)
class Line:
    """An item of the sheet at each visit."""

    item: sheet.Item
    values: list[int | None]


@dataclass(frozen=True)
class Section:
    """A group of the sheet over the visits: its means, and its items below."""

    change: sheet.Change
    lines: list[Line]


@dataclass(frozen=True)
class Lessons:
    """Every observed lesson of a plan, the oldest first."""

    visits: list[Meeting]
    sections: list[Section]


def lessons(plan: MentoringPlan, *, reader: User) -> Lessons:
    """What was seen in the lessons of a plan (one query); nothing for whoever is not one of the two."""
    visits = list(
        _people(Meeting.objects.visible_to(reader)).filter(
            plan=plan, status=Meeting.Status.HELD, observation__isnull=False
        )
    )
    sheets = [visit.observation for visit in visits]
    return Lessons(
        visits=visits,
        sections=[
            Section(change, [Line(item, sheet.values_of(sheets, item)) for item in change.group.items])
            for change in sheet.over_visits(sheets)
        ],
    )


def hours_of(
    mentor: User, *, start: datetime, end: datetime
) -> list[tuple[MeetingSlot | None, Shown | None]]:
    """A mentor's offered hours and meetings between two moments in their order, an hour with its meeting (two queries)."""
    slots = list(
        MeetingSlot.objects.filter(
            mentor=mentor, withdrawn_at__isnull=True, starts_at__gte=start, starts_at__lt=end
        )
    )
    meetings = shown(
        _people(Meeting.objects.filter(mentor=mentor))
        .filter(status__in=["booked", "held"], planned_start__gte=start, planned_start__lt=end)
        .defer("observation", "summary", "agenda", "next_steps"),
        reader=mentor,
    )
    by_slot = {one.meeting.slot_id: one for one in meetings if one.meeting.slot_id}
    offered = {slot.pk for slot in slots}
    rows: list[tuple[datetime, MeetingSlot | None, Shown | None]] = [
        (slot.starts_at, slot, by_slot.get(slot.pk)) for slot in slots
    ]
    rows += [(one.meeting.planned_start, None, one) for one in meetings if one.meeting.slot_id not in offered]
    return [(slot, one) for _start, slot, one in sorted(rows, key=lambda row: row[0])]

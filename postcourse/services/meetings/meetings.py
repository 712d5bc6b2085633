"""Meetings of a graduate and their mentor: booked, moved, cancelled; logging and figures stand beside and are named here."""

from datetime import UTC, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from people import transitions
from people.errors import NotAllowed, Refusal
from people.models import User

from ...models import Meeting, MeetingReminder, MeetingSlot
from ...models.meetings import Way
from ...rules import meeting_times as times
from ...rules import moves
from . import checks, telling
from .figures import Figures, meeting_figures
from .log import log, missed

__all__ = [
    "Figures",
    "book",
    "cancel",
    "cancel_coming",
    "log",
    "meeting_figures",
    "missed",
    "move",
    "write_agenda",
]


@transaction.atomic
def book(
    *,
    plan_id: int,
    kind: str,
    at: datetime,
    actor: User,
    slot_id: int | None = None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    way: str = "",
    place: str = "",
    agenda: str = "",
    accepted: frozenset[str] = frozenset(),
) -> Meeting:
    """Plan a meeting and tell the other one. The graduate takes an offered hour; the mentor may set any time.

    `slot_id` gives times, way and place (a way or place given here comes first), else `starts_at` and `ends_at` do.
    Refuses whoever is none of the two, an hour that is taken, a time at which one of them has another meeting, a time that
    is over, longer than four hours or after the support, and an agenda that names a child. Nothing is written then.
    """
    pair = checks.hold(plan_id)
    if actor.pk not in {pair.plan.graduate_id, pair.mentor.pk if pair.mentor else None}:
        raise NotAllowed()
    checks.need_under_way(pair.plan)
    if pair.mentor is None:
        raise Refusal(
            _("No mentor is assigned just now. The coordinator assigns one; book a meeting then."),
            code="no_mentor",
        )
    slot = _slot(pair, slot_id, at=at, actor=actor)
    starts_at, ends_at = _times(slot, starts_at, ends_at)
    _check_time(pair, starts_at, ends_at, at=at, actor=actor)
    way = way or (slot.way if slot else Way.ONLINE)
    _check_way(kind, way)
    checks.check_words({_("What we want to talk about"): agenda}, pair, accepted=accepted)
    try:
        with transaction.atomic():
            meeting = Meeting.objects.create(
                plan=pair.plan,
                mentor=pair.mentor,
                slot=slot,
                kind=kind,
                way=way,
                place=place.strip() or (slot.place if slot else ""),
                planned_start=starts_at,
                planned_end=ends_at,
                agenda=agenda.strip(),
                booked_at=at,
                booked_by=actor,
            )
    except IntegrityError as error:  # the constraint is the last word where rows cannot be locked
        raise Refusal(
            _("Somebody took this hour a moment ago. Choose another one."), code="slot_taken"
        ) from error
    _news_reminds(meeting, at=at)
    telling.tell("meeting_booked", meeting, to=pair.other_than(actor), actor=actor, at=at)
    return meeting


@transaction.atomic
def move(
    *,
    meeting_id: int,
    reason: str,
    at: datetime,
    actor: User,
    slot_id: int | None = None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    way: str = "",
    place: str | None = None,
) -> Meeting:
    """Put a meeting to another hour and tell the other one why; reminders begin anew and calendars take the change.

    The graduate moves to another offered hour, the mentor to any time. An hour the mentor moves away from is not offered
    any more, one the graduate leaves is free again. Refuses what `book` refuses, a meeting that has begun, and an empty
    reason.
    """
    pair, meeting = _to_come(meeting_id, at=at, actor=actor)
    checks.need_under_way(pair.plan)
    if pair.mentor is None or meeting.mentor_id != pair.mentor.pk:
        raise Refusal(
            _("The mentor has changed meanwhile. Cancel this meeting and book one with the new mentor."),
            code="other_mentor",
        )
    reason = _reason(reason, pair)
    slot = _slot(pair, slot_id, at=at, actor=actor)
    starts_at, ends_at = _times(slot, starts_at, ends_at)
    _check_time(pair, starts_at, ends_at, at=at, actor=actor, without=meeting.pk)
    way = way or (slot.way if slot else meeting.way)
    _check_way(meeting.kind, way)
    before = f"{meeting.planned_start.astimezone(UTC).isoformat()}/{starts_at.astimezone(UTC).isoformat()}"
    _leave_slot(meeting, at=at, actor=actor)
    meeting.slot, meeting.way = slot, way
    meeting.planned_start, meeting.planned_end = starts_at, ends_at
    if place is not None or slot:
        meeting.place = (place or "").strip() or (slot.place if slot else "")
    meeting.sequence += 1
    meeting.save(update_fields=["slot", "way", "planned_start", "planned_end", "place", "sequence"])
    # The status stays; that it was moved, from when to when and why stands in its history.
    meeting.transitions.create(
        from_status=meeting.status,
        to_status=meeting.status,
        at=at,
        actor=actor,
        reason=f"{before}\n{reason}",
    )
    _news_reminds(meeting, at=at)
    telling.tell("meeting_moved", meeting, to=pair.other_than(actor), actor=actor, at=at, reason=reason)
    return meeting


@transaction.atomic
def cancel(*, meeting_id: int, reason: str, at: datetime, actor: User) -> Meeting:
    """Cancel a meeting that has not begun and tell the other one why; an hour the graduate leaves is free again."""
    pair, meeting = _to_come(meeting_id, at=at, actor=actor)
    reason = _reason(reason, pair)
    _leave_slot(meeting, at=at, actor=actor)
    _cancel(meeting, reason=reason, at=at, actor=actor)
    for person in {pair.graduate, meeting.mentor} - {actor}:
        telling.tell("meeting_cancelled", meeting, to=person, actor=actor, at=at, reason=reason)
    return meeting


@transaction.atomic
def cancel_coming(*, plan_id: int, reason: str, at: datetime, actor: User) -> list[Meeting]:
    """Cancel all meetings of a plan that are still to come and tell both: for a hand-over or the end of the support.

    The caller has asked whether `actor` may end or hand over the support.
    """
    pair = checks.hold(plan_id)
    meetings = list(
        Meeting.objects.select_for_update(of=("self",))
        .select_related("mentor")
        .filter(plan=pair.plan, status=Meeting.Status.BOOKED, planned_start__gt=at)
    )
    for meeting in meetings:
        _cancel(meeting, reason=reason, at=at, actor=actor)
        for person in {pair.graduate, meeting.mentor} - {actor}:
            telling.tell("meeting_cancelled", meeting, to=person, actor=actor, at=at, reason=reason)
    return meetings


@transaction.atomic
def write_agenda(
    *,
    meeting_id: int,
    agenda: str,
    seen: str,
    at: datetime,
    actor: User,
    accepted: frozenset[str] = frozenset(),
) -> Meeting:
    """Both write what they want to talk about, until the meeting begins. `seen`: `checks.stamp(agenda)` as it was read.

    Refuses an agenda the other one changed meanwhile (code "stale") and one that names a child.
    """
    pair, meeting = _to_come(meeting_id, at=at, actor=actor)
    if seen != checks.stamp(meeting.agenda):
        raise Refusal(
            _(
                "The agenda was changed meanwhile. Below stands what it says now and what you wrote: "
                "put the two together and save once more."
            ),
            code="stale",
        )
    checks.check_words({_("What we want to talk about"): agenda}, pair, accepted=accepted)
    meeting.agenda = agenda.strip()
    meeting.sequence += 1
    meeting.save(update_fields=["agenda", "sequence"])
    return meeting


def _slot(pair: checks.Pair, slot_id: int | None, *, at: datetime, actor: User) -> MeetingSlot | None:
    if slot_id is not None:
        return checks.take_slot(slot_id, pair, at=at)
    if actor.pk == pair.plan.graduate_id:
        raise Refusal(_("Choose one of the hours your mentor offers."), code="slot_missing")
    return None


def _times(
    slot: MeetingSlot | None, starts_at: datetime | None, ends_at: datetime | None
) -> tuple[datetime, datetime]:
    if slot is not None:
        return slot.starts_at, slot.ends_at
    if starts_at is None or ends_at is None:
        raise Refusal(_("Choose when the meeting begins and ends."), code="time_missing")
    return starts_at, ends_at


def _check_time(
    pair: checks.Pair,
    starts_at: datetime,
    ends_at: datetime,
    *,
    at: datetime,
    actor: User,
    without: int | None = None,
) -> None:
    checks.need_time(starts_at, ends_at, at=at)
    checks.need_within(pair.plan, ends_at)
    checks.need_free(pair, starts_at, ends_at, actor=actor, without=without)


def _check_way(kind: str, way: str) -> None:
    if kind not in Meeting.Kind.values or way not in Way.values:
        raise Refusal(_("Choose what kind of meeting it is and how you meet."), code="kind")
    if kind == Meeting.Kind.VISIT and way == Way.PHONE:
        raise Refusal(
            _("A lesson cannot be seen by telephone. Choose “in person” or “online”."), code="visit_way"
        )


def _reason(reason: str, pair: checks.Pair) -> str:
    reason = checks.need_reason(reason)
    checks.check_words({_("Reason"): reason}, pair)
    return reason


def _to_come(meeting_id: int, *, at: datetime, actor: User) -> tuple[checks.Pair, Meeting]:
    pair, meeting = checks.hold_meeting(meeting_id, actor=actor)
    if meeting.status != Meeting.Status.BOOKED:
        raise Refusal(
            _("This meeting is “%(status)s”, so it does not change any more.")
            % {"status": meeting.get_status_display()},
            code="over",
        )
    if meeting.planned_start <= at:
        raise Refusal(
            _(
                "This meeting has begun by the plan. Write down what came of it, or that it did not take place."
            ),
            code="begun",
        )
    return pair, meeting


def _leave_slot(meeting: Meeting, *, at: datetime, actor: User) -> None:
    """Who offers an hour and cannot keep it does not offer it to others."""
    if meeting.slot is not None and actor.pk == meeting.mentor_id:
        MeetingSlot.objects.filter(pk=meeting.slot.pk, withdrawn_at__isnull=True).update(withdrawn_at=at)


def _cancel(meeting: Meeting, *, reason: str, at: datetime, actor: User) -> None:
    meeting.sequence += 1
    transitions.move(
        meeting,
        to=Meeting.Status.CANCELLED,
        table=moves.MEETING,
        at=at,
        actor=actor,
        reason=reason,
        also=("sequence",),
    )


def _news_reminds(meeting: Meeting, *, at: datetime) -> None:
    """What is planned for within a day is reminded of by the news of it: nobody gets two letters in one hour."""
    for kind in times.told_already(starts_at=meeting.planned_start, at=at):
        MeetingReminder.objects.get_or_create(
            meeting=meeting, kind=kind, planned_start=meeting.planned_start, defaults={"sent_at": at}
        )

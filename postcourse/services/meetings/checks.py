"""What every write about meetings stands on: who may, what is locked in which order, whose time is taken.

Order of locks: plan, people (by their number), slot, meeting. Two writers about one person therefore meet at that person's
row, and what overlaps is seen by the second.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.services.work import privacy
from assessments.services.work.plans import TellsTheChild
from people.errors import NotAllowed, Refusal
from people.models import User

from ...models import Meeting, MeetingSlot, MentoringPlan
from ...rules import meeting_times as times

UNDER_WAY = {MentoringPlan.Status.DRAFT, MentoringPlan.Status.AGREED}
TAKING = ["booked", "held"]  # meetings that take a person's time


@dataclass(frozen=True)
class Pair:
    """A locked plan with the two whose meetings these are; `mentor`: the present one, None while nobody is."""

    plan: MentoringPlan
    mentor: User | None

    @property
    def graduate(self) -> User:
        return self.plan.graduate

    def other_than(self, actor: User) -> User | None:
        return self.mentor if actor.pk == self.plan.graduate_id else self.graduate


def hold_people(*people: int | None) -> None:
    """Lock people's rows in the order of their numbers; others may still refer to them."""
    known = {one for one in people if one is not None}
    list(User.objects.select_for_update(no_key=True).filter(pk__in=known).order_by("pk").values_list("pk"))


def hold(plan_id: int) -> Pair:
    """The plan, its graduate and its present mentor, locked."""
    plan = (
        MentoringPlan.objects.select_for_update(of=("self",), no_key=True)
        .select_related("graduate")
        .get(pk=plan_id)
    )
    assignment = plan.assignments.filter(until_at__isnull=True).select_related("mentor").first()
    mentor = assignment.mentor if assignment else None
    hold_people(plan.graduate_id, mentor.pk if mentor else None)
    return Pair(plan, mentor)


def hold_meeting(meeting_id: int, *, actor: User) -> tuple[Pair, Meeting]:
    """The meeting with its pair, locked; refuses whoever is none of the two now and did not hold it."""
    pair = hold(Meeting.objects.values_list("plan_id", flat=True).get(pk=meeting_id))
    meeting = (
        Meeting.objects.select_for_update(of=("self",)).select_related("mentor", "slot").get(pk=meeting_id)
    )
    present = pair.mentor.pk if pair.mentor else None
    if actor.pk not in {pair.plan.graduate_id, meeting.mentor_id, present}:
        raise NotAllowed()
    return pair, meeting


def need_under_way(plan: MentoringPlan) -> None:
    if plan.status not in UNDER_WAY:
        raise Refusal(_("The support is over, so no meeting is planned any more."), code="over")


def need_open(plan: MentoringPlan) -> None:
    """What was written down stands once the support was completed: its report counts it."""
    if plan.status == MentoringPlan.Status.CLOSED:
        raise Refusal(
            _("The support is completed and its report is accepted: what is written here stays as it is."),
            code="closed",
        )


# Times


def moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


def need_time(starts_at: datetime, ends_at: datetime, *, at: datetime) -> None:
    """Refuse times a meeting or an offered hour cannot have."""
    _refuse(times.planned_fault(starts_at, ends_at, at=at))


def need_real_time(starts_at: datetime, ends_at: datetime, *, at: datetime) -> None:
    """Refuse times a meeting cannot have been held at."""
    _refuse(times.real_fault(starts_at, ends_at, at=at))


def _refuse(fault: times.Fault | None) -> None:
    if fault is None:
        return
    sentences = {
        times.Fault.ORDER: _("The end is not later than the beginning. Check both times."),
        times.Fault.TOO_LONG: _("This is longer than four hours. Make two meetings of it."),
        times.Fault.PAST: _("This time is over already. Choose one that is still to come."),
        times.Fault.FUTURE: _("This time is not over yet. Write down when the meeting really was."),
    }
    raise Refusal(sentences[fault], code=fault.value)


def need_within(plan: MentoringPlan, ends_at: datetime) -> None:
    if timezone.localdate(ends_at) > plan.ends_on:
        raise Refusal(
            _("The support ends on %(day)s. Choose a day until then.")
            % {"day": date_format(plan.ends_on, "DATE_FORMAT")},
            code="after_support",
        )


def clash_of(
    person: User, starts_at: datetime, ends_at: datetime, *, without: int | None = None
) -> Meeting | None:
    """A meeting of the person, as mentor or graduate, that takes some of this time."""
    rows = Meeting.objects.filter(
        Q(mentor=person) | Q(plan__graduate=person),
        status__in=TAKING,
        planned_start__lt=ends_at,
        planned_end__gt=starts_at,
    )
    return (rows.exclude(pk=without) if without else rows).first()


def need_free(
    pair: Pair, starts_at: datetime, ends_at: datetime, *, actor: User, without: int | None = None
) -> None:
    """Refuse a time that one of the two has another meeting at; whom the other meets is not told."""
    for person in (pair.graduate, pair.mentor):
        clash = clash_of(person, starts_at, ends_at, without=without) if person else None
        if clash is None or person is None:
            continue
        if person.pk == actor.pk:
            raise Refusal(
                _("You have another meeting then: %(time)s. Choose another time.")
                % {"time": moment(clash.planned_start)},
                code="overlaps",
            )
        raise Refusal(
            _("%(name)s has another meeting at that time. Choose another time.") % {"name": person.full_name},
            code="overlaps",
        )


def take_slot(slot_id: int, pair: Pair, *, at: datetime) -> MeetingSlot:
    """The locked hour, if the present mentor offers it and nobody has it."""
    slot = MeetingSlot.objects.select_for_update(of=("self",)).filter(pk=slot_id, mentor=pair.mentor).first()
    if slot is None or slot.withdrawn_at is not None:
        raise Refusal(_("This hour is not offered any more. Choose another one."), code="slot_gone")
    if slot.meetings.filter(status__in=TAKING).exists():
        raise Refusal(_("Somebody took this hour a moment ago. Choose another one."), code="slot_taken")
    need_time(slot.starts_at, slot.ends_at, at=at)
    return slot


# Words


def need_reason(reason: str) -> str:
    if not reason.strip():
        raise Refusal(_("Write why: the other one reads it."), code="reason_missing")
    return reason.strip()


def check_words(
    texts: Mapping[str, str],
    pair: Pair,
    *,
    mentor: User | None = None,
    accepted: frozenset[str] = frozenset(),
) -> None:
    """Refuse texts that could tell who a child is (TellsTheChild, whose report says where).

    `texts`: {label: text}. The names of the two may stand in them; `accepted`: keys of names of which the writer says that
    they are nobody of the child's family.
    """
    people = {one for one in (pair.graduate, pair.mentor, mentor) if one is not None}
    report = privacy.look_into(
        texts=[(privacy.Place(label), text) for label, text in texts.items() if text.strip()],
        own_names=[one.full_name for one in people],
    )
    if report.certain or report.unaccepted(accepted):
        raise TellsTheChild(
            _(
                "Nothing is saved yet: the text could tell who a child is. "
                "Look at the words below; write a code or a role instead of a name."
            ),
            code="tells_the_child",
            report=report,
        )


def stamp(*values: Any) -> str:
    """What a text looked like when somebody began to change it: another stamp means that it was changed meanwhile."""
    return sha256("\x1f".join(map(str, values)).encode()).hexdigest()[:16]

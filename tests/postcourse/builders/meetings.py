"""A graduate with a mentor, offered hours and meetings, made by the services of this room."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from courses.models import Cohort, Enrolment
from people.models import User
from people.roles import Role
from postcourse.models import Meeting, MeetingSlot, MentorAssignment, MentoringPlan
from postcourse.rules import observation as sheet
from postcourse.services.meetings import meetings, slots
from tests.factories import NOW, enrol, make_user

from . import mentoring

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def make_plan(
    cohort: Cohort, mentor: User, *, enrolment: Enrolment | None = None, status: str = "agreed"
) -> MentoringPlan:
    """A year of support that began a hundred days ago."""
    enrolment = enrolment or enrol(None, cohort)
    Enrolment.objects.filter(pk=enrolment.pk).update(status="completed")
    started = NOW - 100 * DAY
    plan = MentoringPlan.objects.create(
        enrolment=enrolment,
        graduate=enrolment.user,
        status=status,
        months=12,
        starts_on=timezone.localdate(started),
        ends_on=timezone.localdate(started + 365 * DAY),
        planned_meetings=6,
        opened_at=started,
    )
    MentorAssignment.objects.create(plan=plan, mentor=mentor, from_at=started, assigned_by=mentor)
    return plan


def make_mentor(**fields: Any) -> User:
    return make_user(Role.MENTOR, surname="Серікбаева", given_name="Қарлығаш", **fields)


def offer(
    mentor: User, *, after: timedelta = 3 * DAY, weeks: int = 1, at: datetime = NOW
) -> list[MeetingSlot]:
    """An hour so long after now, or the same one in so many weeks."""
    return slots.offer(
        starts_at=at + after, ends_at=at + after + HOUR, way="online", weeks=weeks, at=at, actor=mentor
    )


def book(plan: MentoringPlan, slot: MeetingSlot, *, at: datetime = NOW, **more: Any) -> Meeting:
    """By the graduate."""
    return meetings.book(
        plan_id=plan.pk,
        slot_id=slot.pk,
        at=at,
        actor=more.pop("actor", plan.graduate),
        **{"kind": "coaching"} | more,
    )


def set_meeting(
    plan: MentoringPlan,
    mentor: User,
    *,
    after: timedelta = 3 * DAY,
    kind: str = "coaching",
    at: datetime = NOW,
) -> Meeting:
    """By the mentor, at a time of their own."""
    return meetings.book(
        plan_id=plan.pk,
        kind=kind,
        way="in_person" if kind == "visit" else "online",
        starts_at=at + after,
        ends_at=at + after + HOUR,
        at=at,
        actor=mentor,
    )


def hold(
    plan: MentoringPlan, mentor: User, *, ago: timedelta, kind: str = "coaching", observation: Any = None
) -> Meeting:
    """A meeting that was planned, held and written down by the mentor so long ago."""
    start = NOW - ago
    meeting = set_meeting(plan, mentor, after=DAY, kind=kind, at=start - DAY)
    return meetings.log(
        meeting_id=meeting.pk,
        real_start=start,
        real_end=start + HOUR,
        summary="Сабақтағы көрнекі кестені талдадық.",
        next_steps="Келесі аптада қадамдық нұсқау жасаймын.",
        observation=observation,
        at=start + 2 * HOUR,
        actor=mentor,
    )


def seen(value: int = 2, **items: int) -> dict[str, Any]:
    """A whole observation sheet."""
    return {
        "items": dict.fromkeys(sheet.KEYS, value) | items,
        "notes": {"environment": "Кесте тақтада ілулі тұр."},
        "lesson": "Математика, жиырма екі оқушы.",
    }


def world(enrolment: Enrolment, mentor: User, coordinator: User) -> dict[str, list]:
    """One of each for the addresses of the room; the plan of that graduate is made where nobody has made it yet."""
    plan = MentoringPlan.objects.filter(enrolment=enrolment).first()
    if plan is None:
        plan = mentoring.make_plan(
            enrolment, mentoring.make_mentor(user=mentor), actor=coordinator, agreed=True
        )
    hold(plan, mentor, ago=20 * DAY, kind="visit", observation=seen(2))
    waiting = set_meeting(plan, mentor, after=DAY, kind="visit", at=NOW - 3 * DAY)
    coming = book(plan, offer(mentor, weeks=2)[0], agenda="Көрнекі кестені қалай енгіземін?")
    values = {name: [coming.pk] for name in ("meeting", "meeting_change", "meeting_ics")}
    values |= {name: [plan.pk] for name in ("meeting_book", "meeting_new", "meeting_observations")}
    return values | {"meeting_log": [waiting.pk]}

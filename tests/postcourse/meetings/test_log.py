"""What came of meetings, observed lessons, what coordinators are told of it, and the audit."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.audit import Breach
from people.errors import NotAllowed
from people.models import Notification
from people.roles import Role
from postcourse.audit import meetings as audit_meetings
from postcourse.models import Meeting, MeetingSlot
from postcourse.next_steps.meetings import offers
from postcourse.services.meetings import meetings, reading
from postcourse.services.meetings.log import stamp_of
from tests.factories import NOW, make_user
from tests.postcourse.builders.meetings import (
    DAY,
    HOUR,
    book,
    hold,
    make_mentor,
    make_plan,
    offer,
    seen,
    set_meeting,
)

from .conftest import refused

pytestmark = pytest.mark.django_db
LATER = NOW + 4 * DAY


def given(meeting, **more):
    """What is written of a meeting by default."""
    start = meeting.planned_start
    texts = {"summary": "Кестені талдадық.", "next_steps": "Қадамдық нұсқау."}
    times = {"real_start": start, "real_end": start + HOUR / 2}
    return {"meeting_id": meeting.pk, "at": LATER, "actor": meeting.mentor} | texts | times | more


def test_either_writes_down_what_came_of_it_and_the_other_is_told_once(plan, slot, mentor):
    meeting = book(plan, slot)
    meetings.log(**given(meeting, actor=plan.graduate))
    meeting.refresh_from_db()
    assert (meeting.status, meeting.summary, meeting.logged_at) == ("held", "Кестені талдадық.", LATER)
    meetings.log(**given(meeting, summary="Кесте мен ABC."))
    meeting.refresh_from_db()
    assert meeting.summary == "Кесте мен ABC."
    told = Notification.objects.filter(kind="meeting_logged").values_list("user", flat=True)
    assert list(told) == [mentor.pk]
    assert [(one.from_status, one.to_status) for one in meeting.transitions.all()] == [("booked", "held")]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"summary": " "}, "summary_missing"),
        ({"real_end": LATER + HOUR, "real_start": LATER - HOUR}, "future"),
        ({"real_end": NOW, "real_start": NOW}, "order"),
        ({"next_steps": "Анасына 8 701 123 45 67 нөміріне қоңырау шаламын."}, "tells_the_child"),
        ({"seen": "0000"}, "stale"),
        ({"observation": {"items": {}}}, "no_visit"),
    ],
)
def test_what_cannot_be_written_leaves_the_meeting_as_it_was(plan, slot, change, code):
    meeting = book(plan, slot)
    assert refused(meetings.log, **given(meeting, **change)) == code
    meeting.refresh_from_db()
    assert (meeting.status, meeting.summary, meeting.real_start) == ("booked", "", None)


def test_who_changes_what_another_wrote_meanwhile_is_told(plan, slot):
    meeting = book(plan, slot)
    before = stamp_of(meeting)
    meetings.log(**given(meeting, seen=before))
    assert refused(meetings.log, **given(meeting, summary="Басқа", seen=before)) == "stale"
    meetings.log(**given(meeting, summary="Екеуі бірге", seen=stamp_of(Meeting.objects.get())))
    assert Meeting.objects.get().summary == "Екеуі бірге"


def test_nobody_else_writes(plan, slot):
    meeting = book(plan, slot)
    for stranger in (make_user(Role.MENTOR), make_user(Role.COORDINATOR)):
        assert refused(meetings.log, **given(meeting, actor=stranger)) == "not_allowed"
        reason = {"meeting_id": meeting.pk, "reason": "Неге", "at": LATER, "actor": stranger}
        assert refused(meetings.missed, **reason) == "not_allowed"


def test_a_person_was_not_in_two_meetings(cohort, plan, mentor):
    first = hold(plan, mentor, ago=2 * DAY)
    second = set_meeting(make_plan(cohort, mentor), mentor)
    times = {"real_start": first.real_start + HOUR / 2, "real_end": first.real_end + HOUR}
    assert refused(meetings.log, **given(second, **times)) == "overlaps"


def test_a_missed_meeting_says_why_and_is_mended_where_it_was_held_after_all(plan, slot, mentor):
    meeting = book(plan, slot)
    one = {"meeting_id": meeting.pk, "actor": mentor}
    assert refused(meetings.missed, reason="Ауырды.", at=NOW, **one) == "to_come"
    assert refused(meetings.missed, reason="", at=LATER, **one) == "reason_missing"
    meetings.missed(reason="Байланыс болмады.", at=LATER, **one)
    assert refused(meetings.missed, reason="Тағы", at=LATER, **one) == "illegal_move"
    meetings.log(**given(meeting))
    assert Meeting.objects.get().status == "held"


def test_a_cancelled_meeting_has_nothing_to_say(plan, slot):
    meeting = book(plan, slot)
    meetings.cancel(meeting_id=meeting.pk, reason="Ауырды.", at=NOW, actor=plan.graduate)
    assert refused(meetings.log, **given(meeting)) == "cancelled"


def test_what_was_written_stands_once_the_support_is_completed(plan, slot):
    meeting = book(plan, slot)
    type(plan).objects.update(status="closed")
    assert refused(meetings.log, **given(meeting)) == "closed"


# Lessons


def test_the_mentor_keeps_the_observation_sheet_of_a_visit(plan, mentor):
    meeting = set_meeting(plan, mentor, kind="visit")
    meetings.log(**given(meeting, observation=seen(2, calm=0)))
    stored = Meeting.objects.get().observation
    assert (stored["sheet"], stored["items"]["calm"], stored["items"]["space"]) == (1, 0, 2)
    assert list(stored["notes"]) == ["environment"]
    meetings.log(**given(meeting, actor=plan.graduate, summary="Тағы бір ой."))
    assert Meeting.objects.get().observation == stored


def test_the_graduate_does_not_fill_in_the_sheet(plan, mentor):
    meeting = set_meeting(plan, mentor, kind="visit")
    with pytest.raises(NotAllowed):
        meetings.log(**given(meeting, actor=plan.graduate, observation=seen()))


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        ({"items": {}, "notes": {}, "lesson": "Математика"}, "observation_empty"),
        ({"items": {"space": 7}}, "sheet"),
        ({"items": {"space": "x"}}, "sheet"),
        ({"items": {"space": 1}, "lesson": "а" * 2001}, "observation_note"),
        ({"items": {"space": 1}, "notes": {"calm": "а"}}, "sheet"),
        (
            {"items": {"space": 1}, "notes": {"behaviour": "Ерасыл Қайратұлы жылап жіберді."}},
            "tells_the_child",
        ),
    ],
)
def test_a_sheet_that_is_not_whole_or_names_a_child_is_refused(plan, mentor, sheet, code):
    meeting = set_meeting(plan, mentor, kind="visit")
    assert refused(meetings.log, **given(meeting, observation=sheet)) == code
    assert Meeting.objects.get().observation is None


def test_lessons_are_compared_from_visit_to_visit(plan, mentor):
    hold(plan, mentor, ago=40 * DAY, kind="visit", observation=seen(1))
    hold(plan, mentor, ago=9 * DAY, kind="visit", observation=seen(2, space=3))
    lessons = reading.lessons(plan, reader=plan.graduate)
    assert [visit.real_start for visit in lessons.visits] == [NOW - 40 * DAY, NOW - 9 * DAY]
    first = lessons.sections[0]
    assert [str(mean) for mean in first.change.means] == ["1.0", "2.3"]
    assert first.lines[0].values == [1, 3]
    assert not reading.lessons(plan, reader=make_user(Role.COORDINATOR)).visits


# Who sees what


def test_meetings_are_the_twos_and_theirs_who_held_them(plan, mentor):
    meeting, new = hold(plan, mentor, ago=3 * DAY), make_mentor()
    others = [make_user(role) for role in (Role.COORDINATOR, Role.ADMINISTRATOR, Role.MENTOR, Role.LEARNER)]
    assert not any(Meeting.objects.visible_to(one).exists() for one in others)
    plan.assignments.update(until_at=NOW, reason="Ауысты.")
    plan.assignments.create(mentor=new, from_at=NOW, assigned_by=new)
    for reader in (plan.graduate, mentor, new):
        assert list(Meeting.objects.visible_to(reader)) == [meeting]


def test_a_coordinator_reads_figures_and_no_word(plan, mentor):
    hold(plan, mentor, ago=3 * DAY)
    set_meeting(plan, mentor)
    found = reading.of_plan(plan, reader=make_user(Role.COORDINATOR), at=NOW)
    assert (found.is_private, found.coming, found.past, found.to_log) == (False, [], [], [])
    assert (found.figures.held, found.figures.next_at) == (1, NOW + 3 * DAY)


def test_figures_of_plans_take_one_query(cohort, plan, mentor):
    hold(plan, mentor, ago=30 * DAY)
    hold(plan, mentor, ago=9 * DAY, kind="visit", observation=seen())
    hold(plan, mentor, ago=8 * DAY)
    late = set_meeting(plan, mentor, after=DAY, at=NOW - 6 * DAY)
    set_meeting(plan, mentor, after=5 * DAY)
    set_meeting(plan, mentor, after=2 * DAY)
    empty = make_plan(cohort, mentor)
    ended = make_plan(cohort, mentor, status="ended")
    with CaptureQueriesContext(connection) as queries:
        found = meetings.meeting_figures([plan.pk, empty.pk, ended.pk], at=NOW)
    assert len(queries) == 1
    assert found[plan.pk] == meetings.Figures(
        planned=6, held=3, visits=1, minutes=180, to_log=1, overdue=0, coming=2, next_at=NOW + 2 * DAY
    )
    assert late.status == "booked"
    assert found[empty.pk] == meetings.Figures(planned=6, overdue=1)
    assert found[ended.pk].overdue == 0


# What is next


def test_the_home_says_what_to_write_what_comes_and_what_to_book(plan, slot, mentor):
    enrolment = type(plan.enrolment).objects.get(pk=plan.enrolment_id)
    steps, due = offers(enrolment=enrolment, at=NOW)
    assert [step.url for step in steps] == [f"/kk/meetings/plan/{plan.pk}/book/"] or steps[0].url.endswith(
        "/book/"
    )
    meeting = book(plan, slot)
    steps, due = offers(enrolment=enrolment, at=NOW)
    assert [one.at for one in due] == [meeting.planned_start]
    assert steps[0].due == meeting.planned_start
    steps, due = offers(enrolment=enrolment, at=meeting.planned_end)
    assert steps[0].url.endswith(f"/{meeting.pk}/log/")
    assert due == []


def test_during_the_course_the_home_asks_nothing(plan, django_assert_num_queries):
    plan.enrolment.status = "studying"
    with django_assert_num_queries(0):
        assert offers(enrolment=plan.enrolment, at=NOW) == ([], [])


# Audit


def found() -> list[str]:
    breaches = list(audit_meetings.breaches())
    assert all(isinstance(one, Breach) for one in breaches)
    return [one.what for one in breaches]


def test_what_the_services_make_passes_the_audit(plan, slot, mentor):
    meeting = book(plan, slot)
    offer(mentor, after=6 * DAY, weeks=3)
    hold(plan, mentor, ago=9 * DAY, kind="visit", observation=seen())
    meetings.move(
        meeting_id=meeting.pk,
        starts_at=NOW + 2 * DAY,
        ends_at=NOW + 2 * DAY + HOUR,
        reason="Сабақ.",
        at=NOW,
        actor=mentor,
    )
    assert found() == []


def test_the_audit_finds_what_must_not_be(cohort, plan, slot, mentor):
    meeting = book(plan, slot)
    other = set_meeting(make_plan(cohort, mentor), mentor, after=9 * DAY)
    Meeting.objects.filter(pk=other.pk).update(
        planned_start=meeting.planned_start, planned_end=meeting.planned_end, summary="Болмаған."
    )
    held = hold(plan, mentor, ago=9 * DAY)
    Meeting.objects.filter(pk=held.pk).update(logged_at=None, observation={"items": {}})
    MeetingSlot.objects.filter(pk=slot.pk).update(withdrawn_at=NOW)
    words = "\n".join(found())
    for part in (
        "overlaps another",
        "does not say when",
        "was not held and says",
        "observation sheet",
        "taken back",
    ):
        assert part in words
    held.transitions.create(from_status="held", to_status="missed", at=LATER)
    assert "last recorded move" in "\n".join(found())

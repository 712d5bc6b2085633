"""Meetings are booked, moved and cancelled; the other one is told."""

from datetime import timedelta

import pytest

from people.models import Notification
from people.roles import Role
from people.rules.identifiers import with_check_digit
from postcourse.models import Meeting, MeetingSlot
from postcourse.services.meetings import checks, meetings
from tests.factories import NOW, make_user
from tests.postcourse.builders.meetings import (
    DAY,
    HOUR,
    book,
    hold,
    make_mentor,
    make_plan,
    offer,
    set_meeting,
)

from .conftest import refused

pytestmark = pytest.mark.django_db
WHY = "Педкеңеспен сәйкес келіп қалды."


def told(user) -> list[str]:
    return list(Notification.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


def test_a_graduate_books_an_offered_hour_and_the_mentor_is_told(plan, slot, mentor):
    meeting = book(plan, slot, agenda=" Көрнекі кесте ")
    assert (meeting.mentor, meeting.slot, meeting.way) == (mentor, slot, "online")
    assert (meeting.planned_start, meeting.planned_end) == (slot.starts_at, slot.ends_at)
    assert (meeting.agenda, meeting.status, meeting.sequence) == ("Көрнекі кесте", "booked", 0)
    assert (told(mentor), told(plan.graduate)) == (["meeting_booked"], [])


def test_a_mentor_sets_a_time_and_the_graduate_is_told_in_their_language(plan, mentor, mailoutbox):
    plan.graduate.language = "ru"
    plan.graduate.save()
    set_meeting(plan, mentor)
    note = Notification.objects.get(user=plan.graduate)
    assert note.context["who"] == mentor.full_name
    assert set(note.context["what"]) == {"kk", "ru", "en"}
    assert "agenda" not in note.context


def test_nobody_else_books(plan, slot):
    for stranger in (make_user(Role.MENTOR), make_user(Role.COORDINATOR), make_user(Role.LEARNER)):
        assert refused(book, plan=plan, slot=slot, actor=stranger) == "not_allowed"
    assert not Meeting.objects.exists()


def test_a_graduate_does_not_set_a_time_of_their_own(plan, mentor):
    times = {"starts_at": NOW + DAY, "ends_at": NOW + DAY + HOUR}
    code = refused(meetings.book, plan_id=plan.pk, kind="coaching", at=NOW, actor=plan.graduate, **times)
    assert code == "slot_missing"


def test_an_hour_is_booked_once(cohort, plan, slot, mentor):
    book(plan, slot)
    assert refused(book, plan=make_plan(cohort, mentor), slot=slot) == "slot_taken"


def test_an_hour_of_another_mentor_or_one_taken_back_is_not_booked(plan, slot):
    assert refused(book, plan=plan, slot=offer(make_user(Role.MENTOR))[0]) == "slot_gone"
    MeetingSlot.objects.update(withdrawn_at=NOW)
    assert refused(book, plan=plan, slot=slot) == "slot_gone"


def test_two_meetings_of_one_mentor_do_not_overlap(cohort, plan, mentor):
    set_meeting(plan, mentor)
    other = make_plan(cohort, mentor)
    assert refused(set_meeting, plan=other, mentor=mentor, after=3 * DAY + HOUR / 2) == "overlaps"
    assert set_meeting(other, mentor, after=3 * DAY + HOUR)


def test_two_meetings_of_one_graduate_do_not_overlap(cohort, plan, mentor):
    from tests.factories import enrol, make_cohort

    other_mentor = make_mentor()
    second = enrol(plan.graduate, make_cohort(cohort.edition, number=2))
    other = make_plan(cohort, other_mentor, enrolment=second)
    set_meeting(plan, mentor)
    assert refused(set_meeting, plan=other, mentor=other_mentor) == "overlaps"


def test_a_cancelled_meeting_takes_nobodys_time(plan, slot):
    meeting = book(plan, slot)
    meetings.cancel(meeting_id=meeting.pk, reason=WHY, at=NOW, actor=plan.graduate)
    assert book(plan, slot).pk != meeting.pk


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"starts_at": NOW - HOUR, "ends_at": NOW + HOUR}, "past"),
        ({"ends_at": NOW + DAY}, "order"),
        ({"ends_at": NOW + DAY + 5 * HOUR}, "too_long"),
        ({"starts_at": NOW + 400 * DAY, "ends_at": NOW + 400 * DAY + HOUR}, "after_support"),
        ({"starts_at": None}, "time_missing"),
        ({"kind": "visit", "way": "phone"}, "visit_way"),
        ({"kind": "lunch"}, "kind"),
        ({"agenda": f"Оқушының ЖСН {with_check_digit('12031550123')}"}, "tells_the_child"),
    ],
)
def test_what_cannot_be_planned_leaves_nothing(plan, mentor, change, code):
    given = {"starts_at": NOW + DAY, "ends_at": NOW + DAY + HOUR, "kind": "coaching", "way": "online"}
    assert refused(meetings.book, plan_id=plan.pk, at=NOW, actor=mentor, **given | change) == code
    assert not Meeting.objects.exists()
    assert not Notification.objects.exists()


@pytest.mark.parametrize("status", ["closed", "ended"])
def test_nothing_is_planned_after_the_support(cohort, mentor, status):
    assert refused(set_meeting, plan=make_plan(cohort, mentor, status=status), mentor=mentor) == "over"


def test_without_a_mentor_there_is_nobody_to_meet(plan, slot):
    plan.assignments.update(until_at=NOW, reason="Ауысты.")
    assert refused(book, plan=plan, slot=slot) == "no_mentor"


# Moving


def test_a_graduate_moves_to_another_hour_and_leaves_theirs_free(plan, slot, mentor):
    meeting, (other,) = book(plan, slot), offer(mentor, after=5 * DAY)
    uid = meeting.uid
    meetings.move(meeting_id=meeting.pk, slot_id=other.pk, reason=WHY, at=NOW, actor=plan.graduate)
    meeting.refresh_from_db()
    assert (meeting.slot, meeting.planned_start, meeting.status) == (other, other.starts_at, "booked")
    assert (meeting.uid, meeting.sequence) == (uid, 1)
    assert list(MeetingSlot.objects.bookable(at=NOW)) == [slot]
    assert told(mentor) == ["meeting_booked", "meeting_moved"]
    assert Notification.objects.latest("pk").context["reason"] == WHY


def test_an_hour_the_mentor_moves_away_from_is_not_offered_any_more(plan, slot, mentor):
    meeting = book(plan, slot)
    meetings.move(
        meeting_id=meeting.pk,
        starts_at=NOW + 9 * DAY,
        ends_at=NOW + 9 * DAY + HOUR,
        reason=WHY,
        at=NOW,
        actor=mentor,
    )
    slot.refresh_from_db()
    meeting.refresh_from_db()
    assert slot.withdrawn_at == NOW
    assert (meeting.slot, meeting.planned_start) == (None, NOW + 9 * DAY)
    assert told(plan.graduate) == ["meeting_moved"]


def test_a_meeting_may_be_moved_by_half_an_hour_into_its_own_time(plan, mentor):
    meeting = set_meeting(plan, mentor)
    start = meeting.planned_start + HOUR / 2
    meetings.move(
        meeting_id=meeting.pk, starts_at=start, ends_at=start + HOUR, reason=WHY, at=NOW, actor=mentor
    )
    assert Meeting.objects.get().planned_start == start


def test_the_history_says_from_when_to_when_and_why(plan, slot, mentor):
    from postcourse.services.meetings.reading import history

    meeting, before = book(plan, slot), slot.starts_at
    start = NOW + 9 * DAY
    meetings.move(
        meeting_id=meeting.pk, starts_at=start, ends_at=start + HOUR, reason=WHY, at=NOW, actor=mentor
    )
    meetings.cancel(meeting_id=meeting.pk, reason="Ауырып қалдым.", at=NOW + HOUR, actor=plan.graduate)
    moved, cancelled = history(Meeting.objects.get())
    assert (moved.before, moved.after, moved.reason, moved.actor) == (before, start, WHY, mentor)
    assert (cancelled.reason, cancelled.before) == ("Ауырып қалдым.", None)


def test_moving_and_cancelling_need_a_reason_and_a_meeting_to_come(plan, mentor):
    meeting = set_meeting(plan, mentor)
    new = {"starts_at": NOW + 9 * DAY, "ends_at": NOW + 9 * DAY + HOUR}
    one = {"meeting_id": meeting.pk, "actor": mentor}
    assert refused(meetings.move, reason=" ", at=NOW, **one, **new) == "reason_missing"
    assert refused(meetings.cancel, reason=" ", at=NOW, **one) == "reason_missing"
    begun = meeting.planned_start
    assert refused(meetings.move, reason=WHY, at=begun, **one, **new) == "begun"
    assert refused(meetings.cancel, reason=WHY, at=begun, **one) == "begun"
    meetings.cancel(reason=WHY, at=NOW, **one)
    assert refused(meetings.cancel, reason=WHY, at=NOW, **one) == "over"
    assert refused(meetings.move, reason=WHY, at=NOW, **one, **new) == "over"


def test_a_meeting_of_a_mentor_who_handed_over_is_cancelled_and_not_moved(plan, mentor):
    meeting, new = set_meeting(plan, mentor), make_mentor()
    plan.assignments.update(until_at=NOW, reason="Ауысты.")
    plan.assignments.create(mentor=new, from_at=NOW, assigned_by=new)
    times = {"starts_at": NOW + 9 * DAY, "ends_at": NOW + 9 * DAY + HOUR}
    one = {"meeting_id": meeting.pk, "reason": WHY, "at": NOW}
    assert refused(meetings.move, actor=new, **one, **times) == "other_mentor"
    meetings.cancel(actor=plan.graduate, **one)
    assert told(mentor)[-1] == "meeting_cancelled"


def test_all_that_is_to_come_of_a_plan_is_cancelled_at_its_end(plan, mentor):
    past = hold(plan, mentor, ago=9 * DAY)
    coming = [set_meeting(plan, mentor, after=(days) * DAY) for days in (2, 4)]
    boss = make_user(Role.COORDINATOR)
    done = meetings.cancel_coming(plan_id=plan.pk, reason="Қолдау аяқталды.", at=NOW, actor=boss)
    assert {one.pk for one in done} == {one.pk for one in coming}
    past.refresh_from_db()
    assert past.status == "held"
    assert told(plan.graduate).count("meeting_cancelled") == told(mentor).count("meeting_cancelled") == 2


# Agenda


def test_both_write_the_agenda_and_a_stale_one_is_refused(plan, slot, mentor):
    meeting = book(plan, slot, agenda="Кесте")
    seen = checks.stamp("Кесте")
    one = {"meeting_id": meeting.pk, "seen": seen, "at": NOW}
    meetings.write_agenda(agenda="Кесте және ABC", actor=mentor, **one)
    assert refused(meetings.write_agenda, agenda="Басқа", actor=plan.graduate, **one) == "stale"
    meeting.refresh_from_db()
    assert (meeting.agenda, meeting.sequence) == ("Кесте және ABC", 1)


def test_a_name_in_the_agenda_is_refused_until_its_writer_says_it_is_nobody_of_the_family(plan, slot):
    from assessments.services.work.plans import TellsTheChild

    text = "Бізге Ахметова Айгүл Серікқызы келеді."
    with pytest.raises(TellsTheChild) as refusal:
        book(plan, slot, agenda=text)
    assert not Meeting.objects.exists()
    keys = frozenset(group[0].finding.key for group in refusal.value.report.names)
    assert book(plan, slot, agenda=text, accepted=keys).agenda == text


def test_the_names_of_the_two_may_stand_in_the_agenda(plan, slot, mentor):
    assert book(plan, slot, agenda=f"{mentor.full_name} сабағын талдаймыз.")


def test_the_longest_time_is_four_hours(plan, mentor):
    start = NOW + DAY
    assert meetings.book(
        plan_id=plan.pk,
        kind="visit",
        way="in_person",
        starts_at=start,
        ends_at=start + timedelta(hours=4),
        at=NOW,
        actor=mentor,
    )

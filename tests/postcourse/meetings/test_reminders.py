"""Reminders: a day before, an hour before, and to write it down. Each once, and anew when a meeting is moved."""

import pytest

from people.models import Notification
from postcourse.models import MeetingReminder
from postcourse.services.meetings import meetings
from postcourse.services.meetings import reminders as meeting_reminders
from postcourse.tasks import remind_of_meetings
from tests.factories import NOW
from tests.postcourse.builders.meetings import DAY, HOUR, book, set_meeting

pytestmark = pytest.mark.django_db


def told(kind: str) -> list[int]:
    return list(Notification.objects.filter(kind=kind).order_by("pk").values_list("user", flat=True))


def run(at) -> int:
    return meeting_reminders.remind_of_meetings(at=at)


def test_both_are_reminded_a_day_and_an_hour_before_and_never_twice(plan, slot, mentor):
    start = book(plan, slot).planned_start
    assert run(start - DAY - HOUR) == 0
    assert [run(start - DAY), run(start - DAY + HOUR), run(start - HOUR), run(start - HOUR / 2)] == [
        1,
        0,
        1,
        0,
    ]
    assert sorted(told("meeting_soon")) == sorted([plan.graduate_id, mentor.pk] * 2)
    assert run(start + HOUR / 2) == 0


def test_the_mentor_is_reminded_to_write_it_down_a_day_after(plan, slot, mentor):
    end = book(plan, slot).planned_end
    assert [run(end + DAY - HOUR), run(end + DAY), run(end + 3 * DAY)] == [0, 1, 0]
    assert told("meeting_to_log") == [mentor.pk]


def test_a_meeting_that_is_written_down_or_cancelled_reminds_nobody(plan, mentor):
    held, gone = set_meeting(plan, mentor, after=3 * DAY), set_meeting(plan, mentor, after=5 * DAY)
    start = held.planned_start
    meetings.cancel(meeting_id=gone.pk, reason="Ауырды.", at=NOW, actor=mentor)
    meetings.log(
        meeting_id=held.pk,
        real_start=start,
        real_end=start + HOUR,
        summary="Сөйлестік.",
        next_steps="",
        at=start + HOUR,
        actor=mentor,
    )
    assert [run(start + 2 * DAY - HOUR), run(start + 2 * DAY), run(start + 5 * DAY)] == [0, 0, 0]


def test_a_moved_meeting_reminds_anew(plan, slot, mentor):
    meeting = book(plan, slot)
    start = meeting.planned_start
    assert run(start - DAY) == 1
    later = start + 3 * DAY
    meetings.move(
        meeting_id=meeting.pk,
        starts_at=later,
        ends_at=later + HOUR,
        reason="Сабақ.",
        at=start - HOUR * 20,
        actor=mentor,
    )
    assert [run(start - HOUR), run(later - DAY), run(later - DAY)] == [0, 1, 0]
    assert MeetingReminder.objects.filter(kind="day").count() == 2


def test_a_meeting_booked_for_today_is_not_announced_twice(plan, mentor):
    meeting = set_meeting(plan, mentor, after=5 * HOUR)
    assert run(NOW) == 0
    assert run(meeting.planned_start - HOUR) == 1


def test_one_that_fails_holds_up_no_other(plan, mentor, monkeypatch):
    first, second = set_meeting(plan, mentor), set_meeting(plan, mentor, after=3 * DAY + HOUR)
    real = meeting_reminders.telling.tell

    def tell(kind, meeting, **more):
        if meeting.pk == first.pk:
            raise OSError
        real(kind, meeting, **more)

    monkeypatch.setattr(meeting_reminders.telling, "tell", tell)
    assert run(NOW + 2 * DAY + HOUR) == 1
    assert list(MeetingReminder.objects.values_list("meeting", flat=True)) == [second.pk]
    monkeypatch.undo()
    assert run(NOW + 2 * DAY + HOUR) == 1


def test_whoever_left_is_not_written_to(plan, slot, mentor):
    start = book(plan, slot).planned_start
    plan.graduate.is_active = False
    plan.graduate.save()
    assert run(start - DAY) == 1
    assert told("meeting_soon") == [mentor.pk]


def test_asking_what_is_due_takes_one_query_however_many(plan, mentor, django_assert_num_queries):
    for hours in range(4):
        set_meeting(plan, mentor, after=3 * DAY + hours * HOUR)
    with django_assert_num_queries(1):
        assert len(meeting_reminders.waiting(at=NOW + 3 * DAY - HOUR)) == 4


def test_the_task_runs(plan):
    assert remind_of_meetings() == 0


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_kind_of_news_can_be_read(plan, slot, mentor, language):
    from django.utils import translation

    from people import notify
    from postcourse.services.meetings import telling as meeting_telling

    meeting = book(plan, slot)
    kinds = ["booked", "moved", "cancelled", "soon", "logged", "to_log"]
    for kind in kinds:
        meeting_telling.tell(
            f"meeting_{kind}", meeting, to=plan.graduate, at=NOW, actor=mentor, reason="Себебі."
        )
    with translation.override(language):
        for row in Notification.objects.filter(user=plan.graduate):
            subject, body = notify.letter(row)
            assert subject
            assert f"/meetings/{meeting.pk}/" in body
            assert notify.shown(row).startswith("<p>")

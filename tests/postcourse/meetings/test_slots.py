"""Hours a mentor offers."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from people.errors import NotAllowed
from people.roles import Role
from postcourse.models import MeetingSlot
from postcourse.services.meetings import slots
from tests.factories import NOW, make_user
from tests.postcourse.builders.meetings import DAY, HOUR, book, offer, set_meeting

from .conftest import refused

pytestmark = pytest.mark.django_db


def test_a_weekly_series_is_offered_whole(mentor):
    made = offer(mentor, weeks=4)
    assert [one.starts_at for one in made] == [NOW + 3 * DAY + week * 7 * DAY for week in range(4)]
    assert MeetingSlot.objects.filter(mentor=mentor).count() == 4


def test_nothing_of_a_series_is_offered_where_one_hour_overlaps(mentor):
    offer(mentor, after=17 * DAY + HOUR / 2)
    assert refused(offer, mentor=mentor, weeks=4) == "overlaps"
    assert MeetingSlot.objects.count() == 1


@pytest.mark.parametrize(
    ("shift", "overlaps"), [(-1, False), (-0.5, True), (0, True), (0.5, True), (1, False)]
)
def test_hours_may_touch_and_not_overlap(mentor, shift, overlaps):
    offer(mentor)
    after = 3 * DAY + timedelta(hours=shift)
    if overlaps:
        assert refused(offer, mentor=mentor, after=after) == "overlaps"
    else:
        assert offer(mentor, after=after)


def test_an_hour_with_a_meeting_in_it_is_not_offered(mentor, plan):
    set_meeting(plan, mentor)
    assert refused(offer, mentor=mentor, after=3 * DAY + HOUR / 2) == "overlaps"


def test_another_mentor_offers_the_same_hour(mentor, slot):
    assert offer(make_user(Role.MENTOR))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"starts_at": NOW - HOUR, "ends_at": NOW}, "past"),
        ({"ends_at": NOW + DAY}, "order"),
        ({"ends_at": NOW + DAY + 5 * HOUR}, "too_long"),
        ({"weeks": 27}, "weeks"),
        ({"weeks": 0}, "weeks"),
        ({"way": "post"}, "way"),
    ],
)
def test_an_hour_that_cannot_be(mentor, change, code):
    given = {"starts_at": NOW + DAY, "ends_at": NOW + DAY + HOUR, "way": "online"} | change
    assert refused(slots.offer, at=NOW, actor=mentor, **given) == code
    assert not MeetingSlot.objects.exists()


def test_only_mentors_offer_hours(db):
    with pytest.raises(NotAllowed):
        offer(make_user(Role.LEARNER))


def test_a_free_hour_is_taken_back_and_may_be_offered_again(mentor, slot):
    slots.withdraw(slot_id=slot.pk, at=NOW, actor=mentor)
    slots.withdraw(slot_id=slot.pk, at=NOW + HOUR, actor=mentor)
    slot.refresh_from_db()
    assert slot.withdrawn_at == NOW
    assert offer(mentor)[0].pk != slot.pk


def test_a_booked_hour_is_not_taken_back(mentor, plan, slot):
    book(plan, slot)
    assert refused(slots.withdraw, slot_id=slot.pk, at=NOW, actor=mentor) == "booked"


def test_nobody_takes_back_anothers_hour(slot):
    assert refused(slots.withdraw, slot_id=slot.pk, at=NOW, actor=make_user(Role.MENTOR)) == "not_allowed"


def test_a_graduate_sees_the_hours_of_their_present_mentor_alone(plan, slot, mentor):
    offer(make_user(Role.MENTOR))
    assert list(MeetingSlot.objects.visible_to(plan.graduate)) == [slot]
    plan.assignments.update(until_at=NOW, reason="Ауысты.")
    assert not MeetingSlot.objects.visible_to(plan.graduate).exists()


def test_an_hour_beside_which_the_mentor_is_busy_is_not_bookable(plan, slot, mentor):
    assert list(MeetingSlot.objects.bookable(at=NOW)) == [slot]
    set_meeting(plan, mentor, after=3 * DAY + HOUR / 2)
    assert not MeetingSlot.objects.bookable(at=NOW).exists()


def test_the_database_keeps_one_meeting_to_an_hour(plan, slot):
    meeting = book(plan, slot)
    meeting.pk, meeting.uid = None, "7d6a7a0e-8f6b-4df5-a1a2-2a4f1b2d3c4e"
    with pytest.raises(IntegrityError), transaction.atomic():
        meeting.save(force_insert=True)

"""Two at once: one hour, one graduate, one mentor. Needs real locks."""

import os
from functools import partial

import pytest

from people.errors import Refusal
from postcourse.models import Meeting, MeetingSlot
from tests.factories import NOW, enrol, make_cohort, make_edition, make_issuer
from tests.postcourse.builders.meetings import DAY, HOUR, book, make_mentor, make_plan, offer, set_meeting
from tests.racing import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("TIREK_TEST_DATABASE_URL" not in os.environ, reason="real locks need PostgreSQL"),
]


@pytest.fixture
def cohort(db):
    make_issuer()
    return make_cohort(make_edition())


def codes(wrong: list[Exception]) -> list[str]:
    assert all(isinstance(one, Refusal) for one in wrong), wrong
    return [one.code for one in wrong]


def test_two_graduates_who_want_one_hour_get_one_meeting(cohort):
    mentor = make_mentor()
    (slot,) = offer(mentor)
    plans = [make_plan(cohort, mentor) for _turn in range(4)]
    wrong = at_once([partial(book, plan, slot) for plan in plans])
    assert codes(wrong) == ["slot_taken"] * 3
    assert Meeting.objects.filter(slot=slot).count() == 1


def test_two_mentors_of_one_graduate_do_not_take_the_same_time(cohort):
    first, second = make_mentor(), make_mentor()
    plan = make_plan(cohort, first)
    other = make_plan(cohort, second, enrolment=enrol(plan.graduate, make_cohort(cohort.edition, number=2)))
    (hour,), (half,) = offer(first), offer(second, after=3 * DAY + HOUR / 2)
    wrong = at_once([partial(book, plan, hour), partial(book, other, half)])
    assert codes(wrong) == ["overlaps"]
    assert Meeting.objects.count() == 1


def test_two_meetings_a_mentor_sets_at_once_do_not_overlap(cohort):
    mentor = make_mentor()
    plans = [make_plan(cohort, mentor) for _turn in range(3)]
    jobs = [
        partial(set_meeting, plan, mentor, after=3 * DAY + turn * HOUR / 3) for turn, plan in enumerate(plans)
    ]
    assert codes(at_once(jobs)) == ["overlaps"] * 2
    assert Meeting.objects.count() == 1


def test_hours_offered_at_once_do_not_overlap(db):
    mentor = make_mentor()
    jobs = [partial(offer, mentor, after=3 * DAY + turn * HOUR / 3) for turn in range(3)]
    assert codes(at_once(jobs)) == ["overlaps"] * 2
    assert MeetingSlot.objects.count() == 1
    assert MeetingSlot.objects.bookable(at=NOW).count() == 1

"""Profiles, matching and hand-over: what is written, who may, who is told, and two who give one last place."""

import os
from datetime import timedelta

import pytest

from people.models import Notification, Region
from people.roles import Role
from postcourse.models import MentorAssignment, MentoringPlan, MentorProfile
from postcourse.services.mentoring import graduates, mentors, plans
from tests.factories import NOW, decide, enrol, make_user
from tests.postcourse.builders import mentoring as build
from tests.racing import at_once

from .conftest import refused

WHOLE = {
    "languages": ["ru", "kk"],
    "programmes": ["A"],
    "region_id": None,
    "capacity": 3,
    "is_available": True,
    "visits": False,
    "hours": " 15:00 ",
    "about": "",
    "at": NOW,
}


def told(user):
    return list(Notification.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


def test_a_profile_is_kept_and_changed(db):
    user = make_user(Role.MENTOR)
    profile = mentors.save_profile(user_id=user.pk, actor=user, **WHOLE)
    assert (profile.languages, profile.hours, profile.capacity) == (["kk", "ru"], "15:00", 3)
    mentors.save_profile(user_id=user.pk, actor=user, **WHOLE | {"capacity": 4})
    assert MentorProfile.objects.get().capacity == 4


@pytest.mark.parametrize(
    ("more", "code"),
    [({"languages": ["en"]}, "no_language"), ({"capacity": 0}, "capacity"), ({"capacity": 31}, "capacity")],
)
def test_a_profile_that_says_too_little_is_refused(db, more, code):
    user = make_user(Role.MENTOR)
    assert refused(mentors.save_profile, user_id=user.pk, actor=user, **WHOLE | more) == code
    assert not MentorProfile.objects.exists()


def test_profiles_are_written_by_their_mentors_and_by_who_runs_support(coordinator):
    user, other, learner = make_user(Role.MENTOR), make_user(Role.MENTOR), make_user(Role.LEARNER)
    assert refused(mentors.save_profile, user_id=user.pk, actor=other, **WHOLE) == "not_allowed"
    assert refused(mentors.save_profile, user_id=learner.pk, actor=learner, **WHOLE) == "no_mentor"
    assert mentors.save_profile(user_id=user.pk, actor=coordinator, **WHOLE).user == user


def test_a_graduate_gets_a_mentor_a_plan_and_both_are_told(graduate, mentor, coordinator):
    row = mentors.assign(enrolment_id=graduate.pk, mentor_id=mentor.pk, at=NOW, actor=coordinator)
    plan = MentoringPlan.objects.get()
    assert (row.plan, plan.enrolment, plan.status) == (plan, graduate, "draft")
    assert plan.versions.count() == 1
    assert "mentor_assigned" in told(graduate.user)
    assert told(mentor) == ["mentor_assigned"]


def test_the_same_mentor_again_changes_nothing_and_another_is_a_hand_over(
    plan, graduate, mentor, coordinator
):
    first = MentorAssignment.objects.get()
    again = mentors.assign(enrolment_id=graduate.pk, mentor_id=mentor.pk, at=NOW, actor=coordinator)
    assert again == first
    other = build.make_mentor()
    code = refused(mentors.assign, enrolment_id=graduate.pk, mentor_id=other.pk, at=NOW, actor=coordinator)
    assert code == "has_mentor"
    assert MentorAssignment.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"languages": ("ru",)}, "language"),
        ({"programmes": ("B",)}, "programme"),
        ({"is_available": False}, "unavailable"),
    ],
)
def test_whom_the_rule_refuses_is_not_assigned(graduate, coordinator, more, code):
    mentor = build.make_mentor(**more)
    assert (
        refused(mentors.assign, enrolment_id=graduate.pk, mentor_id=mentor.pk, at=NOW, actor=coordinator)
        == code
    )
    assert not MentorAssignment.objects.exists()
    assert not MentoringPlan.objects.exists()


def test_nobody_mentors_themselves_and_only_who_runs_support_matches(graduate, mentor, coordinator):
    graduate.user.groups.add(*mentor.groups.all())
    build.make_profile(graduate.user)
    asked = {"enrolment_id": graduate.pk, "at": NOW}
    assert refused(mentors.assign, mentor_id=graduate.user_id, actor=coordinator, **asked) == "self"
    assert refused(mentors.assign, mentor_id=mentor.pk, actor=mentor, **asked) == "not_allowed"


def test_a_mentor_never_gets_more_than_they_can_take_on(cohort, coordinator):
    mentor = build.make_mentor(capacity=2)
    three = [build.make_graduate(cohort) for _turn in range(3)]
    done, left = mentors.assign_many(pairs=[(one.pk, mentor.pk) for one in three], at=NOW, actor=coordinator)
    assert len(done) == 2
    assert [one.enrolment_id for one in left] == [three[2].pk]
    assert left[0].sentence
    assert mentors.load_of(mentor.pk) == 2


def test_a_hand_over_ends_one_and_begins_another_with_what_is_to_be_known(agreed, mentor, coordinator):
    other = build.make_mentor()
    later = NOW + timedelta(days=40)
    row = mentors.hand_over(
        plan_id=agreed.pk,
        mentor_id=other.pk,
        reason="Тәлімгер декретке кетті.",
        handed_over="Екінші мақсатқа көбірек көңіл бөліңіз.",
        at=later,
        actor=coordinator,
    )
    before = MentorAssignment.objects.get(mentor=mentor)
    assert (before.until_at, before.reason) == (later, "Тәлімгер декретке кетті.")
    assert before.handed_over.startswith("Екінші")
    assert (row.mentor, row.until_at) == (other, None)
    assert plans.in_force(agreed) is not None
    assert told(mentor)[-1] == told(other)[-1] == told(agreed.graduate)[-1] == "mentor_changed"
    assert not MentoringPlan.objects.private_to(mentor).exists()
    assert MentoringPlan.objects.private_to(other).get() == agreed


def test_a_wording_only_the_old_mentor_had_agreed_to_is_open_again(plan, mentor, coordinator):
    version = plans.newest(plan)
    plans.agree(plan_id=plan.pk, number=1, revision=version.revision, at=NOW, actor=mentor)
    mentors.hand_over(
        plan_id=plan.pk,
        mentor_id=build.make_mentor().pk,
        reason="Ауысты.",
        handed_over="",
        at=NOW,
        actor=coordinator,
    )
    assert not plans.newest(plan).is_frozen


@pytest.mark.parametrize(
    ("who", "reason", "code"), [("other", " ", "reason_missing"), ("mentor", "Ауысты.", "same_mentor")]
)
def test_a_hand_over_without_a_reason_or_to_the_same_one_is_refused(
    plan, mentor, coordinator, who, reason, code
):
    to = mentor if who == "mentor" else build.make_mentor()
    asked = {"plan_id": plan.pk, "mentor_id": to.pk, "reason": reason, "handed_over": "", "at": NOW}
    assert refused(mentors.hand_over, actor=coordinator, **asked) == code
    assert MentorAssignment.objects.get().mentor == mentor


def test_who_waits_for_a_mentor(cohort, coordinator, mentor):
    today = NOW.date()
    old = build.make_graduate(cohort, at=NOW - timedelta(days=300))
    new = build.make_graduate(cohort)
    build.make_plan(build.make_graduate(cohort), mentor, actor=coordinator)
    decide(enrol(None, cohort), score="40")  # not passed
    gone = build.make_graduate(cohort)
    gone.user.is_active = False
    gone.user.save()
    build.make_graduate(cohort, at=NOW - timedelta(days=500))  # a year of support would be over
    found = list(graduates.without_mentor(coordinator, today=today))
    assert found == [old, new]
    cohort.edition.parameters["mentoring_months"] = 0
    cohort.edition.save()
    assert not graduates.without_mentor(coordinator, today=today).exists()


def test_suggestions_come_with_region_and_share_the_load(cohort, coordinator):
    near, far = Region.objects.all()[:2]
    first, second = build.make_graduate(cohort), build.make_graduate(cohort)
    for one in (first, second):
        build.make_post(one.user, near)
    one_place = build.make_mentor(capacity=1, region_id=near.pk)
    many = build.make_mentor(capacity=9, region_id=far.pk)
    waiting = graduates.waiting(list(graduates.without_mentor(coordinator, today=NOW.date())))
    found = mentors.suggest(waiting)
    assert [offer.best.mentor.user for offer in found] == [one_place.pk, many.pk]
    assert found[0].waiting.region == near.name
    assert found[0].best.reasons[2] == "same_region"


@pytest.mark.skipif("TIREK_TEST_DATABASE_URL" not in os.environ, reason="real locks need PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_two_who_give_the_last_place_of_a_mentor_at_once(cohort, coordinator):
    mentor = build.make_mentor(capacity=1)
    two = [build.make_graduate(cohort) for _turn in range(2)]
    jobs = [
        lambda one=one: mentors.assign(enrolment_id=one.pk, mentor_id=mentor.pk, at=NOW, actor=coordinator)
        for one in two
    ]
    wrong = at_once(jobs)
    assert [getattr(error, "code", error) for error in wrong] == ["full"]
    assert mentors.load_of(mentor.pk) == 1

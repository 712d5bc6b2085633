"""The page after the course and the homes of staff: what waits for whom, with its way there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

import assessments.next_steps
from cms.role_homes import cards_for
from people.roles import Role
from postcourse import after
from postcourse.models import Practice, RightRequest
from postcourse.services.orders import orders
from tests.factories import (
    NOW,
    coordinator_of,
    enrol,
    make_cohort,
    make_edition,
    make_issuer,
    make_user,
    sitting_of,
)
from tests.postcourse.builders.effect import (
    DAY,
    make_graduate,
    make_meeting,
    make_mentor,
    make_mentored,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    make_issuer()
    return make_cohort(make_edition())


def titles(places) -> list[str]:
    return [place.title for place in places]


def card(user, title: str):
    (found,) = [one for one in cards_for(user, at=NOW) if one.title == title]
    return found


def test_a_visitor_is_sent_to_sign_in(client):
    assert client.get(reverse("after")).status_code == 302


@pytest.mark.parametrize("role", [*Role.values, None])
def test_everybody_signed_in_finds_what_is_open_to_all(client_for, role, in_english):
    user = make_user(*([role] if role else []))
    answer = client_for(user, headers={"accept-language": "en"}).get(reverse("after"))
    assert titles(answer.context["page"].together) == [
        "Events",
        "Practices",
        "Communities",
        "Resource centres",
    ]


def test_duties_are_those_of_the_roles(in_english):
    def of(*roles):
        return titles(after.duties_of(make_user(*roles), at=NOW))

    assert of(Role.LEARNER) == of(Role.TRAINER) == of(Role.SCHOOL_HEAD) == []
    assert of(Role.MENTOR) == ["My graduates", "Meetings", "What the support comes to"]
    assert of(Role.METHODOLOGIST) == ["Practices to review"]
    assert of(Role.COORDINATOR) == [
        "Who is owed something",
        "Requests and orders",
        "Support after the course",
        "What the support comes to",
    ]


def test_a_learner_finds_rights_and_a_graduate_the_mentoring_too(cohort, in_english):
    learner = enrol(None, cohort).user
    assert titles(after.page_of(learner, at=NOW).own) == ["My rights"]
    plan = make_mentored(cohort, make_mentor())
    own = after.page_of(plan.graduate, at=NOW).own
    assert titles(own) == ["My support after the course", "My rights"]
    assert own[0].url == reverse("mentoring_plan", args=[plan.pk])
    assert after.page_of(make_user(Role.LEARNER), at=NOW).own == []


def test_the_support_under_way_is_shown_before_an_earlier_one(cohort):
    earlier = make_mentored(cohort, make_mentor(), status="closed", at=NOW - 10 * DAY)
    enrolment = enrol(earlier.graduate, make_cohort(cohort.edition, number=2))
    now = earlier.__class__(
        enrolment=enrolment,
        graduate=earlier.graduate,
        status="draft",
        months=12,
        starts_on=timezone.localdate(NOW) - 200 * DAY,
        ends_on=timezone.localdate(NOW) + 165 * DAY,
        opened_at=NOW,
    )
    now.save()
    own = after.page_of(earlier.graduate, at=NOW).own
    assert own[0].url == reverse("mentoring_plan", args=[now.pk])


def test_a_mentors_home_counts_graduates_and_meetings_to_write_down(cohort, in_english):
    mentor = make_mentor()
    plan = make_mentored(cohort, mentor)
    make_mentored(cohort, mentor, status="draft")
    make_mentored(cohort, mentor, status="closed")
    make_mentored(cohort, make_mentor())
    make_meeting(plan, mentor, NOW - 2 * DAY, status="booked")
    make_meeting(plan, mentor, NOW - 5 * DAY, status="held")
    following = make_meeting(plan, mentor, NOW + 2 * DAY, status="booked")
    graduates, meetings = card(mentor, "My graduates"), card(mentor, "Meetings")
    assert (graduates.figure, graduates.text) == (2, "Plans still to be agreed: 1.")
    assert meetings.figure == 1
    assert f"{timezone.localtime(following.planned_start):%H:%M}" in meetings.text or "p.m" in meetings.text


def test_a_coordinators_home_counts_requests_and_graduates_without_a_mentor(cohort, in_english):
    boss = make_user(Role.COORDINATOR)
    assert card(boss, "Requests and orders").figure == 0
    assert card(boss, "Requests and orders").url == reverse("order_list")
    RightRequest.objects.create(
        enrolment=enrol(None, cohort), kind="interrupt", text="Ауырып қалдым.", filed_at=NOW
    )
    make_graduate(cohort)
    assert card(boss, "Requests and orders").figure == 1
    assert card(boss, "Requests and orders").url == reverse("request_list")
    assert card(boss, "Support after the course").figure == 1


def test_a_coordinators_home_says_when_the_first_right_ends(cohort, in_english):
    from postcourse.models import Reassessment
    from tests.factories import decide

    boss, day = make_user(Role.COORDINATOR), timezone.localdate(NOW)
    assert card(boss, "Who is owed something").text == "Nobody waits for a reassessment."
    for place, until in enumerate((day + 40 * DAY, day + 20 * DAY, day - DAY)):
        enrolment = enrol(None, cohort)
        Reassessment.objects.create(
            user=enrolment.user,
            programme_code="A",
            year=2026,
            enrolment=enrolment,
            based_on=decide(enrolment, score=str(40 + place)),
            until=until,
            opened_at=NOW,
        )
    owed = card(boss, "Who is owed something")
    assert owed.figure == 2
    assert str((day + 20 * DAY).day) in owed.text


def test_a_reviewer_is_told_of_practices_of_others(in_english):
    reviewer, author = make_user(Role.METHODOLOGIST), make_user(Role.LEARNER)
    for person in (author, reviewer):
        Practice.objects.create(
            author=person,
            kind="practice",
            status="submitted",
            saved_at=NOW,
            nameless_at=NOW,
            submitted_at=NOW - timedelta(hours=1),
        )
    assert card(reviewer, "Practices to review").figure == 1


def test_the_page_costs_the_same_for_two_graduates_and_twenty(client_for, cohort):
    boss, mentor = make_user(Role.COORDINATOR), make_mentor()

    def add(count: int) -> None:
        for _turn in range(count):
            plan = make_mentored(cohort, mentor)
            make_meeting(plan, mentor, NOW - DAY, status="booked")

    def cost(user) -> list[int]:
        client, found = client_for(user), []
        for name in ("after", "home"):
            client.get(reverse(name))
            with CaptureQueriesContext(connection) as queries:
                assert client.get(reverse(name)).status_code == 200
            found.append(len(queries))
        return found

    add(2)
    few = cost(boss), cost(mentor)
    add(10)
    assert (cost(boss), cost(mentor)) == few
    assert max(few[0] + few[1]) <= 16


def test_who_does_not_study_just_now_is_asked_for_no_work(cohort):
    enrolment, boss = enrol(None, cohort), coordinator_of(cohort)
    sitting_of(enrolment)
    assert assessments.next_steps.offers(enrolment=enrolment, at=NOW) != ([], [])
    for kind, number in (("interrupt", "1"), ("resume", "2")):
        orders.make(
            kind=kind,
            enrolment_id=enrolment.pk,
            number=number,
            dated_on=timezone.localdate(NOW),
            cause="illness",
            reason="Өтініш.",
            at=NOW,
            actor=boss,
        )
        enrolment.refresh_from_db()
        offered = assessments.next_steps.offers(enrolment=enrolment, at=NOW)
        assert (offered == ([], [])) == (kind == "interrupt")


def test_the_account_menu_leads_there_where_the_frame_has_no_room(client_for, cohort):
    def places(*roles) -> tuple[bool, bool]:
        context = client_for(make_user(*roles)).get(reverse("notice_list")).context
        found = [place.url for place in context["nav_items"]]
        assert len(found) <= 5
        return reverse("after") in found, reverse("after") in [place.url for place in context["menu_items"]]

    assert places(Role.LEARNER) == places(Role.COORDINATOR) == places(Role.MENTOR) == (True, False)
    assert places(Role.TRAINER) == places(*Role.values) == (False, True)

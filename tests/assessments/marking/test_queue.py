"""The queue: its tabs and filters, taking a work, releasing many, and its cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.models import Allocation, Submission
from assessments.services.marking import allocation
from people.roles import Role
from tests.factories import NOW, coordinator_of, enrol, make_user

from .conftest import finish, hand_in, rule

pytestmark = pytest.mark.django_db
QUEUE = "/marking/"


def works_in(client, **query) -> set[int]:
    page = client.get(QUEUE, query)
    assert page.status_code == 200
    return {row.pk for row in page.context["rows"]}


def counts(client) -> list[int]:
    return [tab["count"] for tab in client.get(QUEUE).context["tabs"]]


def test_each_tab_holds_its_works_and_says_how_many(client_for, cohort, trainers):
    first, second = trainers[:2]
    free, given, marked, released = (hand_in(cohort) for _turn in range(4))
    others = hand_in(cohort)
    for work, marker in ((given, first), (others, second)):
        allocation.allocate(
            submission_id=work.pk, marker_id=marker.pk, place="first", at=NOW, actor=coordinator_of(cohort)
        )
    finish(marked, first, "7")
    finish(released, first, "8")
    client = client_for(first)
    client.post(QUEUE, {"work": [released.pk]})
    assert works_in(client) == {free.pk, given.pk}
    assert works_in(client, show="free") == {free.pk}
    assert works_in(client, show="marked") == {marked.pk}
    assert works_in(client, show="released") == {released.pk}
    assert works_in(client, show="all") == {work.pk for work in (free, given, marked, released, others)}
    assert counts(client) == [2, 1, 0, 1, 1, 0, 5]


def test_second_marks_have_a_tab_of_their_own(client_for, cohort, trainers):
    rule(cohort, "self_study")
    work = hand_in(cohort)
    finish(work, trainers[0], "7")
    allocation.allocate(
        submission_id=work.pk,
        marker_id=trainers[1].pk,
        place="second",
        at=NOW,
        actor=coordinator_of(cohort),
    )
    assert works_in(client_for(trainers[1]), show="second") == {work.pk}
    assert works_in(client_for(trainers[0]), show="second") == set()


def test_a_trainer_takes_a_work_given_to_nobody_and_comes_to_its_desk(
    client_for, cohort, trainers, in_english
):
    work = hand_in(cohort)
    client = client_for(trainers[0])
    answer = client.post(f"{QUEUE}?show=free", {"take": work.pk})
    assert answer.headers["Location"] == reverse("marking_desk", args=[work.pk])
    assert Allocation.objects.get().marker == trainers[0]
    late = client_for(trainers[1], headers={"accept-language": "en"})
    page = late.post(f"{QUEUE}?show=free", {"take": work.pk}, follow=True)
    assert "is given to" in page.content.decode()
    assert Allocation.objects.get().marker == trainers[0]


def test_works_are_found_by_title_name_cohort_kind_and_lateness(client_for, cohort, trainers):
    named = hand_in(cohort, enrolment=enrol(make_user(Role.LEARNER, surname="Қожахметова"), cohort))
    late = hand_in(cohort)
    Submission.objects.filter(pk=named.pk).update(due_at=NOW)
    yesterday = NOW - timedelta(days=1)
    Submission.objects.filter(pk=late.pk).update(due_at=yesterday, title="Сенсорлық бөлме")
    client = client_for(trainers[0])
    assert works_in(client, q="қожахметова") == {named.pk}
    assert works_in(client, q="сенсорлық") == {late.pk}
    assert works_in(client, late="1") == {late.pk}
    assert works_in(client, cohort=cohort.pk, work="self_study") == {named.pk, late.pk}
    assert works_in(client, work="project") == set()
    assert works_in(client, cohort="9999") == set()


def test_all_that_are_marked_are_released_after_a_summary(client_for, cohort, trainers, in_english):
    works = [hand_in(cohort) for _turn in range(3)]
    for work in works[:2]:
        finish(work, trainers[0], "7")
    client = client_for(trainers[0], headers={"accept-language": "en"})
    page = client.post(f"{QUEUE}?show=marked", {"action": "release_all"})
    assert "Release the marks of 2 works" in page.content.decode()
    assert not Submission.objects.filter(status="released").exists()
    done = client.post(QUEUE, {"work": page.context["ids"]}, follow=True)
    assert "The marks of 2 works are released" in done.content.decode()
    assert Submission.objects.filter(status="released").count() == 2


def test_one_work_that_cannot_be_released_keeps_no_other_back(client_for, cohort, trainers, in_english):
    ready, waiting = hand_in(cohort), hand_in(cohort)
    for work in (ready, waiting):
        finish(work, trainers[0], "7")
    allocation.allocate(
        submission_id=waiting.pk,
        marker_id=trainers[1].pk,
        place="moderator",
        at=NOW,
        actor=coordinator_of(cohort),
    )
    client = client_for(trainers[0], headers={"accept-language": "en"})
    page = client.post(QUEUE, {"work": [ready.pk, waiting.pk]}, follow=True).content.decode()
    assert "The marks of 1 work are released" in page
    assert "The moderator has not looked" in page
    assert dict(Submission.objects.values_list("pk", "status")) == {
        ready.pk: "released",
        waiting.pk: "marked",
    }


def test_how_far_one_has_come_today_is_said(client_for, cohort, trainers):
    works = [hand_in(cohort) for _turn in range(3)]
    finish(works[0], trainers[0], "7", at=timezone.now())
    progress = client_for(trainers[0]).get(QUEUE).context["progress"]
    assert progress == {"done": 1, "total": 3}


def test_nobodys_totals_are_shown_before_they_settle(client_for, cohort, trainers):
    rule(cohort, "self_study")
    work = hand_in(cohort)
    finish(work, trainers[0], "3.5")
    page = client_for(trainers[1]).get(QUEUE, {"show": "all"})
    assert [(row.total, row.own_total) for row in page.context["rows"]] == [(None, None)]
    finish(work, trainers[1], "4.5")
    page = client_for(trainers[2], headers={"accept-language": "en"}).get(QUEUE, {"show": "marked"})
    assert [row.total for row in page.context["rows"]] == [4]


def test_the_queue_costs_the_same_for_few_and_many_works(client_for, cohort, trainers):
    client = client_for(trainers[0])

    def cost() -> int:
        client.get(QUEUE, {"show": "all"})
        with CaptureQueriesContext(connection) as queries:
            assert client.get(QUEUE, {"show": "all"}).status_code == 200
        return len(queries)

    for _turn in range(3):
        finish(hand_in(cohort), trainers[0], "7")
        hand_in(cohort)
    few = cost()
    one = Submission.objects.filter(status="submitted").first()
    template = {name: getattr(one, name) for name in ("assignment", "cohort", "sitting", "status", "title")}
    times = {"created_at": NOW, "submitted_at": NOW, "submitted_by": one.submitted_by}
    Submission.objects.bulk_create(
        Submission(number=number, **{**template, "status": "returned"}, **times) for number in range(2, 200)
    )
    assert cost() <= few <= 15


def test_without_the_permission_there_is_no_queue(client_for, cohort):
    assert client_for(make_user(Role.LEARNER)).get(QUEUE).status_code == 403
    assert works_in(client_for(make_user(Role.TRAINER))) == set()

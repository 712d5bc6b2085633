"""A place of two that nobody has: who finds it, takes it and is told; and what markers with two roles do not learn."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.models import Allocation, Submission
from assessments.services.marking import allocation, calibration
from people.models import Notification
from people.roles import Role
from tests.factories import NOW, coordinator_of, enrol, make_user

from .conftest import finish, hand_in, rule

pytestmark = pytest.mark.django_db
QUEUE = "/marking/"


def give(work, marker, place="first"):
    return allocation.allocate(
        submission_id=work.pk, marker_id=marker.pk, place=place, at=NOW, actor=coordinator_of(work.cohort)
    )


def rows_of(client, show: str) -> dict:
    return {row.pk: row for row in client.get(QUEUE, {"show": show}).context["rows"]}


def both_roles(trainer):
    """A coordinator who marks as well."""
    from django.contrib.auth.models import Group

    trainer.groups.add(Group.objects.get(name=Role.COORDINATOR))
    return type(trainer).objects.get(pk=trainer.pk)


@pytest.mark.parametrize("is_finished", [True, False])
@pytest.mark.parametrize("is_given", [True, False])
def test_a_free_second_place_stands_among_the_second_marks_of_the_others(
    client_for, cohort, trainers, is_finished, is_given
):
    rule(cohort, "self_study")
    work = hand_in(cohort)
    if is_given:
        give(work, trainers[0])
    if is_finished:
        finish(work, trainers[0], "7")
    if not is_given and not is_finished:
        assert rows_of(client_for(trainers[1]), "free")[work.pk].may_take
        return
    assert rows_of(client_for(trainers[1]), "second")[work.pk].may_take
    assert work.pk not in rows_of(client_for(trainers[1]), "free")
    assert work.pk not in rows_of(client_for(trainers[0]), "second")


def test_a_place_that_somebody_has_is_offered_to_nobody(client_for, cohort, trainers):
    standing = rule(cohort, "self_study")
    work = hand_in(cohort)
    give(work, trainers[0])
    give(work, trainers[1], "second")
    client = client_for(trainers[2])
    assert rows_of(client, "second") == {}
    assert not rows_of(client, "all")[work.pk].may_take
    standing.delete()
    Allocation.objects.filter(place="second").delete()
    assert rows_of(client, "second") == {}
    assert not rows_of(client, "all")[work.pk].may_take


def test_a_support_plan_is_offered_to_nobody(cohort, trainers):
    from assessments.models import Assignment

    rule(cohort, "self_study")
    work = hand_in(cohort)
    give(work, trainers[0])
    assert Submission.objects.second_marks_for(trainers[1]).exists()
    Assignment.objects.filter(pk=work.assignment_id).update(kind="support_plan")
    assert not Submission.objects.second_marks_for(trainers[1]).exists()
    give(work, trainers[1], "second")
    assert Submission.objects.second_marks_for(trainers[1]).exists()


def test_taking_gives_the_place_that_is_free(client_for, cohort, trainers):
    rule(cohort, "self_study")
    work = hand_in(cohort)
    give(work, trainers[0])
    answer = client_for(trainers[1]).post(f"{QUEUE}?show=second", {"take": work.pk})
    assert answer.headers["Location"] == reverse("marking_desk", args=[work.pk])
    assert dict(Allocation.objects.values_list("marker", "place")) == {
        trainers[0].pk: "first",
        trainers[1].pk: "second",
    }


def test_taking_a_work_that_another_has_finished_unasked_gives_the_second_place(client_for, cohort, trainers):
    rule(cohort, "self_study")
    work = hand_in(cohort)
    finish(work, trainers[0], "7")
    client_for(trainers[1]).post(QUEUE, {"take": work.pk})
    assert Allocation.objects.get().place == "second"


def test_a_third_place_that_is_wanted_is_taken_as_the_third(client_for, cohort, trainers):
    rule(cohort, "self_study")
    work = hand_in(cohort)
    finish(work, trainers[0], "9")
    finish(work, trainers[1], "3")
    client = client_for(trainers[2])
    assert rows_of(client, "second")[work.pk].may_take
    client.post(QUEUE, {"take": work.pk})
    assert Allocation.objects.get().place == "third"


def test_taking_is_offered_only_where_it_works(client_for, cohort, trainers):
    rule(cohort, "self_study")
    mine = hand_in(cohort)
    finish(mine, trainers[0], "7")
    own = hand_in(cohort, enrolment=enrol(trainers[0], cohort))
    rows = rows_of(client_for(trainers[0]), "all")
    assert not rows[mine.pk].may_take
    assert not rows[own.pk].may_take
    administrator = client_for(make_user(Role.ADMINISTRATOR))
    assert not any(row.may_take for row in rows_of(administrator, "all").values())


def test_a_coordinator_who_trains_takes_no_place_that_nobody_wants(client_for, cohort, trainers):
    work = hand_in(cohort)
    give(work, trainers[0])
    client = client_for(both_roles(trainers[1]))
    client.post(QUEUE, {"take": work.pk})
    assert Allocation.objects.get().marker == trainers[0]


def test_the_coordinators_are_told_once_the_first_has_finished_and_nobody_has_the_second_place(
    cohort, trainers
):
    rule(cohort, "self_study")
    coordinator = coordinator_of(cohort)
    alone, both = hand_in(cohort), hand_in(cohort)
    give(both, trainers[1], "second")
    finish(both, trainers[0], "7")
    told = Notification.objects.filter(kind="second_marker_needed")
    assert not told.exists()
    finish(alone, trainers[0], "7")
    assert told.get(user=coordinator).url.endswith("?work=self_study&state=second_needed")
    finish(alone, trainers[1], "8")
    assert told.count() == 1


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_board_shows_where_a_second_marker_is_needed(client_for, cohort, trainers, language):
    rule(cohort, "self_study")
    begun, named, free = (hand_in(cohort) for _turn in range(3))
    give(begun, trainers[0])
    give(named, trainers[0])
    give(named, trainers[1], "second")
    board = reverse("allocation", args=[cohort.pk])
    client = client_for(coordinator_of(cohort), headers={"Accept-Language": language})
    page = client.get(board, {"work": "self_study", "state": "second_needed"})
    assert [row.submission.pk for row in page.context["rows"]] == [begun.pk]
    states = {row.submission.pk: row.state for row in page.context["board"].rows}
    assert states == {begun.pk: "second_needed", named.pk: "waiting", free.pk: "unallocated"}


def test_with_one_marker_nobody_needs_a_second(client_for, cohort, trainers):
    work = hand_in(cohort)
    give(work, trainers[0])
    page = client_for(coordinator_of(cohort)).get(
        reverse("allocation", args=[cohort.pk]), {"work": "self_study"}
    )
    assert [row.state for row in page.context["rows"]] == ["waiting"]


# Two roles


def test_a_coordinator_who_has_still_to_mark_a_work_sees_no_points_of_it_on_the_board(
    client_for, cohort, trainers
):
    rule(cohort, "self_study")
    work, other = hand_in(cohort), hand_in(cohort)
    finish(work, trainers[0], "9")
    finish(other, trainers[0], "6")
    give(work, trainers[1], "second")
    client, board = client_for(both_roles(trainers[1])), reverse("allocation", args=[cohort.pk])

    def totals():
        page = client.get(board, {"work": "self_study"})
        return {
            row.submission.pk: [*(cell.total for cell in row.cells[:2]), row.total, row.difference]
            for row in page.context["rows"]
        }

    assert totals() == {work.pk: [None] * 4, other.pk: [6, None, None, None]}
    finish(work, trainers[1], "8")
    assert totals()[work.pk] == [9, 8, 8.5, 1]


def test_a_moderator_sees_the_points_on_the_board(client_for, cohort, trainers):
    work = hand_in(cohort)
    finish(work, trainers[0], "9")
    give(work, trainers[1], "moderator")
    page = client_for(both_roles(trainers[1])).get(
        reverse("allocation", args=[cohort.pk]), {"work": "self_study"}
    )
    assert page.context["rows"][0].cells[0].total == 9


def test_calibration_leaves_out_works_that_its_reader_has_still_to_mark(cohort, trainers):
    rule(cohort, "self_study")
    work, other = hand_in(cohort), hand_in(cohort)
    for one in (work, other):
        finish(one, trainers[0], "9")
    give(work, trainers[1], "second")
    frozen, assignments = calibration.assignments_of(cohort)
    chosen = next(one for one in assignments if one.key == "self_study")

    def works_for(viewer) -> int:
        board = calibration.board(
            cohort=cohort, assignment=chosen, version_id=frozen["self_study"], viewer=viewer
        )
        return sum(one.works for one in board.report.markers)

    assert works_for(coordinator_of(cohort)) == 2
    assert works_for(both_roles(trainers[1])) == 1


# Counts and the way on


def test_second_marks_are_counted_once(client_for, cohort, trainers):
    rule(cohort, "self_study")
    for _turn in range(2):
        give(hand_in(cohort), trainers[0], "second")
    finish(hand_in(cohort), trainers[0], "7", at=timezone.now())
    assert client_for(trainers[0]).get(QUEUE).context["progress"] == {"done": 1, "total": 3}


@pytest.mark.parametrize("place", ["second", "moderator"])
def test_after_finishing_the_next_second_mark_or_moderation_opens(client_for, cohort, trainers, place):
    from assessments.views.marking.acting import next_work

    rule(cohort, "self_study")
    done = hand_in(cohort)
    give(done, trainers[0])
    finish(done, trainers[0], "7")
    if place == "moderator":
        following = hand_in(cohort)
        Submission.objects.filter(pk=following.pk).update(status="marked")
        give(following, trainers[0], "moderator")
    else:
        following = hand_in(cohort)
        give(following, trainers[1])
    answer = next_work(done, trainers[0])
    assert answer.headers["Location"] == reverse("marking_desk", args=[following.pk])


def test_the_queue_of_works_with_free_places_costs_the_same_for_two_and_twenty(client_for, cohort, trainers):
    rule(cohort, "self_study")
    client = client_for(trainers[1])

    def cost() -> int:
        client.get(QUEUE, {"show": "second"})
        with CaptureQueriesContext(connection) as queries:
            client.get(QUEUE, {"show": "second"})
        return len(queries)

    for _turn in range(2):
        finish(hand_in(cohort), trainers[0], "7")
    few = cost()
    for _turn in range(18):
        finish(hand_in(cohort), trainers[0], "7")
    assert cost() == few <= 15

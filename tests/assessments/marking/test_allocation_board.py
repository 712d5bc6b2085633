"""The board of who marks what: what it shows and does, in a fixed number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Allocation, MarkingRule, Submission
from tests.factories import coordinator_of

from .conftest import finish, hand_in, rule


@pytest.fixture
def board(cohort):
    return reverse("allocation", args=[cohort.pk])


def post(client, board, **values):
    return client.post(board, {"work": "self_study", **values})


def test_works_are_given_out_by_hand_and_evenly(client_for, cohort, trainers, board):
    works = [hand_in(cohort) for _turn in range(5)]
    client = client_for(coordinator_of(cohort))
    ticked = [works[0].pk, works[1].pk]
    answer = post(client, board, action="give", submission=ticked, marker=trainers[0].pk, place="first")
    assert answer.status_code == 302
    assert Allocation.objects.filter(marker=trainers[0]).count() == 2
    post(client, board, action="spread", place="first", marker=[one.pk for one in trainers])
    assert [Allocation.objects.filter(marker=one).count() for one in trainers] == [2, 2, 1]
    post(client, board, action=f"withdraw-{works[0].pk}-first")
    assert Allocation.objects.filter(withdrawn_at__isnull=True).count() == 4


def test_one_that_cannot_be_given_keeps_the_others_and_the_ticks(client_for, cohort, trainers, board):
    works = [hand_in(cohort) for _turn in range(2)]
    finish(works[1], trainers[1], "7")
    answer = post(
        client_for(coordinator_of(cohort)),
        board,
        action="give",
        submission=[one.pk for one in works],
        marker=trainers[0].pk,
        place="first",
    )
    assert answer.status_code == 422
    assert not Allocation.objects.exists()
    assert answer.content.decode().count(" checked") >= 2


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_board_says_where_a_third_marker_is_needed(client_for, cohort, trainers, board, language):
    rule(cohort, "self_study")
    submission = hand_in(cohort)
    finish(submission, trainers[0], "9")
    finish(submission, trainers[1], "3")
    client = client_for(coordinator_of(cohort), headers={"Accept-Language": language})
    page = client.get(f"{board}?work=self_study&state=third_needed").content.decode()
    assert f'value="{submission.pk}"' in page
    assert "Δ 6" in page


def test_the_rule_is_set_and_bad_figures_are_given_back(client_for, cohort, trainers, board):
    client = client_for(coordinator_of(cohort))
    answer = post(client, board, action="rule", markers="2", tolerance="-1")
    assert answer.status_code == 422
    assert not MarkingRule.objects.exists()
    assert 'value="-1"' in answer.content.decode()
    post(client, board, action="rule", markers="2", tolerance="1,5", is_blind="on")
    standing = MarkingRule.objects.get()
    assert (standing.markers, str(standing.tolerance), standing.is_blind) == (2, "1.50", True)


def test_marks_are_released_together(client_for, cohort, trainers, board):
    works = [hand_in(cohort) for _turn in range(3)]
    for one in works:
        finish(one, trainers[0], "7")
    post(client_for(coordinator_of(cohort)), board, action="release", submission=[one.pk for one in works])
    assert set(Submission.objects.values_list("status", flat=True)) == {"released"}


def test_works_of_another_cohort_are_not_touched(client_for, cohort, trainers, board):
    from tests.factories import make_cohort

    other = make_cohort(cohort.edition, number=2)
    foreign = hand_in(other)
    answer = post(
        client_for(coordinator_of(cohort)),
        board,
        action="give",
        submission=[foreign.pk],
        marker=trainers[0].pk,
        place="first",
    )
    assert answer.status_code == 422
    assert not Allocation.objects.exists()


def test_trainers_do_not_name_markers(client_for, cohort, trainers, board):
    assert client_for(trainers[0]).get(board).status_code == 403


def test_the_board_costs_the_same_for_two_works_and_twenty(client_for, cohort, trainers, board):
    client = client_for(coordinator_of(cohort))

    def cost() -> int:
        client.get(f"{board}?work=self_study")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{board}?work=self_study")
        return len(queries)

    for _turn in range(2):
        finish(hand_in(cohort), trainers[0], "7")
    few = cost()
    for _turn in range(18):
        finish(hand_in(cohort), trainers[0], "7")
    assert cost() == few
    assert few <= 18

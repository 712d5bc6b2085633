"""What the support comes to, counted without a database."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from postcourse.effect import figures
from postcourse.effect.figures import Supported

TODAY = date(2026, 11, 1)


def days(count: int) -> date:
    return TODAY - timedelta(days=count)


def graduate(enrolment_id: int = 1, **facts) -> Supported:
    """Somebody agreed with half a year ago, who met their mentor last week."""
    given = {
        "name": f"Үмбетжанова {enrolment_id}",
        "programme": "A",
        "cohort": "A-1",
        "graduated_on": days(200),
        "region": "75",
        "region_name": "Алматы",
        "plan_id": enrolment_id,
        "state": "agreed",
        "agreed_on": days(183),
        "starts_on": days(183),
        "ends_on": TODAY + timedelta(days=182),
        "planned": 6,
        "mentor_id": 7,
        "mentor": "Нұрпейісова",
        "held": 3,
        "last_met": days(7),
    }
    return Supported(enrolment_id=enrolment_id, **given | facts)


def late_of(row: Supported) -> list[tuple[str, int]]:
    return [(one.kind, one.days(TODAY)) for one in figures.lateness(row, today=TODAY)]


@pytest.mark.parametrize(
    ("passed", "due"), [(-1, 0), (0, 0), (60, 0), (61, 1), (182, 2), (183, 3), (364, 5), (365, 6), (400, 6)]
)
def test_a_meeting_is_due_once_its_part_of_the_year_has_passed(passed, due):
    starts = days(passed)
    ends = starts + timedelta(days=365)
    assert figures.due_meetings(6, starts_on=starts, ends_on=ends, today=TODAY) == due


@pytest.mark.parametrize(
    ("state", "due"), [("agreed", 3), ("closed", 3), ("draft", 0), ("ended", 0), ("none", 0)]
)
def test_meetings_are_due_of_plans_that_were_agreed_and_not_broken_off(state, due):
    assert figures.due_of(graduate(state=state), today=TODAY) == due


def test_nothing_is_overdue_where_the_two_met_last_week():
    assert late_of(graduate()) == []


@pytest.mark.parametrize(("opened", "late"), [(29, []), (30, []), (31, [("agreement", 1)])])
def test_a_plan_is_to_be_agreed_within_thirty_days(opened, late):
    assert late_of(graduate(state="draft", starts_on=days(opened), agreed_on=None, last_met=None)) == late


@pytest.mark.parametrize(("met", "late"), [(60, []), (61, [("meeting", 1)])])
def test_two_meet_within_sixty_days(met, late):
    assert late_of(graduate(last_met=days(met))) == late


def test_without_any_meeting_the_sixty_days_begin_when_the_plan_was_agreed():
    assert late_of(graduate(last_met=None, agreed_on=days(61))) == [("meeting", 1)]
    assert late_of(graduate(last_met=None, agreed_on=days(60))) == []


def test_a_meeting_is_to_be_written_down_the_day_it_was_held():
    assert late_of(graduate(unwritten_since=TODAY)) == []
    assert late_of(graduate(unwritten_since=days(3))) == [("unwritten", 3)]


@pytest.mark.parametrize(
    ("met", "checkpoint", "late"),
    [
        (40, 20, [("checkpoint", 6)]),
        (34, 20, []),  # met fourteen days before it
        (35, 20, [("checkpoint", 6)]),
        (40, 14, []),  # there is still a day to meet
        (40, 15, [("checkpoint", 1)]),
        (10, 20, []),
    ],
)
def test_a_checkpoint_is_answered_by_a_meeting_around_it(met, checkpoint, late):
    assert late_of(graduate(last_met=days(met), checkpoints=(days(checkpoint),))) == late


def test_a_plan_that_ended_wants_its_closing_report_and_nothing_else():
    row = graduate(ends_on=days(5), last_met=days(100), unwritten_since=days(90), checkpoints=(days(50),))
    assert late_of(row) == [("closing", 5)]
    assert late_of(replace(row, state="closed")) == []
    assert late_of(replace(row, ends_on=TODAY)) != [("closing", 0)]


@pytest.mark.parametrize("state", ["none", "closed", "ended"])
def test_nothing_is_overdue_where_no_support_is_under_way(state):
    assert late_of(graduate(state=state, last_met=days(300), unwritten_since=days(200))) == []


def test_who_waits_longest_stands_first():
    rows = [
        graduate(1, last_met=days(70)),
        graduate(2),
        graduate(3, last_met=days(90)),
        graduate(4, unwritten_since=days(15)),
    ]
    assert [row.enrolment_id for row, _late in figures.overdue_first(rows, today=TODAY)] == [3, 4, 1]


def test_sums_count_every_graduate_once():
    rows = [
        graduate(1, visits=1, better=2, worse=1, same=3, shared=1, used=2, attended=3),
        graduate(
            2,
            state="draft",
            agreed_on=None,
            last_met=None,
            held=1,
            mentor_id=None,
            mentor="",
            starts_on=days(40),
        ),
        graduate(3, state="none", plan_id=None, mentor_id=None, mentor="", held=0, last_met=None),
        graduate(4, state="closed", held=6, ends_on=days(1)),
        graduate(5, state="ended", held=2, mentor_id=None, mentor=""),
    ]
    total = figures.sums(rows, today=TODAY)
    assert total.people == 5
    assert total.states == {"none": 1, "draft": 1, "agreed": 1, "closed": 1, "ended": 1}
    assert (total.with_plan, total.agreed, total.without_mentor) == (4, 2, 2)
    assert (total.held, total.due, total.held_percent) == (9, 9, 100)
    assert (total.visits, total.better, total.worse, total.same, total.moved) == (1, 2, 1, 3, 6)
    assert (total.shared, total.used, total.attended, total.overdue) == (1, 2, 3, 1)


def test_of_nobody_every_figure_is_nothing():
    total = figures.sums([], today=TODAY)
    assert (total.people, total.with_plan, total.held_percent, total.change.people) == (0, 0, None, 0)


def test_means_of_the_self_assessment_are_of_those_who_answered_twice():
    rows = [graduate(number, before=Decimal(number), after=Decimal(number) + 1) for number in range(1, 6)]
    rows += [graduate(6, before=Decimal(1)), graduate(7, after=Decimal(5))]
    change = figures.change(rows)
    assert (change.people, change.before, change.after, change.is_few) == (5, Decimal(3), Decimal(4), False)


def test_means_of_fewer_than_five_are_not_told():
    rows = [graduate(number, before=Decimal(2), after=Decimal(4)) for number in range(4)]
    change = figures.change(rows)
    assert (change.people, change.before, change.after, change.is_few) == (4, None, None, True)
    assert figures.change(rows, fewest=1).before == 2


def test_regions_stand_by_size_and_an_unknown_one_last():
    rows = [
        graduate(1, region="", region_name=""),
        graduate(2, region="", region_name=""),
        graduate(3, region="71", region_name="Астана"),
        graduate(4),
        graduate(5),
    ]
    groups = figures.by_region(rows, today=TODAY)
    assert [(one.key, one.name, one.sums.people) for one in groups] == [
        ("75", "Алматы", 2),
        ("71", "Астана", 1),
        ("none", "", 2),
    ]


def test_mentors_are_told_apart_by_who_they_are_not_by_their_names():
    rows = [graduate(1), graduate(2, mentor_id=8), graduate(3, mentor_id=None, mentor="")]
    assert [one.key for one in figures.by_mentor(rows, today=TODAY)] == ["7", "8", "none"]

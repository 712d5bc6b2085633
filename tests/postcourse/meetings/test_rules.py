"""When meetings may be, when people are reminded, what the observation sheet holds."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product

import pytest

from postcourse.rules import meeting_times as times
from postcourse.rules import moves
from postcourse.rules import observation as sheet

NOON = datetime(2026, 12, 3, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("start", "end", "fault"),
    [
        (HOUR, 2 * HOUR, None),
        (HOUR, 5 * HOUR, None),
        (HOUR, 5 * HOUR + MINUTE, "too_long"),
        (HOUR, HOUR, "order"),
        (2 * HOUR, HOUR, "order"),
        (0 * HOUR, HOUR, "past"),
        (-MINUTE, HOUR, "past"),
    ],
)
def test_a_planned_time(start, end, fault):
    assert times.planned_fault(NOON + start, NOON + end, at=NOON) == fault


@pytest.mark.parametrize(
    ("start", "end", "fault"),
    [
        (-HOUR, 0 * HOUR, None),
        (-HOUR, MINUTE, "future"),
        (-5 * HOUR, -HOUR, None),
        (-5 * HOUR - MINUTE, -HOUR, "too_long"),
        (-HOUR, -2 * HOUR, "order"),
    ],
)
def test_a_real_time(start, end, fault):
    assert times.real_fault(NOON + start, NOON + end, at=NOON) == fault


@pytest.mark.parametrize(
    ("at", "sent", "due"),
    [
        (-DAY - MINUTE, "", None),
        (-DAY, "", "day"),
        (-DAY, "day", None),
        (-HOUR - MINUTE, "", "day"),
        (-HOUR, "day", "hour"),
        (-HOUR, "", "hour"),  # the day's is late by then: one letter, not two
        (-MINUTE, "hour", None),
        (0 * HOUR, "", None),
        (HOUR, "", None),
        (HOUR + DAY - MINUTE, "", None),
        (HOUR + DAY, "", "log"),
        (HOUR + DAY, "log", None),
        (HOUR + 14 * DAY, "", "log"),
        (HOUR + 14 * DAY + MINUTE, "", None),
    ],
)
def test_which_reminder_is_due(at, sent, due):
    found = times.reminder_due(starts_at=NOON, ends_at=NOON + HOUR, at=NOON + at, sent=sent.split())
    assert found == due


@pytest.mark.parametrize(("before", "told"), [(25, []), (24, ["day"]), (2, ["day"]), (1, ["day", "hour"])])
def test_news_of_a_near_meeting_stands_for_its_reminders(before, told):
    assert times.told_already(starts_at=NOON, at=NOON - before * HOUR) == told


@pytest.mark.parametrize(
    ("days", "held", "behind"),
    [
        (0, 0, 0),
        (60, 0, 0),
        (61, 0, 1),
        (61, 1, 0),
        (183, 0, 3),
        (183, 5, 0),
        (365, 4, 2),
        (900, 4, 2),
        (-9, 0, 0),
    ],
)
def test_how_far_support_is_behind_a_steady_pace(days, held, behind):
    start = date(2026, 1, 1)
    found = times.behind(
        planned=6, held=held, starts_on=start, ends_on=start + 365 * DAY, today=start + days * DAY
    )
    assert found == behind


def test_a_weekly_series_keeps_its_hour():
    hours = times.weekly(NOON, NOON + HOUR, weeks=3)
    assert hours == [(NOON + week * 7 * DAY, NOON + week * 7 * DAY + HOUR) for week in range(3)]


ALLOWED = {("booked", "held"), ("booked", "cancelled"), ("booked", "missed"), ("missed", "held")}


def test_the_moves_of_a_meeting():
    found = {pair for pair in product(moves.MEETING, repeat=2) if pair[1] in moves.MEETING[pair[0]]}
    assert found == ALLOWED


# The sheet


def whole(**more):
    return {"sheet": 1, "items": dict.fromkeys(sheet.KEYS, 1), "notes": {}, "lesson": ""} | more


def test_the_sheet_has_fourteen_items_in_five_groups_in_both_languages():
    assert [group.key for group in sheet.GROUPS] == [
        "environment",
        "adaptation",
        "behaviour",
        "cooperation",
        "assessment",
    ]
    assert len(sheet.KEYS) == len(set(sheet.KEYS)) == 14
    texts = [one.title for group in sheet.GROUPS for one in (group, *group.items)]
    texts += [step.title for step in sheet.SCALE]
    assert all(set(text) == {"kk", "ru"} and all(text.values()) for text in texts)
    assert sheet.VALUES == (0, 1, 2, 3)


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({}, []),
        ({"items": {}}, ["empty"]),
        ({"items": {"space": 3}}, []),
        ({"items": {"space": 4}}, ["value"]),
        ({"items": {"space": "2"}}, ["value"]),
        ({"items": {"space": True}}, ["value"]),
        ({"items": {"other": 1}}, ["unknown"]),
        ({"notes": {"other": ""}}, ["unknown"]),
        ({"notes": {"environment": "а" * 2000}}, []),
        ({"notes": {"environment": "а" * 2001}}, ["note"]),
        ({"lesson": 5}, ["note"]),
        ({"sheet": 2}, ["unknown"]),
    ],
)
def test_what_is_no_sheet(change, faults):
    assert sheet.faults(whole(**change)) == faults


def test_means_leave_out_what_nobody_had_occasion_to_see():
    environment = sheet.GROUPS[0]
    assert sheet.mean(whole(items={"space": 1, "visual": 2}), environment) == Decimal("1.5")
    assert sheet.mean(whole(items={"space": 1, "visual": 1, "sensory": 0}), environment) == Decimal("0.7")
    assert sheet.mean(whole(items={"tasks": 3}), environment) is None


def test_the_change_of_a_group_goes_from_its_first_known_visit_to_its_last():
    first, second, third = (whole(items=items) for items in ({"tasks": 3}, {"space": 1}, {"space": 3}))
    change = sheet.over_visits([first, second, third])[0]
    assert change.means == (None, Decimal("1.0"), Decimal("3.0"))
    assert (change.first, change.last) == (Decimal("1.0"), Decimal("3.0"))
    assert sheet.values_of([first, second, third], sheet.GROUPS[0].items[0]) == [None, 1, 3]

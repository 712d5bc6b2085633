"""What a plan says, what is missing in it, how wordings differ, and the first draft; no database."""

from datetime import date
from decimal import Decimal

import pytest

from postcourse.mentoring_words import plan_fault
from postcourse.rules import plan_content, plan_draft
from postcourse.rules.plan_content import Fault
from postcourse.rules.plan_draft import Weak

STARTS, ENDS = date(2027, 1, 10), date(2028, 1, 10)
GOAL = {"outcome": "o", "goal": "g", "indicators": "i", "activities": "a", "evidence": ""}
WHOLE = {"goals": [GOAL], "checkpoints": [{"on": "2027-06-10", "what": "Талдау"}], "note": ""}


def faults(**more):
    return plan_content.faults(plan_content.clean(WHOLE | more), starts_on=STARTS, ends_on=ENDS)


def test_a_whole_plan_has_no_fault_and_stays_as_it_is():
    assert faults() == []
    assert plan_content.clean(WHOLE) == WHOLE


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"goals": []}, [Fault("no_goals")]),
        ({"goals": [GOAL | {"goal": " "}]}, [Fault("missing", 1, "goal")]),
        ({"goals": [GOAL, GOAL | {"indicators": ""}]}, [Fault("missing", 2, "indicators")]),
        ({"checkpoints": []}, [Fault("no_checkpoints")]),
        ({"checkpoints": [{"on": "2027-02-30", "what": "x"}]}, [Fault("bad_date", 1)]),
        ({"checkpoints": [{"on": "2027-01-09", "what": "x"}]}, [Fault("outside", 1)]),
        ({"checkpoints": [{"on": "2028-01-10", "what": "x"}]}, []),
        ({"checkpoints": [{"on": "2028-01-11", "what": ""}]}, [Fault("outside", 1), Fault("no_words", 1)]),
    ],
)
def test_what_keeps_a_plan_from_being_agreed_on(more, found, in_english):
    assert faults(**more) == found
    assert all(plan_fault(one).endswith(".") for one in found)


def test_what_nobody_asked_for_is_left_out():
    strange = {
        "goals": [GOAL | {"iin": "1"}, {"outcome": "only chosen"}, "text", {}],
        "checkpoints": [{"on": "2027-09-01", "what": "b"}, {"on": "2027-03-01", "what": "a"}, {"on": ""}],
        "note": " \x00сөз\r\n",
        "more": 1,
    }
    assert plan_content.clean(strange) == {
        "goals": [GOAL],
        "checkpoints": [{"on": "2027-03-01", "what": "a"}, {"on": "2027-09-01", "what": "b"}],
        "note": "сөз",
    }


def test_differences_are_told_place_by_place():
    now = WHOLE | {
        "goals": [GOAL | {"goal": "G"}, GOAL],
        "checkpoints": [],
        "note": "n",
    }
    found = plan_content.compare(WHOLE, now)
    assert [(one.part, one.row, one.field) for one in found] == [
        ("goal", 1, "goal"),
        ("goal", 2, "outcome"),
        ("goal", 2, "goal"),
        ("goal", 2, "indicators"),
        ("goal", 2, "activities"),
        ("checkpoint", 1, ""),
        ("note", 1, ""),
    ]
    assert (found[5].before, found[5].after) == ("2027-06-10 Талдау", "")
    assert plan_content.compare(WHOLE, WHOLE) == []


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_draft_begins_with_what_was_weakest(language):
    parts = [
        Weak("module", "M1", Decimal(1), "o1"),
        Weak("module", "M2", Decimal("0.4"), "o2"),
        Weak("criterion", "C1", Decimal("0.5"), "o3"),
        Weak("component", "K", Decimal("0.4"), "o4"),
        Weak("criterion", "C2", Decimal("0.9"), "o5"),
    ]
    made = plan_draft.draft(parts, ["x"], starts_on=STARTS, months=12, language=language)
    assert [goal["outcome"] for goal in made["goals"]] == ["o2", "o4", "o3"]
    assert "«M2»" in made["goals"][0]["goal"]
    assert plan_content.faults(plan_content.clean(made), starts_on=STARTS, ends_on=ENDS) == []
    assert [one["on"] for one in made["checkpoints"]] == [
        "2027-04-10",
        "2027-07-10",
        "2027-10-10",
        "2027-12-10",
    ]


def test_who_lost_nothing_starts_from_the_outcomes():
    made = plan_draft.draft(
        [Weak("module", "M", Decimal(1))],
        ["бірінші", "екінші"],
        starts_on=STARTS,
        months=1,
        language="kk",
    )
    assert [goal["outcome"] for goal in made["goals"]] == ["бірінші", "екінші"]
    assert len(made["checkpoints"]) == 1


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_what_programme_b_assesses_has_words_of_its_own(language):
    kinds = sorted(plan_draft.PROGRAMME_B)
    assert [plan_draft.own_words(key) for key in (*kinds, "project")] == [*kinds, "component"]
    parts = [Weak(plan_draft.own_words(key), key, Decimal("0.5"), key) for key in kinds]
    goals = [
        goal
        for part in parts
        for goal in plan_draft.draft([part], [], starts_on=STARTS, months=12, language=language)["goals"]
    ]
    assert len({goal["indicators"] for goal in goals}) == len(kinds)
    assert all(f"«{key}»" in goal["goal"] for key, goal in zip(kinds, goals, strict=True))

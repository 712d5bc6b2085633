"""The arrival of answers, read from the same table people read (docs/rules/steps.yaml)."""

from pathlib import Path

import pytest
import yaml

from assessments.rules import steps

TABLE = yaml.safe_load((Path(__file__).resolve().parents[2] / "docs" / "rules" / "steps.yaml").read_text())
CASES = TABLE["cases"]
OUTCOMES = {steps.COUNTED, steps.SAME, steps.LATE, steps.STALE}


def standing(row: dict) -> steps.Standing:
    return steps.Standing(tuple(row["response"]), row["sequence"], row["window"], row["number"])


def arrival(row: dict) -> steps.Arrival:
    return steps.Arrival(tuple(row["response"]), row["window"], row["number"], row["seen"])


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_the_table_of_arrivals_holds(case):
    after, outcome = steps.arrive(standing(case["standing"]), arrival(case["arrival"]))
    assert outcome == case["outcome"]
    assert after == standing(case.get("after", case["standing"]))


def test_the_table_names_every_outcome_and_no_row_twice():
    assert {case["outcome"] for case in CASES} == OUTCOMES
    names = [case["name"] for case in CASES]
    assert len(set(names)) == len(names)


def test_what_is_kept_out_or_late_changes_nothing():
    assert all("after" not in case for case in CASES if case["outcome"] in {steps.LATE, steps.STALE})

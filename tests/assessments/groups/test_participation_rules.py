"""What is proposed for participation, as docs/rules/participation.yaml says."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules import participation
from assessments.rules.participation import Activity, propose

ROOT = Path(__file__).resolve().parents[3]
TABLE = yaml.safe_load((ROOT / "docs" / "rules" / "participation.yaml").read_text())


def test_the_weights_are_those_of_the_table():
    assert {key: Decimal(value) for key, value in TABLE["weights"].items()} == participation.WEIGHTS
    assert TABLE["full_days"] == participation.FULL_DAYS


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["name"])
def test_points_are_proposed_as_the_table_says(case):
    assert propose(Activity(**case["activity"]), Decimal(10)).points == Decimal(case["points"])


def test_each_ground_names_its_counts_and_the_weights_fill_the_whole():
    found = propose(Activity(topics=20, studied=5, active_days=3), Decimal(10))
    assert [(ground.key, ground.has, ground.of) for ground in found.grounds] == [
        ("topics", 5, 20),
        ("days", 3, 10),
    ]
    assert round(sum(ground.weight for ground in found.grounds), 6) == 100


counts = st.integers(0, 60)


@given(st.builds(Activity, counts, counts, counts, counts, counts, counts, counts, counts, counts))
def test_a_proposal_is_whole_points_between_nothing_and_the_maximum(activity):
    found = propose(activity, Decimal(10))
    assert Decimal(0) <= found.points <= Decimal(10)
    assert found.points == found.points.to_integral_value()

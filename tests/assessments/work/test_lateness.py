"""Until when work is accepted, read from the same table people read (docs/rules/lateness.yaml)."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from assessments.rules import lateness

TABLE = yaml.safe_load((Path(__file__).parents[3] / "docs/rules/lateness.yaml").read_text())["cases"]
DUE = datetime(2026, 3, 10, 18, 59, tzinfo=UTC)


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case["name"])
def test_the_table_holds(case):
    given = (case["policy"], case["days"], moment(case["due"]), moment(case["at"]))
    assert lateness.standing(*given) == case["expect"]
    assert lateness.is_open(*given) == (case["expect"] != "closed")


def test_an_unknown_policy_is_an_error():
    with pytest.raises(ValueError, match="someday"):
        lateness.last_moment("someday", 0, DUE)


@pytest.mark.parametrize(
    ("policy", "before", "is_near"),
    [
        ("accepted", timedelta(hours=23), True),
        ("accepted", timedelta(hours=24), False),
        ("accepted", timedelta(0), True),
        ("accepted", timedelta(hours=-1), False),
        ("days", timedelta(days=-1), False),
        ("days", timedelta(days=-2, hours=-1), True),
        ("days", timedelta(days=-4), False),
        ("refused", timedelta(hours=-1), False),
    ],
)
def test_the_end_is_near_in_the_last_day_before_it(policy, before, is_near):
    assert lateness.is_near(policy, 3, DUE, DUE - before) is is_near


def test_a_correction_is_as_late_as_the_hand_in_it_corrects():
    assert lateness.due_of_correction(DUE, DUE) is None
    assert lateness.due_of_correction(DUE, DUE + timedelta(seconds=1)) == DUE
    assert lateness.due_of_correction(None, DUE) is None

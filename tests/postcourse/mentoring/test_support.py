"""The table of docs/rules/support.yaml: steps, what is late, months and hours; no database."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from postcourse.rules import support

TABLE = yaml.safe_load((Path(__file__).parents[3] / "docs" / "rules" / "support.yaml").read_text("utf-8"))
USUAL = {
    "status": "agreed",
    "has_mentor": True,
    "starts_on": date(2027, 1, 10),
    "ends_on": date(2028, 1, 10),
}


def standing(row):
    told = {name: value for name, value in row.items() if name not in {"who", "today", "step", "late"}}
    return support.Standing(**USUAL | told)


@pytest.mark.parametrize("row", TABLE["next"], ids=lambda row: f"{row['who']}-{row['step']}-{row['today']}")
def test_the_one_thing_to_do(row):
    assert support.next_step(row["who"], standing(row), today=row["today"]) == row["step"]


@pytest.mark.parametrize("row", TABLE["late"], ids=lambda row: f"{row['status']} {row['today']}")
def test_what_is_late(row):
    assert list(support.late(standing(row), today=row["today"])) == row["late"]


@pytest.mark.parametrize("row", TABLE["months"], ids=lambda row: f"{row['from']} {row['months']}")
def test_months_later(row):
    assert support.add_months(row["from"], row["months"]) == row["until"]


@pytest.mark.parametrize("row", TABLE["hours"], ids=lambda row: str(row["minutes"]))
def test_whole_hours(row):
    assert support.whole_hours(row["minutes"]) == row["hours"]

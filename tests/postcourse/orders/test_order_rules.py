"""Which moves an order can make: the same table as in docs/rules/orders.yaml."""

from pathlib import Path

import pytest
import yaml

from courses.rules import moves
from postcourse.rules import order_moves as rules

TABLE = yaml.safe_load((Path(__file__).resolve().parents[3] / "docs/rules/orders.yaml").read_text())


@pytest.mark.parametrize("row", TABLE["moves"], ids=str)
def test_the_table_of_moves(row):
    standing = rules.Standing(
        status=row["status"],
        cohort=row["cohort"],
        is_decided=row.get("decided", False),
        has_right=row.get("right", True),
    )
    said = row.get("else", {})
    found = {kind: rules.why_not(kind, standing) for kind in rules.KINDS}
    assert found == {
        kind: "" if kind in row["may"] else said.get(kind, row["status"]) for kind in rules.KINDS
    }
    assert list(rules.possible(standing)) == row["may"]


@pytest.mark.parametrize("row", TABLE["stops"], ids=str)
def test_what_is_under_way_stops_a_move(row):
    assert rules.STOPPED_BY[row["kind"]] == frozenset(row["by"])


def test_every_move_is_one_the_enrolment_knows():
    for kind in rules.KINDS:
        for status in rules.FROM[kind]:
            assert rules.LEADS_TO[kind] in moves.ENROLMENT[status]


def test_an_unknown_move_is_no_silent_no():
    with pytest.raises(ValueError, match="promote"):
        rules.why_not("promote", rules.Standing(status="studying", cohort="running"))

"""Sizes, standing and dividing of groups, as docs/rules/groups.yaml says; turns and lots of a defence."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules import defence, groups, moves

ROOT = Path(__file__).resolve().parents[3]
TABLE = yaml.safe_load((ROOT / "docs" / "rules" / "groups.yaml").read_text())


@pytest.mark.parametrize(
    "row", TABLE["sizes"], ids=lambda row: f"{row['people']} of {row['least']}-{row['most']}"
)
def test_the_size_of_a_group_is_judged_as_the_table_says(row):
    assert groups.size_verdict(row["people"], least=row["least"], most=row["most"]) == row["verdict"]


@pytest.mark.parametrize("row", TABLE["standing"], ids=lambda row: f"{row['confirmed']} of {row['present']}")
def test_a_proposed_group_stands_as_the_table_says(row):
    found = groups.stands(present=row["present"], confirmed=row["confirmed"], least=4, most=5)
    assert found is row["stands"]


@pytest.mark.parametrize("row", TABLE["division"], ids=lambda row: str(row["people"]))
def test_people_are_divided_as_the_table_says(row):
    found = groups.divide(range(row["people"]), least=4, most=5)
    assert [len(group) for group in found.groups] == row["groups"]
    assert len(found.left) == row["left"]


@given(people=st.integers(0, 200), least=st.integers(1, 6), more=st.integers(0, 4))
def test_a_division_loses_nobody_and_keeps_to_the_sizes(people, least, more):
    found = groups.divide(range(people), least=least, most=least + more)
    assert [one for group in found.groups for one in group] + list(found.left) == list(range(people))
    assert all(least <= len(group) <= least + more for group in found.groups)
    sizes = [len(group) for group in found.groups]
    assert not sizes or max(sizes) - min(sizes) <= 1


def test_turns_follow_one_another_and_the_last_one_ends_the_session():
    begins = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    assert defence.turns(begins, minutes=20, count=3) == [
        begins,
        begins + timedelta(minutes=20),
        begins + timedelta(minutes=40),
    ]
    assert defence.turns(begins, minutes=20, count=0) == []
    assert defence.ends(begins, minutes=20, count=3) == begins + timedelta(hours=1)


@given(ids=st.sets(st.integers(1, 10_000), max_size=30), seed=st.text(min_size=1, max_size=20))
def test_a_lot_keeps_everyone_and_is_the_same_for_the_same_number(ids, seed):
    drawn = defence.lot(ids, seed=seed)
    assert sorted(drawn) == sorted(ids)
    assert defence.lot(reversed(drawn), seed=seed) == drawn


def test_another_number_draws_another_order():
    orders = {tuple(defence.lot(range(10), seed=str(seed))) for seed in range(20)}
    assert len(orders) == 20


GROUP_MOVES = {("proposed", "standing"), ("proposed", "dissolved"), ("standing", "dissolved")}
DEFENCE_MOVES = {("planned", "held"), ("planned", "cancelled")}


@pytest.mark.parametrize(("table", "allowed"), [(moves.GROUP, GROUP_MOVES), (moves.DEFENCE, DEFENCE_MOVES)])
def test_every_pair_of_statuses_moves_as_written_by_hand(table, allowed):
    found = {(before, after) for before in table for after in table if after in table[before]}
    assert found == allowed
    assert all(after in table for row in table.values() for after in row)

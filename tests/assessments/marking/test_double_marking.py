"""What one, two or three markers come to: the same table as docs/rules/double-marking.yaml."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules import allocation
from assessments.rules.double_marking import Marked, outcome, rounded

TABLE = yaml.safe_load(Path("docs/rules/double-marking.yaml").read_text())


def decimals(points: dict) -> dict[str, Decimal]:
    return {key: Decimal(value) for key, value in points.items()}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["name"])
def test_what_the_markers_come_to(row):
    marked = [
        Marked(pk=number, place=place, points=decimals(points))
        for number, (place, points) in enumerate(row["marked"].items(), 1)
    ]
    found = outcome(
        marked, markers=row["markers"], tolerance=Decimal(row["tolerance"]), step=Decimal(row["step"])
    )
    assert found.state == row["state"]
    assert found.basis == row.get("basis", "")
    assert dict(found.points) == decimals(row.get("points", {}))
    if found.is_settled:
        assert found.total == sum(found.points.values())
        assert found.standing


POINTS = st.fixed_dictionaries({key: st.integers(0, 20).map(lambda n: Decimal(n) / 2) for key in "abc"})


@given(POINTS, POINTS, st.integers(0, 30), st.sampled_from(["0.5", "1"]))
def test_the_mean_lies_between_both_and_the_order_does_not_matter(first, second, tolerance, step):
    one, two = Marked(1, "first", first), Marked(2, "second", second)
    values = {"markers": 2, "tolerance": Decimal(tolerance), "step": Decimal(step)}
    found, turned = outcome([one, two], **values), outcome([two, one], **values)
    assert (found.state, found.points) == (turned.state, turned.points)
    assert (found.state == "settled") == (abs(one.total - two.total) <= tolerance)
    for key, value in found.points.items():
        low, high = sorted((first[key], second[key]))
        assert low <= value <= rounded(high, Decimal(step))
        assert value % Decimal(step) == 0


@given(
    st.integers(0, 40),
    st.integers(1, 5),
    st.dictionaries(st.integers(1, 5), st.integers(0, 9)),
)
def test_works_are_spread_evenly(works, markers, load):
    chosen = allocation.spread(
        list(range(works)), list(range(1, markers + 1)), load=load, barred={}, bundles=None
    )
    assert sorted(chosen) == list(range(works))
    had = {one: load.get(one, 0) for one in range(1, markers + 1)}
    total = {one: had[one] + sum(1 for marker in chosen.values() if marker == one) for one in had}
    given_some = [total[one] for one in had if total[one] > had[one]]
    # Nobody is given more while another has two fewer.
    assert not given_some or max(given_some) - min(total.values()) <= 1


def test_nobody_is_given_what_they_may_not_mark():
    barred = {1: {10}, 2: {10, 11}, 3: set()}
    chosen = allocation.spread([1, 2, 3], [10, 11], load={}, barred=barred)
    assert chosen == {1: 11, 3: 10}


def test_a_bundle_goes_to_one_marker_and_the_biggest_first():
    bundles = {1: "x", 2: "x", 3: "x", 4: "y"}
    chosen = allocation.spread([4, 1, 2, 3, 5], [10, 11], load={}, barred={}, bundles=bundles)
    assert {chosen[one] for one in (1, 2, 3)} == {10}
    assert {chosen[4], chosen[5]} == {11}


def test_a_bundle_nobody_may_take_whole_is_taken_apart():
    chosen = allocation.spread([1, 2], [10, 11], load={}, barred={1: {10}, 2: {11}}, bundles={1: "x", 2: "x"})
    assert chosen == {1: 11, 2: 10}


@pytest.mark.parametrize(
    ("size", "expected"), [(0, []), (1, [3]), (2, [3, 4]), (3, [3, 1, 4]), (9, [3, 2, 1, 5, 4])]
)
def test_a_sample_reaches_from_the_lowest_to_the_highest(size, expected):
    shares = {1: Decimal("0.6"), 2: Decimal("0.5"), 3: Decimal("0.2"), 4: Decimal("0.9"), 5: Decimal("0.7")}
    assert allocation.sample(shares, size) == expected

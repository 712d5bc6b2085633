"""Severity, spread and agreement: the table of docs/rules/calibration.yaml, and what a report leaves unsaid."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from assessments.rules import calibration
from assessments.rules.calibration import Criterion, Given

TABLE = yaml.safe_load((Path(__file__).parents[3] / "docs/rules/calibration.yaml").read_text())
D = Decimal


def near(one, expected) -> bool:
    if one is None or expected is None:
        return one is None and expected is None
    return abs(one - D(expected)) < D("1e-9")


@pytest.mark.parametrize("row", TABLE["kappa"], ids=lambda row: row["name"])
def test_agreement_is_what_the_table_says(row):
    pairs = [(D(one), D(other)) for one, other in zip(row["left"], row["right"], strict=True)]
    found = calibration.agreement(pairs, Criterion("c", D(20)))
    assert near(found.kappa, row["kappa"])
    assert near(found.exact, row["exact"])
    assert near(found.near, row["near"])
    assert found.n == len(pairs)
    turned = calibration.weighted_kappa([(other, one) for one, other in pairs])
    assert near(turned, row["kappa"])


@pytest.mark.parametrize("row", TABLE["severity"], ids=lambda row: row["name"])
def test_severity_is_what_the_table_says(row):
    given = [Given(marker, work, {}, D(total)) for marker, work, total in row["given"]]
    for marker, (difference, basis, n) in row["expected"].items():
        found = calibration.severity(given, marker)
        assert near(found.difference, difference), marker
        assert (found.basis, found.n) == (basis, n)


def test_next_to_each_other_is_a_level_where_there_are_levels():
    levels = Criterion("c", D(10), levels=(D(0), D(4), D(10)))
    assert levels.is_near(D(4), D(10))
    assert not levels.is_near(D(0), D(10))
    points = Criterion("c", D(10))
    assert points.is_near(D("4.5"), D("5.5"))
    assert not points.is_near(D(4), D("5.5"))


def test_spread_is_the_sample_deviation_and_one_work_has_none():
    assert calibration.deviation([D(2), D(4), D(6)]) == 2
    assert calibration.deviation([D(2)]) is None


def given(marker, work, value, place="first"):
    return Given(marker, work, {"c": D(value)}, D(value), place)


def test_a_third_marker_is_no_part_of_the_agreement():
    rows = [given(1, 1, 2), given(2, 1, 8, "second"), given(3, 1, 5, "third"), given(1, 2, 4)]
    found = calibration.report(rows, [Criterion("c", D(10))], near_total=D(2))
    assert found.doubled == 1
    assert found.criteria["c"].n == found.total.n == 1
    assert found.total.near == 0
    assert [one.marker for one in found.markers] == [1, 2, 3]
    assert found.markers[0].share == D("0.3")
    assert found.works == 2


def test_few_pairs_are_called_few():
    four = [(D(1), D(1))] * 4
    assert calibration.agreement(four, Criterion("c", D(2))).is_thin
    assert not calibration.agreement([*four, (D(0), D(1))], Criterion("c", D(2))).is_thin
    assert calibration.agreement([], Criterion("c", D(2))).kappa is None


def test_repeating_decimals_are_no_disagreement():
    assert calibration.weighted_kappa([(D("0.1"), D("0.1"))] * 3) is None
    assert calibration.weighted_kappa([(D(1), D(1)), (D(2), D(2)), (D(2), D(2))]) == 1

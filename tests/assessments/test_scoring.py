"""The rules of assessment, read from the same tables people read (docs/rules/), and what holds for every score."""

from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.rules import scheme as scheme_rules
from assessments.rules.scoring import Band, Component, Scheme, band_for, decide, percent

ROOT = Path(__file__).resolve().parents[2]


@lru_cache
def scheme_of(code: str) -> Scheme:
    content = yaml.safe_load((ROOT / "courses" / "content" / code / "assessment.yaml").read_text())
    return scheme_rules.read(content["scheme"])


def cases() -> list:
    found = []
    for code in ("A", "B"):
        table = yaml.safe_load((ROOT / "docs" / "rules" / f"assessment-{code.lower()}.yaml").read_text())
        found += [pytest.param(code, case, id=f"{code}: {case['name']}") for case in table["cases"]]
    return found


@pytest.mark.parametrize(("code", "case"), cases())
def test_the_tables_of_rules_hold(code, case):
    marks = {key: Decimal(str(value)) for key, value in case["given"].items() if value is not None}
    outcome = decide(scheme_of(code), marks, at_conclusion=case.get("at_conclusion", False))
    expected = case["expect"]
    assert outcome.score == Decimal(str(expected["score"]))
    assert outcome.band == expected["band"]
    assert outcome.decision == expected["decision"]
    assert list(outcome.missing) == list(expected.get("missing") or [])
    assert outcome.reason == (expected.get("reason") or "")


def test_a_required_minimum_decides_only_where_the_edition_sets_one():
    scheme = Scheme(
        formula="test_percent",
        pass_mark=Decimal(50),
        components=(
            Component("test", Decimal(100)),
            Component("project", Decimal(12), scored=False, minimum=Decimal(6)),
        ),
        bands=(Band("no", Decimal(0), False), Band("yes", Decimal(50), True)),
    )
    low = decide(scheme, {"test": Decimal(90), "project": Decimal("5.5")})
    assert (low.decision, low.reason, low.below_minimum) == ("not_passed", "minimum_not_met", ("project",))
    assert decide(scheme, {"test": Decimal(90), "project": Decimal(6)}).decision == "passed"


@given(st.integers(0, 200), st.integers(1, 200))
def test_a_percent_is_exact_before_it_is_compared(correct, total):
    correct = min(correct, total)
    value = percent(correct, total)
    assert (value >= 50) == (2 * correct >= total)


@settings(deadline=None)
@given(st.decimals(min_value=0, max_value=100, places=6))
def test_every_score_has_one_band_and_passing_begins_at_its_floor(score):
    for code in ("A", "B"):
        scheme = scheme_of(code)
        band = band_for(score, scheme.bands)
        assert band.passed == (score >= scheme.pass_mark)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"formula": "mean"}, "unknown formula"),
        ({"pass_mark": "51"}, "disagree"),
        ({"bands": [{"key": "all", "floor": "10", "passed": False}]}, "must begin at 0"),
        ({"components": [{"key": "a", "maximum": "x"}]}, "not a number"),
        ({"components": []}, "exactly one scored component"),
        ({"pass_mark": "NaN"}, "not a number"),
        ({"components": [{"key": "a", "maximum": "0"}]}, "above zero"),
        ({"components": [{"key": "a", "maximum": "9", "minimum": "10"}]}, "minimum of a"),
        ({"components": [{"key": "a", "maximum": "9"}] * 2}, "component stands twice"),
        ({"components": [{"key": "a"}]}, "'maximum' is missing"),
        ({"formula": "sum", "components": [{"key": "a", "maximum": "99"}]}, "add up to 100"),
        ({"bands": [{"key": "a", "floor": "0", "passed": False}]}, "begin at the pass mark"),
        (
            {
                "bands": [
                    {"key": key, "floor": floor, "passed": floor != "0"}
                    for key, floor in (("a", "0"), ("b", "50"), ("c", "101"))
                ]
            },
            "above 100",
        ),
        (
            {"bands": [{"key": "a", "floor": floor, "passed": floor != "0"} for floor in ("0", "50")]},
            "a band stands twice",
        ),
    ],
)
def test_a_scheme_that_cannot_decide_is_refused(change, words):
    sound = yaml.safe_load((ROOT / "courses" / "content" / "A" / "assessment.yaml").read_text())["scheme"]
    with pytest.raises(scheme_rules.SchemeFault, match=words):
        scheme_rules.read({**sound, **change})

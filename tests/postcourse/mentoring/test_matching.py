"""The table of docs/rules/matching.yaml; no database."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as some

from postcourse.rules import matching
from postcourse.rules.matching import Graduate, Mentor

TABLE = yaml.safe_load((Path(__file__).parents[3] / "docs" / "rules" / "matching.yaml").read_text("utf-8"))
MENTORS = {
    name: Mentor(
        **row | {"languages": frozenset(row["languages"]), "programmes": frozenset(row["programmes"])}
    )
    for name, row in TABLE["mentors"].items()
}
NAMES = {mentor.user: name for name, mentor in MENTORS.items()}


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["what"])
def test_who_is_suggested_and_in_which_order(case):
    graduate = Graduate(**case["graduate"])
    found = matching.suggestions(graduate, list(MENTORS.values()))
    assert [NAMES[one.mentor.user] for one in found] == case["first"]
    for name, mentor in MENTORS.items():
        assert list(matching.why_not(graduate, mentor)) == case["never"].get(name, []), name


@pytest.mark.parametrize("case", TABLE["together"], ids=lambda case: case["what"])
def test_shared_out_at_once(case):
    graduates = [
        Graduate(user=100 + place, language="kk", programme="A", region=region)
        for place, region in enumerate(case["graduates"])
    ]
    found = matching.one_each(graduates, [MENTORS[name] for name in case["mentors"]])
    assert [one and NAMES[one.mentor.user] for one in found] == case["gives"]


def test_the_reasons_say_why():
    near, far = (
        matching.suggestions(Graduate(9000, "kk", "A", region), [MENTORS["near_free"]])[0].reasons
        for region in (75, 63)
    )
    assert near == ("speaks", "programme", "same_region", "free")
    assert far == ("speaks", "programme", "other_region", "free")


@settings(max_examples=25)
@given(some.permutations(list(MENTORS.values())), some.sampled_from([75, 63, None]))
def test_the_order_in_which_mentors_are_given_changes_nothing(mentors, region):
    graduate = Graduate(100, "kk", "A", region)
    assert matching.suggestions(graduate, mentors) == matching.suggestions(graduate, list(MENTORS.values()))
    taken = matching.one_each([graduate] * 12, mentors)
    for mentor in mentors:
        given_now = sum(one is not None and one.mentor.user == mentor.user for one in taken)
        assert given_now <= mentor.free

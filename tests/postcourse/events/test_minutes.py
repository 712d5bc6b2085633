"""The table of minutes, as it stands in docs/rules/minutes.yaml, and what holds of every table; no database."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from postcourse.rules import minutes as rules
from postcourse.rules.minutes import Stay, Stretch

TABLE = yaml.safe_load((Path(__file__).parents[3] / "docs" / "rules" / "minutes.yaml").read_text("utf-8"))


def moment(text: str) -> datetime:
    day = "" if " " in text else "2026-03-10 "
    return datetime.fromisoformat(day + text).replace(tzinfo=UTC)


def stay(row: list) -> Stay:
    joined, seen, left = row
    return Stay(moment(joined), moment(seen), moment(left) if left else None)


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["name"])
def test_the_table_of_minutes(case):
    starts, ends = map(moment, case["event"])
    at = moment(case["at"]) if "at" in case else None
    found = rules.minutes(map(stay, case["stays"]), starts=starts, ends=ends, at=at)
    assert found == case["minutes"]
    assert rules.took_part(found, case.get("threshold", 45)) == case["took_part"]


@pytest.mark.parametrize("case", TABLE["signs"], ids=lambda case: case["name"])
def test_the_table_of_signs_of_life(case):
    found = rules.goes_on(seen=moment(case["seen"]), at=moment(case["at"]), by_hand=case["by_hand"])
    assert found == case["goes_on"]


@pytest.mark.parametrize("case", TABLE["doors"], ids=lambda case: case["name"])
def test_the_table_of_the_doors(case):
    starts, ends = map(moment, case["event"])
    assert rules.is_open(starts=starts, ends=ends, at=moment(case["at"])) == case["open"]


START, LENGTH = moment("10:00:00"), 90 * 60


@st.composite
def stays(draw):
    joined = draw(st.integers(-3600, LENGTH + 3600))
    seen = joined + draw(st.integers(0, 5400))
    left = draw(st.one_of(st.none(), st.just(seen)))
    joined, seen, left = (
        None if one is None else START + timedelta(seconds=one) for one in (joined, seen, left)
    )
    return Stay(joined, seen, left)


def counted(own) -> int:
    return rules.minutes(own, starts=START, ends=START + timedelta(seconds=LENGTH))


@settings(max_examples=25)
@given(st.lists(stays(), max_size=8), st.randoms())
def test_never_more_than_the_event_and_in_any_order_the_same(own, chance):
    assert 0 <= counted(own) <= LENGTH // 60
    mixed = list(own)
    chance.shuffle(mixed)
    assert counted(mixed) == counted(own)
    assert counted([*own, *own]) == counted(own)


@settings(max_examples=25)
@given(st.lists(stays(), max_size=6), stays())
def test_one_more_stay_never_lowers_the_minutes(own, one):
    assert counted([*own, one]) >= counted(own)


@settings(max_examples=25)
@given(st.lists(stays(), min_size=1, max_size=6))
def test_joined_stretches_lie_apart_and_in_order(own):
    found = rules.stretches(own, starts=START, ends=START + timedelta(seconds=LENGTH))
    for before, after in pairwise(found):
        assert after.start - before.end > rules.BLINK
    assert all(one.start < one.end for one in found)


def test_presence_counts_people_and_covers_the_whole_event():
    ends = START + timedelta(minutes=90)
    early = [Stretch(START, START + timedelta(minutes=20))]
    late = [
        Stretch(START + timedelta(minutes=10), START + timedelta(minutes=15)),
        Stretch(START + timedelta(minutes=80), ends),
    ]
    parts = rules.presence([early, late, []], starts=START, ends=ends)
    assert (parts[0][0], parts[-1][1]) == (START, ends)
    assert [count for *_time, count in parts] == [1, 2, 0, 0, 0, 0, 0, 0, 1]


@pytest.mark.parametrize("length", [timedelta(minutes=1), timedelta(hours=3), timedelta(days=7)])
def test_a_chart_never_has_more_parts_than_can_be_read(length):
    assert 1 <= len(rules.presence([], starts=START, ends=START + length)) <= rules.MOST_STEPS

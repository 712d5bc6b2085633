"""How indicators move, read from the table people read (docs/rules/indicators.yaml), and when one assesses oneself."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from postcourse.models import DiaryEntry
from postcourse.prompts import PROMPTS, prompts_of
from postcourse.rules import indicators, outcomes

TABLE = yaml.safe_load((Path(__file__).parents[3] / "docs/rules/indicators.yaml").read_text())["cases"]
STARTS, ENDS = date(2026, 3, 1), date(2027, 3, 1)


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case["name"])
def test_the_table_holds(case):
    trend = indicators.trend(
        [Decimal(value) for value in case["values"]],
        better=case["better"],
        lowest=Decimal(case["lowest"]),
        highest=Decimal(case["highest"]),
    )
    assert (trend.move if trend else None) == case["expect"]


@settings(max_examples=25)
@given(st.lists(st.integers(0, 20), min_size=3, max_size=20))
def test_the_other_direction_is_the_other_word(values):
    numbers = [Decimal(value) for value in values]
    more, less = (
        indicators.trend(numbers, better=better, lowest=Decimal(0), highest=Decimal(20))
        for better in ("more", "less")
    )
    assert less.move == {"better": "worse", "worse": "better", "same": "same"}[more.move]
    assert 3 * more.each <= len(values) < 3 * more.each + 3


def moment(today, *given, closing=False, under_way=True):
    return outcomes.open_moment(
        starts_on=STARTS,
        ends_on=ENDS,
        is_under_way=under_way,
        closing_began=closing,
        given=frozenset(given),
        today=today,
    )


def test_the_first_one_is_open_until_it_is_given_and_the_last_one_opens():
    assert moment(STARTS - timedelta(days=1)) is None
    assert moment(STARTS) == "before"
    assert moment(STARTS + timedelta(days=200)) == "before"
    assert moment(STARTS, "before") is None
    assert moment(ENDS - timedelta(days=62)) == "before"
    assert moment(ENDS - timedelta(days=61)) == "after"
    assert moment(ENDS - timedelta(days=61), "before", "after") is None
    assert moment(STARTS + timedelta(days=90), "before", closing=True) == "after"
    assert moment(ENDS, under_way=False) is None


def test_after_two_months_the_first_one_is_late():
    assert not outcomes.is_late(starts_on=STARTS, given_on=STARTS + timedelta(days=61))
    assert outcomes.is_late(starts_on=STARTS, given_on=STARTS + timedelta(days=62))


@pytest.mark.parametrize("programme", ["A", "B"])
def test_every_programme_has_ten_to_fourteen_outcomes_in_both_languages(programme):
    items = outcomes.items_of(programme)
    assert 10 <= len(items) <= 14
    assert len({item.key for item in items}) == len(items)
    texts = [text for item in items for text in (item.words.kk, item.words.ru)]
    assert len(set(texts)) == 2 * len(items)
    assert all(text.endswith(".") for text in texts)


def test_an_unknown_programme_has_none_and_asks_nothing():
    assert outcomes.items_of("Z") == ()
    assert outcomes.mean({}) is None


def test_every_kind_of_entry_has_questions_in_both_languages():
    assert set(PROMPTS) == set(DiaryEntry.Kind.values)
    for kind in PROMPTS:
        assert len(prompts_of(kind, "kk")) == len(prompts_of(kind, "ru")) >= 5
        assert prompts_of(kind, "en") == prompts_of(kind, "kk")

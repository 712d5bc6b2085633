"""The table of docs/rules/reading.yaml: when a part is read and a topic studied. No database."""

from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.reading import rules

TABLE = yaml.safe_load((Path(__file__).parents[3] / "docs/rules/reading.yaml").read_text())


@dataclass(frozen=True)
class Part:
    id: str
    words: int


LESSON = [Part("a", 160), Part("b", 320), Part("c", 160)]


@pytest.mark.parametrize("row", TABLE["needed"], ids=lambda row: str(row["words"]))
def test_how_long_a_part_has_to_be_seen(row):
    assert rules.seconds_needed(row["words"]) == row["seconds"]


@pytest.mark.parametrize("row", TABLE["believed"], ids=lambda row: row["name"])
def test_which_parts_are_read(row):
    found = rules.believed(LESSON, read=row["read"], seen=row["seen"], elapsed=row["elapsed"])
    assert list(found) == row["is_read"]


@pytest.mark.parametrize("row", TABLE["needs"], ids=lambda row: row["name"])
def test_what_a_topic_asks_for(row):
    need = rules.needs(parts=row["parts"], questions=row["questions"], is_practical=row["is_practical"])
    assert (need.reading, need.questions) == (row["reading"], row["answers"])
    assert need.own_word is not (row["reading"] or row["answers"])


@pytest.mark.parametrize("row", TABLE["studied"], ids=lambda row: row["name"])
def test_when_a_topic_is_studied(row):
    need = rules.needs(parts=6, questions=5, is_practical=False)
    assert (
        rules.is_studied(need, is_read=row["is_read"], answered=row["answered"], questions=5)
        is row["studied"]
    )


def test_the_time_left_until_the_end_can_be_believed():
    assert rules.seconds_left(LESSON, elapsed=0) == 48
    assert rules.seconds_left(LESSON, elapsed=47.2) == 1
    assert rules.seconds_left(LESSON, elapsed=48) == 0
    assert rules.seconds_left([], elapsed=0) == 0


def test_honest_reports_come_to_the_same_in_any_order_and_twice():
    reports = [{"a": 12}, {"a": 12, "b": 24}, {"c": 13}, {"a": 5}]
    outcomes = set()
    for order in permutations([*reports, reports[1]]):
        read: tuple[str, ...] = ()
        for seen in order:
            read = rules.believed(LESSON, read=read, seen=seen, elapsed=49)
        outcomes.add(read)
    assert outcomes == {("a", "b", "c")}


@given(
    words=st.lists(st.integers(0, 900), min_size=1, max_size=6),
    claims=st.lists(st.dictionaries(st.integers(0, 5), st.integers(0, 10**6)), max_size=5),
    pauses=st.lists(st.integers(0, 90), min_size=5, max_size=5),
)
@settings(max_examples=30)
def test_whatever_is_claimed_no_more_is_believed_than_has_passed_and_nothing_is_lost(words, claims, pauses):
    parts = [Part(str(number), count) for number, count in enumerate(words)]
    read: tuple[str, ...] = ()
    elapsed = 0
    for claim, pause in zip(claims, pauses, strict=False):
        elapsed += pause
        now = rules.believed(
            parts, read=read, seen={str(key): value for key, value in claim.items()}, elapsed=elapsed
        )
        assert set(read) <= set(now)
        assert rules.seconds_for([part for part in parts if part.id in now]) <= elapsed
        read = now

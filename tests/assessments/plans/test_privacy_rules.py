"""What could tell who a child is: the table of docs/rules/privacy.yaml, and numbers hidden in any text."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from assessments.rules.privacy import Finding, Kind, findings
from people.rules.identifiers import with_check_digit

TABLE = yaml.safe_load((Path(__file__).parents[3] / "docs/rules/privacy.yaml").read_text())["cases"]


@pytest.mark.parametrize("case", TABLE, ids=[f"{case['why']}: {case['text'][:30]}" for case in TABLE])
def test_the_table_holds(case):
    own = [case["own"]] if "own" in case else []
    found = findings(case["text"], own_names=own, literature=case.get("literature", False))
    assert [[one.kind, one.excerpt] for one in found] == case["finds"]


def test_the_table_is_long_enough_and_has_both_sides():
    assert len(TABLE) >= 60
    assert sum(not case["finds"] for case in TABLE) >= 25
    assert {kind for case in TABLE for kind, _excerpt in case["finds"]} == set(Kind)


@st.composite
def numbers(draw) -> str:
    """Valid IINs of people born from 1920 on."""
    born = date(1920, 1, 1) + timedelta(days=draw(st.integers(0, 39_000)))
    sex = draw(st.sampled_from("12"))
    century = str(int(sex) + (2 if born.year < 2000 else 4))
    serial = draw(st.integers(0, 9999))
    for step in range(20):  # about one stem in a hundred was never issued
        try:
            return with_check_digit(f"{born:%y%m%d}{century}{(serial + step) % 10_000:04d}")
        except ValueError:
            continue
    raise AssertionError("twenty stems in a row without a check digit")


@given(before=st.text(), number=numbers(), after=st.text())
@example(before="1", number="921029350851", after="7")
@example(before="ЖСН", number="921029350851", after="ЖСН")
def test_no_valid_number_in_one_piece_escapes(before, number, after):
    found = findings(f"{before}{number}{after}")
    assert any(one.kind == Kind.IIN for one in found)
    assert not any(number in one.excerpt for one in found)


GROUPS = [(6, 6), (3, 3, 3, 3), (4, 4, 4), (6, 3, 3), (2, 2, 2, 6), (1,) * 12]


@given(
    before=st.text(alphabet=st.characters(blacklist_categories=["Nd"])),
    number=numbers(),
    after=st.text(alphabet=st.characters(blacklist_categories=["Nd"])),
    groups=st.sampled_from(GROUPS),
    between=st.sampled_from([" ", "-", "\u00a0", " - ", "–", ".", "\u200b", "\n"]),
)
def test_no_valid_number_in_the_usual_groups_escapes(before, number, after, groups, between):
    parts, at = [], 0
    for length in groups:
        parts.append(number[at : at + length])
        at += length
    assert any(one.kind == Kind.IIN for one in findings(before + between.join(parts) + after))


@given(st.text())
def test_every_place_lies_in_the_text(text):
    for one in findings(text):
        assert 0 <= one.start < one.end


def test_a_key_tells_nothing_and_is_the_same_for_the_same_words():
    first, second = findings("Айгерім Серікова. Одан кейін Айгерім  Серікова.")
    assert first.key == second.key
    assert first.key != Finding(Kind.NAME, "Айгерім Серікбаева", 0, 1).key
    assert "айгер" not in first.key


def test_a_long_text_is_read_in_reasonable_time():
    for text in (
        "а" * 200_000,
        "А" * 200_000,
        "1" * 50_000,
        "1 " * 100_000,
        "А. " * 60_000,
        "№1 мектеп 3 класс ДЦП " * 5_000,
    ):
        findings(text)

"""Verification codes survive typing and refuse slips."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.rules.code import ALPHABET, check_character, make_code, normalise, pretty

stems = st.text(alphabet=ALPHABET, min_size=15, max_size=15)


@given(stems)
def test_a_code_is_read_in_any_case_with_or_without_hyphens(stem):
    code = stem + check_character(stem)
    assert normalise(code) == code
    assert normalise(pretty(code).lower()) == code
    assert normalise(f" {pretty(code).replace('-', ' – ')} ") == code


@given(stems)
def test_letters_that_look_like_digits_are_read_as_digits(stem):
    code = stem + check_character(stem)
    assert normalise(code.replace("0", "O").replace("1", "I")) == code
    assert normalise(code.replace("1", "l")) == code


@given(stems, st.integers(0, 15), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(stem, place, letter):
    code = stem + check_character(stem)
    wrong = code[:place] + letter + code[place + 1 :]
    assert (normalise(wrong) == code) == (wrong == code)


@pytest.mark.parametrize(
    "typed", ["", "7K3M", "7K3M-Q9ZT-2XWH-5N8U", "ӘҒҚ-ҢӨҰ-ҮҺІ", "7" * 17, "../../etc/passwd"]
)
def test_what_is_no_code_is_told_from_an_unknown_one(typed):
    assert normalise(typed) == ""


def test_codes_are_random_and_printed_in_four_groups():
    codes = {make_code() for _turn in range(500)}
    assert len(codes) == 500
    assert all(normalise(code) == code for code in codes)
    assert all([len(part) for part in pretty(code).split("-")] == [4, 4, 4, 4] for code in codes)

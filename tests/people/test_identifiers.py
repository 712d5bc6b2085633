"""IIN and BIN check digits."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.rules.identifiers import check_digit_holds, digits_only, is_bin, is_iin, with_check_digit

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    "number", ["921029350851", "791028302728", "061211600012", "900101400404", "900101400416"]
)
def test_issued_numbers_are_accepted(number):
    assert is_iin(number, today=TODAY)


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("123456789012", "wrong check digit"),
        ("92102935085", "eleven digits"),
        ("9210293508510", "thirteen digits"),
        ("92102935085a", "a letter"),
        ("", "nothing"),
        ("991332300000", "month 13"),
    ],
)
def test_other_numbers_are_refused(number, why):
    assert not is_iin(number, today=TODAY), why


def test_a_stem_whose_second_pass_gives_ten_was_never_issued():
    assert not any(check_digit_holds(f"90010140043{last}") for last in "0123456789")
    with pytest.raises(ValueError, match="no check digit"):
        with_check_digit("90010140043")


def test_a_birthday_in_the_future_is_no_iin():
    assert is_iin(with_check_digit("26112150001"), today=TODAY)
    assert not is_iin(with_check_digit("26112250001"), today=TODAY)


@given(st.integers(0, 10**11 - 1))
def test_any_single_wrong_digit_is_found(stem):
    stem = f"{stem:011d}"
    try:
        number = with_check_digit(stem)
    except ValueError:
        return
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert check_digit_holds(number)
    assert not check_digit_holds(wrong)


def test_a_bin_is_told_from_an_iin_by_its_fifth_digit():
    number = with_check_digit("19014000012")
    assert is_bin(number)
    assert not is_bin("921029350851")


def test_spaces_and_dashes_are_no_part_of_a_number():
    assert digits_only(" 9210 2935-0851 ") == "921029350851"

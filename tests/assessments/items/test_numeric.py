"""A number within its tolerance."""

from copy import deepcopy
from decimal import Decimal

import pytest

from assessments.items import kind
from assessments.items.numeric import number, written

from .examples import NUMERIC

KIND = kind("numeric")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        (" 12 , 5 ", "12.5"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234\u202f567", "1234567"),
        ("-3", "-3"),
        ("−3", "-3"),
        ("– 3", "-3"),
        ("+3", "3"),
        (",5", "0.5"),
        ("5,", "5"),
        ("007", "7"),
        ("0", "0"),
        ("1" * 40, "1" * 40),
        ("1" * 41, None),
        ("", None),
        (",", None),
        ("-", None),
        ("1,2,3", None),
        ("1.234,5", None),
        ("он екі", None),
        ("12%", None),
        ("1e3", None),
        ("NaN", None),
        ("Infinity", None),
        ("1/2", None),
        ("12-13", None),
        ("١٢", None),
        ("--3", None),
    ],
)
def test_what_is_a_number(typed, value):
    assert number(typed) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("typed", "score"),
    [
        ("12,5", 1),
        ("12.50", 1),
        ("12", 1),
        ("13", 1),
        ("11,99", 0),
        ("13,01", 0),
        ("13,00000000000000000000000000000000001", 0),
        ("-12,5", 0),
        ("12,5 %", 1),
        ("12,5%", 1),
        ("12,5 кг", 0),
        ("он екі жарым", 0),
        ("", 0),
    ],
)
def test_both_ends_of_the_tolerance_count(typed, score):
    assert KIND.score(NUMERIC, [typed]) == score


@pytest.mark.parametrize("tolerance", ["0", None])
def test_without_tolerance_only_the_number_itself_counts(tolerance):
    body = {**NUMERIC, "tolerance": tolerance}
    if tolerance is None:
        del body["tolerance"]
    assert [KIND.score(body, [typed]) for typed in ("12,5", "12,50", "12,51")] == [1, 1, 0]


@pytest.mark.parametrize(
    ("response", "kept"),
    [
        ([" 12,5 "], ["12,5"]),
        (["он екі"], ["он екі"]),
        (["", "7"], ["7"]),
        ([" "], []),
        (["1" * 50], ["1" * 40]),
    ],
)
def test_a_response_is_kept_as_it_was_typed(response, kept):
    assert KIND.parse(NUMERIC, response) == kept


def test_what_is_no_number_is_told_on_the_page():
    def field(*response):
        return KIND.context(NUMERIC, language="kk", order=[], response=response)["field"]

    assert [field(typed)["is_no_number"] for typed in ("он екі", "12", "12 %")] == [True, False, False]
    assert not field()["is_no_number"]
    assert field("он екі")["value"] == "он екі"


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.pop("value"),
        lambda body: body.update(value="көп"),
        lambda body: body.update(value=None),
        lambda body: body.update(tolerance="-1"),
        lambda body: body.update(tolerance="шамалы"),
        lambda body: body["kk"].pop("unit"),
        lambda body: body["ru"].update(unit=" "),
        lambda body: body["kk"].update(stem=""),
    ],
)
def test_incomplete_content_is_told(change):
    body = deepcopy(NUMERIC)
    change(body)
    assert len(KIND.faults(body)) == 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("12.50", "12,5"),
        ("100", "100"),
        ("-0.5", "−0,5"),
        ("0.00", "0"),
        ("-0", "0"),
        ("7.", "7"),
        ("1000.0", "1000"),
    ],
)
def test_numbers_are_written_with_a_comma(value, text):
    assert written(Decimal(value)) == text


def test_the_answer_in_words_and_the_table_of_answers():
    assert KIND.answer(NUMERIC, "kk").replace("\u00a0", " ") == "12,5 ± 0,5 %"
    bare = deepcopy(NUMERIC) | {"tolerance": "0"}
    del bare["kk"]["unit"]
    assert KIND.answer(bare, "kk") == "12,5"
    assert [KIND.tally(NUMERIC, [typed]) for typed in ("12.50", "12,5 %", "көп", "")] == [
        ["12,5"],
        ["12,5"],
        ["көп"],
        [],
    ]

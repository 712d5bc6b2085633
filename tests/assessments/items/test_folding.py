"""Which spellings of an answer are the same one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.folding import LETTERS, LOOK_ALIKES, fold, plain

KEYBOARD = st.text(
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһіАБЕЁНҚӘІҺ abcehikmopqtxyzHITMë.,!?«»()-–'\u00ad\u200b",
    max_size=30,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Кедергі", "кедергі"),
        ("  кең   тыныс ", "кең тыныс"),
        ("кең\u00a0тыныс", "кең тыныс"),
        ("кедергі.", "кедергі"),
        ("«Кедергі»!", "кедергі"),
        ("(кедергі);", "кедергі"),
        ("учёба", "учеба"),
        ("учeбa", "учеба"),  # Latin e and a
        ("әріптес", "арiптес"),  # а for ә, Latin i
        ("ғалым", "галым"),
        ("қызмет", "кызмет"),
        ("жаңа", "жана"),
        ("көмек", "комек"),
        ("ұстаз", "устаз"),
        ("үлгерім", "улгерим"),
        ("қаһарман", "кахарман"),
        ("қаһарман", "қаhарман"),  # Latin h as һ
        ("НЕТ", "HET"[0] + "ЕТ"),  # Latin capital H among Cyrillic letters
        ("қолдау", "ҚОЛДАУ"),
        ("əріптес", "әріптес"),  # Latin schwa
        ("ө\u00adз", "өз"),  # a soft hyphen
        ("й", "и\u0306"),  # one sign or two
        ("психолого–педагогикалық", "психолого-педагогикалық"),
    ],
)
def test_spellings_that_are_one(one, other):
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("қолдау", "қолданба"),
        ("көмек", "кемек"),
        ("барьер", "барер"),
        ("бір екі", "бірекі"),
        ("12,5", "12.5"),
        ("түр", "түс"),
        ("мең", "мен а"),
        ("й", "и"),
    ],
)
def test_spellings_that_are_not(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize("text", ["", "  ", "?!", "«»", "\u200b", " – "])
def test_nothing_to_read_folds_to_nothing(text):
    assert fold(text) == ""


@pytest.mark.parametrize(("latin", "words"), [("HTML", "html"), ("PECS", "pecs"), ("Hi", "hI")])
def test_a_latin_word_is_read_whatever_its_case(latin, words):
    assert fold(latin) == fold(words)


def test_plain_leaves_every_letter_as_it_is():
    assert plain(" «Әріптес  ҚОЛДАУЫ». ") == "әріптес қолдауы"


@pytest.mark.parametrize(("letter", "same"), [*LETTERS.items(), *LOOK_ALIKES.items()])
def test_every_letter_of_the_table_is_folded_in_both_cases(letter, same):
    assert fold(f"ш{letter}ш") == fold(f"ш{same}ш")
    if letter != "h":  # its capital has another shape
        assert fold(f"Ш{letter.upper()}Ш") == fold(f"Ш{same.upper()}Ш")


def test_no_letter_of_the_table_leads_to_another_that_is_folded():
    assert not set(LETTERS.values()) & (LETTERS | LOOK_ALIKES).keys()
    assert not set(LOOK_ALIKES.values()) & (LETTERS | LOOK_ALIKES).keys()


@given(KEYBOARD)
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_any_text_can_be_folded(text):
    assert isinstance(fold(text), str)

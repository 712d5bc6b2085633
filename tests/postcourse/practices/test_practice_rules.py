"""Words that are found however they are typed, tags, licences, what a practice must say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postcourse.rules import practices as rules
from postcourse.rules import search, tags


def found(query: str, text: str) -> bool:
    stored = search.index([text], [])
    return all(piece in stored for piece in search.wanted(query))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("адис", "Тыныш бұрыш әдісі"),
        ("әдіс", "Тыныш бурыш адиси"),
        ("ӘДІС", "әдіс-тәсілдер"),
        ("тасил", "әдіс-тәсілдер"),
        ("корнеки кесте", "Көрнекі кесте: «қазір – кейін»"),
        ("көрнекі", "корнеки кесте"),
        ("үнсіз", "Унсиз кyту"),
        ("ёжик", "ежик"),
        ("«Кесте»", "кесте"),
        ("abc", "ABC парағы"),
    ],
)
def test_a_word_is_found_however_its_letters_were_typed(query, text):
    assert found(query, text)


@pytest.mark.parametrize(
    ("query", "text"), [("стол", "престол"), ("кесте бояу", "Көрнекі кесте"), ("карта", "кесте")]
)
def test_what_is_not_there_is_not_found(query, text):
    assert not found(query, text)


def test_a_query_without_a_word_asks_for_nothing():
    assert search.wanted(" «%_» ") == []


@settings(max_examples=15)
@given(st.text(alphabet="әғқңөұүһіабвгкоухи -", min_size=1, max_size=40))
def test_every_text_is_found_by_itself_and_by_itself_on_a_russian_keyboard(text):
    russian = text.translate(str.maketrans("әғқңөұүһі", "агкноуухи"))
    assert found(text, text)
    assert found(russian, text)
    assert found(text, russian)


def test_a_tag_is_found_whole_and_never_as_a_word():
    stored = search.index(["visual"], ["abc", "social-story"])
    assert search.tagged("abc") in stored
    assert search.tagged("social") not in stored
    assert search.tagged("visual") not in stored


def test_the_list_of_tags_is_in_both_languages_and_has_no_double():
    assert 20 <= len(tags.TAGS) <= 28
    assert len(tags.BY_KEY) == len(tags.TAGS)
    for language in ("kk", "ru"):
        assert len(set(tags.names(tags.BY_KEY, language))) == len(tags.TAGS)


def test_only_known_tags_are_kept_each_once_in_the_lists_order():
    assert tags.known(["visual", "nothing", "abc", "visual"]) == ["abc", "visual"]


@pytest.mark.parametrize(
    ("words", "lacks"),
    [
        ({}, ["words", "tags"]),
        ({"title_kk": "А", "summary_kk": "Б", "text_kk": "В", "tags": ["abc"]}, []),
        ({"title_ru": "А", "summary_ru": "Б", "text_ru": "В"}, ["tags"]),
        ({"title_kk": "А", "summary_ru": "Б", "text_kk": "В", "tags": ["abc"]}, ["words"]),
    ],
)
def test_one_whole_language_and_a_tag_are_enough_for_the_review(words, lacks):
    assert rules.lacks_for_review(words) == lacks


def test_publishing_needs_title_and_summary_in_both_and_the_text_in_one():
    words = {"title_kk": "А", "summary_kk": "Б", "text_kk": "В", "title_ru": " ", "summary_ru": "Г"}
    assert rules.lacks_for_publishing(words) == ["title_ru"]
    assert rules.lacks_for_publishing(words | {"title_ru": "Д"}) == []
    assert rules.lacks_for_publishing(words | {"title_ru": "Д", "text_kk": ""}) == ["text_kk"]


def test_a_licence_that_is_passed_on_is_passed_on():
    known = ("CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0")
    assert rules.licences_of_adaptation("CC-BY-4.0", known) == known
    assert rules.licences_of_adaptation("CC-BY-SA-4.0", known) == ("CC-BY-SA-4.0",)
    assert rules.licences_of_adaptation("CC-BY-NC-4.0", known) == ("CC-BY-NC-4.0",)

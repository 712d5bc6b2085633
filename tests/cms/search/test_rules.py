"""Words are folded, found by their beginnings, marked as they were written, and guessed where they are misspelt."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.search import rules

WRITTEN = "Әдіс-тәсілдер: бейімдеу, көрнекі кесте. Метод наблюдения. ТЁПЛЫЙ приём."


def hits(text: str, query: str) -> list[str]:
    return [piece.text for piece in rules.marked(text, rules.wanted(query)) if piece.is_hit]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("әдіс", ["Әдіс"]),
        ("адис", ["Әдіс"]),
        ("aдиc", ["Әдіс"]),  # a and c of the Latin alphabet
        ("БЕЙIМ", ["бейімдеу"]),  # the Latin capital I
        ("теплый прием", ["ТЁПЛЫЙ", "приём"]),
        ("наблюд", ["наблюдения"]),
        ("дение", []),
        ("", []),
    ],
)
def test_found_words_are_marked_as_they_are_written(typed, found):
    assert hits(WRITTEN, typed) == found


def test_nothing_invisible_cuts_a_word():
    assert hits(rules.clean("ин\u00adклю\u200bзия"), "инклюзия") == ["инклюзия"]


def test_an_excerpt_stands_where_most_of_the_words_are_and_is_cut_between_words():
    text = "кесте " + "мәтін " * 100 + "көрнекі кесте баланы тыныштандырады " + "соңы " * 100
    shown = rules.excerpt(text, rules.wanted("кесте көрнекі"))
    words = "".join(piece.text for piece in shown)
    assert [piece.text for piece in shown if piece.is_hit] == ["көрнекі", "кесте"]
    assert words.startswith("… ")
    assert words.endswith(" …")
    assert set(words.strip("… ").split()) <= set(text.split())
    assert len(words) <= rules.EXCERPT + 4


def test_an_excerpt_without_a_hit_is_the_beginning():
    assert rules.excerpt("Қысқа мәтін.", ["басқа"]) == [rules.Piece("Қысқа мәтін.")]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("инклюзивти билим беру", "Инклюзивті білім беру"),
        ("саралп окыту", "Саралап оқыту"),
        ("мониторниг", "Мониторинг"),
        ("квантовая физика", None),
    ],
)
def test_the_nearest_title_is_offered_and_none_that_is_far(typed, meant):
    titles = ["Инклюзивті білім беру", "Саралап оқыту", "Мониторинг", "Қолжетімділік"]
    assert rules.nearest(typed, titles)[:1] == ([meant] if meant else [])


def test_a_query_is_cut_to_eight_words_of_forty_letters():
    assert rules.wanted("а" * 60) == ["а" * 40]
    assert len(rules.wanted(" ".join(f"сөз{number}" for number in range(20)))) == 8


@given(st.text(alphabet="әіңғүұқөһабвгё Ёaceo-,.!'\"<>&%\\\u0301", max_size=60))
def test_marking_loses_no_letter_and_every_stored_word_is_found_again(text):
    stored = rules.indexed(text)
    for word in stored.split():
        pieces = rules.marked(rules.clean(text), [word])
        assert "".join(piece.text for piece in pieces) == rules.clean(text)
        assert any(piece.is_hit for piece in pieces)


def test_an_excerpt_of_an_hours_transcript_full_of_hits_is_found_soon():
    text = "мен сен " * 8000 + "ол"
    began = perf_counter()
    shown = rules.excerpt(text, rules.wanted("м с о жоқ"))
    assert perf_counter() - began < 5
    assert "".join(piece.text for piece in shown).endswith("сен ол")

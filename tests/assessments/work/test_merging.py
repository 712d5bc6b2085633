"""Two people's texts are joined without losing a word, or not at all."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.merging import Saved, changes, merge, merge_title, pieces, superfluous

LETTERS = st.text(alphabet="абвгд \n", max_size=40)
WORDS = st.text(alphabet="клмнөұ", min_size=1, max_size=8)
BASE = "Мәселе: ауысу ұзақ.\nМақсат: қысқарту.\nКезеңдер: бірінші апта."


@pytest.mark.parametrize(
    ("stored", "incoming", "joined"),
    [
        (BASE.replace("ұзақ", "тым ұзақ"), BASE.replace("бірінші", "екінші"), None),
        (BASE + "\nА қосты.", BASE + "\nБ қосты.", BASE + "\nА қосты.\nБ қосты."),
        (BASE + "\nА қосты.", BASE + "\nА қосты. Жалғасы.", BASE + "\nА қосты. Жалғасы."),
        ("Тақырып\n" + BASE, BASE + "\nСоңы.", "Тақырып\n" + BASE + "\nСоңы."),
        (BASE, BASE + "!", BASE + "!"),
        (BASE + "!", BASE, BASE + "!"),
    ],
)
def test_changes_in_different_places_are_joined(stored, incoming, joined):
    wanted = joined or BASE.replace("ұзақ", "тым ұзақ").replace("бірінші", "екінші")
    assert merge(BASE, stored, incoming) == wanted


@pytest.mark.parametrize(
    ("stored", "incoming"),
    [
        (BASE.replace("қысқарту", "азайту"), BASE.replace("қысқарту", "жою")),
        (BASE.replace("ұзақ", ""), BASE.replace("ұзақ", "өте ұзаққа")),
        (BASE.replace("қысқарту", "қысқартуды"), BASE.replace("қысқарту", "тезқысқарту")),
        ("", BASE.replace("ұзақ", "тым ұзақ")),
    ],
)
def test_changes_of_one_place_are_left_to_people(stored, incoming):
    assert merge(BASE, stored, incoming) is None
    assert merge(BASE, incoming, stored) is None


def test_who_goes_on_typing_a_line_keeps_it_whole_while_another_adds_the_next():
    base = "Бірінші\nекін"
    assert merge(base, base + "\nүшінші", base + "ші жол") == "Бірінші\nекінші жол\nүшінші"


def test_a_save_whose_answer_was_lost_is_not_doubled():
    assert merge("", "Мәсе", "Мәселе") == "Мәселе"
    assert merge("А\n", "А\nБ\n", "А\nБ\nВ") == "А\nБ\nВ"


@given(LETTERS, LETTERS)
def test_a_side_that_changed_nothing_gives_way(base, text):
    assert merge(base, base, text) == text
    assert merge(base, text, base) == text
    assert merge(base, text, text) == text


@given(LETTERS, LETTERS, LETTERS)
def test_a_joined_text_has_everything_either_side_typed(base, stored, incoming):
    joined = merge(base, stored, incoming)
    if joined is not None:
        for change in [*changes(base, stored), *changes(base, incoming)]:
            assert change.new in joined


@given(st.lists(WORDS, min_size=3, max_size=9, unique=True), st.data())
def test_whole_lines_changed_apart_always_join_exactly(lines, data):
    lines = [f"{place} {line}" for place, line in enumerate(lines)]
    first = data.draw(st.integers(0, len(lines) - 3))
    second = data.draw(st.integers(first + 2, len(lines) - 1))
    fresh, other = data.draw(WORDS).upper(), data.draw(WORDS).upper()
    stored, incoming, both = list(lines), list(lines), list(lines)
    stored[first] = both[first] = lines[first] + " " + fresh
    incoming[second] = both[second] = lines[second] + " " + other
    joined = merge("\n".join(lines), "\n".join(stored), "\n".join(incoming))
    assert joined == "\n".join(both)


@given(LETTERS, LETTERS)
def test_changes_lead_from_one_text_to_the_other(base, text):
    built, at = [], 0
    for change in changes(base, text):
        assert change.start >= at
        built += [base[at : change.start], change.new]
        at = change.end
    assert "".join([*built, base[at:]]) == text


@given(LETTERS, LETTERS)
def test_pieces_hold_both_texts(before, after):
    found = pieces(before, after)
    assert "".join(letters for kind, letters in found if kind <= 0) == before
    assert "".join(letters for kind, letters in found if kind >= 0) == after


def test_pieces_are_whole_words():
    assert pieces("Бірінші терезе", "Екінші терезе") == [(-1, "Бірінші"), (1, "Екінші"), (0, " терезе")]


def test_a_title_is_taken_whole():
    assert merge_title("Т", "Т", "Жаңа") == "Жаңа"
    assert merge_title("Т", "Жаңа", "Т") == "Жаңа"
    assert merge_title("", "Тек", "Текст") == "Текст"
    assert merge_title("Т", "Жаңа", "Басқа") is None


START = datetime(2026, 3, 1, 10, tzinfo=UTC)


def saved(*seconds_by: tuple[int, int]) -> list[Saved]:
    return [
        Saved(number, START + timedelta(seconds=seconds), by)
        for number, (seconds, by) in enumerate(seconds_by, start=1)
    ]


def test_one_state_a_minute_stays_and_nobody_stands_for_another():
    versions = saved((0, 1), (5, 1), (10, 2), (15, 1), (70, 1), (200, 1))
    later = START + timedelta(days=1)
    # 1 is within a minute of 2 by the same person, 4 within a minute of 5; 2 is followed by somebody else.
    assert sorted(superfluous(versions, before=later)) == [1, 4]
    assert superfluous(versions, before=START) == []
    hour = saved(*((second, 1) for second in range(0, 3600, 4)))
    kept = len(hour) - len(superfluous(hour, before=later))
    assert 50 <= kept <= 61

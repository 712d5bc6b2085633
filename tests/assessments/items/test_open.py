"""An answer that a person marks."""

from copy import deepcopy

import pytest

from assessments.items import kind

from .examples import OPEN

KIND = kind("open")


@pytest.mark.parametrize("response", [[], ["Жауап"], [OPEN["kk"]["explanation"]]])
def test_only_a_person_scores_it(response):
    assert KIND.score(OPEN, response) is None
    assert not KIND.automatic


@pytest.mark.parametrize(
    ("response", "kept"),
    [
        (["Бірінші.\r\n\r\nЕкінші.\n"], ["Бірінші.\n\nЕкінші."]),
        (["  \n "], []),
        (["а\x00б"], ["аб"]),
        (["ә" * 10_001], ["ә" * 10_000]),
        (["\n".join(["ә"] * 6000)], ["\n".join(["ә"] * 5000)]),
        (["", "мәтін", "тағы"], ["мәтін"]),
    ],
)
def test_what_is_kept_of_a_response(response, kept):
    assert KIND.parse(OPEN, response) == kept


@pytest.mark.parametrize("points", [1, 4, 20, "4"])
def test_points_that_can_be_given(points):
    assert KIND.faults({**OPEN, "points": points}) == []


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("points", [0, 21, -1, 2.5, "", "көп", None, True, "9" * 5000])
def test_points_that_cannot(points):
    assert KIND.faults({**OPEN, "points": points}) == ["Points are a whole number from 1 to 20."]


@pytest.mark.parametrize("name", ["stem", "guide", "explanation"])
def test_each_text_is_needed_in_each_language(name):
    for language in ("kk", "ru"):
        body = deepcopy(OPEN)
        body[language][name] = " "
        assert len(KIND.faults(body)) == 1


def test_markers_have_the_guide_and_learners_do_not():
    shown = KIND.context(OPEN, language="kk", order=[], response=["Жауап"], reveal=True)
    assert OPEN["kk"]["guide"] not in str(shown)
    assert OPEN["kk"]["guide"] in KIND.texts(OPEN, "kk")
    assert shown["points"] == 4


def test_it_has_no_table_of_answers_and_no_mark():
    assert KIND.choices(OPEN, "kk") == KIND.tally(OPEN, ["Жауап"]) == []
    assert KIND.answer(OPEN, "kk") == ""
    shown = KIND.context(OPEN, language="kk", order=[], response=["Жауап"], reveal=True)
    assert shown["field"]["mark"] == ""

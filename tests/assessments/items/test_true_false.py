"""A statement that is true or false."""

from copy import deepcopy
from random import Random

import pytest
from django.utils import translation

from assessments.items import kind

from .examples import TRUE_FALSE

KIND = kind("true_false")


@pytest.mark.parametrize(
    ("correct", "response", "score"),
    [
        ("false", ["false"], 1),
        ("false", ["true"], 0),
        ("true", ["true"], 1),
        ("true", ["false"], 0),
        ("true", [], 0),
        ("true", ["yes"], 0),
        ("true", ["false", "true"], 0),  # the first counts
        ("true", ["True"], 0),
    ],
)
def test_the_one_right_answer_scores(correct, response, score):
    assert KIND.score({**TRUE_FALSE, "correct": [correct]}, response) == score


@pytest.mark.parametrize(
    ("response", "kept"),
    [(["true"], ["true"]), (["false"], ["false"]), (["maybe"], []), ([], []), (["true", "false"], ["true"])],
)
def test_what_is_kept_of_a_response(response, kept):
    assert KIND.parse(TRUE_FALSE, response) == kept


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("correct", [None, [], ["true", "false"], ["a"], "true", [True]])
def test_content_must_say_which_it_is(correct):
    body = {**TRUE_FALSE, "correct": correct}
    assert KIND.faults(body) == ["Say whether the statement is true."]


def test_an_empty_statement_is_a_fault():
    body = deepcopy(TRUE_FALSE)
    body["ru"]["stem"] = " "
    assert len(KIND.faults(body)) == 1


def test_true_stands_before_false_always():
    body = {**TRUE_FALSE, "shuffle": True}
    assert {tuple(KIND.order(body, Random(seed))) for seed in range(20)} == {("true", "false")}


def test_the_answers_speak_the_language_of_the_question():
    with translation.override("ru"):
        from_ru = KIND.options(TRUE_FALSE, "kk")
    with translation.override("en"):
        from_en = KIND.options(TRUE_FALSE, "kk")
    assert from_ru == from_en


def test_the_two_answers_are_not_among_its_texts():
    texts = TRUE_FALSE["kk"]
    assert KIND.texts(TRUE_FALSE, "kk") == [texts["stem"], texts["explanation"]]


@pytest.mark.parametrize(
    ("response", "marks"),
    [
        (["false"], {"true": "", "false": "right"}),
        (["true"], {"true": "wrong", "false": "missed"}),
        ([], {"true": "", "false": "missed"}),
    ],
)
def test_marks_after_the_answer(response, marks):
    shown = KIND.context(TRUE_FALSE, language="kk", order=[], response=response, reveal=True)
    assert {row["key"]: row["mark"] for row in shown["options"]} == marks

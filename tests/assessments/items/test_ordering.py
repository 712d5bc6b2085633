"""Steps and their places."""

from copy import deepcopy
from decimal import Decimal
from itertools import permutations
from random import Random

import pytest

from assessments.items import kind

from .examples import ORDERING

KIND = kind("ordering")
WHOLE = {**ORDERING, "credit": "whole"}
THIRD, TWO_THIRDS = Decimal(1) / 3, Decimal(2) / 3


def placed(steps: str) -> list[str]:
    return [f"{step}:{place}" for place, step in enumerate(steps, 1)]


@pytest.mark.parametrize(
    ("steps", "partial"),
    [
        ("cadb", 1),
        ("acdb", TWO_THIRDS),  # two neighbours changed places
        ("cdab", TWO_THIRDS),
        ("cabd", TWO_THIRDS),
        ("dbca", TWO_THIRDS),  # the halves changed places
        ("bcad", TWO_THIRDS),  # the last one stands first
        ("bdca", THIRD),
        ("bdac", 0),  # the other way round
    ],
)
def test_neighbouring_steps_score_together_or_pair_by_pair(steps, partial):
    assert KIND.score(ORDERING, placed(steps)) == partial
    assert KIND.score(WHOLE, placed(steps)) == (1 if partial == 1 else 0)


def test_only_the_right_order_scores_one():
    scores = {"".join(order): KIND.score(ORDERING, placed("".join(order))) for order in permutations("abcd")}
    assert [order for order, score in scores.items() if score == 1] == ["cadb"]


@pytest.mark.parametrize(
    "response",
    [
        [],
        ["c:1", "a:2", "d:3"],
        ["c:1", "a:2", "d:3", "b:3"],
        ["c:1", "a:1", "d:1", "b:1"],
        ["c:1", "a:2", "d:3", "b:5"],
        ["c:0", "a:1", "d:2", "b:3"],
    ],
)
def test_an_answer_without_a_place_for_each_step_scores_nothing(response):
    assert KIND.score(ORDERING, response) == 0
    assert not KIND.is_complete(ORDERING, response)


@pytest.mark.parametrize(
    ("response", "kept"),
    [
        (["c:1", "a:2"], ["a:2", "c:1"]),
        (["c:1", "a:1"], ["a:1", "c:1"]),  # kept as it was chosen
        (["a:0", "b:5", "c:01", "d: 1", "x:1", "a", ""], []),
        (["a:1", "a:2"], ["a:1"]),
        (["a:١"], []),
    ],
)
def test_what_is_kept_of_a_response(response, kept):
    assert KIND.parse(ORDERING, response) == kept


def test_an_unfinished_order_is_told_on_the_page():
    def told(response):
        return KIND.context(ORDERING, language="kk", order=[], response=response)["is_incomplete"]

    assert [told([]), told(["a:1"]), told(["c:1", "a:1", "d:3", "b:4"]), told(placed("abcd"))] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.pop("sequence"),
        lambda body: body.update(sequence=["a", "b", "c"]),
        lambda body: body.update(sequence=["a", "b", "c", "c"]),
        lambda body: body.update(sequence=["a", "b", "c", "e"]),
        lambda body: body.update(sequence="cadb"),
        lambda body: body.update(credit=None),
        lambda body: body["kk"]["steps"].pop("a"),
        lambda body: body["kk"].update(steps={"a": "Жалғыз қадам"}),
        lambda body: body["ru"]["steps"].update(a=""),
        lambda body: body["ru"].update(explanation=""),
    ],
)
def test_incomplete_content_is_told(change):
    body = deepcopy(ORDERING)
    change(body)
    assert KIND.faults(body)


def test_steps_are_shuffled_and_never_stand_in_their_right_order_by_rule():
    assert len({tuple(KIND.order(ORDERING, Random(seed))) for seed in range(20)}) > 5
    still = {**ORDERING, "shuffle": False}
    assert KIND.order(still, Random(1)) == ["a", "b", "c", "d"]
    given_away = {**still, "sequence": ["a", "b", "c", "d"]}
    assert len({tuple(KIND.order(given_away, Random(seed))) for seed in range(20)}) > 5


def test_marks_and_the_right_place_stand_at_each_step():
    shown = KIND.context(
        ORDERING, language="kk", order=["b", "a", "c", "d"], response=["c:1", "a:3"], reveal=True
    )
    assert [(row["key"], row["mark"], row["answer"]) for row in shown["rows"]] == [
        ("b", "missed", "4"),
        ("a", "wrong", "2"),
        ("c", "right", ""),
        ("d", "missed", "3"),
    ]


def test_another_window_is_told_where_it_differs():
    shown = KIND.context(ORDERING, language="kk", order=[], response=["a:1", "b:2"], other=["a:1", "c:2"])
    assert {row["key"]: row["other"] for row in shown["rows"]} == {"a": None, "b": "", "c": "2", "d": None}


def test_the_answer_in_words_follows_the_right_order():
    assert KIND.answer(ORDERING, "ru").startswith("1. Понаблюдать за учеником")
    assert {choice.key for choice in KIND.choices(ORDERING, "ru") if choice.is_right} == set(placed("cadb"))

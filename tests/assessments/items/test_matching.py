"""Lines with what belongs to each."""

from copy import deepcopy
from decimal import Decimal
from random import Random

import pytest

from assessments.items import kind

from .examples import MATCHING

KIND = kind("matching")
WHOLE = {**MATCHING, "credit": "whole"}
UNSAID = {name: value for name, value in MATCHING.items() if name != "credit"}
THIRD, TWO_THIRDS = Decimal(1) / 3, Decimal(2) / 3


@pytest.mark.parametrize(
    ("response", "partial", "whole"),
    [
        (["l1:r2", "l2:r3", "l3:r1"], 1, 1),
        (["l3:r1", "l1:r2", "l2:r3"], 1, 1),
        (["l1:r2", "l2:r3", "l3:r4"], TWO_THIRDS, 0),
        (["l1:r2", "l2:r3"], TWO_THIRDS, 0),
        (["l1:r2"], THIRD, 0),
        (["l1:r2", "l2:r2", "l3:r2"], THIRD, 0),
        (["l1:r1", "l2:r2", "l3:r3"], 0, 0),
        ([], 0, 0),
        (["l1:r1", "l1:r2", "l2:r3", "l3:r1"], TWO_THIRDS, 0),  # the first pick of a line counts
        (["r2:l1"], 0, 0),
    ],
)
def test_pairs_score_together_or_each_for_itself(response, partial, whole):
    assert KIND.score(MATCHING, response) == partial
    assert KIND.score(WHOLE, response) == KIND.score(UNSAID, response) == whole


@pytest.mark.parametrize(
    ("response", "kept"),
    [
        (["l2:r1", "l1:r2"], ["l1:r2", "l2:r1"]),
        (["l1:", ":r1", "", ":", "l1"], []),
        (["l1:r9", "l9:r1", "l1:r1:r2"], []),
        (["l1:r2", "l1:r3"], ["l1:r2"]),
        (["l1:r9", "l1:r3"], ["l1:r3"]),
        (["l1:r4", "l2:r4"], ["l1:r4", "l2:r4"]),
    ],
)
def test_what_is_kept_of_a_response(response, kept):
    assert KIND.parse(MATCHING, response) == kept


def _changed(change):
    body = deepcopy(MATCHING)
    change(body)
    return body


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.pop("pairs"),
        lambda body: body.update(pairs={}),
        lambda body: body.update(pairs=["l1"]),
        lambda body: body["pairs"].pop("l2"),
        lambda body: body["pairs"].update(l1="r9"),
        lambda body: body["pairs"].update(l1=["r1"]),
        lambda body: body["pairs"].update(l9="r1"),
        lambda body: body.update(credit="half"),
        lambda body: body["ru"].pop("left"),
        lambda body: body["ru"]["left"].pop("l3"),
        lambda body: body["kk"]["right"].update(r4=" "),
        lambda body: body["kk"]["right"].update(r4=body["kk"]["right"]["r1"]),
        lambda body: body["kk"].update(right={"r1": "Жалғыз"}),
        lambda body: body["kk"].update(stem=""),
        lambda body: body.pop("ru"),
        lambda body: [body[language]["right"].update({"r:5": "!"}) for language in ("kk", "ru")],
    ],
)
def test_incomplete_content_is_told(change):
    found = KIND.faults(_changed(change))
    assert found
    assert all(sentence.endswith(".") for sentence in found)


def test_one_right_line_may_belong_to_several():
    body = _changed(lambda body: body["pairs"].update(l1="r1", l2="r1"))
    assert KIND.faults(body) == []
    assert KIND.score(body, ["l1:r1", "l2:r1", "l3:r1"]) == 1


def test_the_right_side_is_shuffled_and_the_left_is_not():
    orders = {tuple(KIND.order(MATCHING, Random(seed))) for seed in range(20)}
    assert len(orders) > 5
    shown = KIND.context(MATCHING, language="kk", order=["r4", "r1", "r3", "r2"], response=[])
    assert [row["key"] for row in shown["rows"]] == ["l1", "l2", "l3"]
    assert shown["pool"][0] == "Қаржылық кедергі"
    assert [option["value"] for option in shown["rows"][1]["options"]] == ["l2:r4", "l2:r1", "l2:r3", "l2:r2"]
    assert shown["rows"][1]["options"][0]["text"] == "1. Қаржылық кедергі"
    assert KIND.order({**MATCHING, "shuffle": False}, Random(1)) == ["r1", "r2", "r3", "r4"]


def test_marks_and_the_right_answer_stand_at_each_line():
    shown = KIND.context(MATCHING, language="ru", order=[], response=["l1:r2", "l2:r1"], reveal=True)
    assert [(row["mark"], row["answer"]) for row in shown["rows"]] == [
        ("right", ""),
        ("wrong", "3. Информационный барьер"),
        ("missed", "1. Барьер отношения"),
    ]


def test_another_window_is_told_where_it_differs():
    shown = KIND.context(
        MATCHING, language="ru", order=[], response=["l1:r2", "l2:r1"], other=["l1:r2", "l3:r4"]
    )
    assert [row["other"] for row in shown["rows"]] == [None, "", "4. Финансовый барьер"]


def test_every_pair_can_be_counted():
    choices = KIND.choices(MATCHING, "kk")
    assert len(choices) == 12
    assert {choice.key for choice in choices if choice.is_right} == {"l1:r2", "l2:r3", "l3:r1"}
    assert KIND.tally(MATCHING, ["l2:r1", "l1:r2"]) == ["l1:r2", "l2:r1"]
    assert KIND.answer(MATCHING, "kk").startswith("Кіреберісте пандус жоқ – Физикалық кедергі; ")


def test_its_texts_hold_both_sides_even_of_a_draft():
    texts = KIND.texts(MATCHING, "kk")
    assert "Кіреберісте пандус жоқ" in texts
    assert "Қаржылық кедергі" in texts
    assert KIND.texts({"kk": {"stem": "Сұрақ"}}, "kk") == ["Сұрақ"]

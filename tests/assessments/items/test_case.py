"""A case and its parts."""

from copy import deepcopy
from decimal import Decimal
from random import Random

import pytest

from assessments.items import kind

from .examples import CASE, EXAMPLES

KIND = kind("case")
RIGHT = ["p1/b", "p2/l1:r1", "p2/l2:r2", "p3/8"]
THIRD, TWO_THIRDS = Decimal(1) / 3, Decimal(2) / 3


def _with_part(name: str, **more) -> dict:
    return {**CASE, "parts": [{"key": "p1", "kind": name, "body": {**EXAMPLES[name], **more}}]}


@pytest.mark.parametrize(
    ("response", "score"),
    [
        (RIGHT, 1),
        (RIGHT[::-1], 1),
        (RIGHT[:3], TWO_THIRDS),
        (["p1/b"], THIRD),
        (["p1/a", *RIGHT[1:]], TWO_THIRDS),
        (["p2/l1:r1"], 0),  # half of a part that scores as a whole
        (["b", "l1:r1", "8"], 0),
        (["p9/b"], 0),
        ([], 0),
    ],
)
def test_a_case_scores_the_mean_of_its_parts(response, score):
    assert KIND.score(CASE, response) == score


def test_partial_credit_of_a_part_reaches_the_case():
    body = deepcopy(CASE)
    body["parts"][1]["body"]["credit"] = "partial"
    assert KIND.score(body, ["p1/b", "p2/l1:r1", "p3/8"]) == Decimal("2.5") / 3


@pytest.mark.parametrize(
    ("response", "kept"),
    [
        (["p3/8 ", "p2/l2:r2", "p1/b", "p2/l1:r1"], ["p1/b", "p2/l1:r1", "p2/l2:r2", "p3/8"]),
        (["p1/z", "p1/", "p1", "/b", "", "p3/ "], []),
        (["p1/b", "p1/a"], ["p1/b"]),
        (["p3/1/2"], ["p3/1/2"]),
        (["p1/p1/b"], []),
        (["p30/8", "p38"], []),  # p3 is not the beginning of a name
    ],
)
def test_what_is_kept_of_a_response(response, kept):
    assert KIND.parse(CASE, response) == kept


def _changed(change):
    body = deepcopy(CASE)
    change(body["parts"])
    return body


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda parts: parts.clear(), "A case needs at least one part."),
        (lambda parts: parts[1].update(key="p1"), "Two parts have the same name."),
        (lambda parts: parts[0].update(key="p/1"), "A name may hold"),
        (lambda parts: parts[0].update(key="p.1"), "A name may hold"),
        (lambda parts: parts[0].pop("key"), "A name may hold"),
        (lambda parts: parts[0].update(kind="essay"), "Part p1: There is no such kind of question."),
        (lambda parts: parts[0].update(kind=["single"]), "Part p1: There is no such kind of question."),
        (
            lambda parts: parts[0].update(kind="case", body=CASE),
            "Part p1: A case cannot stand within a case.",
        ),
        (
            lambda parts: parts[0].update(kind="open", body=EXAMPLES["open"]),
            "Part p1: A part must be of a kind that scores itself.",
        ),
        (lambda parts: parts[0].pop("body"), "Part p1: The content is missing."),
        (lambda parts: parts.append("p4"), "Part : The content is missing."),
        (lambda parts: parts[2]["body"].update(value="көп"), "Part p3: The right answer is not a number."),
        (lambda parts: parts[2]["body"]["kk"].update(explanation=""), "Part p3: "),
        (
            lambda parts: parts[0]["body"]["kk"].update(image={"id": 1, "alt": "Сурет"}),
            "Part p1: A part has no picture of its own: the picture belongs to the case.",
        ),
    ],
)
def test_incomplete_content_is_told_part_by_part(change, said):
    found = KIND.faults(_changed(change))
    assert any(fault.startswith(said) for fault in found), found


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("parts", [None, {}, "p1"])
def test_parts_must_be_a_list(parts):
    assert KIND.faults({**CASE, "parts": parts}) == ["A case needs at least one part."]


def test_parts_stand_as_written_and_what_is_in_them_is_shuffled():
    orders = [KIND.order(CASE, Random(seed)) for seed in range(20)]
    assert all([one[:2] for one in order] == ["p1"] * 3 + ["p2"] * 3 for order in orders)
    assert len(set(map(tuple, orders))) > 10
    still = _with_part("single", shuffle="false")  # as content files hold it
    assert KIND.order(still, Random(3)) == ["p1/a", "p1/b", "p1/c", "p1/d"]


def test_each_part_is_shown_with_its_own_answer_and_order():
    shown = KIND.context(
        CASE, language="ru", order=["p1/c", "p1/a", "p1/b"], response=["p1/a", "p3/8"], other=["p1/b"]
    )
    first, second, third = shown["parts"]
    assert [row["key"] for row in first.shown["options"]] == ["c", "a", "b"]
    assert [row["key"] for row in first.shown["options"] if row["is_elsewhere"]] == ["b"]
    assert second.shown["rows"][0]["other"] is None
    assert third.shown["field"]["value"] == "8"
    assert third.shown["field"]["other"] == ""
    assert first.stem == CASE["parts"][0]["body"]["ru"]["stem"]
    assert {part.verdict for part in shown["parts"]} == {part.explanation for part in shown["parts"]} == {""}


def test_after_the_answer_each_part_has_its_verdict_and_explanation():
    body = deepcopy(CASE)
    body["parts"][1]["body"]["credit"] = "partial"
    shown = KIND.context(body, language="kk", order=[], response=["p1/b", "p2/l1:r1"], reveal=True)
    assert [part.verdict for part in shown["parts"]] == ["right", "part", "wrong"]
    assert [part.explanation for part in shown["parts"]] == [
        part["body"]["kk"]["explanation"] for part in body["parts"]
    ]


def test_choices_counts_and_answers_name_their_part():
    keys = [choice.key for choice in KIND.choices(CASE, "kk")]
    assert keys[:3] == ["p1/a", "p1/b", "p1/c"]
    assert keys[3] == "p2/l1:r1"
    assert KIND.tally(CASE, ["p3/8,0", "p1/b"]) == ["p1/b", "p3/8"]
    answer = KIND.answer(CASE, "kk").replace("\u00a0", " ")
    assert answer.startswith("1) Қысқа қадамдарға бөліп, әр қадамға сурет қосып. 2) ")
    assert answer.endswith(" 3) 8 минут.")


def test_its_texts_hold_those_of_the_parts():
    texts = KIND.texts(CASE, "ru")
    assert texts[0] == CASE["ru"]["stem"]
    assert texts[-1] == CASE["ru"]["explanation"]
    assert "Устаёт от шума" in texts
    assert KIND.texts({"ru": {"stem": "Случай"}}, "ru") == ["Случай"]

"""What decisions do to scores, and how papers add up: tables with their boundaries; no database."""

from copy import deepcopy
from decimal import Decimal

import pytest

from assessments.items import KINDS
from assessments.rules import regrade, scoring
from assessments.rules.regrade import Decided, effective, key_of, response_of, total, with_key
from tests.assessments.items.examples import EXAMPLES

ONE, ZERO, HALF = Decimal(1), Decimal(0), Decimal("0.5")
TEXTS = {"stem": "?", "options": {"a": "1", "b": "2", "c": "3"}, "explanation": "!"}
SINGLE = {"shuffle": True, "correct": ["a"], "kk": TEXTS, "ru": TEXTS}
VOID, FULL = Decided("void", {}), Decided("full_marks", {})


def key(*letters: str) -> Decided:
    return Decided("change_key", {"correct": list(letters)})


def accept(*answers) -> Decided:
    return Decided("accept", {"accept": list(answers)})


def scored(kind: str, body, response, *decisions: Decided):
    treatment = effective(body, decisions)
    return regrade.score(KINDS[kind], treatment.body, response, treatment)


@pytest.mark.parametrize(
    ("decisions", "scores"),
    [
        # of the answers a, b, c and none
        ([], [1, 0, 0, 0]),
        ([VOID], [1, 0, 0, 0]),
        ([FULL], [1, 1, 1, 1]),
        ([key("b")], [0, 1, 0, 0]),
        ([key("b"), key("c")], [0, 0, 1, 0]),
        ([accept("b")], [1, 1, 0, 0]),
        ([accept("b"), accept("c")], [1, 1, 1, 0]),
        ([accept("b", "c")], [1, 1, 1, 0]),
        ([accept(["b"])], [1, 1, 0, 0]),
        ([key("c"), accept("b")], [0, 1, 1, 0]),
        ([accept("b"), key("c")], [0, 1, 1, 0]),
        ([key("b"), FULL], [1, 1, 1, 1]),
        ([accept("nothing")], [1, 0, 0, 0]),
    ],
)
def test_what_each_decision_does_to_a_score(decisions, scores):
    found = [scored("single", SINGLE, answer, *decisions) for answer in (["a"], ["b"], ["c"], [])]
    assert found == scores


def test_leaving_out_is_told_apart_from_full_marks_and_both_may_stand():
    both = effective(SINGLE, [FULL, VOID])
    assert (both.void, both.full) == (True, True)
    assert effective(SINGLE, []) == regrade.Treatment(body=SINGLE)


def test_a_changed_key_changes_nothing_but_the_key_and_leaves_the_version_alone():
    before = deepcopy(SINGLE)
    mended = with_key(SINGLE, {"correct": ["b"], "shuffle": False, "kk": {"stem": "other"}, "value": "3"})
    assert mended == {**SINGLE, "correct": ["b"]}
    assert before == SINGLE


def test_a_number_gets_a_tolerance_it_had_left_out():
    body = {name: value for name, value in EXAMPLES["numeric"].items() if name != "tolerance"}
    assert with_key(body, {"tolerance": "1"})["tolerance"] == "1"
    assert "tolerance" not in with_key(SINGLE, {"tolerance": "1"})


def test_partial_credit_of_a_question_stays_beside_the_accepted_answer():
    body = EXAMPLES["multiple"]
    assert scored("multiple", body, ["a"], accept(["a", "c"])) == ONE / 3
    assert scored("multiple", body, ["c", "a"], accept(["a", "c"])) == ONE
    assert scored("multiple", body, ["a", "c", "d"], accept(["a", "c"])) == ONE


RIGHT = {
    "single": ["a"],
    "multiple": ["a", "b"],
    "true_false": ["true"],
    "matching": ["l1:r4", "l2:r3", "l3:r1"],
    "ordering": ["a:1", "b:2", "c:3", "d:4"],
    "numeric": ["0,125"],
    "short_text": ["Шектеу"],
    "case": ["p1/a", "p2/l1:r1", "p2/l2:r2", "p3/8"],
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_key_is_made_of_a_response_and_shown_as_one(name):
    kind, body, wanted = KINDS[name], EXAMPLES[name], RIGHT[name]
    assert kind.score(body, wanted) != ONE
    new = key_of(body, kind.parse(body, wanted))
    assert kind.faults(with_key(body, new)) == []
    assert scored(name, body, wanted, Decided("change_key", new)) == ONE
    shown = response_of(with_key(body, new))
    if name != "short_text":
        assert kind.score(with_key(body, new), shown) == ONE
        assert with_key(body, key_of(body, response_of(body))) == body
    assert key_of(body, []) == {}


@pytest.mark.parametrize("name", [name for name in RIGHT if name != "case"])
def test_an_accepted_answer_counts_besides_the_key(name):
    kind, body = KINDS[name], EXAMPLES[name]
    wanted = kind.parse(body, RIGHT[name])
    assert scored(name, body, RIGHT[name], accept(wanted)) == ONE
    if name != "short_text":
        assert scored(name, body, response_of(body), accept(wanted)) == ONE
    assert scored(name, body, [], accept(wanted)) == ZERO


@pytest.mark.parametrize(
    ("typed", "score"), [("шектеу", 1), ("  ШЕКТЕУ. ", 1), ("шектеулер", 0), ("кедергі", 1), ("барьер", 1)]
)
def test_an_accepted_word_is_folded_as_the_question_folds(typed, score):
    assert scored("short_text", EXAMPLES["short_text"], [typed], accept("Шектеу")) == score


@pytest.mark.parametrize(
    ("typed", "score"), [("0,125", 1), ("0.1250", 1), ("0.13", 0), ("12,1", 1), ("11,9", 0)]
)
def test_an_accepted_number_is_that_number_however_it_is_written(typed, score):
    assert scored("numeric", EXAMPLES["numeric"], [typed], accept("0.125")) == score


def test_the_key_of_one_part_changes_one_part():
    body = EXAMPLES["case"]
    new = key_of(body, ["p1/a", "p3/8"])
    assert new == {"parts": {"p1": {"correct": ["a"]}}}
    mended = with_key(body, new)
    assert mended["parts"][1:] == body["parts"][1:]
    assert mended["parts"][0]["body"]["correct"] == ["a"]


@pytest.mark.parametrize(
    "response", [["a:1", "b:1", "c:2", "d:3"], ["a:1"], ["a:2", "b:3", "c:4", "d:5"], ["a:x"]]
)
def test_an_order_with_places_left_open_is_no_key(response):
    assert key_of(EXAMPLES["ordering"], response) == {}


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12,5", "12.5"),
        (" 1 000 ", "1000"),
        ("-3", "-3"),
        ("−3,5", "-3.5"),
        ("1e3", "1000"),
        ("x", ""),
        ("NaN", ""),
        ("", ""),
    ],
)
def test_a_number_is_kept_in_one_form(typed, number):
    assert regrade.plain_number(typed) == number


def scores(text: str) -> list[tuple[Decimal | None, bool]]:
    """ "1 0 ½ – v1 v0": right, wrong, half, waiting, void with a score."""
    values = {"1": ONE, "0": ZERO, "½": HALF, "–": None}
    return [(values[one.removeprefix("v")], one.startswith("v")) for one in text.split()]


@pytest.mark.parametrize(
    ("paper", "credit", "points", "correct", "counted", "percent"),
    [
        ("1 1 0 0", "whole", "2", 2, 4, "50"),
        ("1 ½ 0 0", "whole", "1", 1, 4, "25"),
        ("1 ½ 0 0", "partial", "1.5", 1, 4, "37.5"),
        ("1 1 v0 0", "whole", "2", 2, 3, "66.66666666666666666666666667"),
        ("1 v1 0 0", "whole", "1", 1, 3, "33.33333333333333333333333333"),
        ("v1 v0", "whole", "0", 0, 0, "0"),
        ("v1 v0", "partial", "0", 0, 0, "0"),
        ("v–", "whole", "0", 0, 0, "0"),
        ("1 – 0", "whole", "1", 1, 3, None),
        ("1 ½ –", "partial", "1.5", 1, 3, None),
        ("1 v– 0", "whole", "1", 1, 2, "50"),
        ("", "whole", "0", 0, 0, "0"),
    ],
)
def test_how_a_paper_adds_up(paper, credit, points, correct, counted, percent):
    found = total(scores(paper), credit=credit)
    assert (found.points, found.correct, found.counted) == (Decimal(points), correct, counted)
    assert found.percent == (None if percent is None else Decimal(percent))


BANDS = tuple(
    scoring.Band(key=name, floor=Decimal(floor), passed=int(floor) >= 50)
    for name, floor in (("excellent", "85"), ("good", "75"), ("satisfactory", "50"), ("not_passed", "0"))
)


@pytest.mark.parametrize(
    ("right", "wrong", "void", "band"),
    [
        (24, 25, 0, "not_passed"),  # 48.97…
        (24, 24, 1, "satisfactory"),  # one wrong question left out: 24 of 48 is 50
        (24, 24, 0, "satisfactory"),
        (2499, 2500, 0, "not_passed"),  # 49.99 %, which two places would show as 49.99
        (24999, 25000, 1, "not_passed"),  # 49.999, which no rounding lifts
        (37, 13, 0, "satisfactory"),  # 74
        (36, 12, 2, "good"),  # 75
        (34, 6, 0, "excellent"),  # 85
        (84, 15, 0, "good"),  # 84.84…
        (0, 0, 40, "not_passed"),
    ],
)
def test_bands_are_taken_before_any_rounding(right, wrong, void, band):
    paper = [(ONE, False)] * right + [(ZERO, False)] * wrong + [(ZERO, True)] * void
    percent = total(paper, credit="whole").percent
    assert percent is not None
    assert scoring.band_for(percent, BANDS).key == band

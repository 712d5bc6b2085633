"""How complete a lesson is: the table of docs/rules/completeness.yaml, and what is counted in a stored lesson."""

from pathlib import Path

import pytest
import yaml

from cms.board import rules, words

TABLE = yaml.safe_load(
    (Path(__file__).resolve().parents[3] / "docs" / "rules" / "completeness.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["name"])
def test_the_table(case):
    hours = {"lecture": 0, "practice": 0} | case["hours"]
    found = rules.completeness(rules.LessonFacts(**TABLE["whole"] | case["change"]), **hours)
    assert (found.done, found.wanted, list(found.missing)) == (case["done"], case["wanted"], case["missing"])
    assert (found.percent == 100) is found.is_whole


def test_every_part_has_a_name():
    assert set(rules.PARTS) <= set(words.MISSING)
    assert set(words.STATES) == set(words.TONES)


def block(kind, value):
    return {"type": kind, "value": value, "id": kind}


def test_parts_of_a_stored_lesson_are_counted():
    fields = {
        "outcomes": ["бір", "екі"],
        "terms": ["inclusion"],
        "body": [
            block("text", "<h2>Бастау</h2><p>Бір екі <b>үш</b>.</p><ul><li>төрт</li></ul>"),
            block("figure", {"image": 1, "alt": "Сурет", "caption": "", "description": "<p>Ұзақ</p>"}),
            block("case", {"title": "", "text": "<p>Оқиға.</p>"}),
            block("control_question", {"question": "Неге?", "answer": "<p>Себебі.</p>"}),
            block("bank_question", {"key": "A.1.q01"}),
            block("task", {"title": "", "text": ""}),
        ],
    }
    found = rules.facts_of(fields)
    assert (found.words, found.outcomes, found.terms) == (5, 2, 1)
    assert (found.figures, found.figures_without_words, found.cases, found.tasks) == (1, 1, 1, 0)
    assert found.questions == 2


def test_languages_of_the_same_shape_are_translations():
    one = {"body": [block("text", "<p>a</p>"), block("case", {})], "outcomes": ["x"], "terms": ["b", "a"]}
    assert rules.same_structure(one, one | {"terms": ["a", "b"]})
    assert not rules.same_structure(one, one | {"body": one["body"][:1]})
    assert not rules.same_structure(one, one | {"outcomes": []})


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, "published"),
        ({"is_agreed": True}, "agreed"),
        ({"has_draft": True, "is_agreed": True}, "draft_changes"),
        ({"is_live": False, "has_draft": True}, "draft"),
        ({"review": "expert", "has_draft": True}, "at_expert"),
        ({"review": "methodologist", "is_live": False}, "at_methodologist"),
        ({"review": "given_back", "has_draft": True}, "given_back"),
    ],
)
def test_one_word_says_where_a_text_stands(values, state):
    assert (
        rules.state(**{"is_live": True, "has_draft": False, "review": "", "is_agreed": False} | values)
        == state
    )
    assert state in words.STATES

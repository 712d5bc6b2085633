"""The banks that come with the programmes: enough, complete in both languages, answerable and scored by the engine."""

from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from assessments import items, loader
from courses.loader.programme import parse
from courses.quality.checks import MIXED

CONTENT = Path(__file__).resolve().parents[3] / "courses" / "content"
# Questions of a programme and of each of its modules, at the least.
LEAST = {"A": (150, 30), "B": (120, 20)}


@cache
def bank(code: str):
    """The programme and its assessment files as the loader reads them; any fault of a question would be raised here."""
    programme = parse(CONTENT / code)
    modules = programme.edition["modules"]
    topics = {topic["key"] for module in modules for topic in module["topics"]}
    numbers = [module["number"] for module in modules]
    return programme, loader.parse(CONTENT / code, modules=numbers, topics=topics)


@pytest.mark.parametrize("code", LEAST)
def test_every_module_has_its_questions_of_many_kinds_and_all_three_difficulties(code):
    _programme, parsed = bank(code)
    whole, each = LEAST[code]
    assert len(parsed.questions) >= whole
    by_module = Counter(module for module, _row in parsed.questions)
    assert {module for module, count in by_module.items() if count >= each} == {1, 2, 3, 4, 5}
    # All but the open ones: a test is graded at once.
    automatic = {name for name, kind in items.KINDS.items() if kind.automatic}
    assert {row["kind"] for _module, row in parsed.questions} == automatic
    for module in by_module:
        assert {row.get("difficulty", 2) for own, row in parsed.questions if own == module} == {1, 2, 3}


def test_there_are_ten_school_cases_with_questions_of_their_own():
    cases = [row for code in LEAST for _module, row in bank(code)[1].questions if row["kind"] == "case"]
    assert len(cases) >= 10
    assert all(len(row["parts"]) >= 2 for row in cases)


@pytest.mark.parametrize("code", LEAST)
def test_every_question_names_a_result_of_its_module(code):
    programme, parsed = bank(code)
    results = {
        module["number"]: {row["id"] for row in module["results"]} for module in programme.edition["modules"]
    }
    assert [row["key"] for module, row in parsed.questions if row.get("outcome") not in results[module]] == []


@pytest.mark.parametrize("code", LEAST)
def test_the_right_answer_scores_all_and_no_answer_scores_nothing(code):
    wrong = []
    for _module, row in bank(code)[1].questions:
        kind, body = items.kind(row["kind"]), loader.body_of(row)
        if not kind.automatic:
            continue
        right = kind.parse(body, kind.right(body))
        if not right or kind.score(body, right) != 1 or kind.score(body, []) != Decimal(0):
            wrong.append(row["key"])
    assert wrong == []


@pytest.mark.parametrize("code", LEAST)
def test_every_criterion_says_in_both_languages_what_each_level_means(code):
    for rubric in bank(code)[1].rubrics:
        for criterion in rubric["criteria"]:
            for level in criterion.get("levels") or []:
                assert level["descriptor"]["kk"].strip(), (rubric["key"], criterion["key"])
                assert level["descriptor"]["ru"].strip(), (rubric["key"], criterion["key"])


@pytest.mark.parametrize(
    "path", sorted(CONTENT.rglob("*.yaml")), ids=lambda path: str(path.relative_to(CONTENT))
)
def test_no_word_of_the_content_mixes_two_alphabets(path):
    assert [match[0] for match in MIXED.finditer(path.read_text(encoding="utf-8"))] == []

"""When a section of the plan is complete, what a form may send, what counts as the code of a child."""

import pytest

from assessments import plan_words
from assessments.rules import support_plan
from assessments.rules.support_plan import BY_KEY, SECTIONS, Missing

from .sample import PLAN, SEEN, plan


def test_the_sample_fills_every_section():
    progress = support_plan.progress(PLAN)
    assert (progress.count, progress.total, progress.next, progress.is_complete) == (11, 11, "", True)


def test_an_empty_plan_begins_with_the_child():
    for nothing in (None, {}):
        assert support_plan.progress(nothing).next == "child"
        assert support_plan.is_empty(nothing)


@pytest.mark.parametrize("section", [section.key for section in SECTIONS])
def test_every_section_matters(section):
    progress = support_plan.progress({key: values for key, values in PLAN.items() if key != section})
    assert progress.count == 10
    assert progress.next == section


@pytest.mark.parametrize(
    ("section", "values", "expected"),
    [
        ("child", {"code": "Оқушы А", "age": "", "stage": "primary"}, [Missing("fields")]),
        ("child", {"code": "Айгерім", "age": "7-8", "stage": "primary"}, [Missing("code")]),
        (
            "observations",
            {"seen": [SEEN] * 4, "abc": PLAN["observations"]["abc"]},
            [Missing("rows", "seen", 1)],
        ),
        (
            "observations",
            {"seen": [*[SEEN] * 4, SEEN | {"often": " "}], "abc": []},
            [Missing("rows", "seen", 1), Missing("rows", "abc", 1)],
        ),
        (
            "monitoring",
            PLAN["monitoring"] | {"points": PLAN["monitoring"]["points"][:1]},
            [Missing("rows", "points", 1)],
        ),
        ("monitoring", PLAN["monitoring"] | {"sheet": ""}, [Missing("fields")]),
    ],
)
def test_what_a_section_lacks(section, values, expected):
    assert support_plan.missing(BY_KEY[section], plan(**{section: values})) == expected


@pytest.mark.parametrize(
    ("code", "is_code"),
    [
        ("Оқушы А", True),
        ("оқушы Ә", True),
        ("Ученик А", True),
        ("Ученица 2", True),
        ("«Бала 12»", True),
        ("Ребёнок Б1", True),
        ("", False),
        ("А", False),
        ("Айгерім", False),
        ("Оқушы Айгерім", False),
        ("Ученик А. С.", False),
        ("Ученик 3А класса", False),
        ("Ученик 921029350851", False),
    ],
)
def test_the_code_of_a_child_is_a_word_and_a_letter_or_number(code, is_code):
    assert support_plan.is_code(code) is is_code


def test_a_form_is_read_row_by_row_and_cleaned():
    section = BY_KEY["observations"]
    sent = {
        "observations.seen.2.when": "Сейсенбі",
        "observations.seen.0.when": " Дүйсенбі ",
        "observations.seen.0.seen": "тұрды\r\nотырды  ",
        "observations.seen.1.when": "  ",
        "observations.seen.7.other": "x",
        "goals.goals.0.who": "x",
    }
    cleaned = support_plan.clean(section, support_plan.typed(section, sent))
    assert [row["when"] for row in cleaned["seen"]] == ["Дүйсенбі", "Сейсенбі"]
    assert cleaned["seen"][0]["seen"] == "тұрды\nотырды"
    assert cleaned["abc"] == []


def test_what_does_not_belong_is_left_out_and_limits_hold():
    child = support_plan.clean(
        BY_KEY["child"], {"code": "x" * 1000, "age": "99", "stage": ["primary"], "name": "Айгерім"}
    )
    assert child == {"code": "x" * support_plan.LINE, "age": "", "stage": ""}
    rows = [{"need": f"{number}"} for number in range(100)]
    assert len(support_plan.clean(BY_KEY["needs"], {"pairs": rows})["pairs"]) == support_plan.MOST_ROWS
    assert support_plan.clean(BY_KEY["needs"], {"pairs": "x"}) == {"pairs": []}
    assert support_plan.clean(BY_KEY["needs"], {"pairs": ["x", None]}) == {"pairs": []}


def test_a_row_is_taken_out_by_its_place():
    section = BY_KEY["needs"]
    values = {"pairs": [{"need": "1"}, {"need": "2"}]}
    assert support_plan.without_row(section, values, table="pairs", number=0) == {"pairs": [{"need": "2"}]}
    assert support_plan.without_row(section, values, table="pairs", number=9) == values
    assert support_plan.without_row(section, values, table="other", number=0) == values


def test_every_section_field_and_choice_has_words(in_english):
    assert list(plan_words.SECTIONS) == [section.key for section in SECTIONS]
    names = {f"{section.key}.{field.key}" for section in SECTIONS for field in section.fields}
    names |= {f"{s.key}.{t.key}.{f.key}" for s in SECTIONS for t in s.tables for f in t.fields}
    assert set(plan_words.FIELDS) == names
    assert set(plan_words.TABLES) == {f"{s.key}.{t.key}" for s in SECTIONS for t in s.tables}
    assert set(plan_words.CHOICES) == set(support_plan.STAGES)


def test_a_plan_reads_as_tables_of_what_is_written(in_english):
    shown = {section.key: section for section in plan_words.shown(PLAN)}
    assert shown["child"].facts == [
        ("Code of the child", "Оқушы А"),
        ("Age, about", "7–8"),
        ("Stage of schooling", "Primary education"),
    ]
    abc = shown["observations"].tables[1]
    assert abc.head == ["Before (A)", "Behaviour (B)", "After (C)", "Guess: what it is for"]
    assert abc.rows == [["Қоңырау соғылды", "Құлағын басты", "Дәлізге шықты", "Шудан қашу"]]
    assert plan_words.shown({"child": {"code": ""}}) == []

"""A rubric's content: what cannot stand, what an edit changes in words, what it would break. No database."""

from copy import deepcopy

import pytest

from assessments import rubric_words
from assessments.rules import rubric_content as rules

TEXT = {"kk": "Мәтін", "ru": "Текст"}


def levels(*values: str) -> list[dict]:
    return [{"value": value, "title": dict(TEXT), "descriptor": dict(TEXT)} for value in values]


def content(**more) -> dict:
    criteria = [
        {"key": "topic", "title": dict(TEXT), "maximum": "2", "levels": levels("0", "1", "2")},
        {"key": "plan", "title": {"kk": "Жоспар", "ru": "План"}, "maximum": "10", "guide": dict(TEXT)},
    ]
    return {"criteria": criteria} | more


def test_a_whole_content_has_no_faults_and_is_its_own_tidy_form():
    whole = content(
        step="1",
        checklist=[{"key": "one", "title": TEXT}],
        bands=[{"key": "5", "floor": "9", "title": TEXT}, {"key": "0", "floor": "0", "title": TEXT}],
    )
    assert rules.faults(whole) == []
    assert rules.tidy(whole) == whole
    untidy = content(step="1,0", again={"number": 1, "as": 3})
    untidy["criteria"][0]["title"]["kk"] = "  Мәтін\r\n"
    untidy["criteria"][0]["title"]["en"] = ""
    untidy["criteria"][1] |= {"maximum": " 10,0 ", "levels": []}
    assert rules.tidy(untidy) == content(step="1")


def changed(path: str, value) -> dict:
    """The content with another value at a place, as "criteria-0-title-kk"."""
    found = content(
        checklist=[{"key": "one", "title": dict(TEXT)}],
        bands=[
            {"key": "hi", "floor": "9", "title": dict(TEXT)},
            {"key": "lo", "floor": "0", "title": dict(TEXT)},
        ],
    )
    *way, last = path.split("-")
    at = found
    for step in way:
        at = at[int(step) if step.isdecimal() else step]
    at[int(last) if last.isdecimal() else last] = value
    return found


@pytest.mark.parametrize(
    ("path", "value", "place", "code"),
    [
        ("criteria", [], "criteria", "no_criteria"),
        ("criteria-0-title-ru", " ", "criteria-0-title-ru", "text_missing"),
        ("criteria-0-key", "plan", "criteria-1", "key_twice"),
        ("criteria-0-key", "Тақырып", "criteria-0", "bad_key"),
        ("criteria-0-maximum", "", "criteria-0-maximum", "not_a_number"),
        ("criteria-0-maximum", "NaN", "criteria-0-maximum", "not_a_number"),
        ("criteria-1-maximum", "0", "criteria-1-maximum", "not_positive"),
        ("criteria-1-maximum", "-3", "criteria-1-maximum", "not_positive"),
        ("criteria-1-maximum", "10.3", "criteria-1-maximum", "no_multiple"),
        ("criteria-1-guide-kk", "", "criteria-1-guide-kk", "text_missing"),
        ("criteria-0-levels", levels("2"), "criteria-0-levels", "one_level"),
        ("criteria-0-levels-1-value", "х", "criteria-0-levels-1-value", "not_a_number"),
        ("criteria-0-levels-0-value", "-1", "criteria-0-levels-0-value", "negative"),
        ("criteria-0-levels-1-value", "0", "criteria-0-levels-1-value", "not_ascending"),
        ("criteria-0-levels-1-value", "0.7", "criteria-0-levels-1-value", "no_multiple"),
        ("criteria-0-levels-2-value", "3", "criteria-0-levels-2-value", "not_at_maximum"),
        ("criteria-0-levels-2-descriptor-kk", "", "criteria-0-levels-2-descriptor-kk", "text_missing"),
        ("criteria-0-levels-2-title-kk", "", "criteria-0-levels-2-title-kk", "text_missing"),
        ("step", "0.3", "step", "no_such_step"),
        ("step", "жарты", "step", "no_such_step"),
        ("checklist-0-title-kk", "", "checklist-0-title-kk", "text_missing"),
        ("bands-1-floor", "1", "bands", "bands_from_zero"),
        ("bands-0-floor", "0", "bands-1-floor", "floor_twice"),
        ("bands-0-floor", "12.5", "bands-0-floor", "above_total"),
        ("bands-0-title-ru", "", "bands-0-title-ru", "text_missing"),
    ],
)
def test_what_cannot_stand_is_named_by_its_place(in_english, path, value, place, code):
    found = rules.faults(changed(path, value))
    assert (place, code) in [(one.place, one.code) for one in found]
    assert all(rubric_words.fault_sentence(one).endswith(".") for one in found)


def test_whole_points_ask_for_whole_maxima():
    half = content(step="1")
    half["criteria"][1]["maximum"] = "9.5"
    assert [one.code for one in rules.faults(half)] == ["no_multiple"]
    half["step"] = "0.5"
    assert rules.faults(half) == []


def test_a_list_of_faults_away_from_the_form_names_the_place(in_english):
    wrong = changed("criteria-0-levels-2-value", "3")
    assert rubric_words.fault_list(rules.faults(wrong)) == (
        "Criterion 1, level 3: The last level must give the criterion's maximum, 2."
    )


def test_keys_are_made_from_titles_once_and_never_from_a_key_that_stood():
    found = content()
    found["criteria"].append({"key": "", "title": {"kk": "Қорғау", "ru": "Защита"}, "maximum": "5"})
    found["criteria"].append(
        {"key": "", "title": {"kk": "Жоспар", "ru": "План", "en": "Plan"}, "maximum": "5"}
    )
    keys = [row["key"] for row in rules.with_keys(found, besides=["zashchita"])["criteria"]]
    assert keys == ["topic", "plan", "zashchita_2", "plan_2"]
    assert rules.key_from({"kk": "Әңгіме, ұғым!"}, set()) == "angime_ugym"
    assert rules.KEY.fullmatch(rules.key_from({"kk": "???"}, set()))


def words(before: dict, after: dict) -> list[str]:
    return [rubric_words.difference_sentence(one) for one in rules.differences(before, after)]


def test_differences_are_told_criterion_by_criterion(in_english):
    before, after = content(), content(step="1", checklist=[{"key": "a", "title": TEXT}])
    after["criteria"].reverse()
    after["criteria"][0] |= {"maximum": "12", "guide": {"kk": "Басқа", "ru": "Текст"}}
    after["criteria"][1]["levels"] = levels("0", "2")
    after["criteria"][1]["levels"][1]["descriptor"] = {"kk": "Басқа", "ru": "Другое"}
    after["criteria"].append({"key": "new", "title": {"kk": "Жаңа", "ru": "Новый"}, "maximum": "3"})
    assert words(before, after) == [
        "“Жоспар”: the maximum changes from 10 to 12 points.",
        "“Жоспар”: the guide for markers is worded differently (Қазақша).",
        "“Мәтін”: the levels change from 0, 1, 2 to 0, 2.",
        "“Мәтін”: level 2 is worded differently (Қазақша, Русский).",
        "Added: “Жаңа”, up to 3 points.",
        "The criteria stand in another order.",
        "The smallest step of points changes from 0.5 to 1.",
        "The reminders for markers change.",
    ]
    assert words(after, before)[0] == "Removed: “Жаңа”, up to 3 points."
    assert words(before, before) == []
    assert words(before, content(step="0.5")) == [
        "The smallest step of points is written down: 0.5, as it was."
    ]


def component(maximum: str, criterion: str = "") -> dict:
    return {"key": "k", "title": {"kk": "Жоба"}, "maximum": maximum} | (
        {"criterion": criterion} if criterion else {}
    )


@pytest.mark.parametrize(
    ("components", "codes"),
    [
        ([component("12")], []),
        ([component("11")], ["total"]),
        ([component("2", "topic"), component("10", "plan")], []),
        ([component("2", "topic"), component("9", "plan")], ["criterion_maximum"]),
        ([component("2", "topic"), component("10", "gone")], ["no_criterion", "uncounted"]),
        ([component("2", "topic")], ["uncounted"]),
        ([], []),
    ],
)
def test_an_edit_the_scheme_cannot_count_is_named(in_english, components, codes):
    found = rules.breaks(content(), components)
    assert [one.code for one in found] == codes
    assert all(rubric_words.break_sentence(one).endswith(".") for one in found)


def test_no_rule_changes_what_it_is_given():
    given = content()
    before = deepcopy(given)
    rules.with_keys(given)
    rules.faults(given)
    rules.differences(given, content(step="1"))
    assert given == before

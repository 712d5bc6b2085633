"""Nearly the same questions are found, different ones are not, and the quick list agrees with the slow one."""

import random
from itertools import combinations

import pytest

from assessments.rules.similarity import Entry, likeness, nearest, normalise, pairs, shingles

ONE = "Инклюзивті білім берудің негізгі қағидасы қандай?"
NEARLY = "Инклюзивті білім берудің негізгі қағидасы қайсы?"
OTHER = "Жеке даму жоспарын кім бекітеді?"


def test_case_punctuation_and_yo_do_not_matter():
    assert normalise("  «Ребёнок», –  ОҚУШЫ? ") == "ребенок оқушы"
    assert likeness(shingles("Ребёнок с ЕБҚ?"), shingles("ребенок с ебқ")) == 1.0


def test_short_and_empty_texts():
    assert shingles("Иә") == {"иә"}
    assert shingles(" ?! ") == frozenset()
    assert likeness(shingles(""), shingles("")) == 0.0


@pytest.mark.parametrize(("a", "b", "alike"), [(ONE, ONE, True), (ONE, NEARLY, True), (ONE, OTHER, False)])
def test_the_threshold_parts_nearly_the_same_from_different(a, b, alike):
    assert (likeness(shingles(a), shingles(b)) >= 0.75) is alike


def test_nearest_names_the_other_question_and_the_language():
    others = [
        Entry("A.1.q01", {"kk": NEARLY, "ru": "Совсем другой вопрос о другом"}),
        Entry("A.1.q02", {"kk": OTHER, "ru": "Кто утверждает план?"}),
        Entry("A.1.q03", {"kk": ONE}),
    ]
    found = nearest({"kk": ONE, "ru": "Каков основной принцип?"}, others)
    assert [(match.key, match.language) for match in found] == [("A.1.q03", "kk"), ("A.1.q01", "kk")]
    assert found[0].percent == 100
    assert nearest({"kk": "", "ru": ""}, others) == []


def test_a_pair_alike_in_russian_only_is_found_once():
    rows = [
        Entry("A.1.q01", {"kk": ONE, "ru": "Кто утверждает индивидуальный план ребёнка?"}),
        Entry("A.1.q02", {"kk": OTHER, "ru": "Кто утверждает индивидуальный план ребенка"}),
    ]
    (pair,) = pairs(rows)
    assert (pair.one, pair.other, pair.language, pair.percent) == ("A.1.q01", "A.1.q02", "ru", 100)


@pytest.mark.parametrize("threshold", [0.4, 0.7, 0.75, 0.9, 1.0])
def test_the_list_finds_what_comparing_everything_with_everything_finds(threshold):
    chance = random.Random(7)
    words = ["сынып", "бала", "мұғалім", "жоспар", "қолдау", "ата-ана", "бағалау", "маман"]
    rows = [Entry(f"q{place:02d}", {"kk": " ".join(chance.choices(words, k=6))}) for place in range(40)]
    slow = {
        (one.key, other.key)
        for one, other in combinations(rows, 2)
        if likeness(shingles(one.texts["kk"]), shingles(other.texts["kk"])) >= threshold
    }
    assert {(pair.one, pair.other) for pair in pairs(rows, threshold=threshold)} == slow

"""The kit's files: whole in both languages, nameless, and every fault named by file and line."""

import re
import shutil
from pathlib import Path

import pytest
import yaml

from courses.kit.forms import LANGUAGES, PURPOSES, Table
from courses.kit.reader import FOLDER, kit, mixed_words, read, shape
from courses.loader import LoadErrors

FORMS = {form.key: form for form in kit().forms}
# A single small Latin letter that looks like a Cyrillic one, standing for a word.
LOOK_ALIKE = re.compile(r"(?<![A-Za-z])[aceiopxy](?![A-Za-z])")
ASKED_FOR = {
    "observation-map",
    "abc-sheet",
    "dynamics-journal",
    "support-plan",
    "learning-plan",
    "visual-timetable",
    "choice-cards",
    "task-checklist",
    "story-drill",
    "story-mistake",
    "role-cards",
    "self-teacher",
    "self-assistant",
    "class-accessibility",
    "parent-conversation",
}


def test_the_kit_holds_every_form_the_programmes_ask_for():
    assert FORMS.keys() == ASKED_FOR
    assert {form.purpose for form in kit().forms} == set(PURPOSES)


def test_every_topic_a_form_names_is_in_a_programme():
    known = {
        topic["key"]
        for code in "AB"
        for module in yaml.safe_load((FOLDER.parent / code / "programme.yaml").read_text())["modules"]
        for topic in module["topics"]
    }
    assert {topic for form in kit().forms for topic in form.topics} <= known
    assert all(form.topics for form in kit().forms)


@pytest.mark.parametrize("key", FORMS)
def test_a_form_has_the_same_structure_in_both_languages(key):
    kk, ru = (FORMS[key].wordings[language] for language in LANGUAGES)
    assert [shape(block) for block in kk.blocks] == [shape(block) for block in ru.blocks]
    assert len(kk.how) == len(ru.how)
    assert len(kk.never) == len(ru.never)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", FORMS)
def test_a_forms_texts_are_whole_and_in_their_own_letters(key, language):
    texts = list(FORMS[key].wordings[language].texts())
    assert all(text.strip() == text and text for text in texts)
    assert [word for text in texts for word in mixed_words(text)] == []
    assert [text for text in texts if LOOK_ALIKE.search(text)] == []
    assert all(sentence[-1] in ".?!»" for sentence in FORMS[key].wordings[language].how)


@pytest.mark.parametrize("key", FORMS)
def test_kazakh_letters_stand_in_the_kazakh_text_alone(key):
    own = re.compile("[әғқңөұүһіӘҒҚҢӨҰҮҺІ]")
    assert own.search(" ".join(FORMS[key].wordings["kk"].texts()))
    assert not own.search(" ".join(FORMS[key].wordings["ru"].texts()))


def test_records_about_a_child_remind_that_the_child_is_nameless():
    about_a_child = {"observation-map", "abc-sheet", "dynamics-journal", "support-plan", "learning-plan"}
    assert all(FORMS[key].wordings[language].reminder for key in about_a_child for language in LANGUAGES)


def test_forms_to_write_in_have_room_to_write():
    for key in ("observation-map", "abc-sheet"):
        tables = [block for block in FORMS[key].wordings["kk"].blocks if isinstance(block, Table)]
        assert sum(table.empty for table in tables) >= 6


# What is wrong in a file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A kit of two forms, to spoil."""
    target = tmp_path / "kit"
    target.mkdir()
    for name in ("words", "abc-sheet", "story-drill"):
        shutil.copy(FOLDER / f"{name}.yaml", target)
    return target


def spoil(folder: Path, old: str, new: str, name: str = "abc-sheet.yaml") -> str:
    text = (folder / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1))
    with pytest.raises(LoadErrors) as refused:
        read(folder)
    return str(refused.value)


def test_a_missing_text_is_named_by_file_and_line(folder):
    said = spoil(folder, "  title: ABC парағы\n", "")
    assert re.search(r"^kit/abc-sheet\.yaml:\d+: “title” is missing$", said, re.MULTILINE)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("empty: 6", "empty: 5", "block 2 differs"),
        ("purpose: observe", "purpose: play", "“purpose” must be one of"),
        ("B.2.2", "B.22", "is no topic such as B.2.2"),
        ("ABC парағы", "ABC пaрағы", "mixes Latin and Cyrillic letters"),
        ("    - heading: Үлгі", "    - headline: Үлгі", "a block is one of"),
        ("widths: [13, 29, 29, 29]", "widths: [13, 29]", "as many numbers as there are columns"),
        ("height: 1.85", "height: tall", "“height” must be a number"),
        ("    - lines: Болжамымыз", "    - lines: ''\n      x: Болжамымыз", "“lines” is missing"),
    ],
)
def test_every_kind_of_fault_is_refused(folder, old, new, words):
    assert words in spoil(folder, old, new)


def test_an_unknown_picture_is_refused(folder):
    assert "there is no icon “bel”" in spoil(folder, "icon: bell", "icon: bel", "story-drill.yaml")


def test_all_faults_are_told_at_once(folder):
    (folder / "words.yaml").write_text((folder / "words.yaml").read_text().replace("  how: ", "  hows: "))
    said = spoil(folder, "  title: ABC парағы\n", "")
    assert said.count("“how” is missing") == 2
    assert "abc-sheet.yaml" in said

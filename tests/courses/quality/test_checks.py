"""Both programmes are whole in both languages, and each check names what somebody breaks."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from courses.quality import findings, read
from courses.quality.lessons import sentences, words

CONTENT = Path(__file__).resolve().parents[3] / "courses" / "content"
LESSON = "A/m1/1.2.ru.md"


@pytest.mark.parametrize("code", ["A", "B"])
def test_every_topic_has_all_its_parts_in_both_languages(code):
    assert [str(one) for one in findings(read(CONTENT / code))] == []


def test_the_report_has_a_row_for_each_topic_and_language():
    said = StringIO()
    call_command("content_report", stdout=said)
    assert said.getvalue().count("  ok\n") == 98
    assert "A: 21 topics in two languages, 0 faults." in said.getvalue()


@pytest.fixture
def folder(tmp_path) -> Path:
    return shutil.copytree(CONTENT / "A", tmp_path / "A")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (":::case «Почему", ":::check «Почему", "a case from school is missing"),
        (":::selfstudy ", ":::task ", "a self-study task is missing"),
        ("terms: [", "terms: []\nunread: [", "name the key terms"),
        ("## Зачем нужны принципы", "#### Зачем нужны принципы", "is of level 4 after level 1"),
        ("## Зачем нужны принципы", "## Шесть принципов", "stands twice"),
        ("педагог принимает", "педaгог принимает", "letters of two alphabets in “педaгог”"),
        ("учитель ждёт", "[учитель](http://x.example) ждёт", "a link to http://x.example"),
        ("alt: От одной цели", "alt: Схема\nwas: От одной цели", "the alternative text says too little"),
        (
            "## Зачем нужны принципы\n",
            "## Зачем нужны принципы\n\n" + "и слово " * 30 + ".\n",
            "a sentence of 60 words",
        ),
    ],
)
def test_a_fault_is_named_with_its_topic_and_language(folder, old, new, said):
    path = folder / "m1" / "1.2.ru.md"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    found = [str(one) for one in findings(read(folder))]
    assert any(one.startswith("A.1.2 ru: ") and said in one for one in found), found


def test_languages_that_part_are_named(folder):
    path = folder / "m1" / "1.2.kk.md"
    text = path.read_text()
    first = text.index(":::check")
    path.write_text(text[:first] + text[text.index(":::\n", first) + 4 :])
    assert "A: A.1.2: 4 × check in Kazakh, 5 in Russian" in [str(one) for one in findings(read(folder))]


def test_the_command_ends_with_an_error_where_something_is_missing(folder):
    (folder / "m1" / "figures" / "1.2-many-ways.ru.svg").write_text("<svg")
    with pytest.raises(CommandError, match=r"\d+ faults\."):
        call_command("content_report", folder, stdout=StringIO())


def test_words_and_sentences_are_counted_as_a_reader_would():
    assert words("Педагог-ассистент 5 рет айтты") == ["Педагог-ассистент", "рет", "айтты"]
    assert sentences("Бірінші. Екінші! «Үшінші?» Төртінші\n- бесінші\n1. алтыншы") == [
        "Бірінші.",
        "Екінші!",
        "«Үшінші?",
        "Төртінші",
        "бесінші",
        "алтыншы",
    ]

"""Programmes from files: repeatable, all or nothing, and an editor's text is never overwritten silently."""

import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from assessments.models import Question, QuestionVersion, RubricVersion, Scheme
from cms.dumping import dump_programme
from cms.programmes import load_programme
from courses.loader.files import LoadErrors, Reader
from courses.loader.lesson import body, html, parse_topic
from courses.models import EditionTopic, GlossaryTerm, ProgrammeEdition
from courses.pages import ModulePage, ProgrammePage, TopicPage

CONTENT = Path(__file__).resolve().parents[2] / "courses" / "content"
pytestmark = pytest.mark.django_db


def quiet(_line: str) -> None:
    pass


@pytest.fixture
def folder(tmp_path):
    """A private copy of programme A, free to be spoiled."""
    return Path(shutil.copytree(CONTENT / "A", tmp_path / "A"))


@pytest.mark.slow
@pytest.mark.parametrize(("code", "modules", "topics", "questions"), [("A", 5, 21, 60), ("B", 5, 28, 40)])
def test_a_programme_loads_whole_and_a_repeat_changes_nothing(code, modules, topics, questions, tmp_path):
    report = load_programme(CONTENT / code, say=quiet)
    assert report.created
    assert not report.updated
    edition = ProgrammeEdition.objects.get(code=code)
    assert edition.total_hours == 80
    assert EditionTopic.objects.filter(module__edition=edition).count() == topics
    for language in ("kk", "ru"):
        pages = TopicPage.objects.live().filter(locale__language_code=language, key__startswith=f"{code}.")
        assert pages.count() == topics
        assert ModulePage.objects.live().filter(locale__language_code=language).count() == modules
        assert ProgrammePage.objects.live().filter(locale__language_code=language, key=code).count() == 1
    kazakh = TopicPage.objects.get(key=f"{code}.1.1", locale__language_code="kk")
    assert kazakh.get_translations().count() == 1
    assert QuestionVersion.objects.filter(status="ready", question__programme_code=code).count() >= questions
    assert Scheme.objects.filter(edition=edition).exists()
    before = Page.objects.count(), Question.objects.count(), RubricVersion.objects.count()
    source = CONTENT / code
    if code == "A":  # repeated from what the site itself wrote: it says the same
        source = tmp_path / code
        assert dump_programme(edition, source).notes == []
    again = load_programme(source, say=quiet)
    assert not again.kept
    assert not again.created
    assert not again.updated
    assert (Page.objects.count(), Question.objects.count(), RubricVersion.objects.count()) == before


@pytest.mark.slow
def test_an_editors_text_is_kept_and_what_no_editor_touched_is_updated(folder):
    load_programme(folder, say=quiet)
    page = TopicPage.objects.get(key="A.1.1", locale__language_code="ru")
    page.aim = "Исправлено редактором."
    page.save_revision().publish()
    path = folder / "m2" / "2.1.kk.md"
    path.write_text(path.read_text() + "\nТағы бір абзац.\n")
    questions = folder / "m1" / "questions.yaml"
    text = questions.read_text()
    first = QuestionVersion.objects.get(question__key="A.1.q01")
    questions.write_text(
        text.replace("difficulty: 1", "difficulty: 2", 1).replace("explanation: ", "explanation: Анық. ", 1)
    )
    said: list[str] = []
    report = load_programme(folder, say=said.append)
    assert report.kept == ["page A.1.1 (ru)"]
    assert "differs from the file in aim" in said[0]
    page.refresh_from_db()
    assert page.aim == "Исправлено редактором."
    assert {"page A.2.1 (kk)", "question A.1.q01"} <= set(report.updated)
    first.refresh_from_db()
    assert first.status == "retired"
    assert [version.number for version in first.question.versions.all()] == [2, 1]
    report = load_programme(folder, overwrite=True, say=quiet)
    assert report.updated == ["page A.1.1 (ru)"]
    page = TopicPage.objects.get(pk=page.pk)
    assert page.aim != "Исправлено редактором."


@pytest.mark.slow
def test_faults_are_named_by_file_and_line_and_nothing_is_loaded(folder):
    (folder / "m1" / "1.2.ru.md").unlink()
    topic = folder / "m1" / "1.1.kk.md"
    topic.write_text(topic.read_text().replace("aim:", "goal:", 1) + "\n:::riddle\n")
    questions = folder / "m3" / "questions.yaml"
    lines = questions.read_text().split("\n")
    lines[0] = lines[0].replace("A.3.q01", "A.3.q02")
    questions.write_text("\n".join(lines))
    with pytest.raises(CommandError) as refused:
        call_command("load_programme", str(folder))
    said = str(refused.value)
    assert "A/m1/1.2.ru.md:1: the file is missing" in said
    assert "A/m1/1.1.kk.md:" in said
    assert "“aim” is missing" in said
    assert "the block :::riddle is never closed" in said
    assert ProgrammeEdition.objects.count() == 0
    assert TopicPage.objects.count() == 0
    assert GlossaryTerm.objects.count() == 0


@pytest.mark.slow
def test_a_lesson_that_explains_an_unknown_term_is_named_and_nothing_is_loaded(folder):
    lesson = folder / "m1" / "1.1.ru.md"
    lesson.write_text(lesson.read_text() + "\n:::term nowhere\n:::\n")
    with pytest.raises(LoadErrors) as refused:
        load_programme(folder, say=quiet)
    assert [str(fault) for fault in refused.value.faults] == [
        "A/m1/1.1.ru.md:1: there is no term nowhere in the glossary"
    ]
    assert ProgrammeEdition.objects.count() == 0


@pytest.mark.slow
def test_a_fault_in_the_questions_alone_loads_nothing_either(folder):
    questions = folder / "m3" / "questions.yaml"
    questions.write_text(questions.read_text().replace("kind: single", "kind: riddle", 1))
    with pytest.raises(LoadErrors, match=r"m3/questions.yaml:\d+: there is no kind riddle"):
        load_programme(folder, say=quiet)
    assert ProgrammeEdition.objects.count() == 0
    assert Question.objects.count() == 0


@pytest.mark.slow
def test_hours_that_do_not_add_up_are_refused_before_anything_is_written(folder):
    path = folder / "programme.yaml"
    path.write_text(path.read_text().replace("lecture: 2", "lecture: 3", 1))
    with pytest.raises(LoadErrors, match="hours: module_sum"):
        load_programme(folder, say=quiet)


def test_markdown_becomes_rich_text_without_raw_html():
    assert html("**қою** және *көлбеу* <script>x</script>") == (
        "<p><b>қою</b> және <i>көлбеу</i> &lt;script&gt;x&lt;/script&gt;</p>"
    )


def test_a_table_in_running_text_becomes_a_table_block(tmp_path):
    reader = Reader(tmp_path)
    blocks = body(reader, tmp_path / "x.md", "Алдымен.\n\n| А | Б |\n|---|---|\n| 1 | **2** |\n\nСоңынан.", 1)
    assert blocks == [
        ("text", "<p>Алдымен.</p>"),
        ("table", {"caption": "", "rows": [["А", "Б"], ["1", "2"]]}),
        ("text", "<p>Соңынан.</p>"),
    ]
    assert reader.faults == []


def test_a_topic_file_without_front_matter_says_so(tmp_path):
    path = tmp_path / "x" / "1.1.kk.md"
    path.parent.mkdir()
    path.write_text("Жай мәтін.")
    reader = Reader(tmp_path / "x")
    parse_topic(reader, path, key="A.1.1", language="kk")
    assert "x/1.1.kk.md:1: front matter between two lines of --- is missing" in [
        str(one) for one in reader.faults
    ]

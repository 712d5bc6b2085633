"""The questions of a programme's files against a bank that editors and papers have touched since."""

from pathlib import Path

import pytest

from assessments import loader
from assessments.models import AttemptItem, Question, QuestionVersion, Quiz
from assessments.services.attempts import attempts
from assessments.services.bank import bank
from courses.loader.files import Row
from courses.models import ProgrammeEdition
from tests.factories import NOW, enrol, make_cohort, sitting_of, take_test, three

pytestmark = pytest.mark.django_db
KEY = "A.1.q70"


def row(**more) -> Row:
    texts = {
        "stem": "Инклюзия деген не?",
        "options": {"a": "Баршаға арналған білім", "b": "Арнайы мектеп"},
        "explanation": "Заңда солай.",
    }
    values = {"key": KEY, "topic": "A.1.1", "kind": "single", "difficulty": 1, "outcome": "A.1.r1"}
    return Row(values | {"correct": ["a"], "kk": texts, "ru": dict(texts)} | more)


@pytest.fixture
def load(edition):
    """load(overwrite=…, field=…): the file with one question; gives the report and what was said."""
    scheme = Row(edition.scheme.content)

    def run(*, overwrite: bool = False, **more):
        parsed = loader.ParsedAssessment(folder=Path(), scheme=scheme, questions=[(1, row(**more))])
        said: list[str] = []
        one = ProgrammeEdition.objects.get(pk=edition.pk)
        return loader.apply(parsed, edition=one, overwrite=overwrite, say=said.append), said

    return run


def question() -> Question:
    return Question.objects.get(key=KEY)


def newest() -> QuestionVersion:
    return question().versions.first()


def save(author, **more) -> None:
    now = newest()
    values = {"kind": now.kind, "body": now.body, "difficulty": now.difficulty, "outcome": now.outcome}
    bank.save_version(question_id=now.question_id, at=NOW, actor=author, **values | more)


def test_other_tags_change_the_version_that_nobody_was_given(load):
    load()
    before = attempts.bank_for("A")
    report, _said = load(difficulty=3, outcome="A.1.r2")
    assert report.updated == [f"question {KEY}"]
    assert (newest().number, newest().difficulty, newest().outcome) == (1, 3, "A.1.r2")
    assert {one.version_id: one.difficulty for one in attempts.bank_for("A")}[newest().pk] == 3
    assert len(before) == len(attempts.bank_for("A"))
    again, _said = load(difficulty=3, outcome="A.1.r2")
    assert f"question {KEY}" in again.unchanged


def test_other_tags_of_a_drawn_version_make_the_next_one(load, edition):
    load()
    Quiz.objects.update(blueprint={"1": 4, "2": 2})
    take_test(sitting_of(enrol(None, make_cohort(edition))), right=1)
    assert AttemptItem.objects.filter(version=newest()).exists()
    report, _said = load(difficulty=3)
    assert report.updated == [f"question {KEY}"]
    versions = question().versions.values_list("number", "difficulty", "status")
    assert list(versions) == [(2, 3, "ready"), (1, 1, "retired")]
    assert load(difficulty=3)[0].updated == []


def test_a_retired_wording_comes_back_by_no_change_of_tags(load, edition):
    load()
    Quiz.objects.update(blueprint={"1": 4, "2": 2})
    take_test(sitting_of(enrol(None, make_cohort(edition))), right=1)
    QuestionVersion.objects.filter(pk=newest().pk).update(status="retired")
    load(difficulty=3)
    assert not question().versions.filter(status="ready").exists()


def test_an_editors_difficulty_is_kept_and_named(load, author):
    load()
    bank.set_difficulty(question_id=question().pk, difficulty=2, at=NOW, actor=author)
    report, said = load(difficulty=3)
    assert (report.kept, report.updated) == ([f"question {KEY}"], [])
    assert "an editor's version 2 is kept" in said[0]
    assert load(difficulty=3, overwrite=True)[0].updated == [f"question {KEY}"]
    assert (newest().number, newest().difficulty, newest().is_ready) == (3, 3, True)


def test_a_topic_and_use_that_an_editor_changed_are_kept_and_named(load, author):
    load()
    save(author, topic_key="A.1.2", is_practice=True)
    report, said = load()
    assert (report.kept, report.updated) == ([f"question {KEY}"], [])
    assert ("topic" in said[0], "use" in said[1]) == (True, True)
    assert (question().topic_key, question().is_practice) == ("A.1.2", True)
    assert load()[0].kept == [f"question {KEY}"]
    assert load(overwrite=True)[0].updated == [f"question {KEY}"]
    assert (question().topic_key, question().is_practice) == ("A.1.1", False)
    assert load()[0].kept == []


def test_a_topic_and_use_that_the_file_changed_are_taken(load, author):
    load()
    save(author, topic_key="A.1.2")
    report, said = load(practice=True)
    assert (report.kept, report.updated) == ([f"question {KEY}"], [])
    assert (question().topic_key, question().is_practice, len(said)) == ("A.1.2", True, 1)
    report, said = load(topic="A.1.2", practice=True)
    assert (report.kept, report.updated, said) == ([], [], [])
    assert load(topic="A.1.1", practice=True)[0].updated == [f"question {KEY}"]
    assert question().topic_key == "A.1.1"


def test_no_file_takes_a_question_out_of_practice_that_was_shown_there(load, edition):
    load(practice=True)
    Quiz.objects.create(
        edition=edition,
        key="practice",
        mode="practice",
        minutes=0,
        attempts=0,
        blueprint={"1": 1},
        title_texts=three("Практика"),
    )
    sitting = sitting_of(enrol(None, make_cohort(edition)))
    attempts.start_attempt(sitting_id=sitting.pk, quiz_key="practice", at=NOW, actor=sitting.enrolment.user)
    for overwrite in (False, True):
        report, said = load(overwrite=overwrite)
        assert report.kept == [f"question {KEY}"]
        assert "drawn in practice" in said[0]
    assert question().is_practice

"""Practice has a bank of its own: what it covers, what it lends to copies and files, and that nothing comes back."""

from copy import deepcopy

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.exchange import FORMATS, Row
from assessments.models import Question, QuestionVersion, Quiz
from assessments.services.attempts import attempts
from assessments.services.bank import bank, exchange
from people.errors import Refusal
from tests.assessments.items.examples import EXAMPLES
from tests.factories import NOW, enrol, make_cohort, sitting_of, three

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
FILES = [("spreadsheet", ""), ("gift", "kk"), ("moodle_xml", "ru")]


@pytest.fixture
def edition(edition):
    """With the hashes that the bank itself gives."""
    for version in QuestionVersion.objects.all():
        digest = bank.hash_of(version.kind, version.body)
        QuestionVersion.objects.filter(pk=version.pk).update(content_hash=digest)
    return edition


def practise(edition, keys=("A.1.q01",)) -> None:
    """A practice test that draws just these questions."""
    Question.objects.filter(key__in=keys).update(is_practice=True)
    Quiz.objects.create(
        edition=edition,
        key="practice",
        mode="practice",
        minutes=0,
        attempts=0,
        blueprint={"1": len(keys)},
        title_texts=three("Practice"),
    )


def draw_practice(edition) -> None:
    sitting = sitting_of(enrol(None, make_cohort(edition)))
    attempts.start_attempt(sitting_id=sitting.pk, quiz_key="practice", at=NOW, actor=sitting.enrolment.user)


@pytest.fixture
def drawn(edition) -> Question:
    """A practice question that a learner was given."""
    practise(edition)
    draw_practice(edition)
    return Question.objects.get(key="A.1.q01")


def save(question: Question, actor, **more) -> QuestionVersion:
    newest = question.versions.first()
    values = {
        "kind": newest.kind,
        "body": newest.body,
        "difficulty": newest.difficulty,
        "outcome": newest.outcome,
    }
    return bank.save_version(question_id=question.pk, at=NOW, actor=actor, **values | more)


def served(client, edition) -> dict[str, bool]:
    answer = client.get(reverse("bank:coverage"), {"edition": edition.pk})
    return {quiz.title: quiz.is_served for quiz in answer.context["quizzes"]}


def test_coverage_reckons_each_test_with_its_own_bank(client_for, author, edition):
    practise(edition, keys=("A.1.q01", "A.1.q02", "A.2.q01", "A.2.q02"))
    Quiz.objects.filter(key="practice").update(blueprint={"1": 2, "2": 2})
    Quiz.objects.filter(key="final").update(blueprint={"1": 1, "2": 1})
    client = client_for(author)
    assert served(client, edition) == {"Practice": True, "Қорытынды тест": True}
    Quiz.objects.filter(key="final").update(blueprint={"1": 2, "2": 1})
    assert served(client, edition) == {"Practice": True, "Қорытынды тест": False}
    Question.objects.update(is_practice=False)
    assert served(client, edition) == {"Practice": False, "Қорытынды тест": True}


def test_a_copy_of_a_practice_question_is_for_practice(edition, author):
    practise(edition)
    question = Question.objects.get(key="A.1.q01")
    assert bank.copy_question(question_id=question.pk, at=NOW, actor=author).question.is_practice
    other = Question.objects.get(key="A.1.q02")
    assert not bank.copy_question(question_id=other.pk, at=NOW, actor=author).question.is_practice


def test_a_question_shown_in_practice_never_goes_back(drawn, author):
    with pytest.raises(Refusal, match="write a new question") as refused:
        save(drawn, author, is_practice=False)
    assert refused.value.code == "shown_in_practice"
    copy = bank.copy_question(question_id=drawn.pk, at=NOW, actor=author).question
    with pytest.raises(Refusal, match="write a new question"):
        save(copy, author, is_practice=False)
    assert Question.objects.filter(is_practice=True).count() == 2
    save(drawn, author, difficulty=3)
    drawn.refresh_from_db()
    assert drawn.is_practice


def test_into_practice_always_and_back_while_nobody_has_seen_it(edition, author):
    question = Question.objects.get(key="A.1.q01")
    for is_practice in (True, False):
        save(question, author, is_practice=is_practice)
        question.refresh_from_db()
        assert question.is_practice is is_practice


def test_the_form_says_why_and_keeps_what_was_typed(client_for, fields_of, drawn, author):
    client = client_for(author, headers={"accept-language": "en"})
    address = reverse("bank:edit", args=[drawn.pk])
    answer = client.post(address, fields_of(client.get(address)) | {"use": "exam"})
    assert answer.status_code == 422
    assert "write a new question" in answer.content.decode()


def test_a_form_opened_before_the_use_changed_does_not_change_it_back(client_for, fields_of, edition, author):
    question = Question.objects.get(key="A.1.q01")
    client = client_for(author)
    address = reverse("bank:edit", args=[question.pk])
    form = fields_of(client.get(address))
    save(question, author, is_practice=True)
    client.post(address, form | {"difficulty": "3"})
    question.refresh_from_db()
    assert question.is_practice
    assert question.versions.first().difficulty == 3


def rows(practice: bool | None) -> list[Row]:
    return [
        Row(
            place="",
            key=f"A.1.q{number}",
            topic="A.1.1",
            kind=kind,
            difficulty=2,
            practice=practice,
            body=deepcopy(body),
        )
        for number, (kind, body) in enumerate(EXAMPLES.items(), 41)
    ]


def file_of(some, name, language) -> dict:
    data = FORMATS[name].write(some, language=language)
    return {"data": data, "format": name, "language": language, "programme_code": "A"}


@pytest.mark.parametrize(("name", "language"), FILES)
@pytest.mark.parametrize("practice", [True, None])
def test_files_carry_practice(name, language, practice):
    some = rows(practice)
    found = FORMATS[name].read(FORMATS[name].write(some, language=language), language=language)
    assert [row.practice for row in found] == [practice] * len(some)
    assert all(row.notes == row.faults == [] for row in found)


def test_a_worksheet_says_yes_and_no():
    sheet = FORMATS["spreadsheet"]
    assert {row.practice for row in sheet.read(sheet.write(rows(False)))} == {False}


@pytest.mark.parametrize(("name", "language"), FILES)
def test_a_practice_question_goes_out_and_comes_in_for_practice(edition, author, name, language):
    practise(edition)
    question = Question.objects.get(key="A.1.q01")
    file = exchange.export_questions(question_ids=[question.pk], format=name, language=language)
    how = {"format": name, "language": language, "programme_code": "A", "at": timezone.now()}
    assert [row.state for row in exchange.preview(data=file.data, **how).rows] == ["same"]
    other = FORMATS[name].read(file.data, language=language)
    other[0].key = "A.1.q91"
    data = FORMATS[name].write(other, language=language)
    (taken,) = exchange.import_rows(data=data, **how, actor=author).taken
    assert (taken.key, taken.version.question.is_practice) == ("A.1.q91", True)


@pytest.mark.parametrize(("name", "language"), FILES)
def test_a_file_decides_the_use_only_where_it_says_one(edition, author, name, language):
    how = {"at": timezone.now(), "actor": author}
    exchange.import_rows(**file_of(rows(None), name, language), **how)
    mine = Question.objects.filter(key__startswith="A.1.q4")
    assert set(mine.values_list("is_practice", flat=True)) == {False}
    exchange.import_rows(**file_of(rows(True), name, language), **how)
    assert set(mine.values_list("is_practice", flat=True)) == {True}
    report = exchange.import_rows(**file_of(rows(None), name, language), **how)
    assert report.counts["same"] == len(EXAMPLES)
    assert set(mine.values_list("is_practice", flat=True)) == {True}


def test_a_worksheet_cannot_hand_back_what_practice_showed(drawn, author):
    how = {"format": "spreadsheet", "language": "", "programme_code": "A", "at": timezone.now()}
    sheet, newest = FORMATS["spreadsheet"], drawn.versions.first()
    row = exchange.row_of(newest)
    row.practice = False
    (planned,) = exchange.preview(data=sheet.write([row]), **how).rows
    assert planned.state == "stopped"
    assert "write a new question" in planned.stops[0]
    Question.objects.filter(key="A.1.q02").update(is_practice=True)
    unseen = exchange.row_of(Question.objects.get(key="A.1.q02").versions.first())
    unseen.practice = False
    unseen.body["kk"]["stem"] = "Басқа сұрақ?"
    exchange.import_rows(data=sheet.write([unseen]), **how, actor=author)
    assert not Question.objects.get(key="A.1.q02").is_practice

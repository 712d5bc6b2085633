"""Control questions: in one's own words and by the bank, answered, repeated, refused."""

from decimal import Decimal

import pytest
from django.http import QueryDict

from assessments.control import Control, field_name
from courses.models import ControlAnswer
from courses.reading import bank, services
from people.errors import Refusal
from tests.factories import make_questions

from .conftest import KEY, LESSON, begin, practice, publish

pytestmark = pytest.mark.django_db


def posted(question, *values: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.setlist(field_name(question.key), list(values))
    return data


@pytest.fixture
def asked(cohort):
    """A lesson that asks the bank, and one open question."""
    question = practice()
    publish(KEY, [LESSON[0], ("bank_question", {"key": question.key}), LESSON[2]])
    one = begin(cohort)
    one.bank = question
    return one


def test_an_open_question_is_answered_once_it_is_judged(studying):
    which = {**studying.own, "question_id": studying.questions[0], "at": studying.after(60)}
    answer = services.answer_open(**which, words="  Өз сөзім.\r\nЕкінші жол.  ")
    assert answer.answer == {"words": "Өз сөзім.\nЕкінші жол."}
    assert answer.judgement == ""
    answer = services.judge_answer(**which, judgement="partly")
    assert (answer.judgement, answer.tries, answer.score) == ("partly", 1, None)


def test_answered_once_more_the_latest_stands_with_its_count_and_the_judgement_until_it_is_changed(studying):
    studying.answer(0, after=60, words="бірінші", judgement="not_yet")
    which = {**studying.own, "question_id": studying.questions[0], "at": studying.after(120)}
    services.answer_open(**which, words="екінші")
    (answer,) = ControlAnswer.objects.all()
    assert (answer.answer, answer.judgement, answer.tries) == ({"words": "екінші"}, "not_yet", 2)
    assert (answer.first_at, answer.at) == (studying.after(60), studying.after(120))
    services.judge_answer(**which, judgement="knew")
    answer.refresh_from_db()
    assert (answer.judgement, answer.tries) == ("knew", 2)


def test_what_is_no_answer_is_refused_and_nothing_stays(studying, in_english):
    which = {**studying.own, "question_id": studying.questions[0], "at": studying.after(60)}
    with pytest.raises(Refusal, match="has 4001 characters, at most 4000"):
        services.answer_open(**which, words="я" * 4001)
    with pytest.raises(Refusal, match="Answer first"):
        services.judge_answer(**which, judgement="knew")
    with pytest.raises(Refusal, match="Choose how your answer compares"):
        services.judge_answer(**which, judgement="best")
    with pytest.raises(LookupError):
        services.answer_open(**{**which, "question_id": "x"}, words="")
    with pytest.raises(LookupError):
        services.answer_bank(**which, posted=QueryDict(""))
    assert not ControlAnswer.objects.exists()


def test_a_question_of_the_bank_is_graded_kept_and_may_be_repeated(asked):
    which = {**asked.own, "question_id": asked.questions[0]}
    services.answer_bank(**which, posted=posted(asked.bank, "b"), at=asked.after(60))
    answer = services.answer_bank(**which, posted=posted(asked.bank, "a"), at=asked.after(70))
    assert (answer.question, answer.score, answer.tries) == (asked.bank.key, Decimal(1), 2)
    assert answer.answer == {"version": asked.bank.versions.get().pk, "response": ["a"]}


def test_a_wrong_answer_is_an_answer(asked):
    asked.see(0, after=600)
    services.answer_bank(
        **asked.own, question_id=asked.questions[0], posted=posted(asked.bank, "b"), at=asked.after(610)
    )
    asked.answer(1, after=620)
    assert asked.progress.studied_at == asked.after(620)


def test_an_empty_answer_to_the_bank_is_refused(asked, in_english):
    with pytest.raises(Refusal, match="Answer the question first"):
        services.answer_bank(
            **asked.own, question_id=asked.questions[0], posted=QueryDict(""), at=asked.after(60)
        )


def test_a_question_the_bank_gave_up_does_not_stand_in_the_way(asked):
    asked.bank.versions.update(status="retired")
    asked.see(0, after=600)
    asked.answer(1, after=620)
    assert asked.progress.studied_at == asked.after(620)


def test_lessons_ask_nothing_that_the_final_test_may_draw(cohort):
    make_questions("A", modules=(7,), each=1)
    ours, secret = practice(), practice(is_practice=False)
    control = Control()
    keys = [ours.key, secret.key, "A.7.q01"]
    assert control.exists(keys) == {ours.key}
    assert [key for key, _name in control.choices("A", KEY)] == [ours.key]
    assert control.present(secret.key, "kk") == ""
    assert control.in_words(secret.key, "kk") == ""
    with pytest.raises(LookupError):
        control.grade(secret.key, posted(secret, "a"))


def test_the_editor_finds_the_topics_own_questions_first(cohort):
    other, own = practice("A.1.1"), practice("A.1.2")
    found = Control().choices("A", "A.1.2")
    assert [key for key, _name in found] == [own.key, other.key]
    assert found[0][1] == f"{own.key} · Банк сұрағы p2?"
    assert [key for key, _name in Control().choices("A")] == [other.key, own.key]


def test_the_answer_is_reviewed_in_the_wording_it_was_given_to(asked):
    version = asked.bank.versions.get()
    answer = {"version": version.pk, "response": ["b"]}
    version.status = "retired"
    version.save()
    said = bank.resolver().present(asked.bank.key, "kk", answer=answer, graded=Decimal(0))
    assert "Түсіндірме осы." in said
    assert "disabled" in said


def test_many_questions_cost_as_many_queries_as_one(cohort, django_assert_num_queries):
    few = [bank.Wanted(key=practice("A.1.1").key)]
    many = [*few, bank.Wanted(key=practice("A.1.2").key), bank.Wanted(key=practice("A.2.3").key)]
    for wanted in (few, many):
        with django_assert_num_queries(1):
            assert len(Control().present_many(wanted, "kk")) == len(wanted)


def test_a_sign_the_database_refuses_is_left_out_of_the_own_words(studying):
    assert studying.answer(0, words="Өз\0 сөзім").answer == {"words": "Өз сөзім"}

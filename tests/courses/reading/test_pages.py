"""The reader's page: questions answered in their places, whole and in part, and what is still missing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.control import field_name
from courses.models import ControlAnswer, PlanTopic, TopicProgress
from tests.factories import enrol, sitting_of

from .conftest import KEY, LESSON, begin, practice, publish

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def address(name: str, one, *more: str) -> str:
    return reverse(name, args=[one.enrolment.pk, one.key, *more])


@pytest.fixture
def page(studying, client_for):
    """The learner's client and the address of the topic, in English."""
    client = client_for(studying.enrolment.user, headers={"accept-language": "en"})
    return client, address("study_topic", studying)


def test_the_page_says_quietly_what_is_missing_and_what_comes_next(studying, page):
    client, topic = page
    said = client.get(topic).content.decode()
    assert "3 parts of the lesson are not read yet." in said
    assert "0 of 2 questions are answered." in said
    assert f'href="#p-{studying.lesson.parts[0].id}">Go on reading' in said
    assert "Mark as studied" not in said
    studying.see(0, 1, after=600, place=studying.lesson.parts[1].id)
    studying.answer(0)
    said = client.get(topic).content.decode()
    assert "The last part is not read yet." in said
    assert "1 of 2 questions are answered." in said
    assert "Go on where you stopped" in said
    studying.see(2, after=700)
    said = client.get(topic).content.decode()
    assert "The lesson is read to the end." in said
    assert f'href="#p-{studying.questions[1]}">Answer the next question' in said
    studying.answer(1, after=800)
    said = client.get(topic).content.decode()
    assert "Go on to 1.2" in said
    assert "Take the mark back" in said


def test_the_answer_is_not_in_the_page_until_the_question_is_answered(studying, page):
    client, topic = page
    said = client.get(topic).content.decode()
    assert "Неге &lt;бұлай&gt;?" in said
    assert "Себебі осы." not in said
    where = address("reading_question", studying, studying.questions[0])
    answer = client.post(where, {"words": "<b>Өз сөзім</b>"})
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"#p-{studying.questions[0]}")
    said = client.get(topic).content.decode()
    assert "Себебі осы." in said
    assert "&lt;b&gt;Өз сөзім&lt;/b&gt;" in said
    assert "Жалғастырамыз." not in said
    client.post(where, {"judgement": "partly"})
    assert ControlAnswer.objects.get().judgement == "partly"


def test_in_place_the_question_comes_alone_with_how_far_one_is(studying, page):
    client, _topic = page
    where = address("reading_question", studying, studying.questions[0])
    said = client.post(where, {"words": ""}, headers=HTMX).content.decode()
    assert said.lstrip().startswith('<div class="control')
    assert "autofocus" in said
    assert 'hx-swap-oob="true"' in said
    assert "<html" not in said
    client.post(where, {"judgement": "knew"}, headers=HTMX)
    said = client.get(where, headers=HTMX).content.decode()
    assert "<textarea" in said
    assert (
        client.get(where)
        .headers["Location"]
        .endswith(f"?again={studying.questions[0]}#p-{studying.questions[0]}")
    )


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_refused_answer_is_given_back(studying, page, headers):
    client, _topic = page
    words = "я" * 4001
    where = address("reading_question", studying, studying.questions[0])
    answer = client.post(where, {"words": words}, headers=headers)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Shorten it." in answer.content.decode()
    assert not ControlAnswer.objects.exists()


def test_a_question_of_the_bank_is_answered_in_its_place(cohort, client_for):
    question = practice()
    publish(KEY, [("bank_question", {"key": question.key})])
    one = begin(cohort)
    client = client_for(one.enrolment.user)
    topic, where = address("study_topic", one), address("reading_question", one, one.questions[0])
    said = client.get(topic).content.decode()
    assert "Банк сұрағы p1?" in said
    assert "Түсіндірме осы." not in said
    assert client.post(where, {}).status_code == 422
    said = client.post(where, {field_name(question.key): "b"}, headers=HTMX).content.decode()
    assert "Түсіндірме осы." in said
    assert one.progress.studied_at is not None  # nothing but the question was asked
    said = client.get(f"{topic}?again={one.questions[0]}").content.decode()
    assert "Түсіндірме осы." not in said


def test_a_report_of_the_page_is_believed_and_answered_with_how_far_one_is(studying, page):
    client, _topic = page
    TopicProgress.objects.update(opened_at=studying.after(-600))
    first, *_rest = studying.lesson.read_parts
    said = client.post(
        address("reading_seen", studying),
        {"part": [f"{first.id}:13", "x", ":7", f"{first.id}:-3"], "place": first.id, "seconds": "40"},
    )
    assert f'data-read="{first.id} "' in said.content.decode()
    progress = studying.progress
    assert (progress.parts_read, progress.place, progress.seconds) == ([first.id], first.id, 40)
    quiet = client.post(address("reading_seen", studying), {"quiet": "1", "seconds": "9" * 40, "place": "x"})
    assert (quiet.status_code, quiet.content) == (204, b"")
    assert studying.progress.place == first.id


def test_the_end_said_too_early_is_refused_with_the_time_that_is_left(studying, page):
    client, _topic = page
    TopicProgress.objects.update(opened_at=studying.after(3600))
    answer = client.post(address("reading_finish", studying))
    assert answer.status_code == 422
    assert "about 1 minute more" in answer.content.decode()
    TopicProgress.objects.update(opened_at=studying.after(-3600))
    answer = client.post(address("reading_finish", studying))
    assert answer.status_code == 302
    assert studying.progress.read_at is not None


def test_nobody_reaches_anothers_reading(studying, client_for):
    stranger = client_for(enrol(None, studying.topic.cohort).user)
    question = studying.questions[0]
    for name, more in (("reading_seen", ()), ("reading_finish", ()), ("reading_question", (question,))):
        assert stranger.post(address(name, studying, *more), {"words": "x"}).status_code == 404
    mine = client_for(studying.enrolment.user)
    assert mine.post(address("reading_question", studying, "x"), {}).status_code == 404
    assert not ControlAnswer.objects.exists()


def test_after_the_cohort_the_lesson_is_read_with_its_answers(studying, page):
    client, topic = page
    studying.answer(0, words="Өз сөзім")
    type(studying.enrolment).objects.filter(pk=studying.enrolment.pk).update(status="completed")
    said = client.get(topic).content.decode()
    assert "Өз сөзім" in said
    assert "<summary>Енді не істейміз?</summary>" in said
    assert "Show the explained answer" not in said
    assert "reading.js" not in said
    assert client.post(address("reading_seen", studying), {}).status_code == 409


def test_the_final_assessment_is_not_studied_by_reading_whatever_is_sent(studying, page):
    client, _topic = page
    PlanTopic.objects.filter(pk=studying.topic.pk).update(lecture=0, practice=0, final=6)
    question = studying.questions[0]
    parts = [f"{part.id}:9999" for part in studying.lesson.parts]
    assert client.post(address("reading_seen", studying), {"part": parts}).status_code == 404
    assert client.post(address("reading_finish", studying)).status_code == 404
    assert client.post(address("reading_question", studying, question), {"words": "а"}).status_code == 404
    assert not studying.progress.parts_read
    assert not ControlAnswer.objects.exists()


def cost(client, where: str) -> int:
    assert client.get(where).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(where)
    return len(queries)


def test_a_lesson_costs_the_same_for_two_questions_and_many(cohort, client_for):
    ask = ("control_question", {"question": "Неге?", "answer": "<p>Себебі.</p>"})
    publish("A.1.1", [LESSON[0], ask, ask])
    publish("A.1.2", [LESSON[0], *[ask] * 20])
    enrolment = enrol(None, cohort)
    sitting_of(enrolment)
    few, many = (begin(cohort, key, enrolment) for key in ("A.1.1", "A.1.2"))
    for one in (few, many):
        for place in range(len(one.questions)):
            one.answer(place)
    client = client_for(enrolment.user)
    assert cost(client, address("study_topic", many)) == cost(client, address("study_topic", few)) <= 11

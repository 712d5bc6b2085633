"""A topic is studied when it is read and answered: in any order, once, and by nothing less."""

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses import demo
from courses.models import ControlAnswer, Enrolment, TopicProgress
from courses.pages import TopicPage
from courses.reading import services
from courses.services import begin_continuation, mark_studied, move_enrolment
from courses.signals import topic_studied
from people.errors import Refusal
from tests.factories import NOW, coordinator_of, enrol, make_cohort

from .conftest import LESSON, begin, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def facts():
    """What the floors above were told."""
    told = []

    def hear(sender, **fact):
        told.append((fact["enrolment_id"], fact["topic_id"]))

    topic_studied.connect(hear)
    yield told
    topic_studied.disconnect(hear)


def test_reading_alone_is_not_enough_nor_are_answers(studying):
    studying.see(0, 1, 2, after=600)
    assert studying.progress.read_at == studying.after(600)
    assert studying.progress.studied_at is None
    studying.answer(0, after=700)
    assert studying.progress.studied_at is None
    studying.answer(1, after=800)
    assert studying.progress.studied_at == studying.after(800)


def test_answers_first_and_the_reading_after_them_comes_to_the_same(studying):
    studying.answer(0)
    studying.answer(1)
    assert studying.progress.studied_at is None
    studying.see(0, 1, 2, after=600)
    assert studying.progress.studied_at == studying.after(600)


def test_the_fact_is_told_once(studying, facts, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        studying.answer(0)
        studying.answer(1)
        studying.see(0, 1, 2, after=600)
        studying.see(0, 1, 2, after=700)
        studying.answer(0, after=800)
    assert facts == [(studying.enrolment.pk, studying.topic.pk)]


def test_a_report_that_claims_more_than_the_time_that_passed_is_believed_as_far_as_it_can_be(studying):
    studying.see(0, 1, 2, after=13, seconds=100_000)
    assert len(studying.progress.parts_read) == 1
    assert studying.progress.read_at is None
    studying.see(0, 1, 2, after=13, seconds=100_000)
    assert len(studying.progress.parts_read) == 1
    studying.see(0, 1, 2, after=600)
    assert studying.progress.read_at == studying.after(600)


def test_reports_come_late_twice_and_in_any_order(studying):
    ids = [part.id for part in studying.lesson.read_parts]
    studying.see(2, after=300, place=ids[2], seconds=90)
    studying.see(0, after=310, seconds=40)
    studying.see(0, after=310, seconds=40)
    progress = studying.progress
    assert set(progress.parts_read) == {ids[0], ids[2]}
    assert progress.place == ids[2]
    assert len(progress.parts_read) == 2


def test_the_seconds_kept_are_the_most_that_was_said_and_never_more_than_have_passed(studying):
    def said(seconds: int, after: int) -> int:
        services.see_parts(**studying.own, seen={}, seconds=seconds, at=studying.after(after))
        return studying.progress.seconds

    assert said(40, 100) == 40
    assert said(20, 110) == 40
    assert said(10_000, 120) == 120


def test_a_report_with_nothing_new_writes_nothing(studying):
    studying.see(0, after=300)
    with CaptureQueriesContext(connection) as queries:
        studying.see(0, after=300)
    assert not [query for query in queries if query["sql"].startswith("UPDATE")]
    with CaptureQueriesContext(connection) as queries:
        studying.see(0, 1, after=400)
    assert len([query for query in queries if query["sql"].startswith("UPDATE")]) == 1


def test_the_end_is_believed_no_sooner_than_it_can_be_reached(studying, in_english):
    with pytest.raises(Refusal, match=r"about 1 minute more\. Go on reading"):
        services.finish_reading(**studying.own, at=studying.after(20))
    assert studying.progress.parts_read == []
    services.finish_reading(**studying.own, at=studying.after(60))
    assert studying.progress.read_at == studying.after(60)
    services.finish_reading(**studying.own, at=studying.after(90))
    assert studying.progress.read_at == studying.after(60)


def test_a_bare_click_is_refused_while_something_is_missing(studying, in_english):
    with pytest.raises(Refusal, match="read to the end and its control questions are answered"):
        mark_studied(**studying.own, at=studying.after(600))
    assert studying.progress.studied_at is None


def test_the_mark_is_taken_back_and_comes_again_by_ones_own_word_alone(studying):
    studying.see(0, 1, 2, after=600)
    studying.answer(0, after=610)
    studying.answer(1, after=620)
    mark_studied(**studying.own, at=studying.after(630), studied=False)
    assert studying.progress.studied_at is None
    studying.see(0, 1, 2, after=640)
    studying.answer(1, after=650)
    assert studying.progress.studied_at is None
    mark_studied(**studying.own, at=studying.after(660))
    assert studying.progress.studied_at == studying.after(660)


def test_a_lesson_that_was_read_stays_read_when_a_part_is_added(studying):
    studying.see(0, 1, 2, after=600)
    page = TopicPage.objects.get(key=studying.key)
    page.body.append(("text", "<p>Жаңа бөлім.</p>"))
    page.save_revision().publish()
    assert len(studying.lesson.read_parts) == 4
    studying.answer(0, after=700)
    studying.answer(1, after=700)
    assert studying.progress.studied_at is not None


def test_a_topic_without_a_published_lesson_is_marked_by_ones_own_word(cohort):
    one = begin(cohort, "A.1.2")
    mark_studied(**one.own, at=NOW)
    assert one.progress.studied_at == NOW


@pytest.mark.parametrize(("body", "is_enough"), [(LESSON[:2], True), (LESSON, False)])
def test_a_topic_of_practice_alone_is_done_not_read_where_nothing_is_asked(cohort, body, is_enough):
    publish("A.1.2", body)
    one = begin(cohort, "A.1.2")
    type(one.topic).objects.filter(pk=one.topic.pk).update(lecture=0, practice=20)
    if is_enough:
        mark_studied(**one.own, at=NOW)
    else:
        with pytest.raises(Refusal):
            mark_studied(**one.own, at=NOW)
    assert (one.progress.studied_at is not None) is is_enough


def test_a_lesson_without_questions_is_studied_when_it_is_read(cohort):
    publish("A.1.2", LESSON[:2])
    one = begin(cohort, "A.1.2")
    one.see(0, 1, after=600)
    assert one.progress.studied_at == one.after(600)


def test_nothing_moves_once_study_is_over(studying, in_english):
    move_enrolment(
        enrolment_id=studying.enrolment.pk,
        to=Enrolment.Status.INTERRUPTED,
        at=NOW,
        actor=coordinator_of(studying.topic.cohort),
        reason="Ауырды",
    )
    for act in (
        lambda: studying.see(0, after=600),
        lambda: services.finish_reading(**studying.own, at=studying.after(600)),
        lambda: studying.answer(0),
        lambda: mark_studied(**studying.own, at=NOW, studied=False),
    ):
        with pytest.raises(Refusal, match="over or has not begun"):
            act()
    assert not ControlAnswer.objects.exists()


def test_what_was_read_and_answered_goes_along_to_another_cohort(studying):
    studying.see(0, 1, after=600, place=studying.lesson.parts[1].id)
    studying.answer(0, after=700, words="Өз сөзім")
    other = make_cohort(studying.topic.cohort.edition, number=2)
    following = begin_continuation(
        enrolment_id=studying.enrolment.pk,
        cohort_id=other.pk,
        at=studying.after(900),
        actor=coordinator_of(other),
        reason="Көшті",
    )
    there, here = TopicProgress.objects.get(enrolment=following), studying.progress
    for name in ("opened_at", "studied_at", "read_at", "parts_read", "place", "seconds"):
        assert getattr(there, name) == getattr(here, name)
    answer = ControlAnswer.objects.get(enrolment=following)
    assert answer.topic.cohort_id == other.pk
    assert (answer.answer, answer.judgement) == ({"words": "Өз сөзім"}, "knew")


def test_the_demonstrations_learners_have_read_and_answered_what_they_studied(cohort):
    publish("A.1.1", LESSON)
    publish("A.1.2", LESSON)
    enrolment = enrol(None, cohort)
    demo.study(enrolment, share=0.25, start=NOW, chance=random.Random(1))
    first, second = TopicProgress.objects.filter(enrolment=enrolment).order_by("topic__order")
    assert (first.read_at, len(first.parts_read)) == (first.studied_at, 3)
    assert (second.studied_at, len(second.parts_read), second.place != "") == (None, 1, True)
    assert ControlAnswer.objects.filter(topic=first.topic).exclude(judgement="").count() == 2

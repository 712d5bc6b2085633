"""Activity counted from what people did, in a fixed number of queries; the proposal writes nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Assignment, DateRule, Extension, Mark, Question, Quiz, SubmissionMember
from assessments.rules.participation import Activity
from assessments.services.attempts import attempts
from assessments.services.defence.participation import activity_of, proposal_for
from assessments.services.work import work
from courses.models import PlanTopic, TopicProgress
from tests.factories import (
    NOW,
    coordinator_of,
    enrol,
    make_cohort,
    make_edition,
    sitting_of,
    take_test,
)

DUE = NOW + timedelta(days=1)


@pytest.fixture
def cohort(db):
    """Programme A with one practice test; self-study work is due tomorrow."""
    edition = make_edition(questions=4)
    Quiz.objects.create(
        edition=edition,
        key="practice-1",
        mode="practice",
        minutes=0,
        attempts=0,
        feedback="at_once",
        blueprint={"1": 1},
        title_texts={"kk": "Жаттығу", "ru": "Тренировка", "en": "Practice"},
    )
    question = Question.objects.filter(module=1).first()
    question.is_practice = True
    question.save(update_fields=["is_practice"])
    cohort = make_cohort(edition)
    rules = DateRule.objects.filter(cohort=cohort, kind=DateRule.Kind.ASSIGNMENT)
    rules.exclude(key="self_study").delete()
    rules.update(opens_at=NOW - timedelta(days=9), closes_at=DUE)
    assert rules.count() == 1
    return cohort


def study(enrolment, topics: int, *, on: int = 0):
    """Study so many topics on a day so many days ago."""
    at = NOW - timedelta(days=on)
    for topic in PlanTopic.objects.filter(cohort=enrolment.cohort)[:topics]:
        TopicProgress.objects.update_or_create(
            enrolment=enrolment, topic=topic, defaults={"opened_at": at, "studied_at": at}
        )


def hand_in(enrolment, *, at):
    sitting = sitting_of(enrolment)
    row = work.open_submission(
        sitting_id=sitting.pk, assignment_key="self_study", at=at, actor=enrolment.user
    )
    work.save_draft(
        submission_id=row.pk, title="Ж", text="Мәтін", revision=row.revision, at=at, actor=enrolment.user
    )
    return work.submit_work(submission_id=row.pk, at=at, actor=enrolment.user)


def test_topics_tests_and_days_are_counted(cohort):
    enrolment = enrol(None, cohort)
    study(enrolment, 3, on=2)
    sitting = sitting_of(enrolment)
    attempt = attempts.start_attempt(
        sitting_id=sitting.pk, quiz_key="practice-1", at=NOW, actor=enrolment.user
    )
    before = activity_of(cohort, at=NOW)[enrolment.pk]
    assert (before.practice_tests, before.practice_taken) == (1, 0)
    attempts.submit_attempt(attempt_id=attempt.pk, at=NOW, actor=enrolment.user)
    assert activity_of(cohort, at=NOW)[enrolment.pk] == Activity(
        topics=4, studied=3, practice_tests=1, practice_taken=1, active_days=2
    )


def test_the_final_test_is_no_practice_but_a_day(cohort):
    enrolment = enrol(None, cohort)
    take_test(sitting_of(enrolment), right=2)
    found = activity_of(cohort, at=NOW)[enrolment.pk]
    assert (found.practice_taken, found.active_days) == (0, 1)


@pytest.mark.parametrize(
    ("handed_in", "asked", "works", "on_time"),
    [
        (None, NOW, 0, 0),
        (None, DUE + timedelta(hours=1), 1, 0),
        (NOW, NOW, 1, 1),
        (DUE, DUE, 1, 1),
        (DUE + timedelta(minutes=1), DUE + timedelta(days=1), 1, 0),
    ],
)
def test_a_work_is_on_time_late_missing_or_not_due_yet(cohort, handed_in, asked, works, on_time):
    enrolment = enrol(None, cohort)
    if handed_in:
        hand_in(enrolment, at=handed_in)
    found = activity_of(cohort, at=asked)[enrolment.pk]
    assert (found.works, found.on_time) == (works, on_time)


def test_an_extension_moves_the_day_a_work_is_missed(cohort):
    enrolment, other = enrol(None, cohort), enrol(None, cohort)
    Extension.objects.create(
        assignment=Assignment.objects.get(key="self_study"),
        sitting=sitting_of(enrolment),
        due_at=DUE + timedelta(days=3),
        reason="Ауырды.",
        granted_at=NOW,
        granted_by=coordinator_of(cohort),
    )
    found = activity_of(cohort, at=DUE + timedelta(days=1))
    assert found[enrolment.pk].works == 0
    assert found[other.pk].works == 1


def test_who_was_left_out_of_a_work_did_not_hand_it_in(cohort):
    enrolment = enrol(None, cohort)
    row = hand_in(enrolment, at=NOW)
    SubmissionMember.objects.filter(submission=row).update(
        excluded_at=NOW, reason="Қатыспады.", decided_by=coordinator_of(cohort)
    )
    assert activity_of(cohort, at=NOW)[enrolment.pk].works == 0


def test_a_proposal_is_advice_and_writes_no_mark(cohort):
    enrolment = enrol(None, cohort)
    study(enrolment, 4)
    found = proposal_for(sitting_of(enrolment), Decimal(10), at=NOW)
    # 4 of 4 topics (40), 0 of 1 practice (20), 1 of 10 days (20 × 0.1): 42 of 80 percent.
    assert found.points == Decimal(5)
    assert [(ground.key, ground.has, ground.of) for ground in found.grounds] == [
        ("topics", 4, 4),
        ("practice", 0, 1),
        ("days", 1, 10),
    ]
    assert not Mark.objects.exists()


def test_activity_costs_the_same_for_two_people_and_twelve(cohort):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            activity_of(cohort, at=DUE + timedelta(days=1))
        return len(queries)

    def add(count: int) -> None:
        for _turn in range(count):
            enrolment = enrol(None, cohort)
            study(enrolment, 2)
            hand_in(enrolment, at=NOW)

    add(2)
    few = cost()
    add(10)
    assert cost() == few
    assert few <= 9

"""Two people at once: one order, and nothing typed or begun falls between two cohorts."""

import os
from datetime import timedelta

import pytest

from assessments.models import Attempt, Submission
from assessments.services.attempts import attempts
from assessments.services.work import work
from courses.models import Enrolment
from people.errors import Refusal
from postcourse.models import EnrolmentOrder
from tests.factories import NOW, enrol, make_cohort, make_edition, sitting_of
from tests.postcourse.builders.orders import faults, transfer
from tests.racing import at_once

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "TIREK_TEST_DATABASE_URL" not in os.environ, reason="two writers at once need PostgreSQL"
    ),
]


def test_two_transfers_at_once_give_one_order_and_one_course_that_goes_on():
    edition = make_edition()
    first, second, third = (make_cohort(edition, number=number) for number in (1, 2, 3))
    learner = enrol(None, first)
    wrong = at_once([lambda: transfer(learner, second), lambda: transfer(learner, third)])
    assert [type(one) for one in wrong] == [Refusal]
    assert EnrolmentOrder.objects.count() == 1
    assert Enrolment.objects.filter(user=learner.user, status="studying").count() == 1
    assert faults() == []


def test_what_is_typed_and_begun_while_an_order_is_made_is_not_lost():
    edition = make_edition()
    first, second = (make_cohort(edition, number=number) for number in (1, 2))
    for _turn in range(3):
        learner = enrol(None, first)
        sitting = sitting_of(learner)
        draft = work.open_submission(
            sitting_id=sitting.pk, assignment_key="self_study", at=NOW, actor=learner.user
        )

        def save(draft=draft, learner=learner):
            work.save_draft(
                submission_id=draft.pk, title="", text="Мәтін", revision=0, at=NOW, actor=learner.user
            )

        def start(sitting=sitting, learner=learner):
            attempts.start_attempt(sitting_id=sitting.pk, quiz_key="final", at=NOW, actor=learner.user)

        def move(learner=learner):
            transfer(learner, second, at=NOW + timedelta(minutes=1))

        wrong = at_once([save, start, move])
        assert all(isinstance(one, Refusal) for one in wrong), wrong
        learner.refresh_from_db()
        draft.refresh_from_db()
        begun = Attempt.objects.filter(sitting=sitting).exists()
        assert begun == (learner.status == "studying")
        copied = Submission.objects.filter(sitting__enrolment__continues=learner, text="Мәтін").exists()
        assert copied == (learner.status == "transferred" and draft.text == "Мәтін")

"""Somebody agreed to write for a learner: the way to the attempt, what stays the learner's, and the protocol."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Quiz
from assessments.services.attempts import attempts, conditions
from courses.models import CohortStaff
from tests.factories import NOW, coordinator_of, enrol, make_cohort, make_edition, make_trainer, sitting_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting():
    edition = make_edition()
    Quiz.objects.update(feedback="after")
    return sitting_of(enrol(None, make_cohort(edition)))


@pytest.fixture
def scribe(sitting):
    person = make_trainer(sitting.cohort)
    conditions.agree(
        enrolment_id=sitting.enrolment_id,
        at=NOW,
        actor=coordinator_of(sitting.cohort),
        basis="Өтініш, 12.03",
        scribe=person,
    )
    return person


@pytest.fixture
def attempt(sitting, scribe):
    return attempts.start_attempt(
        sitting_id=sitting.pk, quiz_key="final", at=NOW, actor=sitting.enrolment.user
    )


def board(sitting) -> str:
    return reverse("exam_board", args=[sitting.cohort_id, "final"])


def text(client, address: str, **more) -> str:
    answer = client.get(address, {"lang": "en"}, **more)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def submit(attempt) -> None:
    attempts.submit_attempt(attempt_id=attempt.pk, at=NOW, actor=attempt.learner)
    attempts.grade_attempt(attempt_id=attempt.pk, at=NOW)


def test_the_board_leads_the_scribe_and_nobody_else_to_the_running_attempt(
    sitting, scribe, attempt, client_for
):
    address = reverse("attempt_resume", args=[attempt.pk])
    link = f'href="{address}"'
    client = client_for(scribe)
    assert "Write the answers" in text(client, board(sitting))
    assert link in text(client, board(sitting), headers={"hx-request": "true"})
    assert client.get(address).headers["Location"] == reverse("attempt_question", args=[attempt.pk, 1])
    for other in (make_trainer(sitting.cohort), coordinator_of(sitting.cohort)):
        assert link not in text(client_for(other), board(sitting))
    submit(attempt)
    assert link not in text(client, board(sitting))


def test_the_link_costs_no_query(sitting, scribe, client_for):
    client = client_for(scribe)
    client.get(board(sitting))
    with CaptureQueriesContext(connection) as before:
        client.get(board(sitting))
    attempts.start_attempt(sitting_id=sitting.pk, quiz_key="final", at=NOW, actor=sitting.enrolment.user)
    with CaptureQueriesContext(connection) as after:
        client.get(board(sitting))
    assert len(after) == len(before)


@pytest.mark.parametrize("page", ["attempt_result", "attempt_review"])
def test_result_and_review_stay_the_learners(scribe, sitting, attempt, client_for, page):
    submit(attempt)
    address = reverse(page, args=[attempt.pk])
    answer = client_for(scribe).get(address, {"lang": "en"}, follow=True)
    assert answer.redirect_chain == [(board(sitting), 302)]
    assert "Its result is shown to the learner." in answer.content.decode()
    assert client_for(attempt.learner).get(address).status_code == 200


def test_a_scribe_without_the_board_is_sent_home(scribe, attempt, client_for):
    submit(attempt)
    CohortStaff.objects.filter(user=scribe).delete()
    for page in ("attempt_result", "attempt_review", "attempt_resume"):
        answer = client_for(scribe).get(reverse(page, args=[attempt.pk]), follow=True)
        assert answer.redirect_chain[-1] == (reverse("home"), 302)


def test_after_handing_in_for_the_learner_the_scribe_comes_back_to_the_board(
    scribe, sitting, attempt, client_for
):
    answer = client_for(scribe).post(reverse("attempt_submit", args=[attempt.pk]), follow=True)
    assert answer.redirect_chain[-1] == (board(sitting), 302)
    attempt.refresh_from_db()
    assert not attempt.is_open


def test_while_the_attempt_runs_its_answers_page_is_closed_to_the_scribe_too(scribe, attempt, client_for):
    client = client_for(scribe)
    assert client.get(reverse("attempt_review", args=[attempt.pk])).status_code == 404
    resumed = client.get(reverse("attempt_result", args=[attempt.pk]))
    assert resumed.headers["Location"] == reverse("attempt_resume", args=[attempt.pk])


def test_the_protocol_says_who_wrote_and_how_many_answers(scribe, sitting, attempt, client_for):
    for position, writer in ((1, scribe), (2, attempt.learner), (3, scribe)):
        for response in (["b"], ["a"]):
            attempts.save_answer(
                attempt_id=attempt.pk, position=position, response=response, at=NOW, actor=writer
            )
    submit(attempt)
    page = text(client_for(coordinator_of(sitting.cohort)), reverse("attempt_protocol", args=[attempt.pk]))
    assert f"<dt>Scribe</dt><dd>{scribe.full_name}, answers written: 2</dd>" in page


def test_a_protocol_without_a_scribe_names_none(client_for):
    sitting = sitting_of(enrol(None, make_cohort(make_edition())))
    attempt = attempts.start_attempt(
        sitting_id=sitting.pk, quiz_key="final", at=NOW, actor=sitting.enrolment.user
    )
    client = client_for(coordinator_of(sitting.cohort))
    assert "Scribe" not in text(client, reverse("attempt_protocol", args=[attempt.pk]))

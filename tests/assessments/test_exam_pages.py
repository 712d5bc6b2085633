"""Exams as staff see them: who sits, what may be done, what is written down."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Accommodation, AttemptEvent, DateRule
from assessments.services.attempts import attempts
from tests.factories import (
    NOW,
    coordinator_of,
    enrol,
    make_cohort,
    make_edition,
    make_trainer,
    sitting_of,
    take_test,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting():
    return sitting_of(enrol(None, make_cohort(make_edition())))


@pytest.fixture
def attempt(sitting):
    return attempts.start_attempt(
        sitting_id=sitting.pk, quiz_key="final", at=NOW, actor=sitting.enrolment.user
    )


@pytest.fixture
def coordinator(client_for, sitting):
    return client_for(coordinator_of(sitting.cohort))


def text(client, address: str, **query) -> str:
    answer = client.get(address, {"lang": "en", **query})
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def board(sitting) -> str:
    return reverse("exam_board", args=[sitting.cohort_id, "final"])


def test_the_board_shows_who_sits_and_who_does_not(coordinator, sitting, attempt):
    absent = enrol(None, sitting.cohort)
    sitting_of(absent)
    attempts.save_answer(
        attempt_id=attempt.pk, position=1, response=["a"], at=NOW, actor=sitting.enrolment.user
    )
    page = text(coordinator, board(sitting))
    assert "Sitting now" in page
    assert re.search(r'1<span class="soft"> / 4', page)
    assert absent.user.full_name in text(coordinator, board(sitting), state="absent")
    assert reverse("attempt_protocol", args=[attempt.pk]) not in text(
        coordinator, board(sitting), state="absent"
    )
    assert "1 person sits now" in text(coordinator, reverse("exam_list"))


@pytest.mark.parametrize("people", [2, 12])
def test_the_board_costs_the_same_for_two_and_twelve(coordinator, sitting, people):
    for _one in range(people):
        take_test(sitting_of(enrol(None, sitting.cohort)), right=1)
    coordinator.get(board(sitting))
    with CaptureQueriesContext(connection) as asked:
        coordinator.get(board(sitting))
    assert len(asked) == 11


def test_a_coordinator_moves_the_window_and_running_attempts_keep_their_deadline(
    coordinator, sitting, attempt
):
    later = NOW + timedelta(days=2)
    form = {
        "opens_at": f"{later:%Y-%m-%dT%H:%M}",
        "closes_at": f"{later + timedelta(hours=2):%Y-%m-%dT%H:%M}",
    }
    assert coordinator.post(board(sitting), form).status_code == 302
    assert DateRule.objects.get(kind="quiz").opens_at > NOW
    deadline = attempt.deadline_at
    attempt.refresh_from_db()
    assert attempt.deadline_at == deadline
    wrong = coordinator.post(board(sitting) + "?lang=en", form | {"closes_at": form["opens_at"]})
    assert "The end must be later" in wrong.content.decode()


def test_a_trainer_sees_the_board_and_changes_no_dates(client_for, sitting):
    trainer = client_for(make_trainer(sitting.cohort))
    assert "Change the dates" not in text(trainer, board(sitting))
    before = DateRule.objects.get(kind="quiz").opens_at
    trainer.post(board(sitting), {"opens_at": "2030-01-01T09:00", "closes_at": "2030-01-02T09:00"})
    assert DateRule.objects.get(kind="quiz").opens_at == before


def test_a_running_attempt_shows_no_answers_a_closed_one_the_paper(coordinator, sitting, attempt):
    protocol = reverse("attempt_protocol", args=[attempt.pk])
    attempts.save_answer(
        attempt_id=attempt.pk, position=1, response=["a"], at=NOW, actor=sitting.enrolment.user
    )
    page = text(coordinator, protocol)
    assert "shown to nobody" in page
    assert "бұрыс" not in page
    attempts.submit_attempt(attempt_id=attempt.pk, at=NOW, actor=sitting.enrolment.user)
    page = text(coordinator, protocol)
    assert "бұрыс" in page
    assert "Your answer, correct" in page


@pytest.mark.parametrize(
    ("do", "more", "kind", "status"),
    [
        ("extend", {"minutes": "10"}, "extended", "in_progress"),
        ("hand_in", {}, "helped", "graded"),
        ("void", {}, "started", "voided"),
    ],
)
def test_staff_act_with_a_reason_that_stays(coordinator, attempt, do, more, kind, status):
    protocol = reverse("attempt_protocol", args=[attempt.pk])
    refused = coordinator.post(protocol + "?lang=en", {"do": do, "reason": "", **more})
    assert "Write the reason" in refused.content.decode()
    assert coordinator.post(protocol, {"do": do, "reason": "Жарық өшті.", **more}).status_code == 302
    attempts.close_overdue(at=NOW)
    attempt.refresh_from_db()
    assert attempt.status == status
    assert AttemptEvent.objects.filter(kind=kind).exists()


def test_what_was_typed_stays_when_it_is_refused(coordinator, attempt):
    protocol = reverse("attempt_protocol", args=[attempt.pk])
    page = coordinator.post(
        protocol + "?lang=en", {"do": "extend", "reason": "Жарық өшті.", "minutes": "999"}
    )
    assert 'value="Жарық өшті."' in page.content.decode()
    assert 'value="999"' in page.content.decode()


def test_nobody_opens_their_own_protocol(client_for, sitting, attempt):
    protocol = reverse("attempt_protocol", args=[attempt.pk])
    assert client_for(sitting.enrolment.user).get(protocol).status_code == 404
    enrolled = enrol(coordinator_of(sitting.cohort), sitting.cohort)
    own = attempts.start_attempt(
        sitting_id=sitting_of(enrolled).pk, quiz_key="final", at=NOW, actor=enrolled.user
    )
    assert client_for(enrolled.user).get(reverse("attempt_protocol", args=[own.pk])).status_code == 404


def test_conditions_are_agreed_on_a_page_and_refusals_keep_what_was_typed(coordinator, sitting):
    page = reverse("conditions", args=[sitting.enrolment_id])
    form = {"extra_time": "1.5", "breaks": "2", "break_minutes": "0", "basis": "Өтініш, 12.03"}
    refused = coordinator.post(page + "?lang=en", form)
    assert "their length" in refused.content.decode()
    assert 'value="Өтініш, 12.03"' in refused.content.decode()
    assert coordinator.post(page, form | {"break_minutes": "10", "large_print": "on"}).status_code == 302
    agreed = Accommodation.objects.get(is_current=True)
    assert (agreed.extra_time, agreed.breaks, agreed.large_print) == (Decimal("1.50"), 2, True)
    assert "agreed" in text(coordinator, board(sitting))

"""Taking a test: nothing saved is lost, one open attempt, the server's clock decides."""

import os
import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.models import AnswerStep, Attempt, AttemptItem, DateRule, Mark, QuestionVersion, Quiz
from assessments.services.attempts import attempts
from assessments.wordings import wordings
from courses.models import Enrolment
from people.errors import NotAllowed, Refusal
from people.roles import Role
from tests.factories import (
    NOW,
    coordinator_of,
    decide,
    enrol,
    make_cohort,
    make_edition,
    make_trainer,
    make_user,
    sitting_of,
    take_test,
)
from tests.racing import at_once

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=61)


@pytest.fixture
def sitting():
    return sitting_of(enrol(None, make_cohort(make_edition())))


def start(sitting, at=NOW) -> Attempt:
    return attempts.start_attempt(
        sitting_id=sitting.pk, quiz_key="final", at=at, actor=sitting.enrolment.user
    )


def save(attempt: Attempt, position: int, *response: str, at=NOW, **more) -> AttemptItem:
    user = attempt.sitting.enrolment.user
    return attempts.save_answer(
        attempt_id=attempt.pk, position=position, response=list(response), at=at, actor=user, **more
    )


def refused(code: str):
    class Refused:
        def __enter__(self):
            self.raises = pytest.raises(Refusal)
            self.info = self.raises.__enter__()
            return self

        def __exit__(self, *error):
            done = self.raises.__exit__(*error)
            assert self.info.value.code == code
            return done

    return Refused()


def test_a_paper_is_drawn_by_the_frozen_blueprint_and_stays(sitting):
    attempt = start(sitting)
    paper = list(attempt.items.values_list("version_id", flat=True))
    assert len(paper) == attempt.total == 4
    QuestionVersion.objects.update(status="retired")
    assert list(attempt.items.values_list("version_id", flat=True)) == paper
    assert start(sitting) == attempt
    assert attempt.deadline_at == NOW + timedelta(minutes=60)


def test_answers_are_appended_and_the_last_one_counts(sitting):
    attempt = start(sitting)
    save(attempt, 1, "b")
    save(attempt, 1, "b")
    item = save(attempt, 1, "a")
    assert item.response == ["a"]
    assert list(AnswerStep.objects.filter(item=item).values_list("response", flat=True)) == [["b"], ["a"]]


def test_after_the_deadline_nothing_is_taken_and_what_was_saved_counts(sitting):
    attempt = start(sitting)
    save(attempt, 1, "a")
    save(attempt, 2, "a", at=attempt.deadline_at)
    with refused("closed"):
        save(attempt, 3, "a", at=LATER)
    attempts.close_overdue(at=LATER)
    attempt.refresh_from_db()
    assert (attempt.status, attempt.closed_how, attempt.correct) == ("graded", "deadline", 2)
    assert attempt.submitted_at == attempt.deadline_at
    assert attempt.percent == Decimal(50)


def test_submitting_twice_and_grading_twice_change_nothing(sitting):
    attempt = take_test(sitting, right=3)
    again = attempts.submit_attempt(attempt_id=attempt.pk, at=LATER, actor=sitting.enrolment.user)
    attempts.grade_attempt(attempt_id=attempt.pk, at=LATER)
    assert again.submitted_at == attempt.submitted_at
    assert Mark.objects.filter(sitting=sitting, component="test").count() == 1
    assert Mark.objects.get().value == Decimal(75)


def test_one_attempt_and_no_more(sitting):
    take_test(sitting, right=1)
    with refused("no_attempts_left"):
        start(sitting, at=LATER)


@pytest.mark.parametrize(("opens", "closes", "code"), [(1, 2, "early"), (-2, -1, "late")])
def test_outside_its_window_a_test_does_not_start(sitting, opens, closes, code):
    DateRule.objects.filter(kind="quiz").update(
        opens_at=NOW + timedelta(hours=opens), closes_at=NOW + timedelta(hours=closes)
    )
    with refused(code):
        start(sitting)


def test_a_window_that_ends_never_cuts_a_running_attempt(sitting):
    DateRule.objects.filter(kind="quiz").update(opens_at=NOW, closes_at=NOW + timedelta(minutes=1))
    attempt = start(sitting)
    save(attempt, 1, "a", at=NOW + timedelta(minutes=50))
    assert Attempt.objects.overdue(at=NOW + timedelta(minutes=50)).count() == 0


def test_who_does_not_study_does_not_start_and_who_is_decided_neither(sitting):
    Enrolment.objects.update(status="interrupted")
    with refused("not_studying"):
        start(sitting)
    Enrolment.objects.update(status="studying")
    decide(sitting.enrolment)
    with refused("decided"):
        start(sitting)


def test_a_short_bank_is_refused_in_words(sitting):
    QuestionVersion.objects.filter(question__module=1).update(status="retired")
    with refused("bank_short"):
        start(sitting)
    assert Attempt.objects.count() == 0


def test_an_attempt_is_voided_with_a_reason_by_a_coordinator_only(sitting):
    attempt = take_test(sitting, right=4)
    coordinator = coordinator_of(sitting.cohort)
    with refused("not_allowed"):
        attempts.void_attempt(attempt_id=attempt.pk, at=NOW, actor=make_user(Role.TRAINER), reason="x")
    with refused("reason_missing"):
        attempts.void_attempt(attempt_id=attempt.pk, at=NOW, actor=coordinator, reason=" ")
    attempts.void_attempt(attempt_id=attempt.pk, at=NOW, actor=coordinator, reason="Байланыс үзілді.")
    assert Mark.objects.current().count() == 0


def test_a_voided_attempt_is_given_back(sitting):
    attempt = start(sitting)
    coordinator = coordinator_of(sitting.cohort)
    attempts.void_attempt(attempt_id=attempt.pk, at=NOW, actor=coordinator, reason="Жарық сөнді.")
    attempt.refresh_from_db()
    assert (attempt.closed_how, attempt.closed_by) == ("staff", coordinator)
    with refused("closed"):
        save(attempt, 1, "a")
    again = start(sitting, at=LATER)
    assert (again.number, again.limit) == (2, 2)
    attempts.submit_attempt(attempt_id=again.pk, at=LATER, actor=sitting.enrolment.user)
    with refused("no_attempts_left"):
        start(sitting, at=LATER)


def test_what_is_decided_is_not_voided(sitting):
    attempt = take_test(sitting, right=4)
    decide(sitting.enrolment)
    with refused("decided"):
        attempts.void_attempt(
            attempt_id=attempt.pk, at=NOW, actor=coordinator_of(sitting.cohort), reason="Кеш."
        )


@pytest.fixture
def sitting_with_two_attempts():
    edition = make_edition()
    Quiz.objects.update(attempts=2)
    return sitting_of(enrol(None, make_cohort(edition)))


def test_a_second_start_closes_the_first_attempt_whose_time_ran_out(sitting_with_two_attempts):
    sitting = sitting_with_two_attempts
    first = start(sitting)
    save(first, 1, "a")
    second = start(sitting, at=LATER)
    first.refresh_from_db()
    assert (first.status, first.closed_how) == ("expired", "deadline")
    assert (second.number, second.limit, second.is_open) == (2, 2, True)


def test_the_last_start_after_the_deadline_is_refused_and_the_first_stays_open_for_closing(sitting):
    first = start(sitting)
    with refused("no_attempts_left"):
        start(sitting, at=LATER)
    assert attempts.close_overdue(at=LATER) == 1
    first.refresh_from_db()
    assert first.is_graded


def test_voiding_the_later_attempt_lets_the_earlier_mark_stand_again(sitting_with_two_attempts):
    sitting = sitting_with_two_attempts
    first = take_test(sitting, right=3)
    second = take_test(sitting, right=1, at=LATER)
    assert Mark.objects.current().get().attempt == second
    attempts.void_attempt(
        attempt_id=second.pk,
        at=LATER + timedelta(hours=1),
        actor=coordinator_of(sitting.cohort),
        reason="Бөтен адам отырды.",
    )
    mark = Mark.objects.current().get()
    assert (mark.attempt, mark.value) == (first, Decimal(75))
    call_command("check_invariants")


def test_nobody_but_the_learner_starts_answers_or_hands_in(sitting):
    coordinator = coordinator_of(sitting.cohort)
    with pytest.raises(NotAllowed):
        attempts.start_attempt(sitting_id=sitting.pk, quiz_key="final", at=NOW, actor=coordinator)
    attempt = start(sitting)
    with pytest.raises(Attempt.DoesNotExist):
        attempts.save_answer(attempt_id=attempt.pk, position=1, response=["a"], at=NOW, actor=coordinator)
    with pytest.raises(Attempt.DoesNotExist):
        attempts.submit_attempt(attempt_id=attempt.pk, at=NOW, actor=coordinator)
    assert AnswerStep.objects.count() == 0


def test_an_answer_at_the_deadline_counts_and_a_moment_later_does_not(sitting):
    attempt = start(sitting)
    save(attempt, 1, "a", at=attempt.deadline_at)
    assert not Attempt.objects.overdue(at=attempt.deadline_at).exists()
    assert attempts.close_overdue(at=attempt.deadline_at) == 0
    with refused("closed"):
        save(attempt, 2, "a", at=attempt.deadline_at + timedelta(microseconds=1))
    attempt.refresh_from_db()
    assert attempt.last_answer_at == attempt.deadline_at


def test_handing_in_after_the_deadline_is_an_attempt_that_ran_out(sitting):
    attempt = start(sitting)
    attempts.submit_attempt(attempt_id=attempt.pk, at=LATER, actor=sitting.enrolment.user)
    attempt.refresh_from_db()
    assert (attempt.status, attempt.closed_how, attempt.closed_by) == ("expired", "deadline", None)
    assert attempt.submitted_at == attempt.deadline_at


def test_one_question_that_cannot_be_graded_holds_up_nobody_else(sitting):
    broken, sound = start(sitting), start(sitting_of(enrol(None, sitting.cohort)))
    item = broken.items.get(position=1)
    other = QuestionVersion.objects.create(
        question=item.version.question, number=2, kind="unknown", body={}, status="retired", content_hash="x"
    )
    broken.items.filter(pk=item.pk).update(version=other)
    assert attempts.close_overdue(at=LATER) == 2
    broken.refresh_from_db()
    sound.refresh_from_db()
    assert (broken.status, sound.status) == ("expired", "graded")
    broken.items.filter(pk=item.pk).update(version=item.version)
    assert attempts.close_overdue(at=LATER) == 1
    broken.refresh_from_db()
    assert broken.is_graded


def test_a_question_changed_in_the_bank_is_graded_as_it_was_asked(sitting):
    attempt = start(sitting)
    item = attempt.items.select_related("version").get(position=1)
    save(attempt, 1, "a")
    QuestionVersion.objects.filter(pk=item.version_id).update(status="retired")
    body = {**item.version.body, "correct": ["b"]}
    QuestionVersion.objects.create(
        question=item.version.question, number=2, status="ready", kind="single", body=body, content_hash="y"
    )
    attempts.submit_attempt(attempt_id=attempt.pk, at=NOW, actor=sitting.enrolment.user)
    assert attempts.grade_attempt(attempt_id=attempt.pk, at=NOW).correct == 1


def test_a_change_of_the_quiz_touches_no_cohort_that_is_open(sitting):
    Quiz.objects.update(minutes=5, attempts=9, blueprint={"1": 1})
    attempt = start(sitting)
    assert (attempt.total, attempt.limit) == (4, 1)
    assert attempt.deadline_at == NOW + timedelta(minutes=60)


@pytest.mark.parametrize("seen", [0, 7])
def test_another_window_may_not_change_what_it_has_not_seen(sitting, seen):
    attempt = start(sitting)
    save(attempt, 1, "a")
    save(attempt, 1, "b", seen=1)
    with pytest.raises(attempts.StaleAnswer) as stale:
        save(attempt, 1, "c", seen=seen)
    assert (stale.value.item.sequence, stale.value.item.response) == (2, ["b"])
    assert save(attempt, 1, "b", seen=seen).sequence == 2
    assert save(attempt, 1, seen=seen).response == ["b"]
    assert save(attempt, 1, "c", seen=2).sequence == 3


CHOICES = st.tuples(st.integers(1, 4), st.sampled_from([[], ["a"], ["b"], ["a", "b"], ["z"]]))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(CHOICES, max_size=12))
def test_whatever_is_saved_in_whatever_order_the_last_answer_stands_and_every_change_is_kept(sitting, moves):
    with transaction.atomic():
        attempt = start(sitting)
        expected: dict[int, list] = {}
        changes = 0
        for position, response in moves:
            known = [option for option in response[:1] if option != "z"]
            changes += known != expected.get(position, [])
            expected[position] = known
            save(attempt, position, *response)
        standing = dict(attempt.items.values_list("position", "response"))
        assert {place: standing[place] for place in expected} == expected
        assert AnswerStep.objects.filter(item__attempt=attempt).count() == changes
        submitted = attempts.submit_attempt(attempt_id=attempt.pk, at=NOW, actor=sitting.enrolment.user)
        graded = attempts.grade_attempt(attempt_id=submitted.pk, at=NOW)
        assert graded.correct == sum(response == ["a"] for response in expected.values())
        transaction.set_rollback(True)


def fields(sitting, **changes) -> dict:
    return {
        "sitting": sitting,
        "learner": sitting.enrolment.user,
        "quiz_id": start(sitting).quiz_id,
        "number": 1,
        "limit": 1,
        "language": "kk",
        "seed": "x",
        "started_at": NOW,
        "deadline_at": LATER,
        "total": 4,
        "status": "voided",
        **changes,
    }


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"status": "in_progress", "number": 2, "limit": 2}, "one_open_attempt"),
        ({}, "attempt_number_once"),
        ({"number": 2}, "attempt_limit"),
        ({"number": 2, "limit": 2, "deadline_at": NOW}, "deadline_after_start"),
        ({"number": 2, "limit": 2, "status": "graded"}, "graded_attempt_has_percent"),
    ],
)
def test_the_database_refuses(sitting, changes, constraint):
    values = fields(sitting, **changes)
    on_sqlite = "UNIQUE constraint failed: assessments_attempt.sitting_id"
    with pytest.raises(IntegrityError, match=f"{constraint}|{on_sqlite}"), transaction.atomic():
        Attempt.objects.create(**values)


def test_saving_and_reading_a_question_cost_few_queries_whatever_the_size(client_for, sitting):
    attempt = start(sitting)
    assert attempt.sitting.enrolment.user.is_active  # read beforehand
    wordings(attempt.items.values_list("version", flat=True))  # a process reads each version once
    with CaptureQueriesContext(connection) as saving:
        save(attempt, 1, "a")
    assert len(saving) == 4 + 2  # and the two words of the savepoint a test stands in
    client = client_for(sitting.enrolment.user)
    address = reverse("attempt_question", args=[attempt.pk, 2])
    client.get(address)
    with CaptureQueriesContext(connection) as reading:
        assert client.get(address).status_code == 200
    assert len(reading) <= 7


def test_without_a_script_each_button_saves_and_goes_on(client_for, sitting):
    attempt = start(sitting)
    client = client_for(sitting.enrolment.user)
    here = reverse("attempt_question", args=[attempt.pk, 1])
    there = client.post(here, {"q1": "a", "s1": "0", "go": "3"})
    assert there.headers["Location"] == reverse("attempt_question", args=[attempt.pk, 3])
    client.post(here, {"q1": "a", "s1": "1", "go": "flag-1"})
    item = attempt.items.get(position=1)
    assert (item.response, item.is_flagged) == (["a"], True)
    asked = client.get(here).content.decode()
    assert "checked" in asked
    by_script = client.post(here, {"q1": "b", "s1": "1"}, headers={"accept": "application/json"})
    assert by_script.json()["items"]["1"]["is_answered"] is True


def test_a_page_opened_after_the_deadline_closes_the_attempt(client_for, sitting):
    attempt = start(sitting, at=NOW - timedelta(hours=2))
    save(attempt, 1, "a", at=NOW - timedelta(hours=2))
    client = client_for(sitting.enrolment.user)
    answer = client.get(reverse("attempt_question", args=[attempt.pk, 1]))
    assert answer.headers["Location"] == reverse("attempt_result", args=[attempt.pk])
    late = client.post(reverse("attempt_question", args=[attempt.pk, 2]), {"q2": "a", "s2": "0", "go": "3"})
    assert late.headers["Location"] == reverse("attempt_result", args=[attempt.pk])
    assert client.get(late.headers["Location"]).status_code == 200
    attempt.refresh_from_db()
    assert attempt.correct == 1


def test_the_repair_command_closes_and_grades(sitting, capsys):
    attempt = start(sitting, at=NOW - timedelta(hours=2))
    call_command("close_overdue_attempts")
    attempt.refresh_from_db()
    assert attempt.status == "graded"
    call_command("check_invariants")


def test_a_right_answer_is_never_shown_to_who_takes_the_test(client_for, sitting):
    attempt = start(sitting)
    page = (
        client_for(sitting.enrolment.user)
        .get(reverse("attempt_question", args=[attempt.pk, 1]))
        .content.decode()
    )
    assert "Себебі осы." not in page
    assert "correct" not in page


def test_a_trainer_does_not_answer_for_a_learner(client_for, sitting):
    attempt = start(sitting)
    trainer = make_trainer(sitting.cohort)
    assert (
        client_for(trainer)
        .post(reverse("attempt_question", args=[attempt.pk, 1]), {"response": "a"})
        .status_code
        == 404
    )


@pytest.mark.parametrize(
    ("rows", "constraint"),
    [
        (AttemptItem, "attempt_position_once|assessments_attemptitem.attempt_id"),
        (AnswerStep, "answer_sequence_once|assessments_answerstep.item_id"),
    ],
)
def test_the_database_refuses_a_second_row_in_the_same_place(sitting, rows, constraint):
    save(start(sitting), 1, "a")
    row = rows.objects.first()
    row.pk = None
    row._state.adding = True
    if rows is AttemptItem:
        row.version_id = QuestionVersion.objects.exclude(used_in__isnull=False).first().pk
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("TIREK_TEST_DATABASE_URL" not in os.environ, reason="two writers at once need PostgreSQL")
@pytest.mark.parametrize("ending", ["submit", "void"])
def test_a_save_that_waits_for_the_end_of_the_attempt_is_refused(ending):
    """The first holds the attempt; the save waits for it, looks again, and writes nothing."""
    sitting = sitting_of(enrol(None, make_cohort(make_edition())))
    attempt, outcome = start(sitting), []

    def run() -> None:
        try:
            save(attempt, 1, "a")
            outcome.append("saved")
        except attempts.AttemptClosed:
            outcome.append("closed")
        except Exception as error:
            outcome.append(error)
        finally:
            connection.close()

    second = threading.Thread(target=run)
    with transaction.atomic():
        if ending == "submit":
            attempts.submit_attempt(attempt_id=attempt.pk, at=NOW, actor=sitting.enrolment.user)
        else:
            attempts.void_attempt(
                attempt_id=attempt.pk, at=NOW, actor=coordinator_of(sitting.cohort), reason="Тексеру."
            )
        second.start()
        second.join(timeout=0.7)
        assert second.is_alive()
    second.join(timeout=20)
    assert outcome == ["closed"]
    assert AnswerStep.objects.count() == 0


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("TIREK_TEST_DATABASE_URL" not in os.environ, reason="two writers at once need PostgreSQL")
def test_saves_of_one_question_at_once_are_one_row_each_in_one_order():
    sitting = sitting_of(enrol(None, make_cohort(make_edition())))
    attempt, wrong, ready = start(sitting), [], threading.Barrier(4)

    def run(answer: str) -> None:
        try:
            ready.wait()
            save(attempt, 1, answer)
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[answer]) for answer in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    item = attempt.items.get(position=1)
    steps = list(AnswerStep.objects.filter(item=item).order_by("sequence"))
    assert [step.sequence for step in steps] == [1, 2, 3, 4]
    assert item.response == steps[-1].response


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("TIREK_TEST_DATABASE_URL" not in os.environ, reason="two writers at once need PostgreSQL")
def test_two_starts_at_once_give_one_attempt():
    sitting = sitting_of(enrol(None, make_cohort(make_edition())))
    seen = []
    wrong = at_once([lambda: seen.append(start(sitting).pk)] * 2)
    assert not wrong
    assert len(set(seen)) == 1
    assert Attempt.objects.count() == 1

"""The screens of a test: calm before, one question at a time, nothing lost, the result without the answers."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from assessments.models import AnswerStep, Attempt, CohortScheme, DateRule, QuestionVersion, Quiz
from assessments.next_steps import tests as next_steps_tests
from assessments.services.attempts import attempts
from assessments.wordings import wordings
from tests.factories import (
    NOW,
    coordinator_of,
    decide,
    enrol,
    give_mark,
    make_cohort,
    make_edition,
    make_issuer,
    sitting_of,
    take_test,
)

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


@pytest.fixture
def sitting():
    make_issuer()
    return sitting_of(enrol(None, make_cohort(make_edition())))


@pytest.fixture
def attempt(sitting):
    return start(sitting)


@pytest.fixture
def client(client_for, sitting):
    return client_for(sitting.enrolment.user)


def start(sitting, *, at=NOW) -> Attempt:
    return attempts.start_attempt(
        sitting_id=sitting.pk, quiz_key="final", at=at, actor=sitting.enrolment.user
    )


def intro(sitting) -> str:
    return reverse("attempt_intro", args=[sitting.pk, "final"])


def question(attempt, position: int) -> str:
    return reverse("attempt_question", args=[attempt.pk, position])


def page(client, address: str, *, status: int = 200) -> str:
    """A page in English, as text with single spaces."""
    answer = client.get(address, {"lang": "en"})
    assert answer.status_code == status
    return re.sub(r"\s+", " ", answer.content.decode())


def sent(client, attempt, position: int, *, script: bool = False, response="", sequence="", go="", **data):
    """What the form of that page sends."""
    form = {f"q{position}": response, f"s{position}": sequence, "go": go, **data}
    return client.post(question(attempt, position), form, headers=JSON if script else {})


def statements(queries) -> list[str]:
    """What was asked of the database, the words of transactions left out."""
    return [row["sql"] for row in queries if "SAVEPOINT" not in row["sql"] and row["sql"] != "BEGIN"]


# Before


def test_the_first_page_says_what_awaits_and_has_one_button(client, sitting):
    text = page(client, intro(sitting))
    for words in ("4 questions", "60 minutes", "saved at once", "You have 1 attempt left", "50 percent"):
        assert words in text
    assert text.count("Start the test") == 1
    assert "attempt_result" not in text
    assert Attempt.objects.count() == 0


def test_an_uneven_paper_is_not_called_even(client, sitting):
    scheme = CohortScheme.objects.get()
    scheme.content["quizzes"]["final"]["blueprint"] = {"1": 1, "2": [{"count": 3}]}
    scheme.save()
    assert "the same number" not in page(client, intro(sitting))


@pytest.mark.parametrize(
    ("opens", "closes", "words"), [(1, 2, "has not opened yet"), (-2, -1, "Write to your coordinator")]
)
def test_a_closed_door_says_why_and_has_no_button(client, sitting, opens, closes, words):
    DateRule.objects.filter(kind="quiz").update(
        opens_at=timezone.now() + timedelta(hours=opens), closes_at=timezone.now() + timedelta(hours=closes)
    )
    text = page(client, intro(sitting))
    assert words in text
    assert "Start the test" not in text
    answer = client.post(intro(sitting), follow=True)
    assert answer.redirect_chain[-1][0] == intro(sitting)
    assert Attempt.objects.count() == 0


def test_starting_leads_to_the_first_question_and_back_to_where_one_left_off(client, sitting):
    answer = client.post(intro(sitting), follow=True)
    attempt = Attempt.objects.get()
    assert answer.redirect_chain[-1][0] == question(attempt, 1)
    sent(client, attempt, 1, response="a")
    assert "Continue the test" in page(client, intro(sitting))
    resumed = client.get(reverse("attempt_resume", args=[attempt.pk]))
    assert resumed.headers["Location"] == question(attempt, 2)


def test_a_test_taken_leads_to_its_result_and_a_voided_one_may_be_taken_again(client, sitting):
    taken = take_test(sitting, right=1, at=timezone.now() - timedelta(hours=1))
    text = page(client, intro(sitting))
    assert "See the result" in text
    assert "Start the test" not in text
    assert "attempts left" not in text
    attempts.void_attempt(
        attempt_id=taken.pk, at=NOW, actor=coordinator_of(sitting.cohort), reason="Байланыс үзілді."
    )
    assert "Start the test" in page(client, intro(sitting))
    assert "Open the test" in page(client, reverse("attempt_result", args=[taken.pk]))
    assert client.post(intro(sitting)).status_code == 302
    assert list(Attempt.objects.order_by("number").values_list("number", "limit", "status")) == [
        (1, 1, "voided"),
        (2, 2, "in_progress"),
    ]


# One question


def test_a_question_is_shown_in_its_language_with_words_for_readers(client, attempt):
    sent(client, attempt, 1, response="a", go="flag-1")
    text = page(client, question(attempt, 2))
    assert re.search(r'<html lang="en"', text)
    assert re.search(r'<fieldset class="question" lang="kk"[^>]*> *<legend><h1[^>]*>Сұрақ', text)
    assert "Question 2 of 4 · module 1" in text
    assert text.count('type="radio"') == 4
    assert "1 given, 1 flagged" in text
    first = re.search(r'<button[^>]*value="1"[^>]*class="answered flagged"[^>]*>.*?</button>', text).group()
    assert "answered" in first
    assert "to look at again" in first
    assert re.search(r'value="2"[^>]*aria-current="step"', text)


def test_several_answers_are_ticked_one_is_chosen(client, attempt):
    version = attempt.items.get(position=1).version
    QuestionVersion.objects.filter(pk=version.pk).update(
        kind="multiple", body={**version.body, "correct": ["a", "b"]}
    )
    text = page(client, question(attempt, 1))
    assert text.count('type="checkbox"') == 4
    assert "Choose all right answers." in text
    sent(client, attempt, 1, response=["b", "a"])
    assert attempt.items.get(position=1).response == ["a", "b"]


def test_enter_means_on_to_the_next_question(client, attempt):
    first = re.search(r"<button[^>]*>", page(client, question(attempt, 2)).split('id="answer"')[1]).group()
    assert 'name="go" value="3"' in first


@pytest.mark.parametrize(
    ("go", "leads_to"),
    [("2", 2), ("4", 4), ("", 1), ("flag-1", 1), ("unflag-9", 1), ("0", 1), ("²", 1), ("-1", 1)],
)
def test_each_button_leads_where_it_says_and_a_strange_one_stays(client, attempt, go, leads_to):
    answer = sent(client, attempt, 1, response="b", go=go)
    assert answer.headers["Location"] == question(attempt, leads_to)
    assert attempt.items.get(position=1).response == ["b"]


def test_a_script_is_told_what_the_database_holds(client, attempt):
    before = timezone.now()
    told = sent(client, attempt, 1, script=True, response="b", sequence="0").json()
    assert told["saved_at"] in {
        timezone.localtime(moment).strftime("%H:%M") for moment in (before, timezone.now())
    }
    (item,) = told["items"].values()
    assert (item["is_answered"], item["sequence"]) == (True, 1)
    assert item["fields"] == [["q1", "b"]]
    again = sent(client, attempt, 3, script=True, response="a", go="flag-3").json()
    assert (again["items"]["3"]["is_flagged"], again["next"]) == (True, question(attempt, 3))
    assert sent(client, attempt, 3, script=True, response="a", go="4").json()["next"] == question(attempt, 4)


def test_a_repeated_save_is_harmless(client, attempt):
    for _turn in range(3):
        told = sent(client, attempt, 1, script=True, response="b", sequence="0").json()
    assert told["items"]["1"]["sequence"] == AnswerStep.objects.count() == 1


def test_a_stale_window_never_wipes_an_answer(client, attempt):
    sent(client, attempt, 1, response="a", sequence="0")
    passed_by = sent(client, attempt, 1, sequence="0", go="2")
    assert passed_by.headers["Location"] == question(attempt, 2)
    assert attempt.items.get(position=1).response == ["a"]


def test_a_stale_window_is_told_so_and_keeps_what_was_chosen(client, attempt):
    sent(client, attempt, 1, response="a", sequence="0")
    by_script = sent(client, attempt, 1, script=True, response="b", sequence="0")
    assert by_script.status_code == 409
    told = by_script.json()["items"]["1"]
    assert (told["sequence"], told["fields"], told["is_stale"]) == (1, [["q1", "a"]], True)
    answer = client.post(question(attempt, 1) + "?lang=en", {"q1": "b", "s1": "0", "go": "2"})
    assert answer.status_code == 409
    text = re.sub(r"\s+", " ", answer.content.decode())
    assert re.search(r'value="b" checked', text)
    assert text.count("Saved in another window") == 1
    assert 'name="s1" value="1"' in text
    assert attempt.items.get(position=1).response == ["a"]
    sent(client, attempt, 1, response="b", sequence="1")
    assert attempt.items.get(position=1).response == ["b"]


def test_after_the_deadline_a_script_is_sent_to_the_result(client, sitting):
    attempt = start(sitting, at=NOW - timedelta(hours=2))
    told = sent(client, attempt, 1, script=True, response="a")
    assert told.status_code == 410
    assert told.json()["next"] == reverse("attempt_result", args=[attempt.pk])
    assert AnswerStep.objects.count() == 0


def test_after_the_deadline_a_kind_page_says_that_what_was_saved_counts(client, sitting):
    attempt = start(sitting, at=NOW - timedelta(hours=2))
    attempts.save_answer(
        attempt_id=attempt.pk,
        position=1,
        response=["a"],
        at=NOW - timedelta(hours=2),
        actor=sitting.enrolment.user,
    )
    answer = client.post(question(attempt, 2) + "?lang=en", {"q2": "a", "s2": "0", "go": "3"})
    text = page(client, answer.headers["Location"])
    assert "Every answer saved before that was counted." in text
    assert "1 of 4 answers are right" in text


def test_nobody_answers_for_somebody_else(client_for, attempt):
    for who in (
        enrol(None, attempt.sitting.cohort).user,
        coordinator_of(attempt.sitting.cohort),
    ):
        other = client_for(who)
        assert other.get(question(attempt, 1)).status_code == 404
        assert sent(other, attempt, 1, response="a").status_code == 404
        assert sent(other, attempt, 1, script=True, response="a").status_code == 404
        assert other.post(reverse("attempt_submit", args=[attempt.pk])).status_code == 404
        assert other.post(intro(attempt.sitting)).status_code == 404
    attempt.refresh_from_db()
    assert attempt.is_open
    assert AnswerStep.objects.count() == 0


def test_a_question_that_is_not_on_the_paper_is_not_found(client, attempt):
    assert client.get(question(attempt, 5)).status_code == 404
    assert sent(client, attempt, 5, response="a").status_code == 404
    attempt.refresh_from_db()
    assert attempt.last_answer_at is None


def test_no_page_of_a_test_has_an_inline_script_or_style(client, attempt):
    for address in (question(attempt, 1), reverse("attempt_submit", args=[attempt.pk])):
        text = page(client, address)
        assert not re.search(r"<script(?![^>]*\bsrc=)", text)
        assert not re.search(r"\sstyle=|\son\w+=", text)
        assert "no-store" in client.get(address).headers["Cache-Control"]


# Handing in


def test_handing_in_lists_what_is_open_and_flagged(client, attempt):
    sent(client, attempt, 1, response="a")
    sent(client, attempt, 2, response="a", go="flag-2")
    text = page(client, reverse("attempt_submit", args=[attempt.pk]))
    assert "2 of 4 questions are answered." in text
    without, later = text.split("You wanted to look at these later")
    for position in (3, 4):
        assert question(attempt, position) in without
    assert question(attempt, 2) in later
    assert question(attempt, 1) not in text


def test_handing_in_twice_is_handing_in_once(client, attempt):
    address = reverse("attempt_submit", args=[attempt.pk])
    for _turn in range(2):
        assert client.post(address).headers["Location"] == reverse("attempt_result", args=[attempt.pk])
    attempt.refresh_from_db()
    assert attempt.closed_how == "learner"
    assert attempt.transitions.filter(to_status="submitted").count() == 1
    assert client.get(question(attempt, 1)).status_code == 302


# The result


def test_the_result_says_score_band_and_what_is_still_needed_but_no_answers(client, sitting):
    attempt = take_test(sitting, right=3, at=timezone.now() - timedelta(minutes=30))
    text = page(client, reverse("attempt_result", args=[attempt.pk]))
    assert "3 of 4 answers are right" in text
    assert "75 %" in text
    assert "good" in text
    assert "Still needed for the certificate" in text
    assert reverse("work", args=[sitting.pk, "self_study"]) in text
    assert "Себебі осы." not in text
    assert "дұрыс" not in text


def test_the_band_is_compared_before_rounding(client, sitting):
    attempt = take_test(sitting, right=2, at=timezone.now() - timedelta(minutes=30))
    Attempt.objects.filter(pk=attempt.pk).update(percent=Decimal("49.999999"))
    text = page(client, reverse("attempt_result", args=[attempt.pk]))
    assert "not_passed" in text
    assert "This is enough" not in text


def test_a_decided_result_leads_to_the_documents(client, sitting):
    attempt = take_test(sitting, right=4, at=timezone.now() - timedelta(minutes=30))
    give_mark(sitting, "project", 9, maximum="12")
    give_mark(sitting, "self_study", 8, maximum="10")
    decide(sitting.enrolment)
    text = page(client, reverse("attempt_result", args=[attempt.pk]))
    assert reverse("document_list") in text
    assert "Still needed" not in text


def test_handing_in_does_not_fail_because_grading_does_and_the_page_waits(client, attempt, monkeypatch):
    def broken(**_anything):
        raise RuntimeError("the marking of this question is broken")

    monkeypatch.setattr(attempts, "grade_attempt", broken)
    assert client.post(reverse("attempt_submit", args=[attempt.pk])).status_code == 302
    text = page(client, reverse("attempt_result", args=[attempt.pk]))
    assert "Your test is handed in" in text
    assert "Reload" in text
    monkeypatch.undo()
    assert "0 of 4 answers are right" in page(client, reverse("attempt_result", args=[attempt.pk]))


# What it costs


@pytest.mark.parametrize("questions", [2, 25])
def test_a_question_and_a_save_cost_the_same_whatever_the_length(client_for, questions):
    sitting = sitting_of(enrol(None, make_cohort(make_edition(questions=questions, draw=questions))))
    attempt = start(sitting)
    assert attempt.total == 2 * questions
    client = client_for(sitting.enrolment.user)
    client.get(question(attempt, 1))
    with CaptureQueriesContext(connection) as reading:
        client.get(question(attempt, 2))
    wordings(attempt.items.values_list("version", flat=True))  # a process reads each version once
    assert len(statements(reading.captured_queries)) == 5  # session, person, attempt, question, palette
    with CaptureQueriesContext(connection) as saving:
        told = sent(client, attempt, 1, script=True, response="a", sequence="0")
    assert told.status_code == 200
    # session, person, check and lock, question, step, the answer that counts
    assert len(statements(saving.captured_queries)) == 6


# What the home page offers


def offers(sitting, *, at=NOW):
    sitting.refresh_from_db()
    content = CohortScheme.objects.get(cohort=sitting.cohort_id).content
    with translation.override("en"):
        return next_steps_tests.offers(sitting=sitting, content=content, at=at)


def test_home_offers_the_test_that_is_open_then_the_one_under_way_then_the_result(sitting):
    (step,), (due,) = offers(sitting)
    assert (step.url, due.is_done) == (intro(sitting), False)
    attempt = start(sitting)
    (step,), (due,) = offers(sitting)
    assert step.url == reverse("attempt_resume", args=[attempt.pk])
    assert step.due == attempt.deadline_at
    attempts.submit_attempt(attempt_id=attempt.pk, at=NOW, actor=sitting.enrolment.user)
    attempts.grade_attempt(attempt_id=attempt.pk, at=NOW)
    (step,), (due,) = offers(sitting)
    assert (step.url, due.is_done) == (reverse("attempt_result", args=[attempt.pk]), True)


def test_home_says_when_a_test_will_open_and_offers_nothing_yet(sitting):
    opens = NOW + timedelta(days=2)
    DateRule.objects.filter(kind="quiz").update(opens_at=opens, closes_at=opens + timedelta(days=1))
    steps, due = offers(sitting)
    assert steps == []
    assert [row.at for row in due] == [opens, opens + timedelta(days=1)]


def test_home_offers_no_test_once_the_result_is_decided(sitting):
    decide(sitting.enrolment)
    steps, _due = offers(sitting)
    assert steps == []


def test_a_course_without_a_test_has_no_page_for_one(client_for):
    sitting = sitting_of(enrol(None, make_cohort(make_edition("B"))))
    assert Quiz.objects.count() == 0
    assert client_for(sitting.enrolment.user).get(intro(sitting)).status_code == 404
    assert offers(sitting) == ([], [])

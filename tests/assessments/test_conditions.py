"""Accommodations, breaks, more time, examiners, and the modes of a test."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from assessments.models import (
    Accommodation,
    Attempt,
    AttemptEvent,
    DateRule,
    Question,
    QuestionVersion,
    Quiz,
)
from assessments.rules import accommodations, feedback
from assessments.services.attempts import attempts, conditions
from assessments.services.scheme import scheme
from people.errors import NotAllowed, Refusal
from people.roles import Role
from tests.factories import (
    NOW,
    coordinator_of,
    enrol,
    make_cohort,
    make_edition,
    make_trainer,
    make_user,
    sitting_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting():
    return sitting_of(enrol(None, make_cohort(make_edition())))


def start(sitting, *, key="final", at=NOW) -> Attempt:
    return attempts.start_attempt(sitting_id=sitting.pk, quiz_key=key, at=at, actor=sitting.enrolment.user)


def agree(sitting, **fields) -> Accommodation:
    values = {"extra_time": Decimal("1.5"), "basis": "Өтініш, 12.03", **fields}
    return conditions.agree(
        enrolment_id=sitting.enrolment_id, at=NOW, actor=coordinator_of(sitting.cohort), **values
    )


@pytest.mark.parametrize(
    ("minutes", "factor", "expected"),
    [(60, "1", 60), (60, "1.5", 90), (45, "1.25", 57), (1, "1.01", 2), (60, "3", 180), (0, "2", None)],
)
def test_extra_time_is_the_limit_times_the_factor_rounded_up(minutes, factor, expected):
    allowed = accommodations.time_allowed(minutes, {"extra_time": factor})
    assert allowed == (None if expected is None else timedelta(minutes=expected))


def test_conditions_agreed_are_copied_at_the_start_and_later_changes_do_not_touch_it(sitting):
    agree(sitting, one_per_page=True, large_print=True)
    attempt = start(sitting)
    assert attempt.deadline_at == NOW + timedelta(minutes=90)
    agree(sitting, extra_time=Decimal(1))
    attempt.refresh_from_db()
    assert attempt.deadline_at == NOW + timedelta(minutes=90)
    assert (attempt.per_page, attempt.accommodations["large_print"]) == (1, True)
    assert Accommodation.objects.filter(is_current=True).count() == 1
    assert Accommodation.objects.count() == 2


def test_only_a_coordinator_agrees_conditions_with_a_basis(sitting):
    with pytest.raises(Refusal) as refused:
        agree(sitting, basis=" ")
    assert refused.value.code == "basis_missing"
    with pytest.raises(Refusal):
        agree(sitting, extra_time=Decimal("3.5"))
    with pytest.raises(Refusal):
        conditions.agree(
            enrolment_id=sitting.enrolment_id,
            at=NOW,
            actor=sitting.enrolment.user,
            extra_time=Decimal(2),
            basis="өзім",
        )
    assert not Accommodation.objects.exists()


def test_the_database_knows_the_bounds_of_conditions(sitting):
    row = {"enrolment": sitting.enrolment, "granted_at": NOW, "granted_by": coordinator_of(sitting.cohort)}
    for values, name in (
        ({"extra_time": Decimal("0.9"), "basis": "x"}, "extra_time_one_to_three"),
        ({"breaks": 1, "basis": "x"}, "breaks_have_minutes"),
        ({"basis": ""}, "accommodation_has_basis"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Accommodation.objects.create(**row, **values)


def test_a_scribe_agreed_beforehand_writes_and_stands_in_the_log(sitting, client_for):
    scribe = make_trainer(sitting.cohort)
    agree(sitting, scribe=scribe)
    attempt = start(sitting)
    attempts.save_answer(attempt_id=attempt.pk, position=1, response=["a"], at=NOW, actor=scribe)
    assert attempt.items.get(position=1).steps.get().saved_by == scribe
    page = client_for(scribe).get(reverse("attempt_question", args=[attempt.pk, 1]), {"lang": "en"})
    assert sitting.enrolment.user.full_name in page.content.decode()
    with pytest.raises(Attempt.DoesNotExist):
        attempts.save_answer(
            attempt_id=attempt.pk, position=1, response=["a"], at=NOW, actor=make_trainer(sitting.cohort)
        )


def test_a_break_stops_the_clock_and_answers_wait(sitting):
    agree(sitting, breaks=1, break_minutes=10, extra_time=Decimal(1))
    attempt = start(sitting)
    user, later = sitting.enrolment.user, NOW + timedelta(minutes=20)
    attempts.start_break(attempt_id=attempt.pk, at=later, actor=user)
    with pytest.raises(Refusal) as refused:
        attempts.save_answer(attempt_id=attempt.pk, position=1, response=["a"], at=later, actor=user)
    assert refused.value.code == "on_break"
    attempt = attempts.end_break(attempt_id=attempt.pk, at=later + timedelta(minutes=4), actor=user)
    assert attempt.deadline_at == NOW + timedelta(minutes=64)
    attempts.save_answer(
        attempt_id=attempt.pk, position=1, response=["a"], at=later + timedelta(minutes=4), actor=user
    )
    with pytest.raises(Refusal) as refused:
        attempts.start_break(attempt_id=attempt.pk, at=later + timedelta(minutes=5), actor=user)
    assert refused.value.code == "no_break"


def test_a_break_that_was_never_ended_gives_its_whole_length_and_no_more(sitting):
    agree(sitting, breaks=1, break_minutes=10, extra_time=Decimal(1))
    attempt = start(sitting)
    user = sitting.enrolment.user
    attempts.start_break(attempt_id=attempt.pk, at=NOW, actor=user)
    after = NOW + timedelta(minutes=30)
    attempts.save_answer(attempt_id=attempt.pk, position=1, response=["a"], at=after, actor=user)
    attempt = attempts.end_break(attempt_id=attempt.pk, at=after, actor=user)
    assert attempt.deadline_at == NOW + timedelta(minutes=70)


def test_more_time_is_given_with_a_reason_while_the_attempt_runs(sitting):
    attempt = start(sitting)
    coordinator = coordinator_of(sitting.cohort)
    given = attempts.extend_attempt(
        attempt_id=attempt.pk, minutes=15, at=NOW, actor=coordinator, reason="Жарық өшті."
    )
    assert given.deadline_at == NOW + timedelta(minutes=75)
    assert AttemptEvent.objects.get(kind="extended").note == "+15: Жарық өшті."
    for minutes, reason, actor, code in (
        (15, " ", coordinator, "reason_missing"),
        (0, "себеп", coordinator, "minutes"),
        (15, "себеп", sitting.enrolment.user, "not_allowed"),
    ):
        with pytest.raises(Refusal) as refused:
            attempts.extend_attempt(
                attempt_id=attempt.pk, minutes=minutes, at=NOW, actor=actor, reason=reason
            )
        assert refused.value.code == code


def test_staff_hand_in_for_a_learner_and_it_is_written_down(sitting):
    attempt = start(sitting)
    coordinator = coordinator_of(sitting.cohort)
    closed = attempts.hand_in_for(
        attempt_id=attempt.pk, at=NOW, actor=coordinator, reason="Құрылғы істен шықты."
    )
    assert (closed.closed_how, closed.closed_by, closed.submitted_at) == ("staff", coordinator, NOW)
    assert AttemptEvent.objects.get(kind="helped").actor == coordinator


def test_an_examiner_attests_without_numbers_of_papers(sitting):
    attempt = start(sitting)
    trainer = make_trainer(sitting.cohort)
    attempts.attest(attempt_id=attempt.pk, kind="identity", note="жеке куәлік", at=NOW, actor=trainer)
    with pytest.raises(Refusal) as refused:
        attempts.attest(
            attempt_id=attempt.pk, kind="identity", note="куәлік 900101300123", at=NOW, actor=trainer
        )
    assert refused.value.code == "no_numbers"
    for who in (sitting.enrolment.user, make_user(Role.TRAINER)):
        with pytest.raises(NotAllowed):
            attempts.attest(attempt_id=attempt.pk, kind="identity", note="", at=NOW, actor=who)


def test_another_address_or_browser_is_written_down_once(sitting, client_for):
    client = client_for(sitting.enrolment.user)
    client.post(reverse("attempt_intro", args=[sitting.pk, "final"]), headers={"user-agent": "One"})
    attempt = Attempt.objects.get()
    page = reverse("attempt_question", args=[attempt.pk, 1])
    for agent in ("One", "Two", "Two"):
        client.get(page, headers={"user-agent": agent})
    kinds = list(attempt.events.values_list("kind", "agent"))
    assert kinds == [("started", "One"), ("moved", "Two")]


@pytest.mark.parametrize(("rule", "kept"), [(True, ["focus_lost", "focus_back"]), (False, [])])
def test_focus_is_logged_only_where_the_rules_say_so(client_for, rule, kept):
    edition = make_edition()
    Quiz.objects.update(log_focus=rule)
    sitting = sitting_of(enrol(None, make_cohort(edition)))
    attempt, client = start(sitting), client_for(sitting.enrolment.user)
    for focus in ("lost", "back", "nonsense"):
        answer = client.post(reverse("attempt_focus", args=[attempt.pk]), {"focus": focus})
        assert answer.status_code == 204
    assert [event.kind for event in attempt.events.exclude(kind="started")] == kept
    page = client.get(reverse("attempt_question", args=[attempt.pk, 1])).content.decode()
    assert ("data-focus" in page) is rule


# Modes


@pytest.fixture
def practising():
    """A sitting whose course has a practice beside the final test, with questions of its own."""
    edition = make_edition(questions=5)
    Question.objects.filter(key__in=["A.1.q01", "A.1.q02", "A.1.q03"]).update(is_practice=True)
    Quiz.objects.create(
        edition=edition,
        key="practice",
        mode="practice",
        attempts=0,
        minutes=0,
        feedback="at_once",
        credit="partial",
        blueprint={"1": 2},
        title_texts={"kk": "Жаттығу", "ru": "Тренировка", "en": "Practice"},
    )
    return sitting_of(enrol(None, make_cohort(edition)))


def test_practice_has_no_limit_no_clock_and_no_mark(practising):
    user = practising.enrolment.user
    for number in (1, 2, 3):
        attempt = start(practising, key="practice")
        assert (attempt.number, attempt.deadline_at, attempt.total) == (number, None, 2)
        attempts.submit_attempt(attempt_id=attempt.pk, at=NOW, actor=user)
        attempts.grade_attempt(attempt_id=attempt.pk, at=NOW)
    assert not practising.marks.exists()
    assert start(practising).deadline_at is not None


def test_what_is_shown_in_practice_is_never_asked_in_a_test(practising):
    for key, wanted in (("practice", True), ("final", False)):
        attempt = start(practising, key=key)
        kinds = set(attempt.items.values_list("version__question__is_practice", flat=True))
        assert kinds == {wanted}


def test_practice_stands_on_its_own_page_and_on_the_home_page(practising, client_for):
    client = client_for(practising.enrolment.user)
    page = reverse("practice_list", args=[practising.pk])
    assert "Practise" in client.get(page, {"lang": "en"}).content.decode()
    assert page in client.get(reverse("home")).content.decode()


def test_practice_shows_at_once_what_is_right_and_keeps_the_answer_given(practising, client_for):
    attempt = start(practising, key="practice")
    client = client_for(practising.enrolment.user)
    page = reverse("attempt_question", args=[attempt.pk, 1])
    assert "Себебі осы." not in client.get(page).content.decode()
    client.post(page, {"q1": "b", "s1": "0", "go": "check-1"})
    text = client.get(page, {"lang": "en"}).content.decode()
    assert "Себебі осы." in text
    assert "Not right." in text
    client.post(page, {"q1": "a", "s1": "1", "go": "2"})
    assert attempt.items.get(position=1).response == ["b"]


def test_a_final_test_never_shows_answers_while_it_is_taken(sitting, client_for):
    attempt = start(sitting)
    page = reverse("attempt_question", args=[attempt.pk, 1])
    client_for(sitting.enrolment.user).post(page, {"q1": "b", "s1": "0", "go": "check-1"})
    assert not attempt.items.get(position=1).is_revealed
    with pytest.raises(IntegrityError, match="final_test_is_limited"), transaction.atomic():
        Quiz.objects.update(feedback="at_once")


@pytest.mark.parametrize(
    ("policy", "graded", "window_over", "decided", "score", "answers"),
    [
        ("at_once", True, False, False, True, True),
        ("after", True, False, False, True, True),
        ("after", False, True, False, False, False),
        ("after_window", True, False, False, True, False),
        ("after_window", True, True, False, True, True),
        ("score", True, True, True, True, False),
        ("never", True, True, False, False, False),
        ("never", True, True, True, True, False),
    ],
)
def test_what_is_shown_afterwards_follows_the_policy(policy, graded, window_over, decided, score, answers):
    seen = feedback.shown(policy, is_graded=graded, is_window_over=window_over, is_decided=decided)
    assert (seen.score, seen.answers) == (score, answers)


@pytest.mark.parametrize(("policy", "status"), [("after", 200), ("score", 404), ("never", 404)])
def test_the_answers_page_opens_by_policy(client_for, policy, status):
    edition = make_edition()
    Quiz.objects.update(feedback=policy)
    sitting = sitting_of(enrol(None, make_cohort(edition)))
    attempt, client = start(sitting), client_for(sitting.enrolment.user)
    review = reverse("attempt_review", args=[attempt.pk])
    assert client.get(review).status_code == 404
    attempts.submit_attempt(attempt_id=attempt.pk, at=NOW, actor=sitting.enrolment.user)
    result = client.get(reverse("attempt_result", args=[attempt.pk]), {"lang": "en"}).content.decode()
    assert ("answers are right" in result) is (policy != "never")
    assert client.get(review).status_code == status


def test_several_questions_stand_on_a_page_and_are_saved_together(client_for):
    edition = make_edition(questions=6, draw=6)
    Quiz.objects.update(per_page=5)
    sitting = sitting_of(enrol(None, make_cohort(edition)))
    attempt, client = start(sitting), client_for(sitting.enrolment.user)
    page = reverse("attempt_question", args=[attempt.pk, 7])
    text = client.get(page, {"lang": "en"}).content.decode()
    assert [f'data-position="{place}"' in text for place in (5, 6, 10, 11)] == [False, True, True, False]
    form = {f"q{place}": "a" for place in range(6, 11)} | {f"s{place}": "0" for place in range(6, 11)}
    assert client.post(page, {**form, "go": "11"}).status_code == 302
    assert attempt.items.exclude(response=[]).count() == 5


# Open answers


@pytest.fixture
def with_essay(sitting):
    """An attempt whose first question is open."""
    attempt = start(sitting)
    version = attempt.items.get(position=1).version
    texts = {"stem": "Түсіндіріңіз.", "explanation": "Үлгі.", "guide": "Толық болса 4."}
    QuestionVersion.objects.filter(pk=version.pk).update(
        kind="open", body={"points": 4, "kk": texts, "ru": texts}
    )
    return attempt


def test_an_open_answer_waits_for_its_marker_and_then_the_test_is_graded(with_essay):
    attempt, user = with_essay, with_essay.sitting.enrolment.user
    attempts.save_answer(attempt_id=attempt.pk, position=1, response=["Менің ойым"], at=NOW, actor=user)
    attempts.save_answer(attempt_id=attempt.pk, position=2, response=["a"], at=NOW, actor=user)
    attempts.submit_attempt(attempt_id=attempt.pk, at=NOW, actor=user)
    assert not attempts.grade_attempt(attempt_id=attempt.pk, at=NOW).is_graded
    trainer = make_trainer(attempt.sitting.cohort)
    for points, actor, code in (("4.5", trainer, "points"), ("1.3", trainer, "points")):
        with pytest.raises(Refusal) as refused:
            mark(attempt, points, actor)
        assert refused.value.code == code
    with pytest.raises(NotAllowed):
        mark(attempt, "4", user)
    mark(attempt, "4", trainer)
    attempt.refresh_from_db()
    assert (attempt.is_graded, attempt.correct, attempt.percent) == (True, 2, Decimal(50))


def mark(attempt, points: str, actor):
    return attempts.mark_open_answer(
        attempt_id=attempt.pk, position=1, points=Decimal(points), comment="", at=NOW, actor=actor
    )


def test_an_open_question_left_empty_waits_for_nobody(with_essay):
    attempt = with_essay
    attempts.submit_attempt(attempt_id=attempt.pk, at=NOW, actor=attempt.sitting.enrolment.user)
    assert attempts.grade_attempt(attempt_id=attempt.pk, at=NOW).percent == 0


def test_a_cohort_is_not_concluded_while_an_open_answer_waits_for_its_marks(with_essay):
    attempt, cohort = with_essay, with_essay.sitting.cohort
    actor = attempt.sitting.enrolment.user
    attempts.save_answer(attempt_id=attempt.pk, position=1, response=["Ой"], at=NOW, actor=actor)
    attempts.submit_attempt(attempt_id=attempt.pk, at=NOW, actor=actor)
    type(cohort).objects.update(status="assessing")
    with pytest.raises(Refusal) as refused:
        scheme.conclude_cohort(cohort_id=cohort.pk, at=NOW, actor=coordinator_of(cohort))
    assert refused.value.code == "answers_waiting"
    assert not attempt.sitting.results.exists()


def test_answers_open_after_the_window_and_after_the_last_who_sits(client_for):
    edition = make_edition()
    Quiz.objects.update(feedback="after_window")
    cohort = make_cohort(edition)
    first, late = sitting_of(enrol(None, cohort)), sitting_of(enrol(None, cohort))
    attempt, other = start(first), start(late)
    attempts.submit_attempt(attempt_id=attempt.pk, at=NOW, actor=first.enrolment.user)
    client, review = client_for(first.enrolment.user), reverse("attempt_review", args=[attempt.pk])
    attempts.grade_attempt(attempt_id=attempt.pk, at=NOW)
    DateRule.objects.filter(kind="quiz").delete()
    assert client.get(review).status_code == 200  # no window: nothing to wait for
    over = timezone.now() - timedelta(minutes=1)
    DateRule.objects.create(
        cohort=cohort, kind="quiz", key="final", opens_at=over - timedelta(days=1), closes_at=over
    )
    Attempt.objects.filter(pk=other.pk).update(deadline_at=timezone.now() + timedelta(minutes=30))
    assert client.get(review).status_code == 404
    attempts.submit_attempt(attempt_id=other.pk, at=NOW, actor=late.enrolment.user)
    assert client.get(review).status_code == 200

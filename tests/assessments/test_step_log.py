"""The step log: saves, retries, late arrivals, two windows, handing in and the deadline, in any order of arrival."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.models import AnswerStep, Attempt
from assessments.rules import steps
from assessments.services.attempts import attempts
from tests.factories import NOW, enrol, make_cohort, make_edition, sitting_of

ANSWERS = st.sampled_from(["a", "b", "c", "d"])


def fold(arrivals) -> tuple[steps.Standing, list[str]]:
    standing, outcomes = steps.Standing(), []
    for arrival in arrivals:
        standing, outcome = steps.arrive(standing, arrival)
        outcomes.append(outcome)
    return standing, outcomes


@st.composite
def one_window(draw):
    """What a window sent, in order, and the same as it arrived: mixed up, with repeats."""
    sent = [
        steps.Arrival(response=(answer,), client="w", client_number=number, seen=0)
        for number, answer in enumerate(draw(st.lists(ANSWERS, min_size=1, max_size=8)), start=1)
    ]
    repeats = draw(st.lists(st.sampled_from(sent), max_size=6))
    return sent, draw(st.permutations(sent + repeats))


@given(one_window())
def test_any_order_of_arrival_ends_where_the_ordered_log_does(case):
    sent, arrived = case
    assert fold(arrived)[0].response == fold(sent)[0].response == sent[-1].response


@given(one_window())
def test_a_windows_own_answers_are_never_called_stale(case):
    assert steps.STALE not in fold(case[1])[1]


@given(st.lists(st.tuples(st.sampled_from(["one", "two"]), ANSWERS), max_size=12))
def test_no_window_replaces_an_answer_it_has_not_seen(moves):
    """Two windows that never reload: whoever answers first, the other is told each time it differs."""
    standing, knows, numbers = steps.Standing(), {"one": 0, "two": 0}, {"one": 0, "two": 0}
    for window, answer in moves:
        numbers[window] += 1
        before = standing
        arrival = steps.Arrival((answer,), window, numbers[window], knows[window])
        standing, outcome = steps.arrive(standing, arrival)
        if outcome == steps.COUNTED:
            assert knows[window] == before.sequence or before.client == window
            knows[window] = standing.sequence
        elif outcome == steps.STALE:
            assert standing == before
            knows[window] = standing.sequence  # it is shown what stands


@given(st.lists(st.tuples(ANSWERS, st.none() | st.integers(0, 3)), max_size=8))
def test_the_sequence_only_grows_and_counts_the_answers_that_counted(rows):
    standing, outcomes = fold(steps.Arrival((answer,), "", 0, seen) for answer, seen in rows)
    assert standing.sequence == outcomes.count(steps.COUNTED)


@pytest.mark.parametrize(
    ("standing", "arrival", "outcome"),
    [
        (steps.Standing(), steps.Arrival(("a",), "w", 1, 0), steps.COUNTED),
        (steps.Standing(("a",), 1, "w", 1), steps.Arrival(("a",), "w", 1, 0), steps.SAME),
        (steps.Standing(("a",), 1, "w", 2), steps.Arrival(("b",), "w", 1, 0), steps.LATE),
        (steps.Standing(("a",), 1, "w", 1), steps.Arrival((), "w", 2, 0), steps.COUNTED),  # taken back
        (steps.Standing(("a",), 1, "w", 1), steps.Arrival(("b",), "x", 1, 0), steps.STALE),
        (steps.Standing(("a",), 1, "w", 1), steps.Arrival((), "x", 1, 0), steps.SAME),
        (steps.Standing(("a",), 1, "w", 1), steps.Arrival(("b",), "x", 1, 1), steps.COUNTED),
        (steps.Standing(("a",), 1, "w", 1), steps.Arrival(("b",), "", 0, None), steps.COUNTED),
    ],
)
def test_what_becomes_of_an_arrival(standing, arrival, outcome):
    assert steps.arrive(standing, arrival)[1] == outcome


@pytest.fixture
def sitting(db):
    return sitting_of(enrol(None, make_cohort(make_edition())))


def begin(sitting) -> Attempt:
    Attempt.objects.filter(sitting=sitting).update(number=0, status="voided")
    Attempt.objects.filter(sitting=sitting).delete()
    return attempts.start_attempt(
        sitting_id=sitting.pk, quiz_key="final", at=NOW, actor=sitting.enrolment.user
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    arrived=st.permutations([(number, answer) for number, answer in enumerate("abcab", start=1)] * 2),
    ends_after=st.integers(0, 10),
    ending=st.sampled_from(["submit", "expiry"]),
)
@pytest.mark.django_db
def test_what_was_acknowledged_before_the_end_is_in_the_paper(sitting, arrived, ends_after, ending):
    """Interleave saves, repeats and the end; then the paper holds the acknowledged answer with the highest number."""
    user = sitting.enrolment.user
    AnswerStep.objects.all().delete()
    Attempt.objects.all().update(status="voided")
    attempt = attempts.start_attempt(sitting_id=sitting.pk, quiz_key="final", at=NOW, actor=user)
    known: dict[int, str] = {}
    for place, (number, answer) in enumerate(arrived):
        is_over = place >= ends_after
        if place == ends_after:
            if ending == "submit":
                attempts.submit_attempt(attempt_id=attempt.pk, at=NOW, actor=user)
            else:
                attempts.close_overdue(at=attempt.deadline_at + timedelta(seconds=1))
        at = attempt.deadline_at + timedelta(seconds=2) if is_over else NOW
        with pytest.raises(attempts.AttemptClosed) if is_over else nullcontext():
            attempts.save_answer(
                attempt_id=attempt.pk,
                position=1,
                response=[answer],
                client="w",
                number=number,
                seen=0,
                at=at,
                actor=user,
            )
            known[number] = answer
    item = attempt.items.get(position=1)
    assert item.response == ([known[max(known)]] if known else [])
    logged = {step.client_number: step.response for step in item.steps.all()}
    assert all(logged.get(number, [answer]) == [answer] for number, answer in known.items())
    assert item.sequence == item.steps.filter(is_late=False).count()
    attempts.close_overdue(at=attempt.deadline_at + timedelta(minutes=1))
    attempt.refresh_from_db()
    assert attempt.is_graded
    assert attempt.transitions.filter(to_status__in=["submitted", "expired"]).count() == 1

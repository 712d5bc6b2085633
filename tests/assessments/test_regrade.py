"""A bad question after the sitting: every paper alike, decided results only by the commission, nothing by halves."""

import os
import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from assessments.audit import breaches
from assessments.models import (
    Attempt,
    AttemptItem,
    ItemDecision,
    Mark,
    QuestionVersion,
    Quiz,
    RegradeEffect,
    Result,
)
from assessments.rules.scheme import content_hash
from assessments.services.attempts import attempts
from assessments.services.decisions import regrade, results
from assessments.services.marking import marking
from people import notify
from people.errors import NotAllowed, Refusal
from people.models import Notification, User
from people.roles import Role
from tests.assessments.items.examples import EXAMPLES
from tests.factories import (
    NOW,
    coordinator_of,
    enrol,
    give_mark,
    make_cohort,
    make_edition,
    make_user,
    sitting_of,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
COMMISSION = "Аттестаттау комиссиясы, № 3 хаттама"
Q1, Q2, Q3, Q4 = "A.1.q01", "A.1.q02", "A.2.q01", "A.2.q02"


@pytest.fixture
def cohort(db):
    """A cohort whose papers hold all four questions of the bank."""
    return make_cohort(make_edition(questions=2))


@pytest.fixture
def boss(cohort) -> User:
    return coordinator_of(cohort)


def version(key: str = Q1) -> QuestionVersion:
    return QuestionVersion.objects.get(question__key=key, number=1)


def begin(cohort, user=None, *, sitting=None, at=NOW) -> Attempt:
    sitting = sitting or sitting_of(enrol(user, cohort))
    return attempts.start_attempt(
        sitting_id=sitting.pk, quiz_key="final", at=at, actor=sitting.enrolment.user
    )


def hand_in(attempt: Attempt, at=NOW) -> Attempt:
    attempts.submit_attempt(attempt_id=attempt.pk, at=at, actor=attempt.sitting.enrolment.user)
    return attempts.grade_attempt(attempt_id=attempt.pk, at=at)


def sit(cohort, answers: dict[str, str], user=None, **more) -> Attempt:
    """A graded attempt; what `answers` does not name is answered right."""
    attempt = begin(cohort, user, **more)
    for item in attempt.items.select_related("version__question"):
        attempts.save_answer(
            attempt_id=attempt.pk,
            position=item.position,
            response=[answers.get(item.version.question.key, "a")],
            at=attempt.started_at,
            actor=attempt.sitting.enrolment.user,
        )
    return hand_in(attempt, at=attempt.started_at)


def told_anew():
    """What people were told of scoring anew, beside what they are told of decided results."""
    return Notification.objects.filter(kind="regraded")


def conclude(attempt: Attempt) -> Result:
    give_mark(attempt.sitting, "project", "9", maximum="12")
    give_mark(attempt.sitting, "self_study", "8", maximum="10")
    return results.decide_result(sitting_id=attempt.sitting_id, at=NOW)


def decide(actor, action="void", detail=None, *, key=Q1, commission="", at=LATER) -> ItemDecision:
    return regrade.decide(
        version_id=version(key).pk,
        action=action,
        detail=detail or {},
        reason="Екі жауап та дұрыс.",
        commission=commission,
        at=at,
        actor=actor,
    )


def now(attempt: Attempt) -> tuple[int | None, str]:
    """Right answers and the percent as the database holds them."""
    attempt.refresh_from_db()
    return attempt.correct, f"{attempt.percent:.2f}"


def mark_of(attempt: Attempt) -> Mark:
    return Mark.objects.current().get(sitting=attempt.sitting_id, component="test")


def refused(code: str):
    return pytest.raises(Refusal, check=lambda error: error.code == code)


WRONG = {Q1: "b", Q2: "b", Q3: "c"}


@pytest.mark.parametrize(
    ("action", "detail", "after"),
    [
        ("void", {}, (1, "33.33")),
        ("full_marks", {}, (2, "50.00")),
        ("change_key", {"correct": ["b"]}, (2, "50.00")),
        ("change_key", {"correct": ["c"]}, (1, "25.00")),
        ("accept", {"accept": ["b"]}, (2, "50.00")),
        ("accept", {"accept": ["d"]}, (1, "25.00")),
    ],
)
def test_an_undecided_sitting_gets_its_new_mark_and_keeps_the_old_one_in_its_history(
    cohort, boss, action, detail, after
):
    attempt = sit(cohort, WRONG)
    body, answers = version().body, list(attempt.items.values_list("response", flat=True))
    first = mark_of(attempt)
    assert (first.value, now(attempt)) == (Decimal(25), (1, "25.00"))
    decision = decide(boss, action, detail)
    assert now(attempt) == after
    mark = mark_of(attempt)
    assert f"{mark.value:.2f}" == after[1]
    if after[1] != "25.00":
        assert (mark.replaces, mark.attempt, mark.reason) == (first, attempt, decision.reason)
        effect = RegradeEffect.objects.get()
        assert (effect.percent_before, effect.told_at, effect.amendment) == (Decimal(25), LATER, None)
        assert effect.band_before == "not_passed"
    else:
        assert (mark, RegradeEffect.objects.count()) == (first, 0)
    assert version().body == body
    assert list(attempt.items.values_list("response", flat=True)) == answers
    assert list(breaches()) == []


def test_a_flip_is_seen_where_the_band_changes_sides(cohort, boss):
    attempt = sit(cohort, WRONG)
    decide(boss, "accept", {"accept": ["b"]})
    effect = RegradeEffect.objects.get(attempt=attempt)
    assert (effect.band_before, effect.band_after) == ("not_passed", "satisfactory")
    told = told_anew().get()
    assert told.user == attempt.sitting.enrolment.user
    assert told.context["tests"][0] | {"title": ""} == {
        "title": "",
        "before": "25.000000",
        "after": "50.000000",
        "flip": "up",
        "amended": False,
    }


def test_the_new_mark_may_be_the_last_one_missing_for_nothing_and_decides_when_all_are_there(cohort, boss):
    attempt = sit(cohort, WRONG)
    give_mark(attempt.sitting, "project", "9", maximum="12")
    give_mark(attempt.sitting, "self_study", "8", maximum="10")
    assert not Result.objects.exists()
    decide(boss, "full_marks")
    result = Result.objects.get()
    assert (result.score, result.decision) == (Decimal(50), "passed")


def test_without_a_commission_nothing_of_a_decided_result_moves(cohort, boss):
    attempt = sit(cohort, WRONG)
    result, mark = conclude(attempt), mark_of(attempt)
    scores = list(attempt.items.values_list("score", flat=True))
    decision = decide(boss, "full_marks")
    assert now(attempt) == (1, "25.00")
    assert list(attempt.items.values_list("score", flat=True)) == scores
    assert (mark_of(attempt), Result.objects.get()) == (mark, result)
    effect = decision.effects.get()
    assert (effect.amendment, effect.told_at, effect.percent_after) == (None, None, Decimal(50))
    assert list(regrade.waiting_effects()) == [effect]
    assert not told_anew().exists()
    assert list(breaches()) == []


def test_the_commission_amends_those_who_waited_once(cohort, boss):
    attempt = sit(cohort, WRONG)
    result = conclude(attempt)
    decision = decide(boss, "full_marks")
    amend = {"decision_id": decision.pk, "at": LATER, "actor": boss}
    with refused("commission_missing"):
        regrade.amend_waiting(commission=" ", **amend)
    assert regrade.amend_waiting(commission=COMMISSION, **amend) == 1
    assert regrade.amend_waiting(commission=COMMISSION, **amend) == 0
    second = Result.objects.current().get()
    assert (second.amends, second.decision, second.commission) == (result, "passed", COMMISSION)
    assert second.amendment_reason == decision.reason
    assert (now(attempt), mark_of(attempt).value) == ((2, "50.00"), Decimal(50))
    effect = decision.effects.get()
    assert (effect.amendment, effect.told_at) == (second, LATER)
    assert told_anew().get().context["tests"][0]["amended"] is True
    assert list(breaches()) == []


def test_with_a_commission_decided_and_undecided_change_at_once(cohort, boss):
    decided, undecided = sit(cohort, WRONG), sit(cohort, WRONG)
    conclude(decided)
    decision = decide(boss, "full_marks", commission=COMMISSION)
    assert (now(decided), now(undecided)) == ((2, "50.00"), (2, "50.00"))
    assert Result.objects.current().get().is_passed
    assert decision.effects.filter(amendment__isnull=False).get().attempt == decided
    assert told_anew().count() == 2
    assert not regrade.waiting_effects().exists()
    assert list(breaches()) == []


def test_a_pass_can_be_lost_and_is_told_in_words_of_its_own(cohort, boss):
    attempt = sit(cohort, {Q2: "b", Q3: "b"}, make_user(Role.LEARNER, language="en"))
    assert conclude(attempt).is_passed
    decision = decide(boss, "change_key", {"correct": ["c"]}, commission=COMMISSION)
    assert not Result.objects.current().get().is_passed
    notify.mail(notification_id=told_anew().get().pk, at=LATER)
    letter = mail.outbox[0]
    assert letter.subject == "Your test was scored anew"
    assert "50 % before, 25 % now." in letter.body
    assert "The commission has amended your result: the course is not passed." in letter.body
    assert f"/attempts/{attempt.pk}/result/" in letter.body
    assert "&" not in letter.body
    regrade.cancel(decision_id=decision.pk, reason="Қате шешім.", at=LATER, actor=boss)
    assert not Result.objects.current().get().is_passed


def test_nobody_amends_their_own_result(cohort, boss):
    own, other = sit(cohort, WRONG, boss), sit(cohort, WRONG)
    conclude(own)
    conclude(other)
    decision = decide(boss, "full_marks", commission=COMMISSION)
    assert (now(own), now(other)) == ((1, "25.00"), (2, "50.00"))
    assert regrade.waiting_effects().get().attempt == own
    with refused("own_result"):
        regrade.amend_waiting(decision_id=decision.pk, commission=COMMISSION, at=LATER, actor=boss)
    second = make_user(Role.COORDINATOR)
    regrade.amend_waiting(decision_id=decision.pk, commission=COMMISSION, at=LATER, actor=second)
    assert now(own) == (2, "50.00")
    assert list(breaches()) == []


def test_a_repeat_returns_the_decision_and_changes_nothing(cohort, boss):
    attempt = sit(cohort, WRONG)
    first = decide(boss, "accept", {"accept": ["b"]})
    marks = Mark.objects.count()
    assert decide(boss, "accept", {"accept": ["b"]}, at=LATER + timedelta(hours=1)) == first
    assert (Mark.objects.count(), told_anew().count(), now(attempt)) == (marks, 1, (2, "50.00"))
    with refused("standing"):
        regrade.dry_run(version_id=version().pk, action="accept", detail={"accept": ["b"]}, at=LATER)


def test_taking_back_restores_what_was_and_names_what_it_takes_back(cohort, boss):
    attempt = sit(cohort, WRONG)
    decision = decide(boss, "full_marks")
    row = regrade.cancel(decision_id=decision.pk, reason="Сұрақ дұрыс екен.", at=LATER, actor=boss)
    assert (row.cancels, row.effects.get().percent_after) == (decision, Decimal(25))
    assert (now(attempt), mark_of(attempt).value) == ((1, "25.00"), Decimal(25))
    again = regrade.cancel(decision_id=decision.pk, reason="Тағы.", at=LATER, actor=boss)
    assert again == row
    with refused("cancellation"):
        regrade.cancel(decision_id=row.pk, reason="Жоқ.", at=LATER, actor=boss)
    assert decide(boss, "full_marks").pk not in {decision.pk, row.pk}
    assert now(attempt) == (2, "50.00")
    assert list(breaches()) == []


def test_taking_back_what_a_commission_carried_out_waits_for_the_commission_too(cohort, boss):
    attempt = sit(cohort, WRONG)
    conclude(attempt)
    decision = decide(boss, "full_marks", commission=COMMISSION)
    row = regrade.cancel(decision_id=decision.pk, reason="Сұрақ дұрыс екен.", at=LATER, actor=boss)
    assert (now(attempt), Result.objects.current().get().is_passed) == ((2, "50.00"), True)
    with refused("cancelled"):
        regrade.amend_waiting(decision_id=decision.pk, commission=COMMISSION, at=LATER, actor=boss)
    assert regrade.amend_waiting(decision_id=row.pk, commission=COMMISSION, at=LATER, actor=boss) == 1
    assert (now(attempt), Result.objects.current().get().is_passed) == ((1, "25.00"), False)
    assert Result.objects.count() == 3
    assert list(breaches()) == []


def test_while_a_cancellation_waits_the_paper_keeps_what_it_cancels(cohort, boss):
    attempt = sit(cohort, WRONG)
    conclude(attempt)
    decision = decide(boss, "full_marks", commission=COMMISSION)
    row = regrade.cancel(decision_id=decision.pk, reason="Сұрақ дұрыс екен.", at=LATER, actor=boss)
    decide(boss, "full_marks", key=Q2, commission=COMMISSION)
    assert now(attempt) == (3, "75.00")
    regrade.amend_waiting(decision_id=row.pk, commission=COMMISSION, at=LATER, actor=boss)
    assert now(attempt) == (2, "50.00")
    effect = row.effects.get()
    assert (effect.percent_before, effect.percent_after) == (Decimal(75), Decimal(50))
    assert list(breaches()) == []


def test_taking_back_what_still_waited_leaves_nothing_to_amend(cohort, boss):
    attempt = sit(cohort, WRONG)
    conclude(attempt)
    decision = decide(boss, "full_marks")
    row = regrade.cancel(decision_id=decision.pk, reason="Сұрақ дұрыс екен.", at=LATER, actor=boss)
    assert not row.effects.exists()
    assert not regrade.waiting_effects().exists()
    assert now(attempt) == (1, "25.00")


def test_two_decisions_wait_apart_and_each_commission_carries_out_its_own(cohort, boss):
    attempt = sit(cohort, WRONG)
    conclude(attempt)
    first, second = decide(boss, "full_marks"), decide(boss, "full_marks", key=Q2)
    assert [effect.percent_after for effect in RegradeEffect.objects.all()] == [Decimal(50), Decimal(50)]
    regrade.amend_waiting(decision_id=second.pk, commission=COMMISSION, at=LATER, actor=boss)
    assert now(attempt) == (2, "50.00")
    regrade.amend_waiting(decision_id=first.pk, commission=COMMISSION, at=LATER, actor=boss)
    assert now(attempt) == (3, "75.00")
    effect = first.effects.get()
    assert (effect.percent_before, effect.percent_after) == (Decimal(50), Decimal(75))
    assert list(breaches()) == []


def test_every_question_left_out_makes_nothing_percent(cohort, boss):
    attempt = sit(cohort, {Q1: "b"})
    for key in (Q1, Q2, Q3, Q4):
        decide(boss, key=key)
    assert now(attempt) == (0, "0.00")
    assert list(breaches()) == []


def test_only_the_number_of_right_answers_changes_where_the_percent_stays(cohort, boss):
    attempt = sit(cohort, {})
    conclude(attempt)
    decide(boss)
    assert now(attempt) == (3, "100.00")
    assert not RegradeEffect.objects.exists()
    assert not told_anew().exists()
    assert list(breaches()) == []


def test_what_is_not_graded_yet_follows_by_itself_and_what_is_voided_stays(cohort, boss):
    running, voided = begin(cohort), sit(cohort, WRONG)
    attempts.void_attempt(attempt_id=voided.pk, at=NOW, actor=boss, reason="Бөтен адам отырды.")
    decide(boss, "full_marks")
    running.refresh_from_db()
    assert (running.status, running.percent) == ("in_progress", None)
    assert now(voided) == (1, "25.00")
    assert now(hand_in(running)) == (1, "25.00")
    assert not RegradeEffect.objects.exists()
    assert list(breaches()) == []


def test_an_individual_decision_stands_and_the_result_with_it(cohort, boss):
    attempt = sit(cohort, WRONG)
    marking.override_mark(
        sitting_id=attempt.sitting_id,
        component="test",
        value=Decimal(60),
        reason="Апелляция.",
        at=NOW,
        actor=boss,
    )
    result = conclude(attempt)
    decide(boss, "full_marks")
    assert now(attempt) == (2, "50.00")
    assert (mark_of(attempt).value, Result.objects.get()) == (Decimal(60), result)
    assert not regrade.waiting_effects().exists()


def test_an_earlier_attempt_does_not_take_the_mark_of_the_later_one():
    edition = make_edition(questions=2)
    Quiz.objects.update(attempts=2)
    cohort = make_cohort(edition)
    first = sit(cohort, WRONG)
    second = sit(cohort, {Q2: "b"}, sitting=first.sitting, at=NOW + timedelta(minutes=1))
    decide(coordinator_of(cohort), "full_marks")
    assert (now(first), now(second)) == ((2, "50.00"), (3, "75.00"))
    assert mark_of(second).attempt == second
    assert mark_of(second).value == Decimal(75)
    assert told_anew().count() == 1


def test_a_score_the_test_keeps_hidden_is_not_told():
    edition = make_edition(questions=2)
    Quiz.objects.update(feedback="never")
    cohort = make_cohort(edition)
    sit(cohort, WRONG, make_user(Role.LEARNER, language="en"))
    decide(coordinator_of(cohort), "full_marks")
    told = told_anew().get()
    assert told.context["tests"][0]["after"] == told.context["tests"][0]["flip"] == ""
    notify.mail(notification_id=told.pk, at=LATER)
    assert "50" not in mail.outbox[0].body.replace(told.url, "")


@pytest.fixture
def open_question(cohort):
    row = version()
    body = EXAMPLES["open"]
    QuestionVersion.objects.filter(pk=row.pk).update(kind="open", body=body, content_hash=content_hash(body))
    return version()


def write(cohort, points: str | None) -> Attempt:
    """An attempt with a right answer to everything and a text, marked with so many of four points."""
    attempt = begin(cohort)
    for item in attempt.items.select_related("version"):
        answer = "Мәтін." if item.version.kind == "open" else "a"
        attempts.save_answer(
            attempt_id=attempt.pk,
            position=item.position,
            response=[answer],
            at=NOW,
            actor=attempt.sitting.enrolment.user,
        )
    hand_in(attempt)
    if points is not None:
        attempts.mark_open_answer(
            attempt_id=attempt.pk,
            position=attempt.items.get(version__kind="open").position,
            points=Decimal(points),
            comment="",
            at=NOW,
            actor=make_user(Role.TRAINER),
        )
    attempt.refresh_from_db()
    return attempt


def test_an_open_answer_gets_full_marks_and_its_own_mark_back(open_question, cohort, boss):
    attempt = write(cohort, "1")
    assert now(attempt) == (3, "75.00")
    for action in ("change_key", "accept"):
        with refused("action"):
            decide(boss, action, {"accept": ["x"]})
    decision = decide(boss, "full_marks")
    assert now(attempt) == (4, "100.00")
    regrade.cancel(decision_id=decision.pk, reason="Қайта қаралды.", at=LATER, actor=boss)
    assert now(attempt) == (3, "75.00")
    assert attempt.items.get(version=open_question).score == Decimal("0.25")
    assert list(breaches()) == []


def test_a_decision_is_not_taken_back_where_an_answer_was_never_marked(open_question, cohort, boss):
    attempt = write(cohort, None)
    assert not attempt.is_graded
    decision = decide(boss)
    attempts.grade_attempt(attempt_id=attempt.pk, at=LATER)
    assert now(attempt) == (3, "100.00")
    with refused("unmarked"):
        regrade.cancel(decision_id=decision.pk, reason="Керек емес.", at=LATER, actor=boss)
    assert ItemDecision.objects.get() == decision


@pytest.mark.parametrize("role", [Role.LEARNER, Role.TRAINER, Role.METHODOLOGIST])
def test_only_coordinators_and_administrators_decide(cohort, boss, role):
    sit(cohort, WRONG)
    decision, actor = decide(boss), make_user(role)
    with pytest.raises(NotAllowed):
        decide(actor, "full_marks")
    with pytest.raises(NotAllowed):
        regrade.cancel(decision_id=decision.pk, reason="x", at=LATER, actor=actor)
    with pytest.raises(NotAllowed):
        regrade.amend_waiting(decision_id=decision.pk, commission="x", at=LATER, actor=actor)
    decide(make_user(Role.ADMINISTRATOR), "full_marks")


@pytest.mark.parametrize(
    ("action", "detail", "code"),
    [
        ("change_key", {}, "detail"),
        ("change_key", {"correct": []}, "detail"),
        ("change_key", {"correct": ["z"]}, "detail"),
        ("change_key", {"correct": ["a"]}, "detail"),
        ("change_key", {"correct": ["b", "c"]}, "detail"),
        ("change_key", {"value": "3"}, "detail"),
        ("accept", {}, "detail"),
        ("accept", {"accept": ["z"]}, "detail"),
        ("accept", {"accept": ["a"]}, "detail"),
        ("accept", {"accept": ["b", "z"]}, "detail"),
        ("accept", {"accept": [[]]}, "detail"),
        ("delete", {}, "action"),
    ],
)
def test_what_does_not_fit_the_question_is_refused_and_nothing_is_kept(cohort, boss, action, detail, code):
    sit(cohort, WRONG)
    with refused(code):
        decide(boss, action, detail)
    with refused(code):
        regrade.dry_run(version_id=version().pk, action=action, detail=detail, at=LATER)
    assert not ItemDecision.objects.exists()


BAD_DETAILS = [
    ("multiple", {"accept": [["a", "z"]]}),
    ("matching", {"accept": [["l1:r1"]]}),
    ("ordering", {"accept": [["a:1", "b:1", "c:2", "d:3"]]}),
    ("numeric", {"accept": ["many"]}),
    ("numeric", {"accept": ["12,4"]}),
    ("short_text", {"accept": [" КЕДЕРГІ "]}),
    ("short_text", {"accept": [""]}),
]


@pytest.mark.parametrize(("kind", "detail"), BAD_DETAILS)
def test_each_kind_refuses_answers_that_are_none_or_right_already(db, kind, detail):
    make_edition(questions=1, draw=1)
    QuestionVersion.objects.filter(pk=version().pk).update(kind=kind, body=EXAMPLES[kind])
    with refused("detail"):
        regrade.dry_run(version_id=version().pk, action="accept", detail=detail, at=LATER)


@pytest.mark.parametrize("what", ["reason_missing"])
def test_a_decision_needs_its_reason(cohort, boss, what):
    with refused(what):
        regrade.decide(version_id=version().pk, action="void", detail={}, reason=" ", at=LATER, actor=boss)
    with refused(what):
        regrade.cancel(decision_id=decide(boss).pk, reason="", at=LATER, actor=boss)


def test_the_dry_run_says_what_deciding_does_and_writes_nothing(cohort, boss):
    sides = [sit(cohort, answers) for answers in ({}, {Q1: "b"}, WRONG, {Q1: "b", Q2: "b", Q3: "b", Q4: "b"})]
    conclude(sides[2])
    begin(cohort)
    plan = regrade.dry_run(version_id=version().pk, action="full_marks", detail={}, at=LATER)
    assert [row.flip for row in plan.rows] == ["up", "", "", ""]
    assert (plan.changed, plan.up, plan.down, plan.decided, plan.documents) == (3, 1, 0, 1, 1)
    first = plan.rows[0]
    assert (first.attempt, first.decision_before, first.decision_after) == (sides[2], "not_passed", "passed")
    assert (first.band_before, first.band_after) == ("not_passed", "satisfactory")
    assert plan.rows[-1].attempt == sides[0]
    assert plan.rows[1].decision_after == "pending"
    assert not ItemDecision.objects.exists()
    assert [now(one)[1] for one in sides] == ["100.00", "75.00", "25.00", "0.00"]
    expected = {row.attempt.pk: row.percent_after for row in plan.rows}
    decide(boss, "full_marks", commission=COMMISSION)
    assert {one.pk: one.percent for one in Attempt.objects.filter(pk__in=expected)} == expected


def test_the_dry_run_costs_the_same_for_two_and_for_twelve(cohort):
    for _turn in range(2):
        conclude(sit(cohort, WRONG))

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            regrade.dry_run(version_id=version().pk, action="full_marks", detail={}, at=LATER)
        return len(asked)

    few = cost()
    for _turn in range(10):
        conclude(sit(cohort, WRONG))
    assert cost() == few
    assert few <= 13


def test_what_was_shown_has_a_name_and_another_state_another_one(cohort):
    def digest(action: str) -> str:
        return regrade.dry_run(version_id=version().pk, action=action, detail={}, at=LATER).digest

    sit(cohort, WRONG)
    first = digest("void")
    assert digest("void") == first != digest("full_marks")
    sit(cohort, WRONG)
    assert digest("void") != first


@pytest.mark.parametrize("broken", ["tell", "amend_result"])
def test_a_failure_in_the_middle_leaves_nothing(cohort, boss, monkeypatch, broken):
    decided, undecided = sit(cohort, WRONG), sit(cohort, WRONG)
    conclude(decided)
    before = list(Mark.objects.order_by("pk").values_list("pk", "is_current", "value"))

    def fail(**kwargs):
        raise RuntimeError("the power went")

    monkeypatch.setattr(notify if broken == "tell" else results, broken, fail)
    with pytest.raises(RuntimeError, match="power"):
        decide(boss, "full_marks", commission=COMMISSION)
    assert list(Mark.objects.order_by("pk").values_list("pk", "is_current", "value")) == before
    assert (now(decided), now(undecided)) == ((1, "25.00"), (1, "25.00"))
    assert Result.objects.count() == 1
    for rows in (ItemDecision.objects, RegradeEffect.objects, told_anew()):
        assert not rows.exists()
    assert set(AttemptItem.objects.filter(version=version()).values_list("score", flat=True)) == {Decimal(0)}


def _at_once(*works) -> list:
    """Run the works in threads of their own, each with its connection; what each returned or raised."""
    found: list = [None] * len(works)
    ready = threading.Barrier(len(works))

    def run(place: int, work) -> None:
        try:
            ready.wait(timeout=10)
            found[place] = work()
        except Exception as error:
            found[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[place, work]) for place, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return found


on_postgresql = pytest.mark.skipif(
    "TIREK_TEST_DATABASE_URL" not in os.environ, reason="two writers at once need PostgreSQL"
)


@pytest.mark.slow
@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_two_equal_decisions_at_once_are_one():
    cohort = make_cohort(make_edition(questions=2))
    boss, attempt = coordinator_of(cohort), sit(cohort, WRONG)
    found = _at_once(lambda: decide(boss, "full_marks"), lambda: decide(boss, "full_marks"))
    assert found[0] == found[1] == ItemDecision.objects.get()
    assert (now(attempt), told_anew().count()) == ((2, "50.00"), 1)


@pytest.mark.slow
@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_decisions_about_two_questions_of_one_paper_add_up():
    cohort = make_cohort(make_edition(questions=2))
    boss, papers = coordinator_of(cohort), [sit(cohort, WRONG) for _turn in range(4)]
    found = _at_once(
        lambda: decide(boss, "full_marks"),
        lambda: decide(boss, "full_marks", key=Q2),
        lambda: decide(boss, "full_marks", key=Q3),
    )
    assert all(isinstance(one, ItemDecision) for one in found), found
    assert [now(paper) for paper in papers] == [(4, "100.00")] * 4
    assert list(breaches()) == []


@pytest.mark.slow
@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_paper_being_graded_is_waited_for():
    """Grading holds the sitting; the decision waits for it and then finds the attempt graded."""
    cohort = make_cohort(make_edition(questions=2))
    boss, attempt = coordinator_of(cohort), begin(cohort)
    attempts.submit_attempt(attempt_id=attempt.pk, at=NOW, actor=attempt.sitting.enrolment.user)
    Attempt.objects.filter(pk=attempt.pk).update(status="submitted", percent=None)
    found: list = []

    def run() -> None:
        found.append(decide(boss, "full_marks"))
        connection.close()

    second = threading.Thread(target=run)
    with transaction.atomic():
        attempts.grade_attempt(attempt_id=attempt.pk, at=NOW)
        second.start()
        second.join(timeout=0.7)
        assert second.is_alive()
    second.join(timeout=20)
    assert found
    assert now(attempt) == (1, "25.00")
    assert RegradeEffect.objects.get().percent_before == 0

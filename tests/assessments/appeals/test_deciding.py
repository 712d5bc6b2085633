"""The decision on an appeal: who enters it, what it changes, and that nothing else does."""

import os
import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from assessments.models import Appeal
from assessments.services.decisions import appeal_terms, appeals, results
from certificates.models import Document
from courses.models import CohortStaff
from people.errors import NotAllowed, Refusal
from people.models import Notification, User
from people.roles import Role
from people.transitions import IllegalMove
from tests.factories import NOW, give_mark, make_trainer, make_user, sitting_of

from .conftest import COMMISSION, DECISION, LATER, answer, conclude, count_of, decide_with_work, file, refused

pytestmark = pytest.mark.django_db
Status = Appeal.Status


def test_rejected_nothing_changes(result, boss, trainer):
    before = count_of(result)
    appeal = conclude(answer(file(result)), boss, upheld=False)
    assert (appeal.status, appeal.amendment, appeal.decided_by) == (Status.REJECTED, None, boss)
    assert count_of(result) == before
    assert result.sitting.results.current().get() == result
    assert Notification.objects.filter(kind="appeal_moved", context__status="rejected").count() == 1
    with pytest.raises(IllegalMove):
        conclude(appeal, boss, test="60")


@pytest.mark.sqlite
def test_upheld_the_result_is_amended_and_the_old_one_stays(result, boss):
    appeal = conclude(answer(file(result, "test")), boss, test="50")
    appeal.refresh_from_db()
    new = result.sitting.results.current().get()
    assert (appeal.status, appeal.amendment, new.amends) == (Status.UPHELD, new, result)
    assert (new.score, new.decision, new.band) == (Decimal(50), "passed", "satisfactory")
    assert (new.amendment_reason, new.commission, new.protocol) == (DECISION, COMMISSION, "№ 3, 12.11.2026")
    result.refresh_from_db()
    assert (result.score, result.decision) == (Decimal(49), "not_passed")
    mark = result.sitting.marks.current().get(component="test")
    assert (mark.value, mark.source, mark.replaces.value) == (Decimal(50), "override", Decimal(49))


def test_documents_follow_by_their_own_rules(cohort, trainer, boss, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        result = decide_with_work(cohort, (trainer, "6"))
    assert Document.objects.get().kind == "notice"
    with django_capture_on_commit_callbacks(execute=True):
        conclude(answer(file(result, "test")), boss, test="50")
    assert set(Document.objects.values_list("kind", "status")) == {
        ("notice", "replaced"),
        ("certificate", "valid"),
    }


def test_a_pass_that_stays_a_pass_leaves_the_certificate(
    cohort, trainer, boss, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        result = decide_with_work(cohort, (trainer, "6"), test="74")
        conclude(answer(file(result, "test")), boss, test="75")
    assert Document.objects.get().status == "valid"


@pytest.mark.parametrize(
    ("marks", "code"),
    [
        ({}, "nothing_changes"),
        ({"self_study": "6.0"}, "nothing_changes"),
        ({"self_study": "5"}, "lower"),
        ({"self_study": "7", "test": "60"}, "other_part"),
        ({"self_study": "10.5"}, "points"),
        ({"self_study": "6.3"}, "points"),
        ({"handwriting": "5"}, "no_component"),
    ],
)
def test_what_an_upheld_appeal_may_not_change_leaves_nothing_behind(result, boss, marks, code):
    appeal, before = answer(file(result)), count_of(result)
    with refused(code):
        conclude(appeal, boss, **marks)
    appeal.refresh_from_db()
    assert (appeal.status, appeal.decision_text, appeal.amendment) == (Status.IN_REVIEW, "", None)
    assert count_of(result) == before


@pytest.mark.parametrize("missing", ["decision_text", "commission"])
def test_a_decision_has_words_and_a_commission(result, boss, missing):
    appeal = answer(file(result))
    words = {"decision_text": DECISION, "commission": COMMISSION, "protocol": ""} | {missing: "  "}
    with refused("decision_missing"):
        appeals.decide_appeal(appeal_id=appeal.pk, upheld=False, marks={}, at=LATER, actor=boss, **words)


def test_what_was_not_before_the_commission_is_not_decided(result, boss):
    with pytest.raises(IllegalMove):
        conclude(file(result), boss, self_study="7")
    assert result.sitting.results.count() == 1


def test_who_marked_or_filed_does_not_decide(result, cohort, trainer, boss):
    from django.contrib.auth.models import Group

    appeal = answer(file(result))
    with pytest.raises(NotAllowed):
        conclude(appeal, trainer, self_study="7")
    person = result.sitting.enrolment.user
    for user, code in ((trainer, "marked_it"), (person, "own_appeal")):
        user.groups.add(Group.objects.get(name=Role.COORDINATOR))
        user = User.objects.get(pk=user.pk)
        with refused(code):
            conclude(appeal, user, self_study="7")
        assert not appeals.may_decide(appeal, user)
    # The trainer marked nothing of the test: its appeal they could enter.
    assert appeals.may_decide(
        Appeal(sitting=result.sitting, component="test"), User.objects.get(pk=trainer.pk)
    )
    assert conclude(appeal, boss, self_study="7").status == Status.UPHELD


def test_an_amendment_that_a_coordinator_entered_does_not_make_them_a_marker(result, boss):
    conclude(answer(file(result)), boss, self_study="7")
    sitting = result.sitting
    assert boss.pk not in appeals.markers_of(sitting, "self_study")
    assert appeals.marker_for(sitting, "self_study") is None


def test_the_decision_on_an_appeal_is_final_for_its_part_and_opens_no_new_term(result, boss):
    appeal = conclude(answer(file(result)), boss, self_study="7")
    new = appeal.amendment
    assert appeal_terms.term_of(new) == appeal_terms.term_of(result)
    with refused("appealed_before"):
        file(new, at=LATER)
    with refused("too_late"):
        file(new, "test", at=appeal_terms.term_of(result).ends_at + timedelta(seconds=1))
    assert file(new, "test", at=LATER).result == new


def test_an_amendment_in_between_is_what_the_decision_applies_to(result, boss):
    appeal = answer(file(result))
    between = results.amend_result(
        result_id=result.pk,
        at=LATER,
        actor=boss,
        reason="Сұрақ алынды",
        commission=COMMISSION,
        marks={"test": Decimal(52)},
    )
    with refused("amended"):
        appeals.decide_appeal(
            appeal_id=appeal.pk,
            upheld=True,
            decision_text=DECISION,
            commission=COMMISSION,
            protocol="",
            marks={"self_study": Decimal(7)},
            at=LATER,
            actor=boss,
            on_result_id=result.pk,
        )
    appeal = conclude(appeal, boss, self_study="7")
    assert appeal.amendment.amends == between
    assert appeal.amendment.score == Decimal(52)


def test_a_missing_mark_can_be_given(cohort, trainer, boss):
    from tests.factories import enrol

    sitting = sitting_of(enrol(None, cohort))
    give_mark(sitting, "test", "80", maximum="100")
    give_mark(sitting, "project", "9", maximum="12")
    result = results.decide_result(sitting_id=sitting.pk, at=NOW, at_conclusion=True)
    assert result.decision_reason == "missing_component"
    appeal = conclude(answer(file(result, "self_study")), boss, self_study="5")
    assert appeal.amendment.is_passed


def test_who_sees_which_appeals(result, cohort, trainer, boss):
    appeal, other = file(result), make_trainer(cohort)
    person = result.sitting.enrolment.user
    for user, sees in (
        (person, True),
        (trainer, True),
        (boss, True),
        (make_user(Role.ADMINISTRATOR), True),
        (other, False),
        (make_user(Role.LEARNER), False),
        (make_user(Role.METHODOLOGIST), False),
        (make_user(Role.MENTOR), False),
    ):
        assert Appeal.objects.visible_to(user).filter(pk=appeal.pk).exists() is sees, user.role_names


@pytest.mark.skipif(not os.environ.get("TIREK_TEST_DATABASE_URL"), reason="only PostgreSQL writes at once")
@pytest.mark.django_db(transaction=True)
def test_two_decisions_at_once_leave_one(result, cohort, boss):
    second = make_user(Role.COORDINATOR)
    CohortStaff.objects.create(cohort=cohort, user=second, duty="coordinator")
    appeal, ready, found = answer(file(result)), threading.Barrier(2), []

    def work(actor: User, value: str) -> None:
        try:
            ready.wait(timeout=10)
            found.append(conclude(Appeal.objects.get(pk=appeal.pk), actor, self_study=value).pk)
        except Refusal as refusal:
            found.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=pair) for pair in ((boss, "7"), (second, "8"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(map(str, found)) == sorted([str(appeal.pk), "illegal_move"])
    assert result.sitting.results.count() == 2

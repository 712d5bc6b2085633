"""A sitting is decided once; an amendment is a further row; a concluded cohort leaves nobody undecided."""

import os
from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import translation

from assessments import audit
from assessments.models import CohortScheme, Mark, Result, Scheme
from assessments.services.attempts import attempts
from assessments.services.decisions import results
from assessments.services.marking import marking
from assessments.services.scheme import scheme
from assessments.services.work import work
from courses import services as courses
from courses.models import Cohort, Enrolment, PlanTopic, ProgrammeEdition
from people.errors import NotAllowed, Refusal
from people.roles import Role
from people.transitions import IllegalMove
from tests.factories import (
    NOW,
    coordinator_of,
    decide,
    enrol,
    give_mark,
    make_cohort,
    make_edition,
    make_issuer,
    make_user,
    sitting_of,
    take_test,
)
from tests.racing import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    make_issuer()
    return enrol(None, make_cohort(make_edition()))


@pytest.mark.sqlite
def test_the_last_required_mark_brings_the_decision(enrolment):
    sitting = sitting_of(enrolment)
    give_mark(sitting, "project", 9, maximum="12")
    give_mark(sitting, "self_study", 8, maximum="10")
    with pytest.raises(Refusal) as refused:
        results.decide_result(sitting_id=sitting.pk, at=NOW)
    assert refused.value.code == "marks_missing"
    take_test(sitting, right=2)
    result = Result.objects.get(sitting=sitting)
    assert (result.score, result.decision, result.band) == (Decimal(50), "passed", "satisfactory")
    assert results.decide_result(sitting_id=sitting.pk, at=NOW) == result


def test_programme_b_is_the_sum_of_five_marks():
    sitting = sitting_of(enrol(None, make_cohort(make_edition("B"))))
    for component, value, maximum in [
        ("theory", 10, "20"), ("practice", 15, "30"), ("plan", 15, "30"), ("defence", 5, "10"),
    ]:  # fmt: skip
        give_mark(sitting, component, value, maximum=maximum)
    assert results.decide_if_complete(sitting_id=sitting.pk, at=NOW) is None
    give_mark(sitting, "participation", 5, maximum="10")
    result = results.decide_if_complete(sitting_id=sitting.pk, at=NOW)
    assert (result.score, result.decision) == (Decimal(50), "passed")


def test_an_amendment_names_reason_author_and_commission(enrolment):
    result = decide(enrolment, score="40")
    actor = coordinator_of(enrolment.cohort)
    for reason, commission in (("", "№ 3"), ("Апелляция", " ")):
        with pytest.raises(Refusal):
            results.amend_result(
                result_id=result.pk, at=NOW, actor=actor, reason=reason, commission=commission
            )
    with pytest.raises(Refusal):
        results.amend_result(
            result_id=result.pk, at=NOW, actor=make_user(Role.TRAINER), reason="Апелляция", commission="№ 3"
        )
    amended = results.amend_result(
        result_id=result.pk,
        at=NOW,
        actor=actor,
        reason="Апелляция",
        commission="№ 3",
        marks={"test": Decimal(55)},
    )
    assert (amended.decision, amended.amends, amended.score) == ("passed", result, Decimal(55))
    result.refresh_from_db()
    assert result.score == Decimal(40)
    assert list(Result.objects.current()) == [amended]
    with pytest.raises(Refusal):
        results.amend_result(result_id=result.pk, at=NOW, actor=actor, reason="Қайта", commission="№ 4")
    with pytest.raises(Refusal):
        results.amend_result(
            result_id=amended.pk,
            at=NOW,
            actor=actor,
            reason="Қайта",
            commission="№ 4",
            marks={"test": Decimal(101)},
        )


def amend(result: Result, *, actor=None, **marks) -> Result:
    actor = actor or coordinator_of(result.sitting.cohort)
    values = {key: Decimal(value) for key, value in marks.items()}
    return results.amend_result(
        result_id=result.pk, at=NOW, actor=actor, reason="Апелляция", commission="№ 3", marks=values
    )


def test_what_the_commission_changed_stands_as_individual_decisions(enrolment):
    result = decide(enrolment, score="49.99")
    assert (result.decision, result.band) == ("not_passed", "not_passed")
    before = Mark.objects.current().get(component="test")
    amended = amend(result, test="50", project="7.5")
    assert (amended.decision, amended.band) == ("passed", "satisfactory")
    mark = Mark.objects.current().get(component="test")
    assert (mark.source, mark.reason, mark.replaces) == ("override", "Апелляция", before)
    assert mark.marker == coordinator_of(enrolment.cohort)
    before.refresh_from_db()
    assert (before.value, before.is_current) == (Decimal("49.99"), False)
    assert set(amended.components) == {"test", "project", "self_study"}
    assert list(audit.breaches()) == []


@pytest.mark.parametrize(
    ("marks", "code"),
    [
        ({"essay": "1"}, "no_component"),
        ({"project": "12.5"}, "points"),
        ({"project": "-0.5"}, "points"),
        ({"project": "7.3"}, "points"),
        ({"test": "100.01"}, "points"),
        ({"test": "NaN"}, "points"),
        ({"test": "Infinity"}, "points"),
    ],
)
def test_an_amendment_takes_no_mark_the_scheme_cannot_hold(enrolment, marks, code):
    result = decide(enrolment, score="40")
    with pytest.raises(Refusal) as refused:
        amend(result, **{"self_study": "9", **marks})
    assert refused.value.code == code
    assert not Mark.objects.filter(source="override").exists()
    assert Result.objects.get() == result


def test_nobody_amends_their_own_result(enrolment):
    enrolment.user.groups.add(Group.objects.get(name=Role.COORDINATOR))
    with pytest.raises(Refusal) as refused:
        amend(decide(enrolment, score="40"), actor=enrolment.user, test="90")
    assert refused.value.code == "own_result"


def test_a_refusal_to_decide_names_the_missing_marks_by_their_titles(enrolment):
    content = CohortScheme.objects.get()
    next(row for row in content.content["components"] if row["key"] == "project")["title"]["kk"] = "Жоба"
    content.save()
    give_mark(sitting_of(enrolment), "test", 80, maximum="100")
    with translation.override("kk"), pytest.raises(Refusal, match="Жоба"):
        results.decide_result(sitting_id=sitting_of(enrolment).pk, at=NOW)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({}, "sitting_decided_once|results?.sitting_id"),
        ({"amends": True}, "amendment_has_reason_author_commission"),
        ({"decision": "not_passed"}, "not_passed_has_reason|sitting_id"),
    ],
)
def test_the_database_refuses(enrolment, changes, constraint):
    result = decide(enrolment)
    values = {
        "sitting": result.sitting,
        "score": 60,
        "band": "x",
        "decision": "passed",
        "components": {},
        "decided_at": NOW,
        **changes,
    }
    if changes.get("amends"):
        values["amends"] = result
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Result.objects.create(**values)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"value": 11}, "mark_between_zero_and_maximum"),
        ({"value": -1}, "mark_between_zero_and_maximum"),
        ({"source": "override"}, "override_has_reason_and_author"),
    ],
)
def test_the_database_refuses_a_mark(enrolment, values, constraint):
    sitting = sitting_of(enrolment)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Mark.objects.create(
            **{
                "sitting": sitting,
                "component": "test",
                "value": 5,
                "maximum": 10,
                "source": "assessment",
                "released_at": NOW,
                **values,
            }
        )


def test_concluding_decides_everyone_and_a_missing_component_decides_not_passed(enrolment):
    cohort = enrolment.cohort
    other = enrol(None, cohort)
    decide(other, score="90")
    give_mark(sitting_of(enrolment), "test", 95, maximum="100")
    Cohort.objects.update(status="assessing")
    scheme.conclude_cohort(cohort_id=cohort.pk, at=NOW, actor=coordinator_of(cohort), protocol="№ 7")
    cohort.refresh_from_db()
    assert cohort.status == "concluded"
    assert set(cohort.enrolments.values_list("status", flat=True)) == {"completed"}
    result = Result.objects.get(sitting__enrolment=enrolment)
    assert (result.decision, result.decision_reason, result.protocol) == (
        "not_passed",
        "missing_component",
        "№ 7",
    )


def conclude(cohort: Cohort) -> Cohort:
    return scheme.conclude_cohort(cohort_id=cohort.pk, at=NOW, actor=coordinator_of(cohort), protocol="№ 7")


@pytest.mark.parametrize("status", ["interrupted", "transferred", "withdrawn", "expelled"])
def test_who_is_not_examined_is_not_decided_upon(enrolment, status):
    sitting_of(enrolment)
    courses.move_enrolment(
        enrolment_id=enrolment.pk,
        to=status,
        at=NOW,
        actor=coordinator_of(enrolment.cohort),
        reason="Бұйрық № 5",
    )
    Cohort.objects.update(status="assessing")
    conclude(enrolment.cohort)
    assert Result.objects.count() == 0
    assert Enrolment.objects.get(pk=enrolment.pk).status == status


def test_an_answer_saved_before_the_deadline_counts_when_the_cohort_is_concluded(enrolment):
    sitting = sitting_of(enrolment)
    begun = NOW - timedelta(hours=2)
    attempt = attempts.start_attempt(sitting_id=sitting.pk, quiz_key="final", at=begun, actor=enrolment.user)
    for position in (1, 2):
        attempts.save_answer(
            attempt_id=attempt.pk, position=position, response=["a"], at=begun, actor=enrolment.user
        )
    give_mark(sitting, "project", 9, maximum="12")
    give_mark(sitting, "self_study", 8, maximum="10")
    Cohort.objects.update(status="assessing")
    conclude(enrolment.cohort)
    result = Result.objects.get()
    assert (result.score, result.decision) == (Decimal(50), "passed")


def test_nobody_fails_because_their_work_waits_for_marks(enrolment):
    sitting = sitting_of(enrolment)
    give_mark(sitting, "test", 80, maximum="100")
    give_mark(sitting, "project", 9, maximum="12")
    submission = work.open_submission(
        sitting_id=sitting.pk, assignment_key="self_study", at=NOW, actor=enrolment.user
    )
    work.save_draft(
        submission_id=submission.pk,
        title="Жұмыс",
        text="Мәтін",
        revision=submission.revision,
        at=NOW,
        actor=enrolment.user,
    )
    work.submit_work(submission_id=submission.pk, at=NOW, actor=enrolment.user, nameless=True)
    Cohort.objects.update(status="assessing")
    with pytest.raises(Refusal) as refused:
        conclude(enrolment.cohort)
    assert refused.value.code == "works_waiting"
    assert Result.objects.count() == 0
    marking.override_mark(
        sitting_id=sitting.pk,
        component="self_study",
        value=Decimal(8),
        reason="Тьютор ауырып қалды.",
        at=NOW,
        actor=coordinator_of(enrolment.cohort),
    )
    conclude(enrolment.cohort)
    assert Result.objects.get().decision == "passed"


def test_a_draft_that_was_never_handed_in_is_a_missing_component(enrolment):
    sitting = sitting_of(enrolment)
    work.open_submission(sitting_id=sitting.pk, assignment_key="self_study", at=NOW, actor=enrolment.user)
    Cohort.objects.update(status="assessing")
    conclude(enrolment.cohort)
    assert Result.objects.get().decision_reason == "missing_component"


def test_a_cohort_is_concluded_once_and_only_after_assessing(enrolment):
    sitting_of(enrolment)
    with pytest.raises(IllegalMove):
        conclude(enrolment.cohort)
    assert Result.objects.count() == 0
    Cohort.objects.update(status="assessing")
    conclude(enrolment.cohort)
    with pytest.raises(IllegalMove):
        conclude(enrolment.cohort)
    assert Result.objects.count() == 1


def test_only_who_runs_cohorts_concludes_them(enrolment):
    Cohort.objects.update(status="assessing")
    with pytest.raises(NotAllowed):
        scheme.conclude_cohort(cohort_id=enrolment.cohort_id, at=NOW, actor=make_user(Role.TRAINER))


def test_a_cohort_with_an_attempt_under_way_is_not_concluded(enrolment):
    sitting = sitting_of(enrolment)
    attempts.start_attempt(sitting_id=sitting.pk, quiz_key="final", at=NOW, actor=enrolment.user)
    Cohort.objects.update(status="assessing")
    with pytest.raises(Refusal) as refused:
        scheme.conclude_cohort(cohort_id=enrolment.cohort_id, at=NOW, actor=coordinator_of(enrolment.cohort))
    assert refused.value.code == "attempt_open"
    assert Result.objects.count() == 0


def test_opening_freezes_plan_and_scheme_and_later_changes_touch_neither():
    edition = make_edition()
    cohort = make_cohort(edition, upto="open")
    before = CohortScheme.objects.get().content
    Scheme.objects.update(content={})
    edition.modules.all().delete()
    assert CohortScheme.objects.get().content == before
    assert sum(topic.hours for topic in PlanTopic.objects.filter(cohort=cohort)) == 80
    call_command("check_invariants")


def test_wrong_hours_or_a_short_bank_open_nothing():
    edition = make_edition(questions=1)
    cohort = make_cohort(edition, upto="draft")
    actor = coordinator_of(cohort)
    with pytest.raises(Refusal) as refused:
        scheme.open_cohort(cohort_id=cohort.pk, at=NOW, actor=actor)
    assert refused.value.code == "bank_short"
    cohort.refresh_from_db()
    assert (cohort.status, PlanTopic.objects.count(), CohortScheme.objects.count()) == ("draft", 0, 0)
    ProgrammeEdition.objects.update(total_hours=72)
    with pytest.raises(Refusal) as refused:
        scheme.open_cohort(cohort_id=cohort.pk, at=NOW, actor=actor)
    assert refused.value.code == "hours"


def test_a_conflict_of_hours_has_to_be_acknowledged_first():
    from courses.services import acknowledge_split

    edition = make_edition()
    ProgrammeEdition.objects.update(declared_split={"lecture": 30, "practice": 50, "final": 0})
    cohort = make_cohort(edition, upto="draft")
    actor = coordinator_of(cohort)
    with pytest.raises(Refusal) as refused:
        scheme.open_cohort(cohort_id=cohort.pk, at=NOW, actor=actor)
    assert refused.value.code == "split_not_acknowledged"
    methodologist = make_user(Role.METHODOLOGIST)
    acknowledge_split(edition_id=edition.pk, text="Кесте бойынша.", at=NOW, actor=methodologist)
    scheme.open_cohort(cohort_id=cohort.pk, at=NOW, actor=actor)
    edition.refresh_from_db()
    assert edition.split_acknowledged_by == methodologist
    assert edition.frozen_at == NOW


def test_places_are_kept(enrolment):
    cohort = enrolment.cohort
    Cohort.objects.update(places=1)
    with pytest.raises(Refusal) as refused:
        enrol(None, cohort)
    assert refused.value.code == "full"
    assert Enrolment.objects.filter(cohort=cohort, status="studying").count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("TIREK_TEST_DATABASE_URL" not in os.environ, reason="two writers at once need PostgreSQL")
def test_two_decisions_at_once_give_one_result_and_one_certificate():
    from certificates.models import Document

    make_issuer()
    sitting = sitting_of(enrol(None, make_cohort(make_edition())))
    give_mark(sitting, "test", 80, maximum="100")
    give_mark(sitting, "project", 9, maximum="12")
    give_mark(sitting, "self_study", 8, maximum="10")
    wrong = at_once([lambda: results.decide_result(sitting_id=sitting.pk, at=NOW)] * 3)
    assert not wrong
    assert Result.objects.count() == 1
    assert Document.objects.count() == 1

"""The plan from its opening to its end: draft from the final work, stale saves, agreeing, versions, who may."""

from datetime import timedelta
from decimal import Decimal

import pytest

from assessments.models import Assessment, Assignment, Submission
from assessments.services.decisions import results
from people.models import Notification
from people.roles import Role
from postcourse.models import MentoringPlan
from postcourse.rules import plan_content
from postcourse.rules.support import add_months
from postcourse.services.mentoring import final_work, mentors, plans
from tests.factories import NOW, decide, enrol, give_mark, make_user, sitting_of, take_test
from tests.postcourse.builders import mentoring as build

from .conftest import refused


def save(plan, actor, *, number=1, revision=0, **more):
    content = build.content_of(plan) | more
    return plans.save_version(
        plan_id=plan.pk, content=content, number=number, revision=revision, at=NOW, actor=actor
    )


def agree(plan, actor, *, number=1, revision=0):
    return plans.agree(plan_id=plan.pk, number=number, revision=revision, at=NOW, actor=actor)


def test_a_plan_is_opened_once_for_the_months_of_the_programme(graduate, coordinator):
    plan = plans.open_plan(enrolment_id=graduate.pk, at=NOW, actor=coordinator)
    later = NOW + timedelta(days=5)
    assert plans.open_plan(enrolment_id=graduate.pk, at=later, actor=coordinator) == plan
    assert (plan.status, plan.months, plan.planned_meetings) == ("draft", 12, 6)
    assert plan.ends_on == add_months(plan.starts_on, 12)
    assert [row.to_status for row in plan.transitions.all()] == ["draft"]


def test_the_programme_says_how_long(graduate, coordinator):
    edition = graduate.cohort.edition
    edition.parameters["mentoring_months"] = 3
    edition.save()
    plan = plans.open_plan(enrolment_id=graduate.pk, at=NOW, actor=coordinator)
    assert (plan.ends_on, plan.planned_meetings) == (add_months(plan.starts_on, 3), 1)
    edition.parameters["mentoring_months"] = 0
    edition.save()
    other = build.make_graduate(graduate.cohort)
    assert refused(plans.open_plan, enrolment_id=other.pk, at=NOW, actor=coordinator) == "no_support"


def test_no_plan_without_a_passed_course_or_by_somebody_else(cohort, graduate, mentor, coordinator):
    failed = enrol(None, cohort)
    decide(failed, score="40")
    assert refused(plans.open_plan, enrolment_id=failed.pk, at=NOW, actor=coordinator) == "not_passed"
    assert refused(plans.open_plan, enrolment_id=graduate.pk, at=NOW, actor=mentor) == "not_allowed"


def test_the_draft_names_the_module_with_the_fewest_right_answers_and_weak_components(cohort, coordinator):
    for number in (1, 2):
        module = cohort.edition.modules.get(number=number)
        module.results = [{"id": f"A.{number}.r1", "kk": f"нәтиже {number}", "ru": f"результат {number}"}]
        module.save()
    enrolment = enrol(None, cohort)
    sitting = sitting_of(enrolment)
    attempt = take_test(sitting, right=3)  # of four: one wrong in one of the two modules
    give_mark(sitting, "project", "12", maximum="12")
    give_mark(sitting, "self_study", "9", maximum="10")
    results.decide_result(sitting_id=sitting.pk, at=NOW)
    weak = attempt.items.filter(score=0).values_list("version__question__module", flat=True).get()
    result = final_work.passed_result(enrolment)
    parts = final_work.parts(result, enrolment, language="ru")
    assert [(one.kind, one.share) for one in parts if one.share < 1] == [
        ("module", Decimal("0.5")),
        ("component", Decimal("0.9")),
    ]
    content = plans.newest(plans.open_plan(enrolment_id=enrolment.pk, at=NOW, actor=coordinator)).content
    assert [goal["outcome"] for goal in content["goals"]] == [f"нәтиже {weak}", "self_study"]
    assert f"«Модуль {weak}»" in content["goals"][0]["goal"]
    assert "результат 1" in final_work.outcomes(enrolment, "ru")


def test_criteria_of_a_marked_work_are_suggested(cohort, graduate, coordinator):
    assignment = Assignment.objects.get(key="project")
    sitting = graduate.sittings.get()
    work = Submission.objects.create(assignment=assignment, cohort=cohort, sitting=sitting, created_at=NOW)
    marked = Assessment.objects.create(
        submission=work,
        rubric_version=assignment.rubric.versions.get(),
        marker=coordinator,
        points={f"c{place}": {"value": "2"} for place in range(1, 7)} | {"c4": {"value": "0"}},
        saved_at=NOW,
    )
    sitting.marks.filter(component="project").update(assessment=marked, value="10")
    parts = final_work.parts(final_work.passed_result(graduate), graduate, language="kk")
    weak = [one for one in parts if one.kind == "criterion" and one.share < 1]
    assert [(one.title, one.share, one.outcome) for one in weak] == [("Критерий 4", Decimal(0), "project")]


def test_both_write_the_same_draft_and_a_save_without_change_changes_nothing(plan, mentor):
    first = save(plan, mentor)
    assert (first.number, first.revision, first.author) == (1, 1, mentor)
    assert save(plan, plan.graduate, revision=0).revision == 1  # the same words
    second = save(plan, plan.graduate, revision=1, note="Қосымша.")
    assert (second.number, second.revision, second.author) == (1, 2, plan.graduate)


def test_a_stale_save_is_refused_with_what_stands_and_nothing_is_lost(plan, mentor):
    save(plan, mentor)
    with pytest.raises(plans.StalePlan) as refusal:
        save(plan, plan.graduate, revision=0, note="Менікі.")
    assert refusal.value.version.author == mentor
    assert plans.newest(plan).content["note"] == ""


def test_the_first_agreement_freezes_the_second_puts_in_force(plan, mentor):
    save(plan, mentor)
    proposed = agree(plan, plan.graduate, revision=1)
    plan.refresh_from_db()
    assert (proposed.is_frozen, proposed.is_agreed, plan.status) == (True, False, "draft")
    assert plans.in_force(plan) is None
    agree(plan, mentor, revision=1)
    plan.refresh_from_db()
    assert plan.status == "agreed"
    assert plans.in_force(plan).number == 1
    assert agree(plan, mentor, revision=1).is_agreed  # a repeat changes nothing
    kinds = Notification.objects.filter(kind="mentoring_plan_moved").order_by("pk")
    assert [(row.user, row.context["is_agreed"]) for row in kinds] == [(mentor, False), (plan.graduate, True)]


def test_a_change_of_an_agreed_plan_is_the_next_version_and_the_agreed_one_stays_in_force(agreed, mentor):
    changed = save(agreed, mentor, revision=1, note="Жаңа мақсат.")
    assert (changed.number, changed.revision, changed.is_frozen) == (2, 0, False)
    agree(agreed, mentor, number=2)
    assert plans.in_force(agreed).number == 1
    agree(agreed, agreed.graduate, number=2)
    assert plans.in_force(agreed).number == 2
    assert agreed.versions.get(number=1).content["note"] == ""
    changes = plan_content.compare(agreed.versions.get(number=1).content, changed.content)
    assert [(one.part, one.after) for one in changes] == [("note", "Жаңа мақсат.")]


def test_nobody_agrees_to_a_wording_they_have_not_read(plan, mentor):
    save(plan, mentor)
    assert refused(agree, plan=plan, actor=plan.graduate, revision=0) == "stale"


def test_an_unfinished_plan_is_saved_and_not_agreed_on(plan, mentor, in_english):
    save(plan, mentor, goals=[{"goal": "Мақсат"}], checkpoints=[])
    with pytest.raises(plans.UnfinishedPlan) as refusal:
        agree(plan, mentor, revision=1)
    assert refusal.value.sentences == [
        "In goal 1 “How we see that it is reached” is empty. Fill it in.",
        "In goal 1 “What is done for it” is empty. Fill it in.",
        "The plan has no checkpoint yet. Write at least one day on which you look back together.",
    ]
    assert not plans.newest(plan).is_frozen


def test_a_plan_that_tells_who_a_child_is_is_not_agreed_on(plan, mentor):
    save(plan, mentor, note="ЖСН 921029350851")
    assert refused(agree, plan=plan, actor=mentor, revision=1) == "identifies"


def test_nobody_agrees_without_a_mentor(graduate, coordinator):
    plan = build.make_plan(graduate, None, actor=coordinator)
    assert refused(agree, plan=plan, actor=graduate.user) == "no_mentor"


def test_a_stranger_and_the_coordinator_write_nothing(plan, coordinator):
    for person in (coordinator, make_user(Role.MENTOR), make_user(Role.LEARNER)):
        assert refused(save, plan=plan, actor=person) == "not_allowed"
        assert refused(agree, plan=plan, actor=person) == "not_allowed"


def test_an_early_end_is_final_says_why_and_frees_the_mentor(agreed, mentor, coordinator):
    asked = {"plan_id": agreed.pk, "at": NOW, "actor": coordinator}
    assert refused(plans.end_early, **asked, reason=" ") == "reason_missing"
    assert refused(plans.end_early, **asked | {"actor": mentor}, reason="Кетті.") == "not_allowed"
    ended = plans.end_early(**asked, reason="Түлек басқа мектепке ауысты.")
    assert ended.status == "ended"
    assert ended.transitions.last().reason == "Түлек басқа мектепке ауысты."
    assert mentors.load_of(mentor.pk) == 0
    assert set(Notification.objects.filter(kind="support_over").values_list("user", flat=True)) == {
        mentor.pk,
        agreed.graduate_id,
    }
    assert refused(plans.end_early, **asked, reason="Тағы.") == "over"
    assert refused(save, plan=agreed, actor=agreed.graduate, number=1, revision=1, note="x") == "over"
    assert (
        refused(
            mentors.assign, enrolment_id=agreed.enrolment_id, mentor_id=mentor.pk, at=NOW, actor=coordinator
        )
        == "over"
    )
    assert MentoringPlan.objects.under_way().count() == 0

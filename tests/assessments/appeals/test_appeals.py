"""An appeal on its way to the commission: who files it and when, who is asked, who passes it on."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import Appeal, Assignment, Mark, MarkingRule
from assessments.services.decisions import appeal_terms, appeals, results
from people.errors import NotAllowed
from people.models import Notification, User
from people.roles import Role
from people.transitions import IllegalMove
from tests.factories import NOW, coordinator_of, make_trainer, make_user

from .conftest import COMMISSION, FILED, LATER, answer, count_of, decide_with_work, file, refused
from .test_rules import TABLES

pytestmark = pytest.mark.django_db
Status = Appeal.Status


def told(kind: str) -> set[User]:
    return {row.user for row in Notification.objects.filter(kind=kind)}


def moves_of(appeal: Appeal) -> list[tuple[str, str]]:
    return list(appeal.transitions.values_list("from_status", "to_status"))


# Filing


@pytest.mark.sqlite
def test_an_appeal_goes_to_the_marker_of_its_part(result, trainer, boss):
    appeal = file(result)
    assert (appeal.status, appeal.marker, appeal.sitting) == (Status.FILED, trainer, result.sitting)
    assert told("appeal_to_answer") == {trainer}
    assert told("appeal_moved") == {result.sitting.enrolment.user}
    row = Notification.objects.get(kind="appeal_to_answer")
    assert row.url == f"/appeals/{appeal.pk}/"
    assert appeal.reason not in str(row.context)


@pytest.mark.parametrize("component", ["test", "project"])
def test_where_nobody_can_be_asked_it_goes_to_the_coordinators(result, boss, component):
    appeal = file(result, component)
    assert appeal.marker is None
    assert told("appeal_to_answer") == {boss}


def test_about_the_whole_it_goes_to_the_only_marker_there_is(cohort, trainer):
    result = decide_with_work(cohort, (trainer, "6"))
    assert file(result, "").marker is None  # the project was carried, nobody knows from whom
    Mark.objects.filter(component="project").update(marker=trainer)
    assert file(decide_with_work(cohort, (trainer, "6")), "").marker is None
    Mark.objects.filter(component__in=["project", "test"]).update(marker=trainer)
    assert appeals.marker_for(result.sitting, "") == trainer
    Mark.objects.filter(component="project").update(marker=make_trainer(cohort))
    assert appeals.marker_for(result.sitting, "") is None


def test_a_marker_who_left_is_not_asked(result, trainer):
    trainer.is_active = False
    trainer.save()
    assert file(result).marker is None


@pytest.mark.parametrize(("after", "in_time"), [(0, True), (1, False)])
def test_the_last_moment_is_in_time_and_the_next_is_not(result, after, in_time):
    at = appeal_terms.term_of(result).ends_at + timedelta(microseconds=after)
    assert timezone.localtime(at).date() == timezone.localtime(NOW).date() + timedelta(days=10 + after)
    if in_time:
        assert file(result, at=at).pk
    else:
        with refused("too_late"):
            file(result, at=at)


def test_the_edition_sets_the_term(result):
    edition = result.sitting.cohort.edition
    edition.parameters["appeal_days"] = 3
    edition.save()
    with refused("too_late"):
        file(result, at=NOW + timedelta(days=4))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"reason": "  "}, "reason_missing"),
        ({"component": "handwriting"}, "no_component"),
    ],
)
def test_an_appeal_names_a_part_and_a_reason(result, change, code):
    with refused(code):
        file(result, **change)
    assert not Appeal.objects.exists()
    assert not Notification.objects.filter(kind="appeal_moved").exists()


def test_only_the_person_themself_files(result, trainer, boss):
    for actor in (trainer, boss, make_user(Role.LEARNER), make_user(Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            file(result, actor=actor)


def test_one_open_appeal_and_each_part_once(result):
    appeal = file(result)
    with refused("open_appeal"):
        file(result, "test")
    appeals.withdraw_appeal(appeal_id=appeal.pk, at=FILED, actor=result.sitting.enrolment.user)
    with refused("appealed_before"):
        file(result)
    assert file(result, "test").pk


def test_an_amended_result_is_not_appealed_against_but_the_one_that_stands_is(result, boss):
    new = results.amend_result(
        result_id=result.pk,
        at=LATER,
        actor=boss,
        reason="Қате",
        commission=COMMISSION,
        marks={"test": Decimal(48)},
    )
    with refused("amended"):
        file(result, at=LATER)
    # An amendment that nobody appealed for opens a term of its own.
    assert file(new, at=appeal_terms.term_of(result).ends_at + timedelta(days=1)).result == new


# The way to the commission


def test_the_opinion_brings_it_before_the_commission(result, trainer, boss):
    appeal = answer(file(result))
    assert (appeal.status, appeal.opinion_at) == (Status.IN_REVIEW, FILED)
    assert moves_of(appeal) == [("filed", "in_review")]
    assert told("appeal_to_answer") == {trainer, boss}
    with pytest.raises(IllegalMove):
        answer(appeal)


def test_only_who_is_asked_gives_the_opinion(result, cohort, boss):
    appeal = file(result)
    for actor in (make_trainer(cohort), boss, result.sitting.enrolment.user):
        with pytest.raises(NotAllowed):
            appeals.give_opinion(appeal_id=appeal.pk, opinion="Иә", at=FILED, actor=actor)
    with refused("opinion_missing"):
        appeals.give_opinion(appeal_id=appeal.pk, opinion=" ", at=FILED, actor=appeal.marker)
    appeal.refresh_from_db()
    assert (appeal.status, appeal.opinion) == (Status.FILED, "")


def test_a_coordinator_answers_where_nobody_can_be_asked(result, boss, trainer):
    appeal = file(result, "test")
    with pytest.raises(NotAllowed):
        appeals.give_opinion(appeal_id=appeal.pk, opinion="Иә", at=FILED, actor=trainer)
    assert answer(appeal).status == Status.IN_REVIEW


def test_a_coordinator_passes_it_on_and_says_why(result, boss, trainer):
    appeal = file(result)
    with refused("reason_missing"):
        appeals.pass_on(appeal_id=appeal.pk, reason=" ", at=FILED, actor=boss)
    for actor in (trainer, result.sitting.enrolment.user):
        with pytest.raises(NotAllowed):
            appeals.pass_on(appeal_id=appeal.pk, reason="Демалыста", at=FILED, actor=actor)
    appeals.pass_on(appeal_id=appeal.pk, reason="Демалыста", at=FILED, actor=boss)
    assert list(appeal.transitions.values_list("to_status", "reason", "actor")) == [
        ("in_review", "Демалыста", boss.pk)
    ]


@pytest.mark.parametrize("is_answered", [False, True])
def test_the_learner_withdraws_while_it_is_open(result, boss, is_answered):
    appeal = file(result)
    if is_answered:
        answer(appeal)
    with pytest.raises(NotAllowed):
        appeals.withdraw_appeal(appeal_id=appeal.pk, at=FILED, actor=boss)
    person = result.sitting.enrolment.user
    appeals.withdraw_appeal(appeal_id=appeal.pk, at=FILED, actor=person)
    with pytest.raises(IllegalMove):
        appeals.withdraw_appeal(appeal_id=appeal.pk, at=FILED, actor=person)
    assert count_of(result) == (3, 3, 1)


@pytest.mark.parametrize("case", TABLES["asked"], ids=lambda case: case["basis"])
def test_who_is_asked_is_the_first_whose_points_stand_and_the_desk_shows_everybodys(cohort, client_for, case):
    trainers = {place: make_trainer(cohort) for place in ("first", "second", "third")}
    self_study = Assignment.objects.get(edition_id=cohort.edition_id, key="self_study")
    if len(case["given"]) > 1:
        MarkingRule.objects.create(cohort=cohort, assignment=self_study, markers=2, tolerance=Decimal(2))
    values = {"mean": ["5", "7"], "third": ["2", "9", "6"]}.get(case["basis"], ["6"])
    result = decide_with_work(
        cohort, *((trainers[place], value) for place, value in zip(case["given"], values, strict=True))
    )
    appeal = file(result)
    assert appeal.marker == trainers[case["asked"]]
    works = client_for(coordinator_of(cohort)).get(reverse("appeal_desk", args=[appeal.pk])).context["works"]
    shown = {given.marker for one in works for given in one.given}
    assert shown == {trainers[place].full_name for place in case["given"]}

"""Who works in a cohort is named and ended on its page; the dates of works are moved there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.models import DateRule, MarkingRule
from assessments.services.attempts import windows
from assessments.services.marking import allocation, marking
from assessments.services.scheme import duties
from assessments.services.work import extensions, work
from courses.models import Cohort, CohortStaff
from people.errors import NotAllowed, Refusal
from people.models import Notification
from people.roles import Role
from tests.assessments.plans.sample import hand_in_plan
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
def cohort():
    return make_cohort(make_edition())


@pytest.fixture
def cohort_b():
    return make_cohort(make_edition("B"))


@pytest.fixture
def client(client_for, cohort):
    return client_for(coordinator_of(cohort), headers={"accept-language": "en"})


def name(cohort, user, duty="trainer", actor=None) -> CohortStaff:
    values = {"cohort_id": cohort.pk, "user_id": user.pk, "duty": duty, "at": NOW}
    return duties.name_staff(actor=actor or coordinator_of(cohort), **values)


def end(row, actor=None) -> None:
    duties.end_staff(staff_id=row.pk, at=NOW, actor=actor or coordinator_of(row.cohort))


def refusal(call, *args, **values) -> str:
    with pytest.raises(Refusal) as refused:
        call(*args, **values)
    return refused.value.code


def hand_in(cohort, at=NOW):
    sitting = sitting_of(enrol(None, cohort))
    values = {"at": at, "actor": sitting.enrolment.user}
    submission = work.open_submission(sitting_id=sitting.pk, assignment_key="self_study", **values)
    work.save_draft(submission_id=submission.pk, title="Ж", text="Мәтін", revision=0, **values)
    return work.submit_work(submission_id=submission.pk, **values)


def address(cohort) -> str:
    return reverse("cohort_about", args=[cohort.pk])


# Duties


def test_a_trainer_and_a_coordinator_are_named_once_by_their_role(cohort):
    trainer, boss = make_user(Role.TRAINER), make_user(Role.COORDINATOR)
    assert name(cohort, trainer) == name(cohort, trainer)
    assert allocation.trainers_of(cohort.pk) == [trainer]
    assert name(cohort, boss, "coordinator").duty == "coordinator"
    for user, duty, code in (
        (boss, "trainer", "no_role"),
        (make_user(Role.LEARNER), "coordinator", "no_role"),
        (make_user(Role.TRAINER, is_active=False), "trainer", "no_role"),
        (trainer, "mentor", "unknown_duty"),
    ):
        assert refusal(name, cohort, user, duty) == code


def test_only_who_runs_cohorts_names_and_ends(cohort):
    trainer = make_trainer(cohort)
    row = CohortStaff.objects.get(user=trainer)
    with pytest.raises(NotAllowed):
        name(cohort, make_user(Role.TRAINER), actor=trainer)
    with pytest.raises(NotAllowed):
        end(row, actor=trainer)
    end(row)
    end(row)  # a repeat changes nothing
    assert not CohortStaff.objects.filter(pk=row.pk).exists()


def test_a_trainer_with_works_to_mark_keeps_the_duty_until_they_are_finished_or_given_away(
    cohort, in_english
):
    one, two = make_trainer(cohort), make_trainer(cohort)
    row, works = CohortStaff.objects.get(user=one), [hand_in(cohort) for _turn in range(3)]
    by = {"at": NOW, "actor": coordinator_of(cohort)}
    for submission in works:
        allocation.allocate(submission_id=submission.pk, marker_id=one.pk, place="first", **by)
    with pytest.raises(Refusal, match="still has 3 works of this cohort to mark"):
        end(row)
    points = {"mark": {"value": "7", "comment": ""}}
    values = {"points": points, "comment": "", "revision": 0, "at": NOW, "actor": one}
    marking.finalise(submission_id=works[0].pk, **values)
    allocation.allocate(submission_id=works[1].pk, marker_id=two.pk, place="first", **by)
    with pytest.raises(Refusal, match="still has 1 work"):
        end(row)
    allocation.withdraw(submission_id=works[2].pk, place="first", **by)
    moderator = CohortStaff.objects.get(user=two)
    allocation.withdraw(submission_id=works[1].pk, place="first", **by)
    allocation.allocate(submission_id=works[0].pk, marker_id=two.pk, place="moderator", **by)
    assert refusal(end, moderator) == "has_works"
    end(row)


def test_a_correction_does_not_go_back_to_who_no_longer_trains(cohort):
    trainer = make_trainer(cohort)
    submission = hand_in(cohort)
    by = {"at": NOW, "actor": coordinator_of(cohort)}
    allocation.allocate(submission_id=submission.pk, marker_id=trainer.pk, place="first", **by)
    draft = work.return_work(submission_id=submission.pk, reason="Толықтырыңыз.", at=NOW, actor=trainer)
    end(CohortStaff.objects.get(user=trainer))
    again = work.submit_work(submission_id=draft.pk, at=NOW, actor=submission.submitted_by)
    assert not again.allocations.exists()


def test_the_page_names_ends_and_says_what_stands_in_the_way(client, cohort):
    trainer = make_user(Role.TRAINER, surname="Жақсыбекова")
    page = client.get(address(cohort)).content.decode()
    assert "Жақсыбекова" in page
    client.post(address(cohort), {"action": "name", "duty": "trainer", "user": trainer.pk})
    row = CohortStaff.objects.get(user=trainer)
    submission = hand_in(cohort)
    allocation.allocate(
        submission_id=submission.pk, marker_id=trainer.pk, place="first", at=NOW, actor=coordinator_of(cohort)
    )
    answer = client.post(address(cohort), {"action": "end", "staff": row.pk})
    assert answer.status_code == 422
    assert "still has 1 work" in answer.content.decode()
    allocation.withdraw(submission_id=submission.pk, place="first", at=NOW, actor=coordinator_of(cohort))
    assert client.post(address(cohort), {"action": "end", "staff": row.pk}).status_code == 302
    assert client.post(address(cohort), {"action": "end", "staff": row.pk}).status_code == 422
    for sent in ({"action": "name", "duty": "trainer", "user": "x"}, {"action": "?"}, {}):
        assert client.post(address(cohort), sent).status_code == 422
    other = make_cohort(cohort.edition, number=2).staff.get()
    assert client.post(address(cohort), {"action": "end", "staff": other.pk}).status_code == 422
    assert CohortStaff.objects.filter(pk=other.pk).exists()


def test_a_trainer_reads_the_page_and_changes_nothing(client_for, cohort):
    client = client_for(make_trainer(cohort))
    page = client.get(address(cohort)).content.decode()
    for action in ("name", "end", "due"):
        assert f'value="{action}"' not in page
        assert client.post(address(cohort), {"action": action}).status_code == 403


def test_who_opens_a_cohort_coordinates_it(client_for, cohort):
    boss = make_user(Role.COORDINATOR)
    sent = {
        "edition": cohort.edition_id,
        "number": 9,
        "language": "kk",
        "format": "online",
        "starts_on": "2026-11-02",
        "ends_on": "2026-11-20",
        "places": 25,
    }
    assert client_for(boss).post(reverse("cohort_new"), sent).status_code == 302
    assert Cohort.objects.get(number=9).staff.get().user == boss


# Support plans without an examiner


def test_a_plan_that_finds_no_examiner_is_told_and_given_out_when_a_trainer_is_named(cohort_b):
    submission = hand_in_plan(sitting_of(enrol(None, cohort_b)))
    told = Notification.objects.get(kind="no_examiner")
    assert (told.user, told.url) == (coordinator_of(cohort_b), address(cohort_b))
    trainer = make_user(Role.TRAINER)
    name(cohort_b, trainer)
    assert submission.allocations.get().marker == trainer
    assert Notification.objects.filter(kind="work_arrived", user=trainer).count() == 1
    name(cohort_b, trainer)
    hand_in_plan(sitting_of(enrol(None, cohort_b)))
    assert Notification.objects.filter(kind="no_examiner").count() == 1
    assert allocation.allocate_waiting_plans(cohort_id=cohort_b.pk, at=NOW) == []


def test_with_two_markers_the_second_trainer_gets_the_free_place_and_the_first_is_not_told_again(cohort_b):
    sitting = sitting_of(enrol(None, cohort_b))
    first = make_trainer(cohort_b)
    assignment = cohort_b.edition.assignments.get(key="final_work")
    MarkingRule.objects.create(cohort=cohort_b, assignment=assignment, markers=2)
    submission = hand_in_plan(sitting)
    assert Notification.objects.filter(kind="no_examiner").count() == 1
    second = make_user(Role.TRAINER)
    name(cohort_b, second)
    assert set(submission.allocations.values_list("marker", "place")) == {
        (first.pk, "first"),
        (second.pk, "second"),
    }
    assert Notification.objects.filter(kind="work_arrived", user=first).count() == 1


def test_an_author_is_not_given_their_own_plan(cohort_b):
    author = make_user(Role.TRAINER)
    submission = hand_in_plan(sitting_of(enrol(author, cohort_b)))
    name(cohort_b, author)
    assert not submission.allocations.exists()


def test_naming_costs_the_same_query_count_on_the_page_for_two_and_twenty(client, cohort):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(cohort)).status_code == 200
        return len(queries)

    cost()
    make_trainer(cohort), make_user(Role.TRAINER)
    few = cost()
    for _turn in range(9):
        make_trainer(cohort), make_user(Role.TRAINER), hand_in(cohort)
    assert cost() == few


# Dates


def test_a_works_date_moves_for_everybody_but_what_is_handed_in(cohort):
    rule = DateRule.objects.get(cohort=cohort, key="self_study")
    submission, waiting = hand_in(cohort), sitting_of(enrol(None, cohort))
    due = rule.closes_at + timedelta(days=4)
    boss = coordinator_of(cohort)
    before = submission.due_at
    windows.set_due(rule_id=rule.pk, due_at=due, actor=boss)
    submission.refresh_from_db()
    assert submission.due_at == before
    draft = work.open_submission(
        sitting_id=waiting.pk, assignment_key="self_study", at=NOW, actor=waiting.enrolment.user
    )
    assert extensions.due_for(draft) == due
    assert windows.handed_in(cohort.pk) == {"self_study": 1}


def test_a_date_before_the_opening_a_concluded_cohort_and_a_trainer_are_refused(cohort):
    rule = DateRule.objects.get(cohort=cohort, key="self_study")
    boss, due = coordinator_of(cohort), rule.closes_at + timedelta(days=1)
    assert refusal(windows.set_due, rule_id=rule.pk, due_at=rule.opens_at, actor=boss) == "order"
    trainer = make_trainer(cohort)
    assert refusal(windows.set_due, rule_id=rule.pk, due_at=due, actor=trainer) == "not_allowed"
    Cohort.objects.filter(pk=cohort.pk).update(status="concluded")
    assert refusal(windows.set_due, rule_id=rule.pk, due_at=due, actor=boss) == "cohort_closed"
    with pytest.raises(DateRule.DoesNotExist):
        windows.set_due(rule_id=DateRule.objects.get(cohort=cohort, key="final").pk, due_at=due, actor=boss)


def test_more_time_never_ends_before_the_date_for_everybody(cohort):
    rule = DateRule.objects.get(cohort=cohort, key="self_study")
    sitting, boss = sitting_of(enrol(None, cohort)), coordinator_of(cohort)
    values = {
        "sitting_id": sitting.pk,
        "assignment_key": "self_study",
        "reason": "Іссапар",
        "at": NOW,
        "actor": boss,
    }
    extensions.grant(due_at=rule.closes_at + timedelta(days=2), **values)
    due = rule.closes_at + timedelta(days=6)
    windows.set_due(rule_id=rule.pk, due_at=due, actor=boss)
    draft = work.open_submission(
        sitting_id=sitting.pk, assignment_key="self_study", at=NOW, actor=sitting.enrolment.user
    )
    assert extensions.due_for(draft) == due


def test_the_page_says_how_many_handed_in_and_gives_a_wrong_date_back(client, cohort):
    hand_in(cohort), hand_in(cohort)
    rule = DateRule.objects.get(cohort=cohort, key="self_study")
    assert "2 works are handed in." in client.get(address(cohort)).content.decode()
    field, due = f"due-{rule.pk}-due_at", timezone.localtime(rule.closes_at) + timedelta(days=3)
    sent = {"action": "due", "rule": rule.pk}
    early = timezone.localtime(rule.opens_at) - timedelta(days=1)
    refused = client.post(address(cohort), sent | {field: f"{early:%Y-%m-%dT%H:%M}"})
    assert refused.status_code == 422
    assert f'value="{early:%Y-%m-%dT%H:%M}"' in refused.content.decode()
    assert client.post(address(cohort), sent | {field: "soon"}).status_code == 422
    assert client.post(address(cohort), sent | {field: f"{due:%Y-%m-%dT%H:%M}"}).status_code == 302
    rule.refresh_from_db()
    assert rule.closes_at == due.replace(second=0, microsecond=0)
    other = DateRule.objects.get(cohort=make_cohort(cohort.edition, number=2), key="self_study")
    assert client.post(address(cohort), {"action": "due", "rule": other.pk}).status_code == 404

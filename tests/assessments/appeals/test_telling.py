"""Who is told what: the right people, the right page, and nothing of a work's text."""

from datetime import timedelta

import pytest
from django.urls import resolve

from assessments.models import (
    Allocation,
    Assignment,
    DefenceSession,
    DefenceSlot,
    Extension,
    GroupMembership,
    ProjectGroup,
    Submission,
    SubmissionMember,
)
from assessments.services import telling
from people.models import Notification, User
from tests.factories import (
    NOW,
    coordinator_of,
    decide,
    enrol,
    make_cohort,
    make_edition,
    make_trainer,
    sitting_of,
)

pytestmark = pytest.mark.django_db
DUE = NOW + timedelta(days=5)


@pytest.fixture
def cohort(db):
    return make_cohort(make_edition())


def assignment(cohort, key: str) -> Assignment:
    return Assignment.objects.get(edition_id=cohort.edition_id, key=key)


def handed_in(
    cohort, key: str = "self_study", *, people: int = 1, title: str = "Жасырын тақырып"
) -> Submission:
    """A work handed in; a group's where there are several people."""
    sittings = [sitting_of(enrol(None, cohort)) for _turn in range(people)]
    task, owner = assignment(cohort, key), {"sitting": sittings[0]}
    if people > 1:
        group = ProjectGroup.objects.create(cohort=cohort, assignment=task, number=1)
        for sitting in sittings:
            GroupMembership.objects.create(
                group=group, assignment=task, enrolment=sitting.enrolment, joined_at=NOW
            )
        owner = {"group": group}
    submission = Submission.objects.create(
        assignment=task,
        cohort=cohort,
        title=title,
        text=title,
        status="submitted",
        created_at=NOW,
        submitted_at=NOW,
        **owner,
    )
    for sitting in sittings:
        SubmissionMember.objects.create(submission=submission, sitting=sitting)
    return submission


def people_of(submission: Submission) -> list[User]:
    return [row.sitting.enrolment.user for row in submission.members.order_by("pk")]


def told() -> dict[User, Notification]:
    rows = list(Notification.objects.select_related("user"))
    found = {row.user: row for row in rows}
    assert len(found) == len(rows), "somebody was told twice"
    for row in rows:
        resolve(row.url)
        assert "Жасырын" not in str(row.context)
    return found


def test_work_goes_to_whom_it_is_allocated_else_to_the_trainers(cohort):
    trainers = {make_trainer(cohort), make_trainer(cohort)}
    submission = handed_in(cohort)
    telling.work_arrived(submission, at=NOW)
    assert set(told()) == trainers
    Notification.objects.all().delete()
    asked, gone = sorted(trainers, key=lambda user: user.pk)
    Allocation.objects.create(submission=submission, marker=asked, allocated_at=NOW)
    Allocation.objects.create(
        submission=submission, marker=gone, place="second", allocated_at=NOW, withdrawn_at=NOW
    )
    telling.work_arrived(submission, at=NOW)
    assert set(told()) == {asked}


def test_a_support_plan_is_told_only_to_whom_it_is_allocated():
    cohort = make_cohort(make_edition("B"))
    trainer = make_trainer(cohort)
    submission = handed_in(cohort, "final_work")
    telling.work_arrived(submission, at=NOW)
    assert told() == {}
    Allocation.objects.create(submission=submission, marker=trainer, allocated_at=NOW)
    telling.work_arrived(submission, at=NOW)
    assert set(told()) == {trainer}


def test_what_to_correct_is_told_but_never_of_a_support_plan(cohort):
    submission = handed_in(cohort)
    telling.work_returned(submission, reason="Мақсатты нақтылаңыз.", at=NOW)
    assert told()[people_of(submission)[0]].context["reason"] == "Мақсатты нақтылаңыз."
    Notification.objects.all().delete()
    plan = handed_in(make_cohort(make_edition("B")), "final_work")
    telling.work_returned(plan, reason="Балаға қатысты ескерту.", at=NOW)
    assert "reason" not in told()[people_of(plan)[0]].context


def test_every_member_is_told_of_marks_save_the_excluded(cohort):
    submission = handed_in(cohort, "project", people=4)
    out = submission.members.first()
    SubmissionMember.objects.filter(pk=out.pk).update(
        excluded_at=NOW, reason="Қатыспады.", decided_by=coordinator_of(cohort)
    )
    telling.marks_released(submission, at=NOW)
    assert set(told()) == set(people_of(submission)[1:])
    for user, row in told().items():
        match = resolve(row.url)
        assert (match.url_name, match.kwargs["assignment_key"]) == ("work", "project")
        assert user.enrolments.get().sittings.get().pk == match.kwargs["sitting_id"]


def test_a_third_marker_is_the_coordinators_to_find(cohort):
    make_trainer(cohort)
    telling.third_marker_needed(handed_in(cohort), at=NOW)
    assert set(told()) == {coordinator_of(cohort)}


def test_a_decided_result_is_told_with_the_last_day_to_appeal(cohort):
    result = decide(enrol(None, cohort))
    Notification.objects.all().delete()
    telling.result_decided(result, at=NOW)
    telling_row = told()[result.sitting.enrolment.user]
    assert telling_row.context["passed"] is True
    assert telling_row.context["until_on"] > NOW.date().isoformat()
    Notification.objects.all().delete()
    telling.result_decided(result, at=NOW + timedelta(days=40))
    assert told()[result.sitting.enrolment.user].context["until_on"] == ""


def test_an_extension_is_told_to_the_person_or_the_present_members(cohort):
    boss = coordinator_of(cohort)
    alone = handed_in(cohort)
    values = {"due_at": DUE, "reason": "Ауырды.", "granted_at": NOW, "granted_by": boss}
    extension = Extension.objects.create(assignment=alone.assignment, sitting=alone.sitting, **values)
    telling.extension_granted(extension, at=NOW)
    assert set(told()) == set(people_of(alone))
    assert "Ауырды." not in str(told()[people_of(alone)[0]].context)
    Notification.objects.all().delete()
    together = handed_in(cohort, "project", people=3)
    gone = together.group.memberships.first()
    GroupMembership.objects.filter(pk=gone.pk).update(left_at=NOW, reason="Басқа топқа.")
    extension = Extension.objects.create(assignment=together.assignment, group=together.group, **values)
    telling.extension_granted(extension, at=NOW)
    assert set(told()) == set(people_of(together)[1:])


def test_an_invitation_goes_to_who_is_asked(cohort):
    submission = handed_in(cohort, "project", people=3)
    membership = submission.group.memberships.last()
    telling.group_invited(membership, at=NOW)
    assert set(told()) == {membership.enrolment.user}


def test_a_defence_is_told_to_everybody_in_its_order(cohort):
    together, alone = handed_in(cohort, "project", people=3), handed_in(cohort)
    session = DefenceSession.objects.create(
        cohort=cohort,
        assignment=together.assignment,
        starts_at=DUE,
        place="204",
        created_at=NOW,
        created_by=coordinator_of(cohort),
    )
    DefenceSlot.objects.create(session=session, order=1, group=together.group)
    DefenceSlot.objects.create(session=session, order=2, sitting=alone.sitting)
    telling.defence_announced(session, at=NOW)
    rows = told()
    assert set(rows) == {*people_of(together), *people_of(alone)}
    assert rows[people_of(alone)[0]].context["order"] == 2

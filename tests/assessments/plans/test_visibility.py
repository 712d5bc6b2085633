"""A plan is read by its author, the examiners it was given to and the moderator; for everybody else it is not there."""

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.models import Submission
from assessments.services.marking import allocation
from assessments.services.work import files, work
from people.roles import Role
from tests.factories import NOW, coordinator_of, enrol, make_trainer, make_user, sitting_of

from .sample import open_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting(cohort):
    return sitting_of(enrol(make_user(Role.LEARNER, surname="Қалиева"), cohort))


@pytest.fixture
def world(sitting, cohort):
    """People by name, and a plan with a file that was handed in and given to the first examiner."""
    author = sitting.enrolment.user
    # Named before anyone trains the cohort, so that the plan is given by hand.
    submission = open_plan(sitting)
    files.attach_file(
        submission_id=submission.pk, upload=SimpleUploadedFile("sheet.txt", b"words"), at=NOW, actor=author
    )
    work.submit_work(submission_id=submission.pk, at=NOW, actor=author, nameless=True)
    people = {
        "author": author,
        "first": make_trainer(cohort),
        "second": make_trainer(cohort),
        "moderator": make_trainer(cohort),
        "trainer": make_trainer(cohort),
        "other_trainer": make_user(Role.TRAINER),
        "other_learner": enrol(None, cohort).user,
        "coordinator": coordinator_of(cohort),
        "methodologist": make_user(Role.METHODOLOGIST),
        "administrator": make_user(Role.ADMINISTRATOR),
    }
    for place in ("first", "second"):
        allocation.allocate(
            submission_id=submission.pk,
            marker_id=people[place].pk,
            place=place,
            at=NOW,
            actor=people["coordinator"],
        )
    # A moderator is named once the marks are finished; here the plan waits for them still.
    submission.allocations.create(marker=people["moderator"], place="moderator", allocated_at=NOW)
    return people, submission


READERS = {"author", "first", "second", "moderator"}
EXAMINERS = READERS - {"author"}
OTHERS = ["trainer", "other_trainer", "other_learner", "coordinator", "methodologist", "administrator"]


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_finds_the_work_the_desk_or_the_file(world, sitting, client_for, who):
    people, submission = world
    client = client_for(people[who])
    for name, args in (
        ("work", [sitting.pk, "final_work"]),
        ("plan", [sitting.pk, "final_work"]),
        ("plan_check", [sitting.pk, "final_work"]),
        ("marking_desk", [submission.pk]),
        ("submission_file", [submission.files.get().pk]),
    ):
        assert client.get(reverse(name, args=args)).status_code in {403, 404}, name
    assert client.get(reverse("submission_file", args=[submission.files.get().pk])).status_code == 404
    assert not Submission.objects.visible_to(people[who]).exists()
    assert not Submission.objects.to_mark_by(people[who]).exists()


@pytest.mark.parametrize("who", sorted(READERS))
def test_those_it_is_for_read_the_file(world, client_for, who):
    people, submission = world
    client = client_for(people[who])
    assert client.get(reverse("submission_file", args=[submission.files.get().pk])).status_code == 200
    assert Submission.objects.visible_to(people[who]).get() == submission


@pytest.mark.parametrize("who", ["first", "second"])
def test_an_examiner_it_was_given_to_opens_the_desk(world, client_for, who):
    people, submission = world
    answer = client_for(people[who]).get(reverse("marking_desk", args=[submission.pk]))
    assert answer.status_code == 200


def test_an_allocation_that_was_withdrawn_opens_nothing(world, client_for):
    people, submission = world
    submission.allocations.update(withdrawn_at=NOW)
    for who in EXAMINERS:
        client = client_for(people[who])
        assert client.get(reverse("marking_desk", args=[submission.pk])).status_code == 404
        assert client.get(reverse("submission_file", args=[submission.files.get().pk])).status_code == 404


def test_the_author_reads_the_own_work(world, sitting, client_for):
    people, _submission = world
    client = client_for(people["author"])
    for name in ("work", "plan"):
        assert client.get(reverse(name, args=[sitting.pk, "final_work"])).status_code == 200


def test_the_queue_lists_it_for_its_examiner_alone(world, client_for):
    people, _submission = world
    assert "Қалиева" in client_for(people["first"]).get(reverse("marking_list")).content.decode()
    assert "Қалиева" not in client_for(people["trainer"]).get(reverse("marking_list")).content.decode()


def test_no_admin_page_lists_works_plans_or_files():
    from wagtail.admin.viewsets import viewsets
    from wagtail.snippets.models import get_snippet_models

    ours = set(apps.get_app_config("assessments").get_models())
    private = {
        model for model in ours if model.__name__.startswith(("Submission", "DraftVersion", "Annotation"))
    }
    assert len(private) >= 5
    assert not apps.is_installed("django.contrib.admin")
    assert not private & set(get_snippet_models())
    assert not private & {getattr(one, "model", None) for one in viewsets.viewsets}

"""Handing in and marking: nothing typed is lost, two writers never overwrite each other, release decides."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Assessment, GroupMembership, Mark, Result, Submission, SubmissionMember
from assessments.services.groups import groups
from assessments.services.marking import marking
from assessments.services.work import work
from people.errors import Refusal
from people.roles import Role
from tests.factories import (
    NOW,
    coordinator_of,
    enrol,
    give_mark,
    make_cohort,
    make_edition,
    make_trainer,
    make_user,
    sitting_of,
)

pytestmark = pytest.mark.django_db
PROJECT = {f"c{place}": {"value": "2", "comment": ""} for place in range(1, 7)}


@pytest.fixture
def cohort():
    return make_cohort(make_edition())


def group_of_four(cohort):
    members = [enrol(None, cohort) for _turn in range(4)]
    group = groups.form_group(
        cohort_id=cohort.pk,
        assignment_key="project",
        enrolment_ids=[member.pk for member in members],
        at=NOW,
        actor=coordinator_of(cohort),
    )
    return group, members


def hand_in(sitting, key: str, *, text: str = "Мәтін") -> Submission:
    actor = sitting.enrolment.user
    submission = work.open_submission(sitting_id=sitting.pk, assignment_key=key, at=NOW, actor=actor)
    work.save_draft(
        submission_id=submission.pk,
        title="Жұмыс",
        text=text,
        revision=submission.revision,
        at=NOW,
        actor=actor,
    )
    return work.submit_work(submission_id=submission.pk, at=NOW, actor=actor, nameless=True)


def code_of(refused) -> str:
    return refused.value.code


def test_a_group_shares_one_draft_and_its_members_are_kept_at_hand_in(cohort):
    group, members = group_of_four(cohort)
    sittings = [sitting_of(member) for member in members]
    first = work.open_submission(
        sitting_id=sittings[0].pk, assignment_key="project", at=NOW, actor=members[0].user
    )
    second = work.open_submission(
        sitting_id=sittings[1].pk, assignment_key="project", at=NOW, actor=members[1].user
    )
    assert first == second
    submission = hand_in(sittings[2], "project")
    groups.leave_group(
        group_id=group.pk,
        enrolment_id=members[3].pk,
        reason="Басқа ағымға ауысты.",
        at=NOW + timedelta(days=1),
        actor=coordinator_of(cohort),
    )
    assert SubmissionMember.objects.filter(submission=submission).count() == 4
    assert GroupMembership.objects.filter(left_at__isnull=True).count() == 3


def test_a_group_of_another_size_needs_a_reason_and_nobody_is_in_two(cohort):
    _group, members = group_of_four(cohort)
    three = [enrol(None, cohort) for _turn in range(3)]
    values = {"cohort_id": cohort.pk, "assignment_key": "project", "at": NOW, "actor": coordinator_of(cohort)}
    with pytest.raises(Refusal) as refused:
        groups.form_group(enrolment_ids=[one.pk for one in three], **values)
    assert code_of(refused) == "size"
    groups.form_group(enrolment_ids=[one.pk for one in three], size_reason="Үшеуі ғана қалды.", **values)
    with pytest.raises(Refusal) as refused:
        groups.form_group(enrolment_ids=[one.pk for one in members], **values)
    assert code_of(refused) == "in_a_group"
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupMembership.objects.create(
            group=_group, assignment=_group.assignment, enrolment=members[0], joined_at=NOW
        )


def test_a_stale_draft_is_told_and_neither_text_is_lost(client_for, cohort):
    sitting = sitting_of(enrol(None, cohort))
    address = reverse("work", args=[sitting.pk, "self_study"])
    client = client_for(sitting.enrolment.user)
    client.post(address, {"revision": "0", "title": "Т", "text": "Бірінші терезе", "action": "save"})
    late = client.post(address, {"revision": "0", "title": "Т", "text": "Екінші терезе", "action": "save"})
    page = re.sub("</?(ins|del)>", "", late.content.decode())
    assert late.status_code == 409
    assert "Бірінші терезе" in page
    assert "Екінші терезе" in page
    assert Submission.objects.get().text == "Бірінші терезе"


def test_an_empty_work_is_not_handed_in_and_a_handed_in_one_does_not_change(cohort):
    sitting = sitting_of(enrol(None, cohort))
    actor = sitting.enrolment.user
    submission = work.open_submission(sitting_id=sitting.pk, assignment_key="self_study", at=NOW, actor=actor)
    with pytest.raises(Refusal) as refused:
        work.submit_work(submission_id=submission.pk, at=NOW, actor=actor)
    assert code_of(refused) == "empty"
    submission = hand_in(sitting, "self_study")
    with pytest.raises(Refusal) as refused:
        work.save_draft(submission_id=submission.pk, title="", text="Жаңа", revision=1, at=NOW, actor=actor)
    assert code_of(refused) == "closed"


def test_files_are_taken_by_content_and_read_by_those_who_may(client_for, cohort):
    sitting = sitting_of(enrol(None, cohort))
    client = client_for(sitting.enrolment.user)
    address = reverse("work", args=[sitting.pk, "self_study"])
    sent = {"revision": "0", "title": "", "text": "Мәтін", "action": "save"}
    client.post(
        address,
        {**sent, "files": SimpleUploadedFile("жоспар.exe", b"%PDF-1.7 x", "application/x-msdownload")},
    )
    file = Submission.objects.get().files.get()
    assert (file.name, file.media_type) == ("жоспар.pdf", "application/pdf")
    client.post(
        address, {**sent, "revision": "1", "files": SimpleUploadedFile("a.pdf", b"<script>1</script>")}
    )
    assert Submission.objects.get().files.count() == 1
    answer = client.get(reverse("submission_file", args=[file.pk]))
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    stranger = client_for(make_user(Role.LEARNER))
    assert stranger.get(reverse("submission_file", args=[file.pk])).status_code == 404


def test_a_returned_work_comes_back_as_the_next_number_with_its_text(cohort):
    sitting = sitting_of(enrol(None, cohort))
    trainer = make_trainer(cohort)
    submission = hand_in(sitting, "self_study", text="Бастапқы")
    with pytest.raises(Refusal):
        work.return_work(submission_id=submission.pk, reason=" ", at=NOW, actor=trainer)
    draft = work.return_work(submission_id=submission.pk, reason="Мысал қосыңыз.", at=NOW, actor=trainer)
    submission.refresh_from_db()
    assert (submission.status, draft.number, draft.text) == ("returned", 2, "Бастапқы")


@pytest.mark.sqlite
def test_release_marks_every_member_and_decides_who_is_complete(cohort):
    _group, members = group_of_four(cohort)
    sittings = [sitting_of(member) for member in members]
    give_mark(sittings[0], "test", 60, maximum="100")
    give_mark(sittings[0], "self_study", 6, maximum="10")
    submission = hand_in(sittings[1], "project")
    trainer = make_trainer(cohort)
    values = {"submission_id": submission.pk, "comment": "Жақсы.", "revision": 0, "at": NOW, "actor": trainer}
    with pytest.raises(Refusal) as refused:
        marking.finalise(points={**PROJECT, "c6": {"value": ""}}, **values)
    assert code_of(refused) == "points"
    with pytest.raises(Refusal) as refused:
        marking.release(submission_ids=[submission.pk], at=NOW, actor=trainer)
    assert code_of(refused) == "unfinished"
    marking.finalise(points=PROJECT, **values)
    assert Mark.objects.filter(component="project").count() == 0
    marking.release(submission_ids=[submission.pk], at=NOW, actor=trainer)
    marking.release(submission_ids=[submission.pk], at=NOW, actor=trainer)
    assert [mark.value for mark in Mark.objects.filter(component="project")] == [Decimal(12)] * 4
    assert list(Result.objects.values_list("sitting", "decision")) == [(sittings[0].pk, "passed")]


def test_programme_b_fills_five_components_from_one_assessment():
    cohort = make_cohort(make_edition("B"))
    sitting = sitting_of(enrol(None, cohort))
    trainer = make_trainer(cohort)
    submission = hand_in(sitting, "final_work")
    points = {
        key: {"value": value}
        for key, value in zip(
            ("theory", "practice", "plan", "defence", "participation"),
            ("15", "20", "25,5", "8", "9"),
            strict=True,
        )
    }
    marking.finalise(
        submission_id=submission.pk, points=points, comment="", revision=0, at=NOW, actor=trainer
    )
    marking.release(submission_ids=[submission.pk], at=NOW, actor=trainer)
    result = Result.objects.get(sitting=sitting)
    assert (result.score, result.decision) == (Decimal("77.5"), "passed")


def test_two_windows_of_a_marker_never_overwrite_each_other(client_for, cohort):
    submission = hand_in(sitting_of(enrol(None, cohort)), "self_study")
    client = client_for(make_trainer(cohort))
    address = reverse("marking_desk", args=[submission.pk])
    client.post(address, {"revision": "0", "c-mark": "7", "comment": "Бірінші", "action": "save"})
    late = client.post(address, {"revision": "0", "c-mark": "3", "comment": "Екінші", "action": "save"})
    assert late.status_code == 409
    assert "Екінші" in late.content.decode()
    assert Assessment.objects.get().points["mark"]["value"] == "7"
    wrong = client.post(
        address, {"revision": "1", "c-mark": "11", "comment": "Ұзақ пікір", "action": "finish"}
    )
    assert wrong.status_code == 422
    assert "Ұзақ пікір" in wrong.content.decode()


def test_only_a_trainer_of_the_cohort_marks_and_never_their_own_work(cohort):
    enrolment = enrol(None, cohort)
    submission = hand_in(sitting_of(enrolment), "self_study")
    values = {"submission_id": submission.pk, "points": {}, "comment": "", "revision": 0, "at": NOW}
    for stranger in (make_user(Role.TRAINER), make_user(Role.LEARNER), coordinator_of(cohort)):
        with pytest.raises(Refusal):
            marking.save_points(actor=stranger, **values)
    trainer = make_trainer(cohort)
    submission.members.update(sitting=sitting_of(enrol(trainer, cohort)))
    with pytest.raises(Refusal) as refused:
        marking.save_points(actor=trainer, **values)
    assert code_of(refused) == "own_work"


def test_an_individual_decision_has_its_reason_and_survives_release(cohort):
    _group, members = group_of_four(cohort)
    sittings = [sitting_of(member) for member in members]
    trainer = make_trainer(cohort)
    values = {"sitting_id": sittings[0].pk, "component": "project", "at": NOW, "actor": trainer}
    with pytest.raises(Refusal):
        marking.override_mark(value=Decimal(4), reason="", **values)
    with pytest.raises(Refusal) as refused:
        marking.override_mark(value=Decimal(13), reason="x", **values)
    assert code_of(refused) == "points"
    marking.override_mark(value=Decimal(4), reason="Қорғауға қатыспады.", **values)
    submission = hand_in(sittings[1], "project")
    marking.finalise(
        submission_id=submission.pk, points=PROJECT, comment="", revision=0, at=NOW, actor=trainer
    )
    marking.release(submission_ids=[submission.pk], at=NOW, actor=trainer)
    current = {mark.sitting_id: mark.value for mark in Mark.objects.current().filter(component="project")}
    assert current[sittings[0].pk] == Decimal(4)
    assert current[sittings[1].pk] == Decimal(12)


def test_an_individual_decision_is_seen_by_that_member_only(client_for, cohort):
    _group, members = group_of_four(cohort)
    sittings = [sitting_of(member) for member in members]
    reason = "Қорғауға қатыспады."
    marking.override_mark(
        sitting_id=sittings[0].pk,
        component="project",
        value=Decimal(4),
        reason=reason,
        at=NOW,
        actor=make_trainer(cohort),
    )
    own = client_for(members[0].user).get(reverse("work", args=[sittings[0].pk, "project"])).content.decode()
    assert reason in own
    for place in (1, 2):
        client = client_for(members[place].user)
        assert client.get(reverse("sitting_marks", args=[sittings[0].pk])).status_code == 404
        assert (
            reason not in client.get(reverse("work", args=[sittings[place].pk, "project"])).content.decode()
        )


def cost(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_queue_costs_the_same_for_two_works_and_twenty_two(client_for, cohort):
    client = client_for(make_trainer(cohort))
    for _turn in range(2):
        submission = hand_in(sitting_of(enrol(None, cohort)), "self_study")
    few, desk = cost(client, "/marking/"), cost(client, reverse("marking_desk", args=[submission.pk]))
    for _turn in range(20):
        hand_in(sitting_of(enrol(None, cohort)), "self_study")
    assert cost(client, "/marking/") == few
    assert cost(client, reverse("marking_desk", args=[submission.pk])) == desk
    assert few <= 12
    assert desk <= 16

"""A plan goes when its terms have passed; marks stay; bytes go; a second run changes nothing."""

import logging
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from assessments import tasks
from assessments.models import Annotation, Appeal, Mark, Result, Submission, SubmissionFile
from assessments.services.marking import allocation, marking
from assessments.services.scheme import terms
from assessments.services.work import erasure, files, work
from courses.models import Cohort, Enrolment
from people.errors import Refusal
from people.roles import Role
from tests.factories import MAXIMA_B, NOW, coordinator_of, make_edition, make_trainer, make_user

from .sample import open_plan

pytestmark = pytest.mark.django_db
TERM = timedelta(days=41)  # 10 for an appeal, counted to the end of the day, and 30 for keeping
LATER = NOW + TERM
POINTS = {key: {"value": "10", "comment": "Жақсы"} for key in MAXIMA_B}


@pytest.fixture
def trainer(cohort):
    return make_trainer(cohort)


@pytest.fixture
def decided(sitting, cohort, trainer, django_capture_on_commit_callbacks):
    """A plan with a file and notes, marked, released, decided, the cohort concluded."""
    submission = open_plan(sitting)
    author = sitting.enrolment.user
    work.save_draft(
        submission_id=submission.pk,
        title="Жоспарым",
        text="Мәтін",
        revision=submission.revision,
        at=NOW,
        actor=author,
    )
    files.attach_file(
        submission_id=submission.pk, upload=SimpleUploadedFile("sheet.txt", b"words"), at=NOW, actor=author
    )
    with django_capture_on_commit_callbacks(execute=True):
        work.submit_work(submission_id=submission.pk, at=NOW, actor=author, nameless=True)
    if not submission.allocations.exists():
        allocation.allocate(
            submission_id=submission.pk,
            marker_id=trainer.pk,
            place="first",
            at=NOW,
            actor=coordinator_of(cohort),
        )
    saved = marking.finalise(
        submission_id=submission.pk, points=POINTS, comment="Жақсы", revision=0, at=NOW, actor=trainer
    )
    for place in ({"start": 0, "end": 3}, {"file": submission.files.get(), "page": 1, "area": [0, 0, 1, 1]}):
        Annotation.objects.create(assessment=saved, quote="Мәт", body="Дұрыс", created_at=NOW, **place)
    with django_capture_on_commit_callbacks(execute=True):
        marking.release(submission_ids=[submission.pk], at=NOW, actor=trainer)
    assert Result.objects.filter(sitting=sitting).exists()
    Cohort.objects.update(status="concluded")
    submission.refresh_from_db()
    return submission


def due(at=LATER) -> list[int]:
    return [row.submission_id for row in erasure.due_for_erasure(at)]


def test_it_is_due_when_both_terms_have_passed(decided):
    assert due(NOW + timedelta(days=39)) == []
    assert due(LATER) == [decided.pk]
    decided.cohort.edition.parameters |= {"appeal_days": 3, "plan_retention_days": 0}
    decided.cohort.edition.save()
    assert due(NOW + timedelta(days=2)) == []
    assert due(NOW + timedelta(days=4)) == [decided.pk]


def test_erasing_takes_the_words_and_leaves_the_marks(decided, django_capture_on_commit_callbacks, caplog):
    caplog.set_level(logging.INFO, logger="tirek.erasure")
    row = decided.files.get()
    storage, name = row.file.storage, row.file.name
    marks = list(Mark.objects.values_list("component", "value"))
    outcome = decided.outcome
    with django_capture_on_commit_callbacks(execute=True):
        assert erasure.erase_plan(submission_id=decided.pk, at=LATER) is True
    erased = Submission.objects.get(pk=decided.pk)
    assert (erased.text, erased.plan, erased.erased_at) == ("", None, LATER)
    assert erased.title != "Жоспарым"
    assert erased.title
    assert not erased.draft_versions.exists()
    assert not SubmissionFile.objects.exists()
    assert not storage.exists(name)
    assert list(Annotation.objects.values_list("quote", "body", "file")) == [("", "Дұрыс", None)] * 2
    assert list(Mark.objects.values_list("component", "value")) == marks
    assert (erased.outcome, erased.status) == (outcome, "released")
    assert erased.assessments.get().points == decided.assessments.get().points
    assert f"submission={decided.pk}" in caplog.text
    assert "Жоспарым" not in caplog.text


def test_a_second_run_changes_nothing(decided):
    assert (
        tasks.erase_support_plans.__wrapped__ if hasattr(tasks.erase_support_plans, "__wrapped__") else True
    )
    assert erasure.erase_due_plans(LATER) == 1
    assert erasure.erase_due_plans(LATER + timedelta(days=1)) == 0
    assert erasure.erase_plan(submission_id=decided.pk, at=LATER + timedelta(days=1)) is False
    assert Submission.objects.get(pk=decided.pk).erased_at == LATER


def test_a_rollback_keeps_the_bytes(decided, django_capture_on_commit_callbacks):
    row = decided.files.get()
    with django_capture_on_commit_callbacks(execute=False):
        erasure.erase_plan(submission_id=decided.pk, at=LATER)
    assert row.file.storage.exists(row.file.name)


def test_bytes_another_work_holds_stay(decided, django_capture_on_commit_callbacks, sitting):
    row = decided.files.get()
    kept = Submission.objects.create(
        assignment=decided.assignment,
        cohort=decided.cohort,
        sitting=sitting,
        number=2,
        status="returned",
        submitted_at=NOW,
        created_at=NOW,
    )
    row.pk, row.submission = None, kept
    row.save()
    with django_capture_on_commit_callbacks(execute=True):
        erasure.erase_plan(submission_id=decided.pk, at=LATER)
    assert row.file.storage.exists(row.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        erasure.erase_plan(submission_id=kept.pk, at=LATER)
    assert not row.file.storage.exists(row.file.name)


def test_an_open_appeal_keeps_it(decided, sitting):
    appeal = Appeal.objects.create(
        sitting=sitting, result=Result.objects.get(), reason="Келіспеймін", filed_at=NOW
    )
    assert due() == []
    with pytest.raises(Refusal) as refused:
        erasure.erase_plan(submission_id=decided.pk, at=LATER)
    assert refused.value.code == "kept"
    appeal.status = "withdrawn"
    appeal.save()
    assert due() == [decided.pk]


def test_an_amended_result_begins_the_terms_anew(decided, sitting):
    first = Result.objects.get()
    Result.objects.create(
        sitting=sitting,
        score=first.score,
        band=first.band,
        decision=first.decision,
        decision_reason=first.decision_reason,
        components=first.components,
        decided_at=LATER,
        decided_by=make_user(Role.COORDINATOR),
        amends=first,
        amendment_reason="Апелляция",
        commission="Комиссия",
    )
    assert due() == []
    assert due(LATER + TERM) == [decided.pk]


def test_a_cohort_that_still_runs_keeps_it(decided):
    Cohort.objects.update(status="assessing")
    assert due() == []


def test_without_a_decision_it_stays_unless_the_person_left(sitting, cohort):
    submission = open_plan(sitting)
    Cohort.objects.update(status="concluded")
    cohort.transitions.create(from_status="assessing", to_status="concluded", at=NOW)
    assert due() == []
    Enrolment.objects.update(status="expelled")
    assert due(NOW + timedelta(days=39)) == []
    assert due() == [submission.pk]


def test_other_works_are_never_erased(decided):
    decided.assignment.kind = "essay"
    decided.assignment.save()
    assert due() == []
    with pytest.raises(Refusal):
        erasure.erase_plan(submission_id=decided.pk, at=LATER)


def test_the_command_lists_numbers_and_dates_and_erases_only_when_asked(decided, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)
    out = StringIO()
    call_command("erase_support_plans", "--dry-run", stdout=out)
    assert out.getvalue().startswith(f"{decided.pk}\t20")
    assert "To erase: 1." in out.getvalue()
    assert Submission.objects.get(pk=decided.pk).erased_at is None
    out = StringIO()
    call_command("erase_support_plans", stdout=out)
    assert out.getvalue() == "Erased: 1.\n"
    assert Submission.objects.get(pk=decided.pk).erased_at == LATER


def test_the_beat_runs_it_daily(settings):
    from celery import current_app

    row = settings.CELERY_BEAT_SCHEDULE["erase-support-plans"]
    assert row["task"] == tasks.erase_support_plans.name
    assert row["task"] in current_app.tasks


def test_terms_come_from_the_edition_or_from_one_place():
    edition = make_edition("A")
    assert terms.term(edition, "appeal_days") == terms.DEFAULTS["appeal_days"]
    edition.parameters["appeal_days"] = 5
    assert terms.term(edition, "appeal_days") == 5
    with pytest.raises(KeyError):
        terms.term(edition, "unheard_of")

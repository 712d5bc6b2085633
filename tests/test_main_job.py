"""The whole main job by services alone, on whichever database the tests run on: the browser journey's twin."""

from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp
from django.core.management import call_command

from assessments.models import Result, Submission
from assessments.services.groups import groups
from assessments.services.marking import marking
from assessments.services.work import work
from certificates.models import Document
from tests.factories import (
    NOW,
    coordinator_of,
    enrol,
    make_cohort,
    make_edition,
    make_issuer,
    make_trainer,
    sitting_of,
    take_test,
)


@pytest.mark.sqlite
@pytest.mark.django_db
def test_from_a_test_to_a_certificate_an_employer_scans(client, django_capture_on_commit_callbacks):
    make_issuer()
    cohort = make_cohort(make_edition())
    trainer = make_trainer(cohort)
    members = [enrol(None, cohort) for _turn in range(4)]
    sittings = [sitting_of(member) for member in members]
    groups.form_group(
        cohort_id=cohort.pk,
        assignment_key="project",
        enrolment_ids=[member.pk for member in members],
        at=NOW,
        actor=coordinator_of(cohort),
    )
    sitting, user = sittings[0], members[0].user
    take_test(sitting, right=2)
    points = {
        "self_study": {"mark": {"value": "8"}},
        "project": {f"c{place}": {"value": "1"} for place in range(1, 7)},
    }
    for key in points:
        submission = work.open_submission(sitting_id=sitting.pk, assignment_key=key, at=NOW, actor=user)
        work.save_draft(
            submission_id=submission.pk, title="Жоба", text="Мәтін", revision=0, at=NOW, actor=user
        )
        work.submit_work(submission_id=submission.pk, at=NOW, actor=user, nameless=True)
    with django_capture_on_commit_callbacks(execute=True):
        for submission in Submission.objects.select_related("assignment").order_by("pk"):
            marking.finalise(
                submission_id=submission.pk,
                points=points[submission.assignment.key],
                comment="",
                revision=0,
                at=NOW,
                actor=trainer,
            )
            marking.release(submission_ids=[submission.pk], at=NOW, actor=trainer)
    assert list(Result.objects.values_list("sitting", "score", "decision")) == [(sitting.pk, 50, "passed")]
    document = Document.objects.get()
    assert (document.kind, document.status, document.holder) == ("certificate", "valid", user)
    picture = pypdfium2.PdfDocument(document.pdf.read())[0].render(scale=150 / 72).to_pil()
    scanned = zxingcpp.read_barcode(picture).text
    for language in ("kk", "ru", "en"):
        answer = client.get(urlsplit(scanned).path, {"lang": language})
        assert answer.status_code == 200
        page = answer.content.decode()
        assert f'<html lang="{language}"' in page
        assert user.surname in page
        assert 'class="verdict ok"' in page
    call_command("check_invariants")

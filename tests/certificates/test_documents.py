"""From a decision to a document: once, from its own row, for ever."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from assessments.models import Result
from assessments.services.decisions import results
from certificates import services
from certificates.models import Document
from certificates.rules.code import normalise
from certificates.rules.validity import add_years
from courses.models import Cohort
from people.errors import Refusal
from people.roles import Role
from tests.factories import (
    NOW,
    coordinator_of,
    decide,
    enrol,
    make_cohort,
    make_edition,
    make_issuer,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    make_issuer()
    return enrol(None, make_cohort(make_edition()))


@pytest.mark.sqlite
def test_a_passed_result_brings_a_certificate_by_itself(enrolment, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        result = decide(enrolment, score="50")
    document = Document.objects.get()
    assert (document.kind, document.status, document.result) == ("certificate", "valid", result)
    assert document.valid_until == add_years(document.issued_on, 3)
    assert normalise(document.code) == document.code
    assert document.facts["hours"] == 80
    assert document.facts["surname"] == enrolment.user.surname
    document.refresh_from_db()
    assert document.pdf.read()[:5] == b"%PDF-"
    assert document.number.endswith("-A-000001")


def test_below_fifty_brings_an_attendance_notice_without_an_end(
    enrolment, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        decide(enrolment, score="49.99")
    document = Document.objects.get()
    assert (document.kind, document.valid_until) == ("notice", None)
    assert "-N-" in document.number


def test_a_repeat_issues_nothing_more(enrolment):
    result = decide(enrolment)
    first = services.issue_document(result_id=result.pk, at=NOW)
    again = services.issue_document(result_id=result.pk, at=NOW + timedelta(days=1))
    assert first == again
    assert Document.objects.count() == 1


def test_the_repair_command_issues_what_a_lost_signal_left_out(enrolment, capsys):
    decide(enrolment)
    assert Document.objects.count() == 0
    with pytest.raises(CommandError):
        call_command("check_invariants")
    call_command("issue_missing_documents")
    assert Document.objects.get().pdf
    call_command("issue_missing_documents")
    assert Document.objects.count() == 1
    call_command("check_invariants")


def test_numbers_of_a_series_have_no_gaps(enrolment):
    cohort = enrolment.cohort
    everyone = [enrolment, *(enrol(None, cohort) for _turn in range(4))]
    for one in everyone:
        services.issue_document(result_id=decide(one).pk, at=NOW)
    numbers = sorted(int(number[-6:]) for number in Document.objects.values_list("number", flat=True))
    assert numbers == [1, 2, 3, 4, 5]
    assert len(set(Document.objects.values_list("code", flat=True))) == 5


def amend(result: Result, score: str) -> Result:
    """The commission decides anew after the test's mark was corrected."""
    from decimal import Decimal

    from assessments.services.marking.marks import append_mark

    actor = coordinator_of(result.sitting.cohort)
    append_mark(
        sitting=result.sitting,
        component="test",
        value=Decimal(score),
        maximum=Decimal(100),
        source="override",
        at=NOW,
        marker=actor,
        reason="Апелляция",
    )
    return results.amend_result(
        result_id=result.pk, at=NOW, actor=actor, reason="Апелляция қанағаттандырылды.", commission="№ 3"
    )


def documents() -> list[tuple[str, str]]:
    return list(Document.objects.order_by("pk").values_list("kind", "status"))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("60", "80", [("certificate", "valid")]),
        ("40", "60", [("notice", "replaced"), ("certificate", "valid")]),
        ("60", "40", [("certificate", "revoked"), ("notice", "valid")]),
        ("40", "45", [("notice", "valid")]),
    ],
)
def test_an_amendment_changes_documents_as_decided(enrolment, first, second, expected):
    result = decide(enrolment, score=first)
    services.issue_document(result_id=result.pk, at=NOW)
    amended = amend(result, second)
    services.issue_document(result_id=amended.pk, at=NOW)
    services.issue_document(result_id=amended.pk, at=NOW)
    services.issue_document(result_id=result.pk, at=NOW)
    assert documents() == expected
    call_command("check_invariants")


def test_the_database_refuses_a_second_standing_certificate(enrolment):
    result = decide(enrolment)
    document = services.issue_document(result_id=result.pk, at=NOW)
    with (
        pytest.raises(
            IntegrityError,
            match=r"one_standing_certificate_per_enrolment|certificates_document\.enrolment_id",
        ),
        transaction.atomic(),
    ):
        Document.objects.create(
            kind="certificate",
            number="x",
            code="y",
            enrolment=enrolment,
            result=result,
            holder=enrolment.user,
            template_revision=document.template_revision,
            facts={},
            facts_hash="",
            issued_on=document.issued_on,
            valid_until=document.valid_until,
            created_at=NOW,
            supersedes=document,
        )


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"valid_until": None}, "certificates_expire_notices_do_not"),
        ({"valid_until": "2000-01-01"}, "document_valid_after_issue"),
    ],
)
def test_the_database_refuses_wrong_dates(enrolment, changes, constraint):
    document = services.issue_document(result_id=decide(enrolment).pk, at=NOW)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**changes)


def test_a_name_changed_later_changes_nothing_printed(enrolment, client):
    document = services.issue_document(result_id=decide(enrolment).pk, at=NOW)
    enrolment.user.surname = "Басқаева"
    enrolment.user.save()
    page = client.get(f"/v/{document.code}").content.decode()
    assert "Үмбетжанова" in page
    assert "Басқаева" not in page


def test_a_correction_is_a_new_document_with_the_same_dates(enrolment):
    document = services.issue_document(result_id=decide(enrolment).pk, at=NOW - timedelta(days=30))
    enrolment.user.surname = "Өтегенова"
    enrolment.user.save()
    actor = make_user(Role.COORDINATOR)
    new = services.correct_document(document_id=document.pk, at=NOW, actor=actor, reason="Тегі өзгерді.")
    document.refresh_from_db()
    assert document.status == "replaced"
    assert (new.issued_on, new.valid_until) == (document.issued_on, document.valid_until)
    assert new.code != document.code
    assert new.number != document.number
    assert new.facts["surname"] == "Өтегенова"
    assert new.supersedes == document


def test_only_the_keeper_of_the_register_changes_a_status_and_says_why(enrolment):
    document = services.issue_document(result_id=decide(enrolment).pk, at=NOW)
    with pytest.raises(Refusal):
        services.revoke_document(document_id=document.pk, at=NOW, actor=make_user(Role.TRAINER), reason="x")
    keeper = make_user(Role.COORDINATOR)
    with pytest.raises(Refusal) as refused:
        services.revoke_document(document_id=document.pk, at=NOW, actor=keeper, reason="  ")
    assert refused.value.code == "reason_missing"
    services.suspend_document(document_id=document.pk, at=NOW, actor=keeper, reason="Тексеріліп жатыр.")
    services.resume_document(document_id=document.pk, at=NOW, actor=keeper, reason="Расталды.")
    services.revoke_document(document_id=document.pk, at=NOW, actor=keeper, reason="Жалған.")
    with pytest.raises(Refusal):
        services.resume_document(document_id=document.pk, at=NOW, actor=keeper, reason="Қайта.")
    assert [row.to_status for row in document.transitions.all()] == ["valid", "suspended", "valid", "revoked"]


def test_without_an_issuer_nothing_is_issued_and_the_result_stands():
    enrolment = enrol(None, make_cohort(make_edition()))
    result = decide(enrolment)
    with pytest.raises(Refusal) as refused:
        services.issue_document(result_id=result.pk, at=NOW)
    assert refused.value.code == "no_issuer"
    assert Result.objects.filter(pk=result.pk).exists()
    assert Document.objects.count() == 0


def test_people_with_documents_cannot_be_deleted(enrolment):
    from django.db.models import ProtectedError

    services.issue_document(result_id=decide(enrolment).pk, at=NOW)
    for record in (enrolment.user, Cohort.objects.get(pk=enrolment.cohort_id), enrolment):
        with pytest.raises(ProtectedError):
            record.delete()


def test_a_name_that_cannot_be_printed_is_refused_and_holds_up_nobody_else(enrolment):
    enrolment.user.surname = "王"
    enrolment.user.save()
    result = decide(enrolment)
    with pytest.raises(Refusal) as refused:
        services.issue_document(result_id=result.pk, at=NOW)
    assert refused.value.code == "unprintable_name"
    assert "王" in str(refused.value)
    other = enrol(None, enrolment.cohort)
    decide(other)
    call_command("issue_missing_documents")
    assert [document.enrolment for document in Document.objects.all()] == [other]

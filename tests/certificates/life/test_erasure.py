"""Erasure: the name goes everywhere, the record of the document stays and stays provable."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from certificates import services
from certificates.models import ChangeProposal, Document, DocumentTransition, LogEntry
from certificates.services import erasure, proposals
from people.models import Notification
from tests.factories import NOW

from .conftest import LATER, REASON, refused

pytestmark = pytest.mark.django_db
KEPT = ("number", "code", "status", "issued_on", "valid_until", "facts_hash", "pdf_sha256", "status_index")


@pytest.fixture
def drawn(document):
    return services.render_document(document_id=document.pk)


@pytest.mark.sqlite
def test_the_name_goes_and_the_record_stays(drawn, change, django_capture_on_commit_callbacks, client):
    before = {name: getattr(drawn, name) for name in KEPT}
    storage, path = drawn.pdf.storage, drawn.pdf.name
    with django_capture_on_commit_callbacks(execute=True):
        change(drawn, "erase", at=LATER)
    assert {name: getattr(drawn, name) for name in KEPT} == before
    assert [drawn.facts[part] for part in ("surname", "given_name", "patronymic")] == ["", "", ""]
    assert drawn.facts["programme_title_kk"]
    assert (drawn.pdf.name, drawn.credential, drawn.cose, drawn.erased_at) == ("", "", "", LATER)
    assert drawn.pdf_sha256
    assert not storage.exists(path)
    assert drawn.log.last().event == LogEntry.Event.ERASED
    page = client.get(f"/v/{drawn.code}")
    assert page.status_code == 200
    assert "Үмбетжанова" not in page.content.decode()
    assert services.render_document(document_id=drawn.pk).pdf.name == ""
    call_command("check_invariants")


def test_words_that_name_the_person_go_and_others_stay(drawn, change, keeper, second):
    corrected = {"surname": "Өтегенова", "given_name": "Ақмарал", "patronymic": ""}
    one = proposals.propose(
        document_id=drawn.pk, change="correct", reason="Ақ", corrected=corrected, at=NOW, actor=keeper
    )
    proposals.decline(proposal_id=one.pk, note="Өтегенованың куәлігі жоқ.", at=NOW, actor=second)
    change(drawn, "suspend", reason="Умбетжановой позвонили из школы.")
    change(drawn, "resume", reason="Тексеру аяқталды.")
    basis = change(drawn, "erase", reason="Жазбаша өтініш № 12.", at=LATER)
    reasons = list(DocumentTransition.objects.filter(document=drawn).values_list("reason", flat=True))
    assert reasons == ["issued", erasure.ERASED, "Тексеру аяқталды."]
    assert basis.reason == "Жазбаша өтініш № 12."
    others = ChangeProposal.objects.filter(document=drawn).exclude(pk=basis.pk)
    assert set(others.values_list("reason", flat=True)) == {erasure.ERASED}
    assert [row.corrected for row in others] == [{}, {}, {}]
    kept = repr(list(ChangeProposal.objects.values())) + repr(list(DocumentTransition.objects.values()))
    kept += repr(list(Notification.objects.values("context"))) + repr(list(LogEntry.objects.values()))
    for word in ("Үмбетжанова", "Умбетжанов", "Өтегенова", "Ақмарал"):
        assert word not in kept


def test_a_basis_that_names_the_person_goes_too(drawn, change):
    assert change(drawn, "erase", reason="Үмбетжанованың өтініші.").reason == erasure.ERASED


def test_erasing_the_new_document_takes_its_name_out_of_the_proposal_that_led_to_it(document, change):
    corrected = {"surname": "Өтегенова", "given_name": "Айша", "patronymic": ""}
    one = change(document, "correct", corrected=corrected)
    change(one.new_document, "erase", at=LATER)
    one.refresh_from_db()
    document.refresh_from_db()
    assert (one.corrected, one.reason, one.new_document) == ({}, erasure.ERASED, one.new_document)
    assert document.facts["surname"] == "Үмбетжанова"  # each document has its own proposal
    call_command("check_invariants")


def test_an_erasure_is_done_once_and_only_by_keepers(drawn, change, second):
    told = {"document_id": drawn.pk, "at": NOW, "reason": REASON}
    assert refused(erasure.erase_document, actor=drawn.holder, **told) == "not_allowed"
    change(drawn, "erase")
    assert refused(erasure.erase_document, actor=second, **told) == "erased"
    assert refused(services.correct_document, actor=second, **told) == "erased"
    drawn.refresh_from_db()
    assert drawn.status == "valid"


def test_an_erased_document_can_still_be_revoked(drawn, change):
    change(drawn, "erase")
    change(drawn, "revoke", at=LATER + timedelta(hours=1))
    assert drawn.status == "revoked"
    call_command("check_invariants")


BREAKS = {
    "still holds something": lambda document: {"cose": "x"},
    "lost the hash": lambda document: {"facts_hash": ""},
    "replaced and nothing stands": lambda document: {"status": "replaced", "erased_at": None},
}


@pytest.mark.parametrize("said", BREAKS)
def test_the_audit_notices(drawn, change, said, capsys):
    change(drawn, "erase")
    Document.objects.filter(pk=drawn.pk).update(**BREAKS[said](drawn))
    with pytest.raises(CommandError):
        call_command("check_invariants")
    assert said in capsys.readouterr().err


def test_the_audit_notices_a_lost_number_and_a_decision_of_one_person(
    drawn, change, keeper, capsys, monkeypatch
):
    from certificates.models import NumberSeries

    change(drawn, "suspend")
    DocumentTransition.objects.create(
        document=drawn, from_status="revoked", to_status="suspended", at=LATER, actor=keeper
    )
    DocumentTransition.objects.filter(to_status="suspended", from_status="valid").update(at=LATER)
    NumberSeries.objects.update(last=3)
    with pytest.raises(CommandError):
        call_command("check_invariants")
    said = capsys.readouterr().err
    assert "2 are missing (2, 3)" in said
    assert "which is final" in said
    assert "“suspend” was approved and never made" in said

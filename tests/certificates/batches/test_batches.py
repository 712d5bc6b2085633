"""Issuing for a whole cohort: once each, wherever it is broken off, and files to take away."""

import io
import zipfile
from datetime import timedelta

import openpyxl
import pikepdf
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certificates import services
from certificates.models import BatchItem, Document, IssueBatch, Issuer, NumberSeries
from certificates.services import batches, cohort_papers, log_faults
from people.errors import NotAllowed, Refusal
from people.roles import Role
from tests.factories import (
    NOW,
    coordinator_of,
    decide,
    enrol,
    make_cohort,
    make_edition,
    make_issuer,
    make_trainer,
    make_user,
)

pytestmark = pytest.mark.django_db


def a_page(facts, **more) -> bytes:
    """One page, quickly."""
    target = io.BytesIO()
    with pikepdf.Pdf.new() as paper:
        paper.add_blank_page(page_size=(595, 842))
        paper.docinfo["/Title"] = facts.number
        paper.save(target)
    return target.getvalue()


@pytest.fixture(autouse=True)
def _drawn_at_once(monkeypatch):
    monkeypatch.setattr("certificates.services.drawing.draw_document", a_page)


@pytest.fixture
def cohort():
    make_issuer()
    return make_cohort(make_edition())


def decided(cohort, count: int = 3, *, name: str = "Үмбетжанова"):
    found = []
    for place in range(count):
        user = make_user(Role.LEARNER, surname=name)
        found.append(decide(enrol(user, cohort), score="76" if place % 3 else "40"))
    return found


def read(client, address: str):
    return client.get(address, headers={"accept-language": "en"})


def start(cohort) -> IssueBatch:
    return batches.start_batch(cohort_id=cohort.pk, at=timezone.now(), actor=coordinator_of(cohort))


@pytest.mark.sqlite
def test_one_press_issues_and_draws_for_everybody(cohort, client, django_capture_on_commit_callbacks):
    decided(cohort, 4)
    client.force_login(coordinator_of(cohort))
    address = f"/cohorts/{cohort.pk}/documents/"
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address).status_code == 302
    batch = IssueBatch.objects.get()
    assert batch.status == "done"
    assert batch.finished_at
    assert all(item.document_id and item.done_at for item in batch.items.all())
    assert Document.objects.exclude(pdf="").count() == 4
    assert batches.figures(cohort) == batches.Figures(decided=4, missing=0, undrawn=0)
    with pytest.raises(Refusal) as refused:
        start(cohort)
    assert refused.value.code == "nothing_missing"
    assert not list(log_faults.faults())


def test_a_name_that_cannot_be_printed_is_told_and_holds_up_nobody(
    cohort, client, django_capture_on_commit_callbacks
):
    bad = decided(cohort, 1, name="王")[0]
    decided(cohort, 2)
    boss = coordinator_of(cohort)
    with django_capture_on_commit_callbacks(execute=True):
        start(cohort)
    assert IssueBatch.objects.get().status == "done"
    assert Document.objects.count() == 2
    client.force_login(boss)
    page = read(client, f"/cohorts/{cohort.pk}/documents/").content.decode()
    assert "王 Ақмарал" in page
    assert "cannot be printed: 王. Correct the name in the person&#x27;s profile." in page
    assert "басып шығару мүмкін емес: 王" in client.get(f"/cohorts/{cohort.pk}/documents/").content.decode()
    holder = bad.sitting.enrolment.user
    holder.surname = "Уаң"
    holder.save()
    with django_capture_on_commit_callbacks(execute=True):
        start(cohort)
    assert Document.objects.filter(result=bad).exclude(pdf="").exists()
    assert "cannot be printed" not in read(client, f"/cohorts/{cohort.pk}/documents/").content.decode()


def test_a_batch_broken_off_goes_on_where_it_stopped(cohort, monkeypatch):
    decided(cohort, 5)
    batch = start(cohort)

    class PowerCut(BaseException):
        pass

    real, drawn = services.render_document, []

    def until_it_breaks(*, document_id: int):
        if len(drawn) == 2:
            raise PowerCut
        drawn.append(document_id)
        return real(document_id=document_id)

    monkeypatch.setattr("certificates.services.batches.drawing.render_document", until_it_breaks)
    with pytest.raises(PowerCut):
        batches.work(batch_id=batch.pk, limit=25)
    monkeypatch.undo()
    monkeypatch.setattr("certificates.services.drawing.draw_document", a_page)
    # Issued, and broken off before it was drawn: the third.
    assert [bool(item.document_id) for item in batch.items.all()] == [True, True, True, False, False]
    assert batches.figures(cohort) == batches.Figures(decided=5, missing=2, undrawn=1)
    assert start(cohort) == batch
    assert not batches.work(batch_id=batch.pk, limit=25)
    batch.refresh_from_db()
    assert batch.status == "done"
    assert sum(NumberSeries.objects.values_list("last", flat=True)) == Document.objects.count() == 5
    assert not Document.objects.filter(pdf="").exists()


def test_a_storage_that_fails_is_a_sentence_and_the_next_batch_draws(cohort, monkeypatch):
    decided(cohort, 2)

    def broken(*, document_id: int):
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr("certificates.services.batches.drawing.render_document", broken)
        batch = start(cohort)
        assert not batches.work(batch_id=batch.pk, limit=25)
    assert all(item.fault and not item.done_at for item in batch.items.all())
    assert IssueBatch.objects.get().status == "done"
    again = start(cohort)
    assert not batches.work(batch_id=again.pk, limit=25)
    assert again.items.filter(done_at__isnull=False).count() == 2


def test_only_silent_batches_are_taken_up(cohort, django_capture_on_commit_callbacks):
    decided(cohort, 2)
    batch = start(cohort)
    soon, later = NOW + timedelta(seconds=90), timezone.now() + timedelta(minutes=3)
    with django_capture_on_commit_callbacks(execute=True):
        assert batches.resume_batches(at=soon) == 0
        assert batches.resume_batches(at=later) == 1
        assert batches.resume_batches(at=later) == 0
    batch.refresh_from_db()
    assert batch.status == "done"
    assert batches.resume_batches(at=later + timedelta(days=1)) == 0


def test_in_process_turns_follow_each_other_without_calling_each_other(cohort, monkeypatch):
    monkeypatch.setattr(batches, "CHUNK", 1)
    monkeypatch.setattr(batches, "_send", lambda batch_id: pytest.fail("a turn inside a turn"))
    decided(cohort, 4)
    batches.run_batch(batch_id=start(cohort).pk)
    assert IssueBatch.objects.get().status == "done"


def test_with_workers_a_turn_ends_after_its_chunk_and_sends_the_next(cohort, monkeypatch, settings):
    sent = []
    monkeypatch.setattr(batches, "CHUNK", 2)
    monkeypatch.setattr(batches, "_send", sent.append)
    decided(cohort, 3)
    batch = start(cohort)
    settings.CELERY_TASK_ALWAYS_EAGER = False
    batches.run_batch(batch_id=batch.pk)
    assert (sent, Document.objects.count()) == ([batch.pk], 2)
    batches.run_batch(batch_id=batch.pk)
    assert (sent, Document.objects.count()) == ([batch.pk], 3)


def test_who_may_start_and_when(cohort):
    decided(cohort, 1)
    with pytest.raises(NotAllowed):
        batches.start_batch(cohort_id=cohort.pk, at=NOW, actor=make_trainer(cohort))
    Issuer.objects.all().delete()
    with pytest.raises(Refusal) as refused:
        start(cohort)
    assert refused.value.code == "no_issuer"
    assert not IssueBatch.objects.exists()


def test_the_database_allows_one_open_batch_of_a_cohort(cohort):
    decided(cohort, 1)
    batch = start(cohort)
    with pytest.raises(IntegrityError), transaction.atomic():
        IssueBatch.objects.create(cohort=cohort, started_by=batch.started_by, created_at=NOW)


def test_the_page_costs_the_same_for_two_people_and_for_twenty(cohort, client):
    decided(cohort, 2)
    batch = start(cohort)
    client.force_login(coordinator_of(cohort))
    address = f"/cohorts/{cohort.pk}/documents/"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        page = read(client, address).content.decode()
    assert "every 2s" in page
    BatchItem.objects.filter(batch=batch).update(fault=batches.in_every_language(batches.FAILED))
    batches.work(batch_id=batch.pk, limit=9)
    decided(cohort, 18)
    start(cohort)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(few) == len(many) <= 14


def test_the_part_renews_itself_until_the_batch_is_done(cohort, client):
    decided(cohort, 2)
    batch = start(cohort)
    client.force_login(coordinator_of(cohort))
    address = f"/cohorts/{cohort.pk}/documents/progress/"
    running = read(client, address)
    assert running.status_code == 200
    assert "0 of 2" in running.content.decode()
    IssueBatch.objects.update(seen_at=NOW - timedelta(minutes=5))
    assert "taken up again by itself" in read(client, address).content.decode()
    batches.work(batch_id=batch.pk, limit=9)
    done = read(client, address)
    assert done.status_code == 286
    assert "Issuing is finished." in done.content.decode()


def test_files_hold_the_same_bytes_in_the_order_of_the_alphabet(
    cohort, client, django_capture_on_commit_callbacks
):
    for name in ("Өтегенова", "=Абай", "Ұлан"):
        decide(enrol(make_user(Role.LEARNER, surname=name), cohort))
    client.force_login(make_trainer(cohort))
    address = f"/cohorts/{cohort.pk}/documents"
    assert client.get(f"{address}.zip").status_code == 404
    client.force_login(coordinator_of(cohort))
    assert client.get(f"{address}.zip").status_code == 302
    assert client.get(f"{address}.exe").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        start(cohort)
    documents = {f"{document.number}.pdf": document for document in Document.objects.all()}
    with zipfile.ZipFile(io.BytesIO(client.get(f"{address}.zip").getvalue())) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            name: document.pdf.read() for name, document in documents.items()
        }
    with pikepdf.Pdf.open(io.BytesIO(client.get(f"{address}.pdf").getvalue())) as joined:
        assert len(joined.pages) == 6  # a page each and its empty back
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}.xlsx").content)).active
    names = [cell.value.split()[0] for cell in sheet["B"][1:]]
    assert names == ["=Абай", "Өтегенова", "Ұлан"]
    assert sheet["B2"].data_type == "s"
    told = "".join(str(cell.value) for row in sheet for cell in row)
    assert not any(document.code in told for document in documents.values())
    first = Document.objects.first()
    services.revoke_document(document_id=first.pk, at=NOW, actor=coordinator_of(cohort), reason="Қате.")
    assert cohort_papers.ready_count(cohort, user=coordinator_of(cohort)) == 2

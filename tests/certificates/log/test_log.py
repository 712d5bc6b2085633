"""The log of issue: a chain that shows what was changed, removed, added or dated back."""

import json
from datetime import datetime, timedelta
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.rules.scheme import content_hash
from certificates import services
from certificates.models import Document, LogEntry, LogHead, LogRoot
from certificates.rules import chain
from certificates.services import erasure, log, log_faults, roots
from people.errors import Refusal
from people.roles import Role
from tests.factories import NOW, decide, enrol, make_cohort, make_edition, make_issuer, make_user

pytestmark = pytest.mark.django_db
FIRST = timezone.make_aware(datetime(2026, 3, 2, 10))


def at_clock(moment: datetime):
    """The server's clock, by which the log is written."""
    return mock.patch("certificates.services.log.timezone.now", return_value=moment)


@pytest.fixture(autouse=True)
def _drawn_at_once(monkeypatch):
    """What is drawn is no matter here."""
    monkeypatch.setattr("certificates.services.drawing.draw_document", lambda *args, **more: b"%PDF-1.7")


@pytest.fixture
def documents() -> list[Document]:
    """Two documents on a Monday, one suspended on Tuesday and another issued on Wednesday: five entries, three days."""
    make_issuer()
    cohort = make_cohort(make_edition())
    made = []
    with at_clock(FIRST):
        made += [services.issue_document(result_id=decide(enrol(None, cohort)).pk, at=NOW) for _turn in "ab"]
    with at_clock(FIRST + timedelta(days=1)):
        services.suspend_document(
            document_id=made[0].pk, at=NOW, actor=make_user(Role.COORDINATOR), reason="Тексеріледі."
        )
    roots.sign_roots(at=FIRST + timedelta(days=2))
    with at_clock(FIRST + timedelta(days=2)):
        made.append(services.issue_document(result_id=decide(enrol(None, cohort), score="40").pk, at=NOW))
        services.render_document(document_id=made[2].pk)
    return made


def kinds() -> set[str]:
    return {fault.kind for fault in log_faults.faults()}


def test_an_untouched_log_is_whole_and_holds_nothing_of_a_person(documents, capsys):
    assert list(log_faults.faults()) == []
    call_command("verify_log")
    assert "whole" in capsys.readouterr().out
    assert list(LogEntry.objects.values_list("number", "event")) == [
        (1, "issued"),
        (2, "issued"),
        (3, "status"),
        (4, "issued"),
        (5, "sealed"),
    ]
    told = json.dumps(list(LogEntry.objects.values_list("data", flat=True)), ensure_ascii=False)
    for document in documents:
        for secret in (document.code, document.facts["surname"], document.holder.email):
            assert secret not in told


def test_an_entry_has_the_time_of_the_server_whatever_date_is_claimed(documents):
    enrolment = documents[0].enrolment
    past = NOW - timedelta(days=400)
    with at_clock(FIRST + timedelta(days=3)):
        services.issue_document(result_id=decide(enrol(None, enrolment.cohort)).pk, at=past)
    entry = LogEntry.objects.last()
    assert entry.at == FIRST + timedelta(days=3)
    assert datetime.fromisoformat(entry.data["done_at"]) == past


def test_every_day_that_is_over_is_signed_once_and_missed_days_are_caught_up(documents):
    assert [(root.day.day, root.number) for root in LogRoot.objects.order_by("day")] == [(2, 2), (3, 3)]
    assert roots.sign_roots(at=FIRST + timedelta(days=2)) == []
    caught_up = roots.sign_roots(at=FIRST + timedelta(days=5))
    assert [(root.day.day, root.number) for root in caught_up] == [(4, 5), (5, 5), (6, 5)]
    before, last = LogRoot.objects.order_by("day")[3:5]
    assert last.previous == chain.statement_hash(before.statement)
    assert json.loads(last.statement) == {
        "issuer": "tirek.kz",
        "day": "2026-03-06",
        "number": 5,
        "hash": LogHead.objects.get().hash,
        "previous": last.previous,
    }
    assert list(log_faults.faults()) == []
    with pytest.raises(Refusal) as refused:
        roots.sign_roots(at=FIRST, through=FIRST.date())
    assert refused.value.code == "day_not_over"
    with pytest.raises(CommandError):
        call_command("sign_root", day=timezone.localdate())


def test_an_erased_document_keeps_its_place_and_its_digest(documents):
    keeper = make_user(Role.COORDINATOR)
    erasure.erase_document(document_id=documents[0].pk, at=NOW, actor=keeper, reason="Өтініш бойынша.")
    assert not list(log_faults.faults())
    Document.objects.filter(pk=documents[0].pk).update(facts_hash=OTHER)
    assert kinds() == {"altered"}


def test_an_empty_log_has_no_roots():
    assert roots.sign_roots(at=NOW) == []
    assert list(log_faults.faults()) == []


def test_a_document_knows_its_place_in_the_log(documents, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        place = log.place_of(documents[1])
    assert (place.number, place.root_day) == (2, FIRST.date())
    assert log.place_of(documents[2]).root_day is None
    LogEntry.objects.filter(number=4).update(event="status")
    assert log.place_of(documents[2]) is None


OTHER = "f" * 64
ENTRY = {
    "number": st.sampled_from([0, 9, 77]),
    "at": st.sampled_from([timedelta(seconds=1), timedelta(days=-3), timedelta(days=9)]),
    "event": st.sampled_from(["erased"]),
    "data": st.sampled_from([{}, {"number": "x"}, []]),
    "previous": st.just(OTHER),
    "hash": st.just(OTHER),
    "document_id": st.just("another"),
    "": st.none(),  # removed
}
DOCUMENT = {
    "status": st.just("revoked"),
    "facts": st.sampled_from(["hours", "surname", "protocol"]),
    "facts_hash": st.just(OTHER),
    "code": st.just("0" * 16),
    "number": st.just("2026-A-000999"),
    "issued_on": st.just(timedelta(days=-1)),
    "pdf_sha256": st.just(OTHER),
    "erased_at": st.just(NOW),
}
ROOT = {
    "number": st.sampled_from([0, 1, 4, 50]),
    "hash": st.just(OTHER),
    "previous": st.just(OTHER),
    "statement": st.sampled_from(["", "{}", "[]"]),
    "signature": st.sampled_from(["", "AAAA", "ä"]),
    "day": st.just(timedelta(days=-30)),
}
HEAD = {"number": st.sampled_from([0, 4, 6]), "hash": st.just(OTHER), "": st.none()}
TABLES = {LogEntry: ENTRY, Document: DOCUMENT, LogRoot: ROOT, LogHead: HEAD}


@st.composite
def mutations(draw):
    model = draw(st.sampled_from(list(TABLES)))
    field = draw(st.sampled_from(list(TABLES[model])))
    return model, field, draw(TABLES[model][field]), draw(st.integers(0, 4))


def mutate(model, field: str, value, place: int) -> None:
    """Change one column of one row behind everybody's back, or remove the row."""
    rows = list(model.objects.order_by("pk"))
    row = rows[place % len(rows)]
    own = model.objects.filter(pk=row.pk)
    if not field:
        own.delete()
    elif field == "document_id":
        own.update(document_id=Document.objects.exclude(pk=row.document_id).first().pk)
    elif field == "facts":
        own.update(facts=row.facts | {value: "81"})
    elif isinstance(value, timedelta):
        own.update(**{field: getattr(row, field) + value})
    else:
        if getattr(row, field) == value:
            value = value + 1 if isinstance(value, int) else "another"
        own.update(**{field: value})


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(mutation=mutations())
def test_any_single_change_is_found(documents, mutation):
    with transaction.atomic():
        mutate(*mutation)
        assert list(log_faults.faults()), mutation
        transaction.set_rollback(True)


def rewrite(*, upto: int | None = None) -> None:
    """What an insider with the database can do: hash the whole chain anew so that it fits."""
    before = chain.START
    for number, entry in enumerate(LogEntry.objects.order_by("number"), 1):
        own = chain.entry_hash(
            number=number, at=entry.at, event=entry.event, data=entry.data, previous=before
        )
        LogEntry.objects.filter(pk=entry.pk).update(number=number, previous=before, hash=own)
        before = own
    LogHead.objects.update(number=LogEntry.objects.count(), hash=before)


def test_a_chain_hashed_anew_differs_from_what_was_signed(documents):
    entry = LogEntry.objects.get(number=1)
    LogEntry.objects.filter(pk=entry.pk).update(data=entry.data | {"facts": OTHER})
    Document.objects.filter(pk=entry.document_id).update(facts_hash=OTHER)
    rewrite()
    assert "rewritten" in kinds()
    assert not kinds() & {"entry", "fork", "gap", "head"}


def test_a_row_put_into_a_signed_day_is_found_although_the_chain_fits(documents):
    new = services.issue_document(result_id=decide(enrol(None, documents[0].enrolment.cohort)).pk, at=NOW)
    LogEntry.objects.filter(document=new).update(at=FIRST + timedelta(minutes=1))
    rewrite()
    assert kinds() == {"dated_back"}
    assert sum("in the root of that day" in str(fault) for fault in log_faults.faults()) == 0
    LogEntry.objects.filter(number=4).update(at=FIRST)
    rewrite()
    assert any("is not in the root of that day" in str(fault) for fault in log_faults.faults())


def test_a_shortened_log_is_found(documents):
    LogEntry.objects.filter(number__gt=2).delete()
    entry = LogEntry.objects.get(number=2)
    LogHead.objects.update(number=2, hash=entry.hash)
    assert "shortened" in kinds()


def test_a_document_without_an_entry_is_found_and_the_audit_says_so(documents, capsys):
    LogEntry.objects.filter(document=documents[2]).delete()
    rewrite()
    assert kinds() == {"unentered"}
    with pytest.raises(CommandError) as failed:
        call_command("verify_log")
    assert failed.value.returncode == 1
    assert documents[2].number in capsys.readouterr().err
    with pytest.raises(CommandError):
        call_command("check_invariants")
    assert documents[2].number in capsys.readouterr().err


def test_a_log_rewritten_and_signed_anew_differs_from_the_copy_somebody_kept(
    documents, client, tmp_path, capsys
):
    kept = tmp_path / "roots.jsonl"
    kept.write_bytes(client.get("/log/roots.jsonl").getvalue())
    call_command("verify_log", roots=str(kept))
    entry = LogEntry.objects.get(number=3)
    LogEntry.objects.filter(pk=entry.pk).update(data=entry.data | {"done_at": "2020-01-01"})
    rewrite()
    LogRoot.objects.all().delete()
    roots.sign_roots(at=FIRST + timedelta(days=2))
    call_command("verify_log")
    with pytest.raises(CommandError):
        call_command("verify_log", roots=str(kept))
    assert "2026-03-03" in capsys.readouterr().err
    LogRoot.objects.all().delete()
    kept.write_text(kept.read_text() + "nonsense\n")
    assert len(list(log_faults.kept_elsewhere(kept.read_text().splitlines()))) == 3


def test_the_page_shows_the_latest_signatures_and_the_file_all_of_them(
    documents, client, django_assert_num_queries
):
    with django_assert_num_queries(2):
        page = client.get("/log/")
    newest = LogRoot.objects.first()
    assert newest.hash in page.content.decode()
    assert newest.signature in page.content.decode()
    assert not page.cookies
    file = client.get("/log/roots.jsonl")
    lines = [json.loads(line) for line in file.getvalue().decode().splitlines()]
    assert [json.loads(line["statement"])["number"] for line in lines] == [2, 3]
    assert "max-age" in file.headers["Cache-Control"]
    assert client.get("/log/roots.jsonl", headers={"if-none-match": file.headers["ETag"]}).status_code == 304
    roots.sign_roots(at=FIRST + timedelta(days=4))
    assert client.get("/log/roots.jsonl", headers={"if-none-match": file.headers["ETag"]}).status_code == 200
    with django_assert_num_queries(2):
        client.get("/log/")


def test_the_hash_of_an_entry_is_the_one_the_documentation_describes():
    at = datetime.fromisoformat("2026-03-02T10:00:00+05:00")
    said = {
        "number": 7,
        "at": "2026-03-02T05:00:00+00:00",
        "event": "issued",
        "data": {"a": 1},
        "previous": "0",
    }
    assert chain.entry_hash(number=7, at=at, event="issued", data={"a": 1}, previous="0") == content_hash(
        said
    )

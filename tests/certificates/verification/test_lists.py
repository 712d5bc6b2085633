"""A list of forty in the page, a long one by a worker, files in and out."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from certificates.models import CodeCheck
from certificates.rules.code import make_code, pretty
from certificates.services import checks

from .conftest import copies, expire, heading, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
LIST = "/v/list/?lang=en"


def upload(name: str, data: bytes) -> dict:
    return {"file": SimpleUploadedFile(name, data)}


def test_forty_pasted_lines_are_summed_up_and_problems_stand_first(client, issue, django_assert_num_queries):
    valid, old = issue(), issue(surname="Қасымов")
    expire(old)
    lines = [pretty(code) for code in copies(valid, 37)] + [pretty(valid.code), pretty(old.code), make_code()]
    with django_assert_num_queries(1):
        answer = client.post(LIST, {"text": "\n".join(lines)})
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "no-store"
    page = answer.content.decode()
    assert heading(answer.content) == "39 of 40 need a look"
    shown = words(page)
    for said in ("1 is valid", "37 were replaced", "1 has expired", "1 is unknown"):
        assert said in shown
    body = page[page.index("<tbody") :]
    assert body.index("unknown") < body.index("replaced") < body.index("expired") < body.index(">valid")
    assert CodeCheck.objects.count() == 0


def test_a_list_with_names_shows_whose_certificate_it_really_is(client, issue):
    document = issue()
    answer = client.post(LIST, {"text": f"{document.code}\tСерікова Динара\n{document.code}\tҮмбетжанова А."})
    shown = words(answer.content)
    assert "The list has another name: Серікова Динара." in shown
    assert "Үмбетжанова Ақмарал" in shown
    assert "The list has this code 2 times." in shown


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_hundred_rows_of_a_file_come_back_with_their_columns_and_the_verdicts(client, issue, kind):
    document = issue()
    rows = [["№", "Мектеп", "Код"]]
    rows += [
        [str(n), "=1+1", pretty(code)] for n, code in enumerate([document.code, *copies(document, 99)], 1)
    ]
    if kind == "csv":
        data = "\r\n".join(";".join(row) for row in rows).encode("cp1251")
    else:
        book = Workbook()
        for row in rows:
            book.active.append([f"'{cell}" if cell.startswith("=") else cell for cell in row])
        target = io.BytesIO()
        book.save(target)
        data = target.getvalue()
    page = client.post(LIST, upload(f"list.{kind}", data))
    assert page.status_code == 200
    again = page.context["again"]
    csv = client.post(LIST, {"text": again, "as": "csv"})
    assert csv.headers["Content-Disposition"] == 'attachment; filename="checked-documents.csv"'
    lines = csv.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 101
    assert lines[0].startswith("№;Мектеп;Код;Verdict;Name in the register")
    assert lines[1].startswith("1;'=1+1") or lines[1].startswith("1;'=1+1".replace("'", "''"))
    assert ";valid;Үмбетжанова Ақмарал Ілиясқызы;" in lines[1]
    xlsx = client.post(LIST, {"text": again, "as": "xlsx"})
    sheet = load_workbook(io.BytesIO(xlsx.content)).active
    assert sheet.max_row == 101
    assert sheet["D2"].value == "valid"
    assert sheet["I2"].value.date() == document.valid_until


def test_a_refused_list_gives_back_what_was_typed(client):
    answer = client.post(LIST, {"text": "no codes here"})
    assert answer.status_code == 422
    assert "no codes here" in answer.content.decode()
    assert "16 letters and digits" in words(answer.content)
    assert client.post(LIST, {}).status_code == 422
    assert client.post(LIST, upload("x.xlsx", b"PK\x03\x04 none")).status_code == 422


def long_list(document, count=501):
    codes = [*copies(document, 40), document.code]
    return "\n".join(codes[n % len(codes)] for n in range(count))


def test_a_long_list_is_checked_by_a_worker_and_taken_home(
    client, issue, django_capture_on_commit_callbacks, django_assert_max_num_queries
):
    document = issue()
    with django_capture_on_commit_callbacks() as waiting:
        sent = client.post(LIST, {"text": long_list(document, 1100)})
    assert sent.status_code == 303
    assert not sent.cookies
    address = sent.headers["Location"]
    running = client.get(f"{address}?lang=en")
    assert "The list is being checked" in words(running.content)
    assert "<noscript>" in running.content.decode()  # a link in place of the script
    polled = client.get(address, headers={"hx-request": "true"})
    assert polled.status_code == 200
    assert b"<html" not in polled.content
    with django_assert_max_num_queries(12):
        for call in waiting:
            call()
    done = client.get(address, headers={"hx-request": "true"})
    assert done.headers["HX-Refresh"] == "true"
    page = client.get(f"{address}?lang=en")
    assert heading(page.content) == "1074 of 1100 need a look"
    assert len(page.context["rows"]) == 200
    assert client.get(f"{address}?lang=en&page=2").context["page"].number == 2
    file = client.get(f"{address}?as=csv&lang=en")
    assert len(file.content.decode("utf-8-sig").splitlines()) == 1101
    assert client.get(f"{address}?as=xlsx").content[:2] == b"PK"
    found = CodeCheck.objects.get()
    assert found.counts == {"valid": 26, "replaced": 1074}
    checks.run_check(check_id=found.pk, caller="", at=timezone.now())
    assert CodeCheck.objects.get().finished_at == found.finished_at


def test_a_lost_source_is_a_fault_in_words(client, issue):
    started = checks.start_check(
        sheet=checks.Sheet((), ((issue().code,),), 0), language="en", at=timezone.now()
    )
    started.source.storage.delete(started.source.name)
    checks.run_check(check_id=started.pk, caller="", at=timezone.now())
    page = client.get(f"/v/list/{started.token}/?lang=en")
    assert "could not be checked" in words(page.content)


def test_lists_are_deleted_after_a_day_with_their_files(client, issue):
    now = timezone.now()
    sheet = checks.Sheet((), ((issue().code,),), 0)
    old = checks.start_check(sheet=sheet, language="kk", at=now - timedelta(hours=25))
    young = checks.start_check(sheet=sheet, language="kk", at=now)
    checks.run_check(check_id=old.pk, caller="", at=now)
    old.refresh_from_db()
    assert client.get(f"/v/list/{old.token}/").status_code == 404
    assert checks.delete_old_checks(at=now) == 1
    assert not old.source.storage.exists(old.source.name)
    assert not old.report.storage.exists(old.report.name)
    assert CodeCheck.objects.get() == young
    assert young.source.storage.exists(young.source.name)


def test_one_address_starts_ten_long_lists_at_most(client, issue, monkeypatch):
    monkeypatch.setattr(checks, "start_check", lambda **_more: CodeCheck())
    text = long_list(issue())
    statuses = [client.post(LIST, {"text": text}).status_code for _try in range(11)]
    assert statuses == [303] * 10 + [429]


def test_a_genuine_code_on_a_forged_paper_is_not_in_order(client, issue, in_english):
    """The register knows the code; the paper leads to another site or carries a signature that is not its own."""
    document, other = issue(sealed=True), issue(surname="Қасымов", sealed=True)
    page = f"https://tirek.kz/v/{pretty(document.code)}"
    broken = document.cose[:-20] + ("A" if document.cose[-20] != "A" else "B") + document.cose[-19:]
    lines = [
        f"{page}#{document.cose}",
        f"{page}#{broken}",
        f"{page}#{other.cose}",
        page.replace("tirek.kz", "evil.example"),
    ]
    answer = words(client.post(LIST, {"text": "\n".join(lines)}).content)
    assert "3 are not to be trusted" in answer
    assert "1 is valid" in answer
    assert answer.count("Do not trust the paper.") == 3
    assert "leads to another site" in answer

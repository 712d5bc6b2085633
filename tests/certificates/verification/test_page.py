"""The page of a code: every state in every language, credentials for programs, equal work for hits and misses."""

import json

import pytest

from certificates.models import Document
from certificates.rules.code import make_code, pretty
from certificates.services import checks

from .conftest import erase, expire, heading, words

LD = "application/ld+json"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


def test_every_state_is_said_first_in_every_language(client, issue):
    document = issue()
    seen = {}
    for state in ("valid", "suspended", "replaced", "revoked", "expired", "notice", "erased"):
        Document.objects.filter(pk=document.pk).update(
            status=state if state in {"suspended", "replaced", "revoked"} else "valid",
            kind="notice" if state == "notice" else "certificate",
            valid_until=None if state == "notice" else document.valid_until,
        )
        if state == "expired":
            expire(document)
        if state == "erased":
            erase(document)
        for language in ("kk", "ru", "en"):
            answer = client.get(f"/v/{document.code}?lang={language}")
            assert answer.status_code == 200
            page = answer.content
            seen[state, language] = heading(page)
            assert f'<html lang="{language}"'.encode() in page
            assert page.count(b"<h1") == 1
            assert "\ue000" not in page.decode()
            assert f'href="?lang={language}"'.encode() in page
            shown = words(page)
            assert document.facts["number"] in shown
            assert (document.facts["surname"] in shown) == (state != "erased")
            assert not answer.cookies
    english = [text for (_state, language), text in seen.items() if language == "en"]
    assert len(set(english)) == 7


def test_everything_printed_stands_there_escaped_and_nothing_else(client, issue, in_english):
    document = issue(surname="О<b>Нил", sealed=True)
    Document.objects.filter(pk=document.pk).update(facts=document.facts | {"protocol": "7 & 8"})
    page = client.get(f"/v/{document.code}?lang=en").content.decode()
    assert "О&lt;b&gt;Нил" in page
    assert "7 &amp; 8" in page
    assert "О<b>Нил" not in page
    shown = words(page)
    for label in (
        "Hours",
        "Studied",
        "Issued",
        "Valid until",
        "Number",
        "Issued by",
        "Signed by",
        "Protocol",
    ):
        assert label in shown
    assert document.facts["issuer_bin"] in shown
    assert document.facts["modules"][0][1] in shown
    assert document.pdf_sha256 in shown
    assert f'data-pdf-sha256="{document.pdf_sha256}"' in page
    assert f"{pretty(document.code)}.json" in page
    assert document.holder.email not in page


def test_a_kept_shape_never_shows_another_documents_values(client, issue):
    first, second = issue(surname="Бірінші"), issue(surname="Екінші")
    pages = [words(client.get(f"/v/{one.code}").content) for one in (first, second, first)]
    assert pages[0] == pages[2]
    assert "Екінші" in pages[1]
    assert "Бірінші" not in pages[1]
    assert first.facts["number"] not in pages[1]


def test_an_erased_document_is_authentic_and_keeps_its_hash(client, issue, in_english):
    document = issue(sealed=True)
    erase(document)
    shown = words(client.get(f"/v/{document.code}?lang=en").content)
    assert "authentic" in shown
    assert document.facts_hash in shown
    assert document.pdf_sha256 in shown
    assert "Ақмарал" not in shown
    gone = client.get(f"/v/{document.code}.json")
    assert gone.status_code == 410
    assert gone.json()["status"] == 410


def test_the_credential_is_served_as_it_was_signed(client, issue):
    document = issue(sealed=True)
    answer = client.get(f"/v/{pretty(document.code)}.json")
    assert answer.status_code == 200
    assert answer.content.decode() == document.credential
    assert answer.headers["Content-Type"] == "application/vc"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/vc", "application/vc"),
        (f"{LD}, */*;q=0.1", LD),
        ("application/json", "application/json"),
        (BROWSER, "text/html; charset=utf-8"),
        ("*/*", "text/html; charset=utf-8"),
        ("text/html, application/json;q=0.5", "text/html; charset=utf-8"),
    ],
)
def test_a_program_asks_by_accept_and_a_browser_gets_the_page(client, issue, accept, media_type):
    document = issue(sealed=True)
    answer = client.get(f"/v/{document.code}", headers={"accept": accept})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == media_type
    assert "Accept" in answer.headers["Vary"]


def test_a_missing_credential_is_a_problem_in_words(client, issue, in_english):
    unsigned = issue()
    for code in (unsigned.code, make_code(), "nonsense"):
        answer = client.get(f"/v/{code}.json", headers={"accept-language": "en"})
        assert answer.status_code == 404
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert json.loads(answer.content)["detail"].endswith((".", "minute."))


def test_a_hit_and_a_miss_send_the_same_queries(client, issue, django_assert_num_queries):
    document = issue()
    for code in (document.code, make_code()):
        with django_assert_num_queries(1):
            client.get(f"/v/{code}")
    for code in (document.code, make_code()):
        with django_assert_num_queries(1):
            client.get(f"/v/{code}.json")


def test_the_written_out_statement_reads_what_the_model_says(issue):
    document = issue(sealed=True)
    erase(document)
    by_model = Document.objects.filter(pk=document.pk).values(*checks.ROW).get()
    assert checks.find(document.code) == by_model
    assert checks.find(make_code()) is None


def test_an_address_typed_into_the_form_leads_to_its_code(client, issue):
    document = issue()
    answer = client.get("/v/", {"code": f"https://tirek.kz/v/{document.code}"})
    assert answer.headers["Location"].endswith(pretty(document.code))

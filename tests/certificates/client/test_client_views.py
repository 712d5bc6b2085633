"""What the verifying browser asks for: a file by its hash or sent, the worker, the manifest, pages that know nothing."""

import hashlib
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from certificates import services
from certificates.browser import kit as browser_kit
from certificates.models import Document
from certificates.rules.code import pretty
from tests.factories import NOW, decide, enrol, make_cohort, make_edition, make_issuer

pytestmark = pytest.mark.django_db

PAGES = ("verify_file", "verify_scan", "verify_offline")


@pytest.fixture
def document():
    make_issuer()
    enrolment = enrol(None, make_cohort(make_edition()))
    issued = services.issue_document(result_id=decide(enrolment).pk, at=NOW)
    return services.render_document(document_id=issued.pk)


def bytes_of(document: Document) -> bytes:
    with document.pdf.open() as file:
        return file.read()


def send(content: bytes, **headers):
    client = Client(enforce_csrf_checks=True)
    file = SimpleUploadedFile("certificate.pdf", content, content_type="application/pdf")
    return client.post(reverse("verify_file"), {"file": file}, headers={"accept-language": "en", **headers})


def test_a_hash_finds_its_document_in_either_case(client, document, django_assert_num_queries):
    digest = hashlib.sha256(bytes_of(document)).hexdigest()
    for asked in (digest, digest.upper()):
        with django_assert_num_queries(1):
            answer = client.get(reverse("verify_hash", args=[asked]))
        assert answer.status_code == 200
        code = pretty(document.code)
        assert answer.json() == {"state": "valid", "code": code, "url": f"/v/{code}"}
    Document.objects.filter(pk=document.pk).update(status="revoked")
    assert client.get(reverse("verify_hash", args=[digest])).json()["state"] == "revoked"


def test_too_many_files_that_were_never_issued_are_held_back_and_issued_ones_never(client, document):
    answers = [client.get(reverse("verify_hash", args=[f"{number:064x}"])) for number in range(21)]
    assert [answer.status_code for answer in answers] == [404] * 20 + [429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 600
    assert send(b"another").status_code == 429
    assert send(bytes_of(document)).status_code == 200


@pytest.mark.parametrize("digest", ["0" * 64, "short", "z" * 64])
def test_another_hash_finds_nothing(client, document, digest):
    answer = client.get(reverse("verify_hash", args=[digest]))
    assert answer.status_code == 404
    assert answer.json() == {"state": "unknown"}


def test_a_document_that_was_never_drawn_is_no_answer_to_an_empty_hash(client, document):
    Document.objects.filter(pk=document.pk).update(pdf_sha256="")
    assert client.get("/v/hash/%20").status_code == 404


def test_a_sent_file_is_compared_bit_by_bit_without_a_cookie(document):
    genuine = bytes_of(document)
    answer = send(genuine)
    assert answer.status_code == 200
    assert pretty(document.code) in answer.content.decode()
    assert not answer.cookies
    changed = send(genuine[:-1] + b"X")
    assert changed.status_code == 404
    assert "differs from every file" in changed.content.decode()


def test_a_sent_file_of_a_revoked_document_sends_the_reader_to_the_verdict(document):
    Document.objects.filter(pk=document.pk).update(status="revoked")
    assert "read the verdict" in send(bytes_of(document)).content.decode()


def test_a_file_too_large_or_missing_is_a_sentence_and_never_a_server_file(document, tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    assert send(b"x" * (2 * 1024 * 1024 + 9000)).status_code == 413
    assert send(b"").status_code == 422
    assert Client().post(reverse("verify_file")).status_code == 422
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_kept_pages_know_nothing_of_a_reader(client, document, name, language, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get(reverse(name), {"lang": language})
    page = answer.content.decode()
    assert f'<html lang="{language}"' in page
    assert not answer.cookies
    assert "csrf" not in page
    words = json.loads(re.search(r'<script id="verify-words"[^>]*>(.*?)</script>', page, re.S)[1])
    assert words["language"] == language
    assert "tirek.kz" in words["hosts"]


def test_the_camera_is_allowed_on_the_scan_page_alone(client):
    assert "camera=(self)" in client.get(reverse("verify_scan")).headers["Permissions-Policy"]
    for name in ("verify_file", "verify_form", "front"):
        assert "camera=()" in client.get(reverse(name)).headers["Permissions-Policy"]


def test_the_worker_lists_files_that_are_there_and_serves_both_spellings(client):
    answer = client.get(reverse("verify_worker"))
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    shelf = json.loads(answer.content.decode().split("const SHELF = ")[1].split(";\n")[0])
    for address in [*shelf["files"], *shelf["pages"], *shelf["data"]]:
        assert client.get(address).status_code == 200, address


def test_every_module_a_page_imports_is_kept_for_offline_work():
    """A module left out of the list would be missed only where there is no network."""
    kept = {*browser_kit.NAMED, *browser_kit.IMPORTED}
    for name in [one for one in kept if one.endswith(".js") and "vendor/qr" not in one]:
        folder = name.rsplit("/", 1)[0]
        source = browser_kit._read(name).decode()
        for found in re.findall(
            r"""(?m)(?:^(?:import|export)[^;]*from |import\()["'](\.[^"']+)["']""", source
        ):
            parts: list[str] = folder.split("/")
            for part in found.split("/"):
                if part == "..":
                    parts.pop()
                elif part != ".":
                    parts.append(part)
            assert "/".join(parts) in kept, f"{name} imports {found}"


def test_a_changed_file_makes_another_worker(monkeypatch):
    browser_kit.version.cache_clear()
    before = browser_kit.version()
    read = browser_kit._read
    monkeypatch.setattr(browser_kit, "_read", lambda name: read(name) + (b" " if "judge" in name else b""))
    browser_kit.version.cache_clear()
    try:
        assert browser_kit.version() != before
    finally:
        browser_kit.version.cache_clear()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_manifest_names_icons_that_are_there(client, language):
    answer = client.get(reverse("verify_manifest"), {"lang": language})
    assert answer.headers["Content-Type"] == "application/manifest+json"
    manifest = answer.json()
    assert manifest["lang"] == language
    assert client.get(manifest["start_url"]).status_code == 200
    for icon in manifest["icons"]:
        assert client.get(icon["src"]).status_code == 200


def test_no_page_works_by_a_script_in_itself(client):
    for name in PAGES:
        page = client.get(reverse(name)).content.decode()
        for attributes in re.findall(r"<script([^>]*)>", page):
            assert "src=" in attributes or 'type="application/json"' in attributes

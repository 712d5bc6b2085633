"""The kit's page, its files over HTTP, and the block of ready forms under a lesson."""

from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from courses.kit.forms import LANGUAGES
from courses.kit.reader import kit
from tests.factories import enrol, make_cohort, make_edition

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_lists_every_form_with_four_files(client_for, language):
    page = client_for(None, headers={"accept-language": language}).get(reverse("kit_list")).content.decode()
    for form in kit().forms:
        assert form.wordings[language].title in page
        for one in LANGUAGES:
            for kind in ("pdf", "docx"):
                assert page.count(f'href="/kit/{form.key}.{one}.{kind}"') == 1


def test_the_english_page_shows_the_kazakh_forms_as_kazakh(client_for):
    page = client_for(None, headers={"accept-language": "en"}).get(reverse("kit_list")).content.decode()
    form = kit().forms[0]
    assert "Ready forms, samples and cards" in page
    assert form.wordings["kk"].title in page
    assert '<div lang="kk">' in page


def test_the_page_and_the_files_ask_the_database_nothing(client_for):
    client = client_for(None)
    frame = reverse("verify_form")
    for address in (frame, reverse("kit_list")):
        client.get(address)
    with CaptureQueriesContext(connection) as of_frame:
        client.get(frame)
    with CaptureQueriesContext(connection) as of_list:
        client.get(reverse("kit_list"))
    with CaptureQueriesContext(connection) as of_file:
        client.get(reverse("kit_file", args=["abc-sheet", "kk", "pdf"]))
    assert len(of_list) == len(of_frame)
    assert len(of_file) == 0


def test_a_pdf_opens_and_a_docx_is_saved_each_under_its_title(client_for):
    client = client_for(None)
    pdf = client.get("/kit/abc-sheet.kk.pdf")
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert pdf.headers["Content-Disposition"] == f"inline; filename*=utf-8''{quote('ABC парағы.pdf')}"
    assert pdf.headers["Content-Language"] == "kk"
    assert pdf.content.startswith(b"%PDF")
    docx = client.get("/kit/abc-sheet.ru.docx")
    assert docx.headers["Content-Type"].endswith("wordprocessingml.document")
    assert docx.headers["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('Лист ABC.docx')}"
    assert docx.content.startswith(b"PK")


def test_a_file_may_be_kept_by_anyone_for_an_hour_and_is_not_sent_twice(client_for):
    client = client_for(None)
    first = client.get("/kit/abc-sheet.kk.pdf")
    kept = {part.strip() for part in first.headers["Cache-Control"].split(",")}
    assert kept == {"public", "max-age=3600"}
    assert not first.cookies
    again = client.get("/kit/abc-sheet.kk.pdf", headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304
    assert client.get("/kit/abc-sheet.ru.pdf").headers["ETag"] != first.headers["ETag"]


@pytest.mark.parametrize("name", ["nothing.kk.pdf", "abc-sheet.en.pdf", "abc-sheet.kk.exe", "words.kk.pdf"])
def test_what_is_not_in_the_kit_is_not_found(client_for, name):
    response = client_for(None).get(f"/kit/{name}")
    assert response.status_code == 404
    assert "public" not in response.headers.get("Cache-Control", "")


def test_nothing_is_sent_to_the_kit(client_for):
    assert client_for(None).post(reverse("kit_list")).status_code == 405
    assert client_for(None).post("/kit/abc-sheet.kk.pdf").status_code == 405


def test_a_lesson_shows_the_forms_that_name_it(client_for):
    enrolment = enrol(None, make_cohort(make_edition()))
    client = client_for(enrolment.user)
    named, plain = "A.1.2", "A.1.1"
    forms = kit().for_topic(named)
    assert forms
    assert not kit().for_topic(plain)
    page = client.get(reverse("study_topic", args=[enrolment.pk, named])).content.decode()
    language = enrolment.cohort.language
    for form in forms:
        assert form.wordings[language].title in page
        assert f"/kit/{form.key}.{language}.pdf" in page
    assert 'id="kit-ready"' in page
    assert (
        'id="kit-ready"'
        not in client.get(reverse("study_topic", args=[enrolment.pk, plain])).content.decode()
    )


def test_every_page_leads_to_the_kit(client_for):
    with translation.override("kk"):
        assert (
            f'href="{reverse("kit_list")}"' in client_for(None).get(reverse("account_login")).content.decode()
        )

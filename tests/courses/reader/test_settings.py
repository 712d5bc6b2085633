"""How one likes to read: one cookie, the same in page and script; nothing else of the reader is kept."""

import re
from pathlib import Path

import pytest
from django.conf import settings as site
from django.urls import reverse

from courses.reader import settings

from .conftest import KEY

JS = Path(site.BASE_DIR) / "cms" / "static" / "js" / "reader"


def test_what_is_written_is_read_again_and_the_usual_says_nothing():
    usual = settings.read("")
    assert settings.write(usual) == ""
    assert settings.attributes(usual) == ""
    chosen = settings.changed(usual, {"size": "5", "face": "andika", "contrast": "on"})
    assert settings.write(chosen) == "size.5-face.andika-contrast.on"
    assert settings.read(settings.write(chosen)) == chosen
    assert settings.attributes(chosen) == ' data-rd-size="5" data-rd-face="andika" data-rd-contrast="on"'


@pytest.mark.parametrize("cookie", ["size.9", 'size."><script>', "nothing", "size", "..-..", "x.1-size"])
def test_a_spoiled_cookie_reads_as_usual(cookie):
    assert settings.read(cookie) == settings.read("")


def test_the_scripts_know_the_same_choices_and_the_same_usual_ones():
    usual = dict(
        re.findall(r'(\w+): "(\w+)"', re.search(r"USUAL = \{(.*?)\}", (JS / "reader.js").read_text())[1])
    )
    assert usual == settings.read("")
    names = re.search(r"of \[(.*?)\]", (JS / "first.js").read_text())[1]
    assert re.findall(r'"(\w+)"', names) == list(usual)
    assert settings.COOKIE in (JS / "first.js").read_text()
    assert settings.COOKIE in (JS / "reader.js").read_text()


@pytest.mark.django_db
def test_the_form_keeps_the_choices_and_goes_back_to_the_page(client):
    answer = client.get(reverse("reader_settings"), {"next": "/kk/", "size": "4", "line": "7"})
    assert (answer.status_code, answer.url) == (302, "/kk/")
    assert answer.cookies[settings.COOKIE].value == "size.4"
    answer = client.get(reverse("reader_settings"), {"contrast": ["off", "on"]})
    assert answer.cookies[settings.COOKIE].value == "size.4-contrast.on"
    answer = client.get(
        reverse("reader_settings"), {"next": "https://elsewhere.example/", "reset": "yes", "size": "2"}
    )
    assert answer.url == "/"
    assert answer.cookies[settings.COOKIE].value == ""


def test_the_choices_stand_on_the_page_before_any_script(client_for, enrolment):
    client = client_for(enrolment.user)
    client.cookies[settings.COOKIE] = "size.3-only.on"
    said = client.get(reverse("study_topic", args=[enrolment.pk, KEY])).content.decode()
    assert re.search(r'<html lang="\w\w" data-rd-size="3" data-rd-only="on">', said)
    assert re.search(r'name="size" value="3" checked', said)


def test_a_visitor_has_the_tools_without_the_marks(client, pages):
    for page in pages.values():
        page.is_open = True
        page.save()
    said = client.get(pages["kk"].get_url()).content.decode()
    assert "data-rd-form" in said
    assert "js/reader/first.js" in said
    assert reverse("lesson_paper", args=[KEY, "kk"]) in said
    assert "data-marks" not in said
    assert "csrfmiddlewaretoken" not in re.search(r"<form[^>]*data-rd-form.*?</form>", said, re.DOTALL)[0]

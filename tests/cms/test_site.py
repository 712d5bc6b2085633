"""The site's frame: languages, doors, headers, health."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from people.roles import Role
from tests.factories import make_user

pytestmark = pytest.mark.django_db
POLICY = "Content-Security-Policy"


@pytest.mark.parametrize("path", ["/", "/kk/", "/ru/", "/en/"])
def test_the_front_page_answers_in_each_language(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    language = path.strip("/") or "kk"
    assert f'<html lang="{language}"' in answer.content.decode()
    assert answer.headers["Content-Language"] == language


@pytest.mark.parametrize(
    ("cookie", "profile", "header", "language"),
    [
        ("", "", "", "kk"),
        ("", "", "de, ru;q=0.8", "ru"),
        ("", "", "en-GB,en", "en"),
        ("", "", "fr", "kk"),
        ("", "ru", "en", "ru"),
        ("en", "ru", "kk", "en"),
        ("xx", "", "", "kk"),
    ],
)
def test_explicit_choice_then_profile_then_header_then_kazakh(client_for, cookie, profile, header, language):
    client = client_for(make_user(language=profile) if profile else None)
    if cookie:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie
    page = client.get("/styleguide/", headers={"accept-language": header} if header else {}).content.decode()
    assert f'<html lang="{language}"' in page


@pytest.mark.parametrize(
    ("here", "asked", "there"),
    [
        ("/kk/programmes/", "ru", "/ru/programmes/"),
        ("/ru/", "en", "/en/"),
        ("/profile/?x=1&lang=kk", "ru", "/profile/?x=1"),
        ("https://evil.example/", "ru", "/"),
        ("//evil.example/kk/", "ru", "/"),
        ("/kk/", "xx", "/kk/"),
    ],
)
def test_the_language_switch_keeps_the_page_and_stays_here(client, here, asked, there):
    answer = client.get(reverse("set_language"), {"lang": asked, "next": here})
    assert answer.status_code == 302
    assert answer.headers["Location"] == there


def test_each_page_offers_itself_in_the_other_languages(client):
    page = client.get("/kk/").content.decode()
    assert re.search(r'href="/language/\?lang=ru&amp;next=%2Fkk%2F"', page)


def test_the_policy_is_strict_outside_the_editor(client, client_for):
    for path in ("/kk/", "/v/", "/accounts/login/"):
        policy = client.get(path).headers[POLICY]
        assert "unsafe" not in policy
        assert "default-src 'self'" in policy
        assert "object-src 'none'" in policy
    editor = client_for(make_user(Role.METHODOLOGIST)).get("/admin/")
    assert "'unsafe-inline'" in editor.headers[POLICY]


@pytest.mark.parametrize("path", ["/kk/", "/v/", "/accounts/login/", "/accounts/signup/", "/styleguide/"])
def test_no_page_carries_inline_style_or_script(client, path):
    page = client.get(path).content.decode()
    assert not re.search(r"\sstyle=|\son\w+=|<style|<script(?![^>]*\bsrc=)", page)


def test_wagtails_own_doors_are_closed(client):
    for path in ("/admin/login/", "/admin/password_reset/"):
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/accounts/")
    assert client.get("/admin/").headers["Location"].startswith("/accounts/login/")
    assert client.post("/admin/login/", {"username": "a", "password": "b"}).status_code == 302
    assert client.get("/django-admin/login/").status_code == 404


def test_an_editor_reads_wagtail_in_kazakh_or_russian_never_in_english(client_for):
    page = client_for(make_user(Role.METHODOLOGIST, language="kk")).get("/admin/").content.decode()
    assert '<html lang="kk"' in page
    words = {"Pages", "Images", "Reports", "Help", "Search"}
    assert not words & set(re.findall(r'"label": "([^"]+)"', page.replace("&quot;", '"')))


def test_health_and_readiness(client, monkeypatch):
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json() == {"status": "ok", "database": "ok", "cache": "ok", "broker": "ok", "storage": "ok"}

    from cms.views import health

    def broken() -> None:
        raise OSError("secret address")

    monkeypatch.setitem(health.CHECKS, "storage", broken)
    failed = client.get("/readyz")
    assert failed.status_code == 503
    assert failed.json()["storage"] == "failed"
    assert "secret" not in failed.content.decode()


def test_readiness_names_the_scanner_where_one_is_configured_and_goes_on_without_it(client, settings):
    settings.TIREK_CLAMD = "unix:/nowhere/clamd.sock"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"], answer.json()["scanner"]) == (200, "ok", "failed")
    assert "nowhere" not in answer.content.decode()


def test_a_missing_page_says_so_in_our_frame(client):
    answer = client.get("/ru/nothing-here/", headers={"accept-language": "ru"})
    assert answer.status_code == 404
    assert '<html lang="ru"' in answer.content.decode()


def test_the_style_guide_is_for_demonstration_and_staff(client, client_for, settings):
    assert client.get("/styleguide/").status_code == 200
    settings.TIREK_DEMO = False
    assert client.get("/styleguide/").status_code == 404
    assert client_for(make_user(Role.ADMINISTRATOR)).get("/styleguide/").status_code == 200


@pytest.mark.parametrize("role", Role.values)
def test_every_role_has_a_home_that_says_what_is_theirs(client_for, role):
    answer = client_for(make_user(role)).get("/home/")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert page.count("<h1") == 1


def test_a_profile_is_saved_and_a_slip_keeps_what_was_typed(client_for):
    user = make_user(Role.LEARNER)
    client = client_for(user)
    slip = client.post(
        "/profile/", {"surname": "", "given_name": "Айгүл", "patronymic": "", "language": "ru"}
    )
    assert slip.status_code == 422
    assert 'value="Айгүл"' in slip.content.decode()
    done = client.post(
        "/profile/", {"surname": "Әбдірова", "given_name": "Айгүл", "patronymic": "", "language": "ru"}
    )
    assert done.status_code == 302
    user.refresh_from_db()
    assert (user.surname, user.language) == ("Әбдірова", "ru")

"""Misses are counted, hits never; the alarm; what happens without a cache."""

import json
import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.test import RequestFactory, override_settings

from certificates import limits
from certificates.rules.code import make_code
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db
HERE, THERE = {"REMOTE_ADDR": "203.0.113.7"}, {"REMOTE_ADDR": "203.0.113.8"}


@pytest.fixture(autouse=True)
def _one_window(monkeypatch):
    """The clock of a window does not turn while a test runs."""
    from django.utils import timezone

    fixed = NOW.replace(minute=NOW.minute // 10 * 10, second=30)
    monkeypatch.setattr(timezone, "now", lambda: fixed)


def test_the_twenty_first_unknown_code_waits_and_a_real_one_opens_all_the_time(client, issue, in_english):
    document = issue()
    for _try in range(limits.MISSES):
        assert client.get(f"/v/{make_code()}", **HERE).status_code == 404
    answer = client.get(f"/v/{make_code()}?lang=en", **HERE)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) == 570
    assert "Too many" in answer.content.decode()
    assert not answer.cookies
    assert client.get(f"/v/{make_code()}.json", **HERE).status_code == 429
    assert client.get(f"/v/{document.code}", **HERE).status_code == 200
    assert client.get(f"/v/{make_code()}", **THERE).status_code == 404


def test_slips_and_hits_are_not_counted(client, issue):
    document = issue()
    for _try in range(limits.MISSES + 5):
        client.get("/v/7K3M-Q9ZT", **HERE)
        client.get(f"/v/{document.code}", **HERE)
    assert client.get(f"/v/{make_code()}", **HERE).status_code == 404


def test_a_list_answers_what_is_found_also_when_the_misses_are_spent(client, issue):
    document = issue()

    def ask(*codes):
        return client.post(
            "/api/verify", json.dumps({"codes": codes}), content_type="application/json", **HERE
        )

    first = ask(*[make_code() for _one in range(60)])
    assert first.json()["counts"] == {"unknown": 60}
    mixed = ask(document.code, make_code())
    assert mixed.status_code == 200
    assert [one["state"] for one in mixed.json()["results"]] == ["valid", "limited"]
    refused = ask(make_code())
    assert refused.status_code == 429
    assert refused.headers["Retry-After"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
    ],
)
def test_an_ipv6_network_is_one_caller(one, other, same):
    request = RequestFactory()
    callers = [limits.caller_of(request.get("/", REMOTE_ADDR=address)) for address in (one, other)]
    assert (callers[0] == callers[1]) is same
    assert one not in callers[0]


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_behind_a_proxy_the_last_address_it_saw_counts():
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="1.2.3.4, 203.0.113.7")
    direct = RequestFactory().get("/", REMOTE_ADDR="203.0.113.7")
    assert limits.caller_of(request) == limits.caller_of(direct)


@override_settings(TIREK_MISSES_ALARM=5)
def test_the_alarm_is_raised_once_in_a_window(client, issue, caplog):
    make_user("administrator", email="boss@example.org", language="ru")
    with caplog.at_level(logging.ERROR, logger="tirek.verification"):
        for number in range(9):
            client.get(f"/v/{make_code()}", REMOTE_ADDR=f"203.0.113.{number}")
    assert len(caplog.records) == 1
    assert [letter.to for letter in mail.outbox] == [["boss@example.org"]]
    assert "203.0.113" not in mail.outbox[0].body + caplog.text


def test_a_new_window_begins_anew():
    for _try in range(limits.MISSES + 1):
        spent = limits.miss("somebody", at=NOW)
    assert spent
    assert not limits.miss("somebody", at=NOW + timedelta(seconds=limits.WINDOW))


@override_settings(
    CACHES={
        "default": {
            "BACKEND": "cms.cache.CalmRedisCache",
            "LOCATION": "redis://127.0.0.1:9/0",
            "OPTIONS": {"socket_connect_timeout": 0.05},
        }
    }
)
def test_without_a_cache_there_is_no_limit_and_every_page_works(client, issue, monkeypatch):
    document = issue()
    monkeypatch.setattr(limits, "MISSES", 1)
    for _try in range(3):
        assert client.get(f"/v/{make_code()}", **HERE).status_code == 404
    assert client.get(f"/v/{document.code}", **HERE).status_code == 200


def find(client, document, **changed):
    data = {
        "number": document.number,
        "surname": document.facts["surname"],
        "issued_on": document.issued_on.isoformat(),
    }
    return client.post("/v/find/?lang=en", data | changed, **HERE)


def test_number_surname_and_date_lead_to_the_page(client, issue):
    document = issue(surname="Ёлкина")
    answer = find(client, document, surname=" ЕЛКИНА ", number=document.number.lower())
    assert answer.status_code == 302
    assert document.code[:4] in answer.headers["Location"]
    assert not answer.cookies


def test_every_mismatch_has_the_same_answer_and_the_sixth_try_waits(client, issue):
    document = issue()
    answers = [
        find(client, document, surname="Басқа"),
        find(client, document, number="2026-INC-999999"),
        find(client, document, issued_on="2020-01-01"),
    ]
    said = {answer.context["refusal"] for answer in answers}
    assert {answer.status_code for answer in answers} == {404}
    assert len(said) == 1
    assert 'value="Басқа"' in answers[0].content.decode()
    find(client, document)
    find(client, document)
    waiting = find(client, document)
    assert waiting.status_code == 429
    assert waiting.headers["Retry-After"]
    assert find(client, document, surname="").status_code == 422


def test_hit_and_miss_of_the_form_cost_the_same(client, issue, django_assert_num_queries):
    document = issue()
    for changed in ({}, {"number": "2026-INC-999999"}, {"surname": "Басқа"}):
        with django_assert_num_queries(1):
            find(client, document, **changed)

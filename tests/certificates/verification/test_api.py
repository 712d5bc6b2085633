"""POST /api/verify and its description."""

import json

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.generation import GenerationMode

from certificates.models import SigningKey
from certificates.rules.code import make_code, pretty
from certificates.services import proof
from cms.wsgi import application

from .conftest import copies, erase, expire

pytestmark = [pytest.mark.django_db]
EVERY = list(HealthCheck)
ENGLISH = {"headers": {"accept-language": "en"}}


def ask(client, *codes, **more):
    return client.post(
        "/api/verify", json.dumps({"codes": codes}), content_type="application/json", **(ENGLISH | more)
    )


def test_every_entry_is_answered_in_its_order(client, issue):
    valid, old = issue(), issue(surname="Қасымов")
    expire(old)
    unknown = make_code()
    answer = ask(client, pretty(valid.code), f"https://tirek.kz/v/{old.code}", unknown, "abc")
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    body = answer.json()
    assert [one["state"] for one in body["results"]] == ["valid", "expired", "unknown", "malformed"]
    assert body["counts"] == {"valid": 1, "expired": 1, "unknown": 1, "malformed": 1}
    first = body["results"][0]
    assert first["name"] == "Үмбетжанова Ақмарал Ілиясқызы"
    assert first["verdict"] == "The certificate is valid"
    assert first["programme_titles"]["ru"] == "Программа «Инклюзия»"
    assert first["valid_until"] == valid.valid_until.isoformat()
    assert first["signed"] is None
    assert body["results"][2]["name"] is None
    hidden = json.dumps(body, ensure_ascii=False)
    assert valid.holder.email not in hidden
    assert "score" not in hidden


def test_forty_cost_what_two_cost(client, issue, django_assert_num_queries):
    codes = copies(issue(), 40)
    for count in (2, 40):
        with django_assert_num_queries(1):
            answer = ask(client, *codes[:count], make_code())
        assert len(answer.json()["results"]) == count + 1


def test_a_signed_text_is_checked_and_compared(client, issue, django_assert_num_queries):
    document = issue(sealed=True)
    other = issue(surname="Қасымов", sealed=True)
    assert document.cose
    with django_assert_num_queries(2):
        answer = ask(client, document.cose, f"HTTPS://TIREK.KZ/V/{other.code}#{document.cose}")
    alone, mixed = answer.json()["results"]
    assert alone["state"] == "valid"
    assert alone["signed"]["signature"] == "valid"
    assert alone["signed"]["agrees"] is True
    assert mixed["signed"]["agrees"] is False
    assert {one["fact"] for one in mixed["signed"]["differences"]} >= {"code", "name"}
    assert "Do not trust" in mixed["signed"]["says"]


def test_a_changed_a_foreign_and_an_unknown_signature_are_told_apart(client, issue):
    document = issue(sealed=True)
    broken = (
        document.cose[:-30]
        + ("A" * 10 if document.cose[-30:-20] != "A" * 10 else "B" * 10)
        + document.cose[-20:]
    )
    result = ask(client, broken).json()["results"][0]
    assert result["signed"]["signature"] in {"broken", "unreadable"}
    assert result["state"] == "unknown"
    SigningKey.objects.update(kid="another")
    assert ask(client, document.cose).json()["results"][0]["signed"]["signature"] == "unknown_key"


def test_a_signed_document_the_register_does_not_have_is_said(client, issue):
    from dataclasses import replace

    from certificates.proof import cose
    from certificates.services import keys

    document = issue(sealed=True)
    key = keys.active()
    invented = replace(proof.claims(document), code=make_code())
    text = cose.signed(invented, private=key.private, kid=key.kid)
    result = ask(client, text).json()["results"][0]
    assert result["state"] == "unknown"
    assert result["signed"]["signature"] == "valid"
    assert "no such document" in result["signed"]["says"]


def test_an_erased_document_names_nobody(client, issue):
    document = issue(sealed=True)
    text = document.cose
    erase(document)
    result = ask(client, text).json()["results"][0]
    assert result["erased"] is True
    assert result["name"] == ""
    assert result["signed"]["agrees"] is True
    assert "Ақмарал" not in json.dumps(result, ensure_ascii=False)


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        ("{", "application/json", 400),
        ("[]", "application/json", 400),
        ('{"codes": []}', "application/json", 400),
        ('{"codes": "x"}', "application/json", 400),
        ('{"codes": [1]}', "application/json", 400),
        (json.dumps({"codes": ["x"] * 501}), "application/json", 400),
        (json.dumps({"codes": ["x" * 2001]}), "application/json", 400),
        ("[" * 100_000, "application/json", 400),
        ("codes=x", "application/x-www-form-urlencoded", 415),
        (json.dumps({"codes": ["x" * 600_000]}), "application/json", 413),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(client, body, media_type, status):
    answer = client.post("/api/verify", body, content_type=media_type, **ENGLISH)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer.json()["detail"].endswith((".", "}."))


def test_no_forgery_token_is_needed_and_other_origins_may_ask(issue):
    from django.test import Client

    document = issue()
    strict = Client(enforce_csrf_checks=True)
    assert ask(strict, document.code).status_code == 200
    preflight = strict.options("/api/verify", headers={"origin": "https://example.org"})
    assert preflight.status_code == 204
    assert "Content-Type" in preflight.headers["Access-Control-Allow-Headers"]
    assert strict.get("/api/verify").headers["Allow"] == "POST, OPTIONS"


@pytest.fixture
def _open_connection():
    """The server's own way of closing what a request leaves open would close the test's database."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.usefixtures("_open_connection")
def test_the_program_keeps_what_its_description_says(issue):
    document = issue(sealed=True)
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    seen = set()
    for found in schema.get_all_operations():
        operation = found.ok()
        modes = [GenerationMode.POSITIVE]
        if operation.method == "post":
            modes.append(GenerationMode.NEGATIVE)
        for mode in modes:

            @given(case=operation.as_strategy(generation_mode=mode))
            @settings(
                max_examples=6, deadline=None, database=None, derandomize=True, suppress_health_check=EVERY
            )
            def keeps_it(case) -> None:
                case.call_and_validate()

            keeps_it()
            seen.add(operation.label)
    assert seen == {"POST /api/verify", "GET /v/{code}.json"}
    signed = schema["/v/{code}.json"]["GET"].Case(path_parameters={"code": document.code})
    assert signed.call_and_validate().status_code == 200
    body = {"codes": [document.code, document.cose, make_code(), "x"]}
    many = schema["/api/verify"]["POST"].Case(body=body, media_type="application/json")
    assert many.call_and_validate().status_code == 200

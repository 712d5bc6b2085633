"""Status lists: one bit a document, signed, anew with each change and each night."""

import json
import secrets
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from certificates import services
from certificates.models import PublishedStatusList, StatusList
from certificates.proof import bitstring, integrity, multikey
from certificates.services import keys, status_lists
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Calls a service and what follows its commit."""

    def committed(service, **given):
        with django_capture_on_commit_callbacks(execute=True):
            return service(at=NOW, reason="Тексеру", **given)

    return committed


def bits(document) -> tuple[bool, bool]:
    """(revoked, suspended) as the published lists say."""
    said = {
        row.purpose: bitstring.is_set(
            json.loads(row.credential)["credentialSubject"]["encodedList"], document.status_index
        )
        for row in PublishedStatusList.objects.filter(status_list=document.status_list)
    }
    return said["revocation"], said["suspension"]


@pytest.mark.sqlite
def test_each_change_is_on_the_lists_after_its_commit(document, keeper, committed):
    given = {"document_id": document.pk, "actor": keeper}
    committed(services.suspend_document, **given)
    assert bits(document) == (False, True)
    committed(services.resume_document, **given)
    assert bits(document) == (False, False)
    committed(services.revoke_document, **given)
    assert bits(document) == (True, False)


def test_a_corrected_document_is_revoked_on_the_list_and_its_successor_is_not(document, keeper, committed):
    user = document.holder
    user.surname = "Өтегенова"
    user.save()
    new = committed(services.correct_document, document_id=document.pk, actor=keeper)
    assert document.status_index != new.status_index
    assert bits(document) == (True, False)
    assert bits(new) == (False, False)


def test_a_change_that_is_taken_back_publishes_nothing(document, keeper, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False) as waiting:
        services.suspend_document(document_id=document.pk, at=NOW, actor=keeper, reason="Тексеру")
    assert waiting
    assert not PublishedStatusList.objects.exists()


def test_a_fresh_list_is_published_before_anyone_asks_for_it(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        status_list, _index = status_lists.take_index(at=NOW)
    assert status_list.published.count() == 2


def test_a_full_list_is_left_for_another_one(monkeypatch):
    first, _index = status_lists.take_index(at=NOW)
    StatusList.objects.update(taken=status_lists.FULL)
    second, index = status_lists.take_index(at=NOW)
    assert (first.number, second.number) == (1, 2)
    assert 0 <= index < bitstring.LENGTH


def test_a_taken_place_is_not_given_again(document, monkeypatch):
    offered = iter([document.status_index, document.status_index, 5])
    monkeypatch.setattr(secrets, "randbelow", lambda _limit: next(offered))
    assert status_lists.take_index(at=NOW) == (document.status_list, 5)


def test_every_place_is_its_own_bit_and_the_length_is_the_standard_s():
    places = [0, 7, 8, 4095, 131_071]
    text = bitstring.encoded(places)
    assert all(bitstring.is_set(text, place) for place in places)
    assert not any(bitstring.is_set(text, place) for place in (1, 6, 9, 131_070))
    assert len(text) < 120
    assert bitstring.encoded([]) == bitstring.encoded([])
    for wrong in (-1, 131_072):
        with pytest.raises(ValueError, match="place"):
            bitstring.encoded([wrong])
        with pytest.raises(ValueError, match="place"):
            bitstring.is_set(text, wrong)
    for broken in ("", "u", "z" + text[1:], "uAAAA", text[:60]):
        with pytest.raises(ValueError):  # noqa: PT011
            bitstring.is_set(broken, 0)


def test_a_list_is_served_signed_for_seven_days_to_anyone(client, document, django_assert_num_queries):
    status_lists.publish_all(at=NOW)
    with django_assert_num_queries(1):
        answer = client.get("/status/1/revocation")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/vc"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "max-age=300" in answer.headers["Cache-Control"]
    assert not answer.cookies
    said = integrity.verify_credential(answer.content, keys.trusted()).credential
    assert said["id"] == "https://tirek.kz/status/1/revocation"
    assert (said["validFrom"], said["validUntil"]) == (
        integrity.moment(NOW),
        integrity.moment(NOW + timedelta(days=7)),
    )
    again = client.get("/status/1/revocation", headers={"if-none-match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "max-age=300" in again.headers["Cache-Control"]
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    for missing in ("/status/2/revocation", "/status/1/other", "/status/99999999999999999999/revocation"):
        assert client.get(missing).status_code == 404
    assert client.post("/status/1/revocation").status_code == 405


def test_who_asks_for_json_is_told_json(client, document):
    status_lists.publish_all(at=NOW)
    kinds = {
        "application/vc, application/json": "application/vc",
        "application/ld+json, application/json": "application/ld+json",
        "application/json": "application/json",
        "*/*": "application/vc",
    }
    for accept, kind in kinds.items():
        assert client.get("/status/1/suspension", headers={"accept": accept}).headers["Content-Type"] == kind


def test_the_nightly_command_renews_lists_that_nothing_changed(document, capsys):
    status_lists.publish_all(at=NOW - timedelta(days=6))
    call_command("publish_status_lists")
    assert "Published: 2." in capsys.readouterr().out
    for row in PublishedStatusList.objects.all():
        assert row.valid_until > timezone.now() + timedelta(days=6)


def test_publishing_costs_the_same_for_one_document_and_for_many(document, django_assert_max_num_queries):
    status_lists.publish_all(at=NOW)
    with django_assert_max_num_queries(16):
        status_lists.publish(list_id=document.status_list_id, at=NOW)


def test_the_offline_page_is_told_every_list_in_one_signed_statement(
    client, document, keeper, committed, django_assert_num_queries
):
    committed(services.suspend_document, document_id=document.pk, actor=keeper)
    with django_assert_num_queries(2):
        answer = client.get("/v/status.json")
    said = answer.json()
    assert set(said) == {"as_of", "valid_until", "lists", "kid", "signature"}
    assert said["as_of"] <= integrity.moment(timezone.now()) < said["valid_until"]
    assert bitstring.is_set("u" + said["lists"]["1"]["suspension"], document.status_index)
    assert not bitstring.is_set("u" + said["lists"]["1"]["revocation"], document.status_index)
    listed = {key["kid"]: key for key in client.get("/v/keys.json").json()["keys"]}
    public = multikey.public_key(multikey.base64url_bytes(listed[said["kid"]]["x"]))
    signature = multikey.base64url_bytes(said.pop("signature"))
    content = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    public.verify(signature, content)
    assert client.get("/v/status.json", headers={"if-none-match": answer.headers["ETag"]}).status_code == 304


def test_without_a_key_the_offline_page_keeps_what_it_has(client, own_keys, settings):
    settings.TIREK_MAKES_KEYS = False
    assert client.get("/v/status.json").status_code == 503


def test_keys_and_did_name_every_key_and_what_programmes_are_called(
    client, document, own_keys, django_assert_num_queries
):
    old = keys.active(NOW)
    fresh, _retired = keys.rotate(at=NOW, reason="A year has passed.")
    with django_assert_num_queries(2):
        told = client.get("/v/keys.json").json()
    assert [(key["kid"], bool(key["retired_at"])) for key in told["keys"]][-2:] == [
        (old.kid, True),
        (fresh.kid, False),
    ]
    assert told["programmes"]["A"]["kk"] == document.facts["programme_title_kk"]
    with django_assert_num_queries(1):
        answer = client.get("/.well-known/did.json")
    did = answer.json()
    assert answer.headers["Content-Type"] == "application/did+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert did["id"] == "did:web:tirek.kz"
    assert did["assertionMethod"] == [method["id"] for method in did["verificationMethod"]]
    assert {old.row.public_multibase, fresh.public_multibase} <= {
        method["publicKeyMultibase"] for method in did["verificationMethod"]
    }


def test_a_port_in_the_verification_address_is_part_of_the_issuer_s_name(client, settings):
    settings.TIREK_VERIFY_BASE = "http://127.0.0.1:8000/v/"
    assert client.get("/.well-known/did.json").json()["id"] == "did:web:127.0.0.1%3A8000"

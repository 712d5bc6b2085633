"""Signing keys: private parts stay in their folder, public parts are kept and published for ever."""

import base64
import logging
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import serialization
from django.core.management import CommandError, call_command

from certificates.models import SigningKey
from certificates.proof import multikey
from certificates.services import keys
from people.errors import Refusal
from tests.factories import NOW

pytestmark = pytest.mark.django_db
SEED = base64.urlsafe_b64encode(bytes(range(32))).decode().rstrip("=")


@pytest.mark.sqlite
def test_an_installation_that_makes_its_keys_makes_one_for_its_own_account_alone(own_keys):
    signature, row = keys.sign(b"words")
    file = own_keys / f"{row.kid}.pem"
    assert file.stat().st_mode & 0o777 == 0o600
    assert own_keys.stat().st_mode & 0o777 == 0o700
    multikey.public_key(multikey.from_multibase(row.public_multibase)).verify(signature, b"words")
    assert row.public_multibase.startswith("z6Mk")
    assert keys.sign(b"words") == (signature, row)
    assert [path.name for path in own_keys.iterdir()] == [file.name]


def test_without_a_key_the_sentence_says_what_to_do(own_keys, settings, in_english):
    settings.TIREK_MAKES_KEYS = False
    with pytest.raises(Refusal, match="run the command rotate_key") as refused:
        keys.active()
    assert refused.value.code == "no_signing_key"
    assert not own_keys.exists()


def test_a_setting_that_is_empty_names_no_folder(settings, monkeypatch, own_keys):
    keys.active(NOW)
    settings.TIREK_SIGNING_KEYS, settings.TIREK_MAKES_KEYS = "", False
    monkeypatch.chdir(own_keys)
    assert keys.private_keys() == {}
    with pytest.raises(Refusal):
        keys.make_private_key(at=NOW)


def test_a_rotated_key_is_kept_and_the_new_one_signs(own_keys):
    old = keys.active(NOW)
    fresh, retired = keys.rotate(at=NOW + timedelta(days=365), reason="A year has passed.")
    assert [row.kid for row in retired] == [old.kid]
    assert keys.active().kid == fresh.kid != old.kid
    assert [row.kid for row in keys.public_keys()] == [old.kid, fresh.kid]
    kept = SigningKey.objects.get(kid=old.kid)
    assert (kept.retired_at, kept.reason) == (NOW + timedelta(days=365), "A year has passed.")
    assert keys.trusted().keys() == {old.kid, fresh.kid}


def test_a_key_stays_retired_while_its_file_still_lies_there(own_keys):
    old = keys.active(NOW)
    fresh, _retired = keys.rotate(at=NOW, reason="Test")
    (own_keys / f"{fresh.kid}.pem").unlink()
    with pytest.raises(Refusal):
        keys.active()
    assert (own_keys / f"{old.kid}.pem").exists()


def test_the_newest_key_signs_where_two_stand(own_keys):
    first = keys.make_private_key(at=NOW)
    keys.active(NOW)
    second = keys.make_private_key(at=NOW)
    assert keys.active(NOW + timedelta(days=1)).kid == second != first


def test_a_compromised_key_is_published_so_and_trusted_no_more(own_keys, client):
    old = keys.active(NOW)
    call_command("rotate_key", reason="The disk was stolen.", compromised=True)
    assert old.kid not in keys.trusted()
    listed = {key["kid"]: key for key in client.get("/v/keys.json").json()["keys"]}
    assert listed[old.kid]["compromised"] is True
    assert listed[keys.active().kid]["compromised"] is False
    did = client.get("/.well-known/did.json").json()
    method = next(one for one in did["verificationMethod"] if one["id"].endswith("#" + old.kid))
    assert method["revoked"]
    assert method["id"] not in did["assertionMethod"]


def test_an_earlier_key_can_be_marked_later_and_no_new_one_is_made(own_keys, capsys):
    old = keys.active(NOW)
    fresh, _retired = keys.rotate(at=NOW, reason="A year has passed.")
    call_command("rotate_key", reason="An old backup was lost.", compromised=True, kid=old.kid)
    assert keys.active().kid == fresh.kid
    assert keys.trusted().keys() == {fresh.kid}
    with pytest.raises(CommandError, match="no-such-key"):
        call_command("rotate_key", reason="x", compromised=True, kid="no-such-key")


def test_keys_in_the_environment_sign_and_rotate(settings, in_english):
    settings.TIREK_SIGNING_KEYS = f"2026-a:{SEED}"
    assert keys.active(NOW).kid == "2026-a"
    with pytest.raises(Refusal, match="add the new one to TIREK_SIGNING_KEYS first"):
        keys.rotate(at=NOW, reason="A year has passed.")
    settings.TIREK_SIGNING_KEYS += f",2027-b:{SEED[::-1][1:]}A"
    fresh, retired = keys.rotate(at=NOW, reason="A year has passed.")
    assert (fresh.kid, [row.kid for row in retired]) == ("2027-b", ["2026-a"])


@pytest.mark.parametrize("same", ["name", "key"])
def test_another_key_under_a_published_name_is_refused(settings, same, in_english):
    settings.TIREK_SIGNING_KEYS = f"2026-a:{SEED}"
    keys.active(NOW)
    other = SEED[::-1][1:] + "A"
    settings.TIREK_SIGNING_KEYS = f"2026-a:{other}" if same == "name" else f"2026-b:{SEED}"
    with pytest.raises(Refusal, match="is not the one that was published under this name"):
        keys.active(NOW)


def test_a_file_that_is_no_key_is_named_and_not_shown(own_keys, in_english):
    keys.active(NOW)
    (own_keys / "2027-x.pem").write_text("not a key but a secret")
    with pytest.raises(Refusal, match=r"2027-x\.pem cannot be read") as refused:
        keys.active(NOW)
    assert "secret" not in str(refused.value)


def test_the_private_key_is_in_no_row_no_log_and_no_representation(own_keys, caplog, capsys):
    with caplog.at_level(logging.DEBUG):
        key = keys.active(NOW)
        call_command("rotate_key", reason="A year has passed.")
        keys.sign(b"words")
    raw = key.private.private_bytes(
        serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption()
    )
    pem = (own_keys / f"{key.kid}.pem").read_text().splitlines()[1]
    shown = repr(key) + caplog.text + capsys.readouterr().out + str(list(SigningKey.objects.values()))
    for secret in (raw.hex(), base64.b64encode(raw).decode(), multikey.base64url(raw), pem, repr(raw)):
        assert secret not in shown
    assert key.kid in shown

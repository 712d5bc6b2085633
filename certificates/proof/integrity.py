"""Data Integrity proofs with the cryptosuite eddsa-rdfc-2022 (W3C Data Integrity EdDSA Cryptosuites v1.0)."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from . import jsonld, multikey
from .faults import NotProven
from .shapes import Shape

SUITE = "eddsa-rdfc-2022"
LARGEST = (
    64 * 1024
)  # bytes of a credential that is looked at; ours have about 3 KB, status lists about 1 to 25 KB


def moment(at: datetime) -> str:
    """A moment as XML Schema writes it, whole seconds in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _options(values: Mapping[str, Any], contexts: tuple[str, ...]) -> dict[str, Any]:
    return {
        "@context": list(contexts),
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": values["created"],
        "verificationMethod": values["method"],
        "proofPurpose": "assertionMethod",
    }


@lru_cache(maxsize=8)
def _options_shape(contexts: tuple[str, ...]) -> Shape:
    return Shape(lambda values: _options(values, contexts), frozenset({"created", "method"}))


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def secured(
    shape: Shape, values: Mapping[str, Any], *, private: Ed25519PrivateKey, method: str, created: datetime
) -> str:
    """The signed document as JSON text. `method` is the address of the public key, did:web:…#kid."""
    document = shape.build(values)
    contexts = tuple(document["@context"])
    stated = {"created": moment(created), "method": method}
    signed = _hash(_options_shape(contexts).canonical(stated)) + _hash(shape.canonical(values))
    proof = _options(stated, contexts)
    del proof["@context"]
    proof["proofValue"] = "z" + multikey.base58(private.sign(signed))
    return json.dumps(document | {"proof": proof}, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Proven:
    """A credential whose signature holds: the key that signed it, and the document without its proof."""

    kid: str
    credential: dict[str, Any]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise NotProven("form", "a member stands twice")
    return members


def _parsed(text: str | bytes) -> dict[str, Any]:
    if len(text) > LARGEST:
        raise NotProven("form", "too long")
    try:
        document = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise NotProven("form", "not JSON") from None
    if not isinstance(document, dict):
        raise NotProven("form", "not a JSON object")
    return document


def verify_credential(text: str | bytes, public_keys: Mapping[str, bytes]) -> Proven:
    """Whether one of these keys (raw, by kid) signed exactly this; raises NotProven with the check that failed.

    "form": not JSON; "shape": not our contexts, or something in it that no signature covers; "proof": no proof of the
    suite; "key": signed with a key that is not among these, or not the issuer's; "signature": something was changed.
    Says nothing about dates and status.
    """
    document = _parsed(text)
    proof = document.pop("proof", None)
    if document.get("@context") not in ([jsonld.VC], [jsonld.VC, jsonld.OPEN_BADGES]):
        raise NotProven("shape", "other contexts")
    jsonld.check_nothing_is_lost(document)
    if not isinstance(proof, dict) or not all(isinstance(value, str) for value in proof.values()):
        raise NotProven("proof", "no single proof")
    contexts = tuple(document["@context"])
    stated = {"created": proof.get("created", ""), "method": proof.get("verificationMethod", "")}
    expected = {name: value for name, value in _options(stated, contexts).items() if name != "@context"}
    if {name: value for name, value in proof.items() if name != "proofValue"} != expected:
        raise NotProven("proof", "not a proof of this suite")
    issuer = document.get("issuer")
    issuer = issuer.get("id") if isinstance(issuer, dict) else issuer
    did, _hash_sign, kid = stated["method"].partition("#")
    if did != issuer or kid not in public_keys:
        raise NotProven("key", f"{stated['method'][:100]!r} is not a key of the issuer")
    value = proof.get("proofValue", "")
    try:
        signature = multikey.base58_bytes(value[1:]) if value.startswith("z") and len(value) < 100 else b""
    except ValueError:
        signature = b""
    if len(signature) != 64:
        raise NotProven("proof", "not an Ed25519 signature")
    signed = _hash(jsonld.canonical(_options(stated, contexts))) + _hash(jsonld.canonical(document))
    try:
        multikey.public_key(public_keys[kid]).verify(signature, signed)
    except InvalidSignature:
        raise NotProven("signature", "something was changed after signing") from None
    return Proven(kid=kid, credential=document)

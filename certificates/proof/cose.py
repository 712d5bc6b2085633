"""The text of the second QR code: a COSE_Sign1 (RFC 9052) with Ed25519, in the letters of a QR code's own alphabet.

Base32 without padding: everything after the # is alphanumeric mode, which holds 5.5 bits a letter. Members of the
payload are numbers for the same reason. An address may hold it; a server never sees it.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from . import multikey
from .faults import NotProven

ALG, KID, EDDSA = 1, 4, -8
# By their places, which are signed: a new one is added behind.
KINDS = ("certificate", "notice", "support")
_DAY_ZERO = date(1970, 1, 1)
LARGEST = 2000  # letters; ours have 250 to 400


@dataclass(frozen=True)
class Claims:
    """What the second QR code says. `programme` is its code; days as printed, `expires` inclusive or None."""

    code: str
    name: str
    programme: str
    issued: date
    expires: date | None
    list_number: int
    index: int
    kind: str
    hours: int


def _payload(claims: Claims) -> bytes:
    return cbor2.dumps(
        {
            1: claims.code,
            2: claims.name,
            3: claims.programme,
            4: (claims.issued - _DAY_ZERO).days,
            5: (claims.expires - _DAY_ZERO).days if claims.expires else None,
            6: claims.list_number,
            7: claims.index,
            8: KINDS.index(claims.kind),
            9: claims.hours,
        }
    )


def _claims(payload: bytes) -> Claims:
    said = cbor2.loads(payload)
    expires = said[5]
    return Claims(
        code=said[1],
        name=said[2],
        programme=said[3],
        issued=_DAY_ZERO + timedelta(days=said[4]),
        expires=None if expires is None else _DAY_ZERO + timedelta(days=expires),
        list_number=said[6],
        index=said[7],
        kind=KINDS[said[8]],
        hours=said[9],
    )


def _signed_bytes(protected: bytes, payload: bytes) -> bytes:
    return cbor2.dumps(["Signature1", protected, b"", payload])


def signed(claims: Claims, *, private: Ed25519PrivateKey, kid: str) -> str:
    """Base32 of [protected, {}, payload, signature], upper case, without padding."""
    protected, payload = cbor2.dumps({ALG: EDDSA, KID: kid.encode()}), _payload(claims)
    signature = private.sign(_signed_bytes(protected, payload))
    return base64.b32encode(cbor2.dumps([protected, {}, payload, signature])).rstrip(b"=").decode()


def verify_cose(text: str, public_keys: Mapping[str, bytes]) -> tuple[Claims, str]:
    """What it says and the kid of the key (raw, by kid) that signed it; raises NotProven with the check that failed.

    "form": no COSE_Sign1 of ours; "key": signed with a key that is not among these; "signature": something was changed.
    """
    if not text or len(text) > LARGEST:
        raise NotProven("form", "too long or empty")
    text = text.strip().upper()
    try:
        content = base64.b32decode(text + "=" * (-len(text) % 8))
        protected, unprotected, payload, signature = cbor2.loads(content)
        header = cbor2.loads(protected)
        kid = header[KID].decode()
        sound = header.get(ALG) == EDDSA and len(header) == 2 and unprotected == {} and len(signature) == 64
    except Exception:  # whatever a stranger's bytes make the decoder say
        raise NotProven("form", "no signed code") from None
    if not sound:
        raise NotProven("form", "no signed code of ours")
    if kid not in public_keys:
        raise NotProven("key", f"the key {kid[:40]!r} is not known")
    try:
        multikey.public_key(public_keys[kid]).verify(signature, _signed_bytes(protected, payload))
    except InvalidSignature:
        raise NotProven("signature", "something was changed after signing") from None
    try:
        return _claims(payload), kid
    except (KeyError, IndexError, TypeError, ValueError, OverflowError):
        raise NotProven("form", "signed, but not in this form") from None

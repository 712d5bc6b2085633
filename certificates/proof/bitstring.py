"""Bitstring Status List v1.0 (W3C): a bit for each document, gzipped, signed as a credential."""

import gzip
import zlib
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from . import integrity, jsonld, multikey
from .shapes import Shape

LENGTH = 131_072  # bits: the smallest the standard allows


def encoded(indices: Iterable[int]) -> str:
    """The bits at these places set, the first bit leftmost: gzip, then base64url with "u" in front (multibase)."""
    bits = bytearray(LENGTH // 8)
    for index in indices:
        if not 0 <= index < LENGTH:
            raise ValueError(f"The list has {LENGTH} places; {index} is none of them.")
        bits[index >> 3] |= 0x80 >> (index & 7)
    return "u" + multikey.base64url(gzip.compress(bytes(bits), mtime=0))


def is_set(text: str, index: int) -> bool:
    """Whether the bit stands; ValueError for a text that is no list of this length, or a place outside it."""
    if not text.startswith("u") or not 0 <= index < LENGTH:
        raise ValueError("Not a status list, or not a place in it.")
    try:
        reader = zlib.decompressobj(wbits=31)
        bits = reader.decompress(multikey.base64url_bytes(text[1:]), LENGTH // 8 + 1)
    except zlib.error:
        raise ValueError("Not a status list.") from None
    if len(bits) != LENGTH // 8:
        raise ValueError(f"A status list has {LENGTH} bits.")
    return bool(bits[index >> 3] & (0x80 >> (index & 7)))


def _build(values: Any) -> dict[str, Any]:
    return {
        "@context": [jsonld.VC],
        "id": values["url"],
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": values["did"],
        "validFrom": values["valid_from"],
        "validUntil": values["valid_until"],
        "credentialSubject": {
            "id": f"{values['url']}#list",
            "type": "BitstringStatusList",
            "statusPurpose": values["purpose"],
            "encodedList": values["encoded"],
        },
    }


@lru_cache
def _shape() -> Shape:
    return Shape(_build, frozenset({"url", "did", "valid_from", "valid_until", "purpose", "encoded"}))


def signed(
    *,
    url: str,
    did: str,
    purpose: str,
    indices: Iterable[int],
    valid_from: datetime,
    valid_until: datetime,
    private: Ed25519PrivateKey,
    kid: str,
) -> str:
    """The list as a credential with its proof, as JSON text."""
    values = {
        "url": url,
        "did": did,
        "purpose": purpose,
        "encoded": encoded(indices),
        "valid_from": integrity.moment(valid_from),
        "valid_until": integrity.moment(valid_until),
    }
    return integrity.secured(_shape(), values, private=private, method=f"{did}#{kid}", created=valid_from)

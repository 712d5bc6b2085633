"""Public keys and status lists, for other programs and for the page that checks documents without a network.

No cookie, no account, any origin. Shapes that the offline page reads:

`/v/keys.json` (`public_keys`), the oldest key first; a compromised key proves nothing without the register:
    {"keys": [{"kid": "2026-3f9a1c", "x": <base64url of the raw 32 bytes>, "retired_at": ISO or null,
               "compromised": false}],
     "programmes": {"INC": {"kk": title, "ru": title, "en": title}}}

`/v/status.json` (`offline_status`): every status list, signed together.
    {"as_of": ISO, "valid_until": ISO, "kid": …,
     "lists": {"<number>": {"revocation": <base64url of the gzipped bits>, "suspension": …}},
     "signature": <base64url of an Ed25519 signature>}
    signed are the UTF-8 bytes of the same object without "signature", as JSON with sorted keys and no spaces.
    Bit `index` is `bits[index >> 3] & (0x80 >> (index & 7))`: the first bit is the leftmost of the first byte.

What stands after # in the second QR code: base32 (RFC 4648, upper case, no padding) of a COSE_Sign1 (RFC 9052),
untagged [protected, {}, payload, signature]; protected {1: -8 (EdDSA), 4: kid as UTF-8 bytes}; signed is the CBOR of
["Signature1", protected, h'', payload]. The payload is a CBOR map:
    1 code (16 characters)          2 name as printed             3 programme ("INC")
    4 issued, day number            5 expires, day number or null 6 number of the status list
    7 index in it                   8 kind: 0 certificate, 1 notice, 2 support   9 hours
A day number counts days from 1970-01-01; "expires" is the last day it is valid (to its end in Asia/Almaty).
"""

import hashlib
import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from courses.models import ProgrammeEdition
from people.errors import Refusal

from ..models import PublishedStatusList
from ..proof import multikey
from ..services import keys, proof, status_lists

FIVE_MINUTES = "public, max-age=300"


def _answer(request: HttpRequest, text: str, *, media_type: str, etag: str = "") -> HttpResponse:
    """The text for any origin, or 304 where the asker has it."""
    tag = quote_etag(etag or hashlib.sha256(text.encode()).hexdigest())
    response = HttpResponse(text, content_type=media_type)
    response = get_conditional_response(request, etag=tag, response=response)
    response.headers.setdefault("ETag", tag)
    response["Cache-Control"] = FIVE_MINUTES
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _json(
    request: HttpRequest, content: dict[str, Any], *, media_type: str = "application/json"
) -> HttpResponse:
    return _answer(request, json.dumps(content, ensure_ascii=False), media_type=media_type)


@require_safe
def did_document(request: HttpRequest) -> HttpResponse:
    """The issuer's keys for verifiers: retired ones stay, so that what they signed goes on being valid."""
    did, known = proof.did(), keys.public_keys()
    methods = [
        {
            "id": f"{did}#{key.kid}",
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": key.public_multibase,
        }
        | ({"revoked": key.retired_at.isoformat()} if keys.is_compromised(key) and key.retired_at else {})
        for key in known
    ]
    content = {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [f"{did}#{key.kid}" for key in known if not keys.is_compromised(key)],
    }
    return _json(request, content, media_type="application/did+json")


@require_safe
def status_list(request: HttpRequest, number: int, purpose: str) -> HttpResponse:
    """A published list. application/vc is its media type; who asks for JSON and not for that is told JSON."""
    row = PublishedStatusList.objects.filter(status_list__number=number, purpose=purpose).first()
    if row is None:
        raise Http404
    asked = request.headers.get("Accept", "")
    media_type = "application/vc"
    if "application/vc" not in asked and "json" in asked:
        media_type = "application/ld+json" if "ld+json" in asked else "application/json"
    response = _answer(request, row.credential, media_type=media_type, etag=row.etag)
    patch_vary_headers(response, ["Accept"])
    return response


@require_safe
def public_keys(request: HttpRequest) -> HttpResponse:
    """The keys as the offline page reads them, and what the short names of programmes stand for."""
    listed = [
        {
            "kid": key.kid,
            "x": multikey.base64url(multikey.from_multibase(key.public_multibase)),
            "retired_at": key.retired_at.isoformat() if key.retired_at else None,
            "compromised": keys.is_compromised(key),
        }
        for key in keys.public_keys()
    ]
    programmes = {
        edition.parameters.get("number_prefix", edition.code): {
            "kk": edition.title_kk,
            "ru": edition.title_ru,
            "en": edition.title_en,
        }
        for edition in ProgrammeEdition.objects.order_by("number")
    }
    return _json(request, {"keys": listed, "programmes": programmes})


@require_safe
def offline_status(request: HttpRequest) -> HttpResponse:
    """Every status list, signed together, for the page that works without a network."""
    try:
        return _json(request, status_lists.offline_statement())
    except Refusal as refusal:  # no key at hand: the page keeps the statement it has
        return HttpResponse(str(refusal), content_type="text/plain; charset=utf-8", status=503)

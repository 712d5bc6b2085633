"""The interface for other programs in OpenAPI 3.1. Written by hand; a test asks the program and compares."""

from typing import Any

from ..rules.asked import MOST_LETTERS
from ..services.checks import AT_ONCE
from ..verify_address import verify_base

STATES = [
    *("valid", "notice", "support", "expired", "suspended", "replaced", "revoked", "unknown", "malformed"),
    "limited",
]


def _maybe(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


TEXT: dict[str, Any] = {"type": "string"}
DAY: dict[str, Any] = {"type": "string", "format": "date"}
MOMENT: dict[str, Any] = {"type": "string", "format": "date-time"}
NUMBER: dict[str, Any] = {"type": "integer"}
TRUTH: dict[str, Any] = {"type": "boolean"}
TEXTS = _object({"kk": TEXT, "ru": TEXT, "en": TEXT})
PROBLEM = _object({"type": TEXT, "title": TEXT, "status": NUMBER, "detail": TEXT})
SIGNED = _object(
    {
        "signature": {"type": "string", "enum": ["valid", "broken", "unknown_key", "unreadable"]},
        "kid": TEXT,
        "agrees": TRUTH | {"description": "The signature is ours and says the same as the register."},
        "differences": {"type": "array", "items": _object({"fact": TEXT, "signed": TEXT, "record": TEXT})},
        "says": TEXT | {"description": "A sentence for people."},
    }
)
RESULT = _object(
    {
        "input": TEXT,
        "code": TEXT | {"description": "As printed, in four groups; empty where the input holds none."},
        "state": {
            "type": "string",
            "enum": STATES,
            "description": "valid: a certificate that counts today. notice: a genuine attendance notice. support: a genuine"
            " notice of completed support after a course. expired, suspended, replaced, revoked: it was issued and does not"
            " count. unknown: never issued. malformed: no whole code. limited: unknown codes were asked for too often;"
            " try again later.",
        },
        "verdict": TEXT | {"description": "The state in words, in the language asked for."},
        "kind": _maybe({"type": "string", "enum": ["certificate", "notice", "support"]}),
        "number": _maybe(TEXT),
        "name": _maybe(TEXT) | {"description": "As printed; empty where the personal data were erased."},
        "programme": _maybe(TEXT) | {"description": "Title in the language asked for."},
        "programme_titles": _maybe(TEXTS),
        "hours": _maybe(NUMBER) | {"description": "Of the course; of a notice of support, of its meetings."},
        "meetings": _maybe(NUMBER) | {"description": "Held, of a notice of support; null for the others."},
        "mentor": _maybe(TEXT) | {"description": "Of a notice of support; null for the others."},
        "started_on": _maybe(DAY),
        "ended_on": _maybe(DAY),
        "issued_on": _maybe(DAY),
        "valid_until": _maybe(DAY)
        | {"description": "Inclusive, to the end of the day in Almaty; null for a notice."},
        "issuer": _maybe(_object({"kk": TEXT, "ru": TEXT, "en": TEXT, "bin": TEXT})),
        "signatory": _maybe(_object({"name": TEXT, "position": TEXTS, "acting": TRUTH})),
        "protocol": _maybe(TEXT),
        "modules": _maybe(
            {"type": "array", "items": _object({"number": NUMBER, "kk": TEXT, "ru": TEXT, "hours": NUMBER})}
        ),
        "pdf_sha256": _maybe(TEXT) | {"description": "Hex SHA-256 of the PDF file as issued."},
        "erased": _maybe(TRUTH),
        "page": _maybe(TEXT),
        "credential": _maybe(TEXT),
        "signed": _maybe(SIGNED),
        "foreign_host": TEXT
        | {"description": "Where the address given leads, if not to us: a sign of forgery. Else empty."},
        "checked_at": MOMENT,
    }
)


def _refusal(words: str, *, waits: bool = False) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "description": words,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if waits:
        answer["headers"] = {
            "Retry-After": {"required": True, "schema": NUMBER, "description": "Seconds to wait."}
        }
    return answer


LANGUAGE = {
    "name": "lang",
    "in": "query",
    "required": False,
    "description": "Language of the sentences: kk, ru or en; else Accept-Language, else Kazakh.",
    "schema": {"type": "string"},
}


def description() -> dict[str, Any]:
    """The whole description; the server is where printed codes lead."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tirek: checking documents",
            "version": "1.0.0",
            "description": "Whether certificates and attendance notices are genuine and valid. No account, no key, no"
            " cookie; any origin. Only unknown codes are counted: twenty in ten minutes.",
        },
        "servers": [{"url": verify_base().removesuffix("v/").removesuffix("/") or "/"}],
        "paths": {"/api/verify": {"post": _verify()}, "/v/{code}.json": {"get": _credential()}},
        "components": {"schemas": {"Problem": PROBLEM, "Result": RESULT}},
    }


def _verify() -> dict[str, Any]:
    codes = {
        "type": "array",
        "minItems": 1,
        "maxItems": AT_ONCE,
        "items": {"type": "string", "maxLength": MOST_LETTERS},
        "description": "Codes, addresses that hold a code, or the text of the large QR code (with or without its address):"
        " then the signature is checked too and compared with the register.",
    }
    answer = _object(
        {
            "checked_at": MOMENT,
            "counts": {"type": "object", "additionalProperties": NUMBER},
            "results": {"type": "array", "items": {"$ref": "#/components/schemas/Result"}},
        }
    )
    return {
        "operationId": "verify",
        "summary": "Check up to 500 codes at once; the answer keeps their order.",
        "parameters": [LANGUAGE],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": _object({"codes": codes})}},
        },
        "responses": {
            "200": {
                "description": "Every entry with its state.",
                "content": {"application/json": {"schema": answer}},
            },
            "400": _refusal("The body cannot be read."),
            "413": _refusal("The body is too large."),
            "415": _refusal("The body is not JSON."),
            "429": _refusal(
                "Nothing was found, and too many unknown codes were asked for before.", waits=True
            ),
        },
    }


def _credential() -> dict[str, Any]:
    return {
        "operationId": "credential",
        "summary": "The signed Open Badges 3.0 credential, byte for byte as attached to the PDF.",
        "parameters": [
            {
                "name": "code",
                "in": "path",
                "required": True,
                "schema": {"type": "string", "pattern": "^[0-9A-Za-z-]+$"},
            },
            LANGUAGE,
        ],
        "responses": {
            "200": {
                "description": "The credential.",
                "content": {"application/vc": {"schema": {"type": "object"}}},
            },
            "404": _refusal("Never issued, or not signed yet."),
            "410": _refusal("The personal data were erased, and the credential with them."),
            "429": _refusal("Too many unknown codes were asked for.", waits=True),
        },
    }

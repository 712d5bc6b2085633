"""What other programs are told of a checked entry: everything printed, never more."""

from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from ..presentation import in_language, printed_name, verdict_words
from ..rules import code as codes
from ..services.checks import Checked
from ..verify_address import verify_base

LANGUAGES = ("kk", "ru", "en")


PRINTED = (
    *("kind", "number", "name", "programme", "programme_titles", "hours", "meetings", "mentor"),
    *("started_on", "ended_on"),
    *("issued_on", "valid_until", "issuer", "signatory", "protocol", "modules", "pdf_sha256", "erased"),
    *("page", "credential"),
)


def _texts(facts: dict, name: str) -> dict[str, str]:
    return {language: facts.get(f"{name}_{language}") or "" for language in LANGUAGES}


def _printed(row: dict[str, Any]) -> dict[str, Any]:
    """The public facts of a record; nothing that a paper does not print. The name is empty where it was erased."""
    facts = row["facts"]
    code = codes.pretty(row["code"])
    return {
        "kind": row["kind"],
        "number": facts["number"],
        "name": printed_name(facts),
        "programme": in_language(facts, "programme_title", get_language() or "kk"),
        "programme_titles": _texts(facts, "programme_title"),
        "hours": facts["hours"],
        "meetings": facts.get("meetings"),
        "mentor": facts.get("mentor_name"),
        "started_on": facts["started_on"],
        "ended_on": facts["ended_on"],
        "issued_on": facts["issued_on"],
        "valid_until": facts["valid_until"],
        "issuer": _texts(facts, "issuer_name") | {"bin": facts["issuer_bin"]},
        "signatory": {
            "name": facts["signatory_name"],
            "position": _texts(facts, "signatory_position"),
            "acting": bool(facts.get("signatory_acting")),
        },
        "protocol": facts.get("protocol") or "",
        "modules": [
            {"number": number, "kk": kk, "ru": ru, "hours": hours}
            for number, kk, ru, hours in facts["modules"]
        ],
        "pdf_sha256": row["pdf_sha256"],
        "erased": row["erased_at"] is not None,
        "page": verify_base() + code,
        "credential": f"{verify_base()}{code}.json",
    }


def item(checked: Checked, *, at: datetime) -> dict[str, Any]:
    """One entry of the answer: the input, its state and verdict, the printed facts (null where there is no record), and
    what its signature says (null where it had none)."""
    signed = None
    if checked.signed is not None:
        signed = {
            "signature": checked.signed.signature,
            "kid": checked.signed.kid,
            "agrees": checked.signed.is_ours and checked.is_found and not checked.signed.differences,
            "differences": [
                {"fact": name, "signed": there, "record": here}
                for name, there, here in checked.signed.differences
            ],
            "says": checked.signed.says,
        }
    printed = _printed(checked.row) if checked.row is not None else dict.fromkeys(PRINTED)
    return {
        "input": checked.asked.text,
        "code": codes.pretty(checked.code),
        "state": checked.state,
        "verdict": verdict_words(checked.state),
        **printed,
        "signed": signed,
        "foreign_host": checked.foreign_host,
        "checked_at": at.isoformat(),
    }

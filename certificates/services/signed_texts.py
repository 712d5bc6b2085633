"""The signed text of the large QR code beside the register: is the signature ours, and do both say the same?"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from ..presentation import printed_name
from ..proof.cose import Claims, verify_cose
from ..proof.credential import clean
from ..proof.faults import NotProven
from ..rules.numbers import programme_of
from . import keys


@dataclass(frozen=True)
class SignedText:
    """What a signed text is worth.

    `signature`: valid | broken | unknown_key | unreadable; `differences`: (what, as signed, as kept); `says`: a sentence.
    """

    signature: str
    claims: Claims | None = None
    kid: str = ""
    differences: tuple[tuple[str, str, str], ...] = field(default=())
    says: str = ""

    @property
    def is_ours(self) -> bool:
        return self.signature == "valid"

    @property
    def code(self) -> str:
        return self.claims.code if self.claims else ""


def open_all(texts: Iterable[str]) -> dict[str, SignedText]:
    """Each text with what its signature is worth; one query for the keys, none without texts."""
    wanted = set(texts)
    known = keys.trusted() if wanted else {}
    return {text: _opened(text, known) for text in wanted}


def _opened(text: str, known: dict[str, bytes]) -> SignedText:
    try:
        claims, kid = verify_cose(text, known)
    except NotProven as fault:
        return SignedText({"signature": "broken", "key": "unknown_key"}.get(fault.check, "unreadable"))
    return SignedText("valid", claims=claims, kid=kid)


def compare(signed: SignedText, *, code: str, row: dict[str, Any] | None) -> SignedText:
    """With the sentence that a reader is told, and what the text says otherwise than the record."""
    if signed.claims is None:
        return replace(
            signed,
            says={
                "broken": _("The signed text was changed or was not signed by us. Do not trust the paper."),
                "unknown_key": _("The signed text bears a key that we do not know or no longer trust."),
            }.get(signed.signature, _("The signed text is damaged or incomplete. Scan it again.")),
        )
    if row is None:
        return replace(
            signed, says=_("The signature is ours, but the register has no such document. Ask the issuer.")
        )
    differences = tuple(_differences(signed.claims, code, row))
    if differences:
        says = _("The signed text says something else than our register. Do not trust the paper.")
    else:
        says = _("The signature is ours and says the same as the register.")
    return replace(signed, differences=differences, says=says)


def _differences(claims: Claims, code: str, row: dict[str, Any]) -> Iterable[tuple[str, str, str]]:
    facts = row["facts"]
    pairs = [
        ("code", claims.code, code),
        ("kind", claims.kind, row["kind"]),
        ("programme", claims.programme, programme_of(facts["number"])),
        ("hours", str(claims.hours), str(facts["hours"])),
        ("issued_on", claims.issued.isoformat(), facts["issued_on"]),
        ("valid_until", _day(claims.expires), _day(row["valid_until"])),
    ]
    if row["erased_at"] is None:
        pairs.append(("name", claims.name, clean(printed_name(facts))))
    return [pair for pair in pairs if pair[1] != pair[2]]


def _day(day: Any) -> str:
    return day.isoformat() if day else ""

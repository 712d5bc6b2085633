"""Signing a document: the credential and the text of the second QR code. And the issuer's name among programs."""

from dataclasses import dataclass
from datetime import date, datetime, time
from urllib.parse import urlsplit

from django.utils import timezone

from ..models import Document, SigningKey
from ..pdf import PrintedFacts
from ..proof import cose, credential
from ..rules.numbers import programme_of
from ..verify_address import verify_base
from . import keys

DAY_ENDS = time(23, 59, 59)  # of the last day that counts, in Almaty


@dataclass(frozen=True)
class Sealed:
    """`credential`: JSON text, byte for byte as served and attached; `cose`: what stands after # in the second QR."""

    credential: str
    cose: str
    key: SigningKey | None


def origin(base: str = "") -> str:
    """Scheme and host of the verification address, such as https://tirek.kz."""
    parts = urlsplit((base or verify_base()).lower())
    return f"{parts.scheme}://{parts.netloc}"


def did(base: str = "") -> str:
    """The issuer as did:web of the verification host; a port is written %3A."""
    return "did:web:" + urlsplit(origin(base)).netloc.replace(":", "%3A")


def list_address(number: int, purpose: str, base: str = "") -> str:
    """Where a status list is served."""
    return f"{origin(base)}/status/{number}/{purpose}"


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=timezone.get_default_timezone())


def credential_facts(document: Document) -> credential.Facts:
    """What the credential says: what the paper prints, from the document's own row alone."""
    printed = PrintedFacts.from_json(document.facts)
    kind, base, facts = printed.kind, printed.verify_base, document.facts
    hours = f"{printed.hours} академиялық сағат", f"{printed.hours} ак. ч.", f"{printed.hours} academic hours"
    if kind == Document.Kind.SUPPORT:
        hours = "курстан кейінгі қолдау", "посткурсовое сопровождение", "post-course support"
    number = document.status_list.number if document.status_list else None
    return credential.Facts(
        kind=kind,
        url=base + printed.code,
        did=did(base),
        issuer=credential.in_each(
            printed.issuer_name_kk, printed.issuer_name_ru, facts.get("issuer_name_en", "")
        ),
        issuer_url=origin(base) + "/",
        holder=printed.full_name,
        number=printed.number,
        title=credential.in_each(printed.programme_title_kk, printed.programme_title_ru),
        description=credential.in_each(facts.get("programme_title_en", ""), *hours),
        hours=printed.hours,
        started=_moment(printed.started_on, time.min),
        ended=_moment(printed.ended_on, DAY_ENDS),
        valid_from=_moment(printed.issued_on, time.min),
        valid_until=_moment(printed.valid_until, DAY_ENDS) if printed.valid_until else None,
        revocation_list=list_address(number, "revocation", base) if number else "",
        suspension_list=list_address(number, "suspension", base) if number else "",
        status_index=document.status_index or 0,
    )


def claims(document: Document) -> cose.Claims:
    """What the second QR code says of the document."""
    printed = PrintedFacts.from_json(document.facts)
    return cose.Claims(
        code=printed.code,
        name=credential.clean(printed.full_name),
        programme=programme_of(printed.number),
        issued=printed.issued_on,
        expires=printed.valid_until,
        list_number=document.status_list.number if document.status_list else 0,
        index=document.status_index or 0,
        kind=printed.kind,
        hours=printed.hours,
    )


def seal(document: Document) -> Sealed:
    """Sign with the active key. Reads facts, code, number, dates and place in the status list; writes nothing.

    Refuses where there is no key (`keys.active`): a document is never drawn unsigned.
    """
    now = timezone.now()
    key = keys.active(now)
    return Sealed(
        credential=credential.signed(
            credential_facts(document), private=key.private, kid=key.kid, created=now
        ),
        cose=cose.signed(claims(document), private=key.private, kid=key.kid),
        key=key.row,
    )

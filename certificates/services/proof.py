"""Signing a document: the credential and the text of the second QR code."""

from dataclasses import dataclass

from ..models import Document, SigningKey


@dataclass(frozen=True)
class Sealed:
    """`credential`: JSON text, byte for byte as served and attached; `cose`: what stands after # in the second QR."""

    credential: str
    cose: str
    key: SigningKey | None


def seal(document: Document) -> Sealed:
    """Sign with the active key. Reads facts, code, number, dates and status index; writes nothing."""
    return Sealed("", "", None)

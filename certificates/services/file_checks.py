"""Which document a PDF file is, by the SHA-256 of its bytes."""

import re
from dataclasses import dataclass
from datetime import date

from ..models import Document
from ..rules import code as codes
from ..rules import validity

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class FoundFile:
    """`state` as a reader is told it, "unknown" for a file never issued, "malformed" where it was no SHA-256.

    `code` as printed; empty where there is no document.
    """

    state: str
    code: str = ""


def find_by_hash(sha256: str, *, today: date) -> FoundFile:
    """The document whose PDF has exactly these bytes. One query, for a hit as for a miss."""
    wanted = sha256.lower()
    if not _SHA256.fullmatch(wanted):
        return FoundFile("malformed")
    row = Document.objects.filter(pdf_sha256=wanted).values("kind", "status", "valid_until", "code").first()
    if row is None:
        return FoundFile("unknown")
    state = validity.shown_state(
        kind=row["kind"], status=row["status"], valid_until=row["valid_until"], today=today
    )
    return FoundFile(state, codes.pretty(row["code"]))

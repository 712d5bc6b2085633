"""The hash-chained log of what was issued and changed."""

from datetime import UTC, datetime
from typing import Any

from assessments.rules.scheme import content_hash

from ..models import Document, LogEntry, LogHead


def facts_of(document: Document) -> dict[str, Any]:
    """What an entry says of a document: numbers, states and hashes, nothing of a person."""
    return {
        "number": document.number,
        "kind": document.kind,
        "status": document.status,
        "facts": document.facts_hash,
        "issued_on": document.issued_on.isoformat(),
        "valid_until": document.valid_until.isoformat() if document.valid_until else None,
        "pdf": document.pdf_sha256,
    }


def entry_hash(*, number: int, at: datetime, event: str, data: dict, previous: str) -> str:
    """The hash of an entry over everything it says and the hash before it."""
    return content_hash(
        {
            "number": number,
            "at": at.astimezone(UTC).isoformat(),
            "event": event,
            "data": data,
            "previous": previous,
        }
    )


def append(*, event: str, document: Document, at: datetime, **more: Any) -> LogEntry:
    """Add an entry behind the head. Called inside the transaction of the fact it holds."""
    head, _created = LogHead.objects.select_for_update().get_or_create(pk=1)
    data = facts_of(document) | more
    number, previous = head.number + 1, head.hash
    own = entry_hash(number=number, at=at, event=event, data=data, previous=previous)
    entry = LogEntry.objects.create(
        number=number, at=at, event=event, document=document, data=data, previous=previous, hash=own
    )
    LogHead.objects.filter(pk=1).update(number=number, hash=own)
    return entry

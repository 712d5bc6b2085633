"""The hash-chained log of what was issued and changed.

Locks are always taken in this order: enrolment, document, head of the log, number series, status list. A change that
brings a new document has written into the log before it takes a number, so whoever takes a number holds the head first:
every writer queues at one place, and none waits for a document or an enrolment while it holds the head.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.utils import timezone

from ..models import Document, LogEntry, LogHead, LogRoot
from ..rules import chain


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


def locked_head() -> LogHead:
    """The head of the chain, held until the transaction ends."""
    head, _created = LogHead.objects.select_for_update().get_or_create(pk=1)
    return head


def append(*, event: str, document: Document, at: datetime, **more: Any) -> LogEntry:
    """Add an entry behind the head. Called inside the transaction of the fact it holds.

    The entry's own time is this server's clock while the head is held, whatever `at` the fact carries: nobody dates an
    entry back. `at` stands in its data as `done_at`.
    """
    head = locked_head()
    data = facts_of(document) | {"done_at": at.astimezone(UTC).isoformat()} | more
    written, number, previous = timezone.now(), head.number + 1, head.hash
    own = chain.entry_hash(number=number, at=written, event=event, data=data, previous=previous)
    entry = LogEntry.objects.create(
        number=number, at=written, event=event, document=document, data=data, previous=previous, hash=own
    )
    LogHead.objects.filter(pk=1).update(number=number, hash=own)
    return entry


@dataclass(frozen=True)
class Place:
    """Where a document's issue stands in the log; `root_day` is the first day whose signed root covers it."""

    number: int
    hash: str
    root_day: date | None


def place_of(document: Document) -> Place | None:
    """The entry of the document's issue; None where the log has none. At most two statements."""
    entry = document.log.filter(event=LogEntry.Event.ISSUED).order_by("number").first()
    if entry is None:
        return None
    root = LogRoot.objects.filter(number__gte=entry.number).order_by("day").first()
    return Place(entry.number, entry.hash, root.day if root else None)

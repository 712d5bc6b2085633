"""Moving a document from one status to another: its transition, its log entry, its status lists."""

from datetime import datetime

from people import transitions
from people.models import User

from ..models import Document, LogEntry
from ..rules import moves
from . import log, status_lists


def move(document: Document, *, to: str, at: datetime, actor: User | None, reason: str) -> None:
    """Called inside the transaction that has locked the document."""
    transitions.move(document, to=to, table=moves.DOCUMENT, at=at, actor=actor, reason=reason)
    log.append(event=LogEntry.Event.STATUS, document=document, at=at)
    status_lists.changed(document, at=at)

"""Erasing a person's data from a document: the record stays and says that it is genuine, the name goes.

Carries out what two people have decided (services/proposals.py). Kept: number, code, dates, programme, status, the hash of
the facts as issued and of the PDF, the places in the status lists and in the log. Gone for good: the name, the PDF, the
signed credential and the second QR code's text, and words of people that hold the name.
"""

import logging
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.errors import Refusal
from people.models import User

from ..models import ChangeProposal, Document, DocumentTransition, LogEntry
from ..rules.changes import NAME_PARTS, holds_name
from . import life
from . import log as issue_log

# Number and time, never a word of what was erased.
log = logging.getLogger("tirek.erasure")

ERASED = "erased"  # stands where a reason was; presentation of the register puts it into words


@transaction.atomic
def erase_document(*, document_id: int, at: datetime, actor: User, reason: str) -> Document:
    """Erase the holder's name from the document and everything kept with it; its status stays.

    Refuses a document that is erased already. The file goes once that is committed.
    """
    life.may_keep(actor)
    life.need_reason(reason)
    document = Document.objects.select_for_update(of=("self",)).select_related("holder").get(pk=document_id)
    if document.erased_at is not None:
        raise Refusal(_("The person's data are erased from this document already."), code="erased")
    names = _names(document)
    _erase_words(document, names=names)
    storage, stored = document.pdf.storage, document.pdf.name
    document.facts = document.facts | dict.fromkeys(NAME_PARTS, "")
    document.pdf, document.credential, document.cose, document.erased_at = "", "", "", at
    document.save(update_fields=["facts", "pdf", "credential", "cose", "erased_at"])
    issue_log.append(event=LogEntry.Event.ERASED, document=document, at=at)
    if stored:
        transaction.on_commit(lambda: storage.delete(stored), robust=True)
    transaction.on_commit(lambda: log.info("document erased: %s by=%s", document_id, actor.pk), robust=True)
    return document


def _names(document: Document) -> set[str]:
    """Every part of a name the person had on this document, in its corrections and has in the profile."""
    rows = [document.facts, *document.proposals.values_list("corrected", flat=True)]
    parts = {row.get(part, "") for row in rows for part in NAME_PARTS}
    return {part for part in parts | {getattr(document.holder, part) for part in NAME_PARTS} if part}


def _erase_words(document: Document, *, names: Iterable[str]) -> None:
    """What people wrote: reasons of moves that hold the name; of proposals every word, but for the basis of the erasure."""
    for move in DocumentTransition.objects.filter(document=document):
        if holds_name(move.reason, parts=names):
            DocumentTransition.objects.filter(pk=move.pk).update(reason=ERASED)
    for proposal in ChangeProposal.objects.filter(document=document):
        proposal.corrected = {}
        is_basis = proposal.change == ChangeProposal.Change.ERASE and proposal.is_open
        if not is_basis or holds_name(proposal.reason, parts=names):
            proposal.reason = ERASED
        proposal.note = ERASED if proposal.note else ""
        proposal.save(update_fields=["corrected", "reason", "note"])
    # The document that this one replaced: the proposal that led here stands with it and holds this name.
    ChangeProposal.objects.filter(new_document=document).update(corrected={}, reason=ERASED)

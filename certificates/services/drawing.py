"""Sealing and drawing: the proof is signed, the PDF drawn and its bytes kept, once."""

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from ..models import Document, LogEntry
from ..pdf import PrintedFacts, draw_document, require_drawable
from . import log, proof, templates


@transaction.atomic
def render_document(*, document_id: int) -> Document:
    """Sign and draw from the document's own facts and template revision, keep bytes and hash; a repeat returns it."""
    document = (
        Document.objects.select_for_update(of=("self",))
        .select_related("template_revision", "status_list")
        .get(pk=document_id)
    )
    if document.pdf or document.erased_at:
        return document
    facts, look = PrintedFacts.from_json(document.facts), templates.look_of(document.template_revision)
    require_drawable(facts, look=look)  # before anything is signed
    sealed = proof.seal(document)
    content = draw_document(facts, look=look, cose=sealed.cose, credential=sealed.credential.encode())
    document.credential, document.cose, document.key = sealed.credential, sealed.cose, sealed.key
    document.pdf_sha256 = hashlib.sha256(content).hexdigest()
    document.pdf.save(f"{document.number}.pdf", ContentFile(content), save=False)
    document.save(update_fields=["pdf", "pdf_sha256", "credential", "cose", "key"])
    log.append(event=LogEntry.Event.SEALED, document=document, at=timezone.now())
    return document

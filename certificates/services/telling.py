"""What the holder of a document is told; each call writes within the caller's transaction.

A context names the document by its number and holds no reason: what the register keeps of it is not for a mail.
"""

from datetime import datetime

from django.urls import reverse

from people import notify

from ..models import Document


def document_changed(document: Document, *, change: str, at: datetime, new: Document | None = None) -> None:
    """The holder; `new`: what a correction issued instead."""
    context = {"change": change, "document": document.kind, "number": document.number}
    if new is not None:
        context["new_number"] = new.number
    notify.tell(
        user=document.holder, kind="document_changed", context=context, url=reverse("document_list"), at=at
    )

"""Background work: ids in, one service call."""

from celery import shared_task
from django.utils import timezone

from . import services


@shared_task(name="certificates.render_document")
def render_document(document_id: int) -> None:
    services.render_document(document_id=document_id)


@shared_task(name="certificates.issue_missing_documents")
def issue_missing_documents() -> int:
    return len(services.issue_missing(at=timezone.now()))

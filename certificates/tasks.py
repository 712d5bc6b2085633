"""Background work: ids in, one service call."""

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from . import services
from .services import alarm, batches, checks, reminders, roots, status_lists


@shared_task(name="certificates.render_document")
def render_document(document_id: int) -> None:
    services.render_document(document_id=document_id)


@shared_task(name="certificates.issue_missing_documents")
def issue_missing_documents() -> int:
    return len(services.issue_missing(at=timezone.now()))


@shared_task(name="certificates.remind_of_expiry")
def remind_of_expiry() -> int:
    return reminders.remind_of_expiry(at=timezone.now())


@shared_task(name="certificates.run_batch", acks_late=True)
def run_batch(batch_id: int) -> None:
    batches.run_batch(batch_id=batch_id)


@shared_task(name="certificates.resume_batches")
def resume_batches() -> int:
    return batches.resume_batches(at=timezone.now())


@shared_task(name="certificates.sign_roots")
def sign_roots() -> int:
    return len(roots.sign_roots(at=timezone.now()))


@shared_task(name="certificates.publish_status_list")
def publish_status_list(list_id: int) -> None:
    status_lists.publish(list_id=list_id, at=timezone.now())


@shared_task(name="certificates.publish_status_lists")
def publish_status_lists() -> int:
    return len(status_lists.publish_all(at=timezone.now()))


@shared_task(name="certificates.check_codes", acks_late=True)
def check_codes(check_id: int, caller: str) -> None:
    checks.run_check(check_id=check_id, caller=caller, at=timezone.now())


@shared_task(name="certificates.delete_old_checks")
def delete_old_checks() -> int:
    return checks.delete_old_checks(at=timezone.now())


@shared_task(name="certificates.raise_alarm")
def raise_alarm(at: str, misses: int) -> None:
    alarm.tell_administrators(at=datetime.fromisoformat(at), misses=misses)

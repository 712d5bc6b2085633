"""Background work: ids in, one call."""

from celery import shared_task
from django.utils import timezone

from . import digest, notify


@shared_task(name="people.send_notification", autoretry_for=(OSError,), retry_backoff=30, max_retries=5)
def send_notification(notification_id: int) -> None:
    notify.mail(notification_id=notification_id, at=timezone.now())


@shared_task(name="people.send_missing_notifications")
def send_missing_notifications() -> int:
    return notify.mail_missing(at=timezone.now())


@shared_task(name="people.send_digests")
def send_digests() -> int:
    return digest.send_digests(at=timezone.now())

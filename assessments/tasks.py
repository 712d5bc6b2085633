"""Background work: ids in, one service call."""

from celery import shared_task
from django.utils import timezone

from .services.attempts import attempts
from .services.work import erasure


@shared_task(name="assessments.grade_attempt")
def grade_attempt(attempt_id: int) -> None:
    attempts.grade_attempt(attempt_id=attempt_id, at=timezone.now())


@shared_task(name="assessments.close_overdue_attempts")
def close_overdue_attempts() -> int:
    return attempts.close_overdue(at=timezone.now())


@shared_task(name="assessments.erase_support_plans")
def erase_support_plans() -> int:
    return erasure.erase_due_plans(at=timezone.now())

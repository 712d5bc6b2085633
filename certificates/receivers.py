"""What this floor does when the floor below tells it something."""

from django.dispatch import receiver
from django.utils import timezone

from assessments.signals import result_decided

from . import services


@receiver(result_decided, dispatch_uid="certificates.issue_document")
def on_result_decided(sender, result_id: int, **kwargs) -> None:
    services.issue_document(result_id=result_id, at=timezone.now())

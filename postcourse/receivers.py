"""What this floor does when a floor below tells it something."""

from django.dispatch import receiver
from django.utils import timezone

from assessments.signals import result_decided, sitting_begun
from courses.signals import enrolment_moved

from .services.rights import reassessment


@receiver(result_decided, dispatch_uid="postcourse.open_right")
def open_right(sender, result_id: int, **kwargs) -> None:
    reassessment.open_right(result_id=result_id, at=timezone.now())


@receiver(sitting_begun, dispatch_uid="postcourse.take_reassessment")
def take_reassessment(sender, sitting_id: int, **kwargs) -> None:
    reassessment.begun(sitting_id=sitting_id, at=timezone.now())


@receiver(enrolment_moved, dispatch_uid="postcourse.end_rights")
def end_rights(sender, enrolment_id: int, **kwargs) -> None:
    reassessment.enrolment_ended(enrolment_id=enrolment_id, at=timezone.now())

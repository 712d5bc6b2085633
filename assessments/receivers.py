"""What this floor does when the floor below tells it something."""

from django.dispatch import receiver
from django.utils import timezone

from courses.signals import enrolment_moved

from .services.scheme.sittings import open_sitting


@receiver(enrolment_moved, dispatch_uid="assessments.open_sitting")
def on_enrolment_moved(sender, enrolment_id: int, to_status: str, **kwargs) -> None:
    if to_status == "studying":
        open_sitting(enrolment_id=enrolment_id, at=timezone.now())

"""Sign and publish every status list anew, as the beat does each night. Safe to repeat."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from certificates.services import status_lists


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options) -> None:
        published = status_lists.publish_all(at=timezone.now())
        self.stdout.write(f"Published: {len(published)}.")

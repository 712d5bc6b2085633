"""Issue documents that a lost signal left out, and draw those never drawn. Safe to repeat."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from certificates import services


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options) -> None:
        issued = services.issue_missing(at=timezone.now())
        for document in issued:
            self.stdout.write(f"{document.number} {document.get_kind_display()}")
        self.stdout.write(f"Issued: {len(issued)}.")

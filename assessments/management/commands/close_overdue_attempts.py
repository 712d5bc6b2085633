"""Close attempts past their deadline and grade what was closed ungraded: what the beat does, by hand."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from assessments.services.attempts import attempts


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options) -> None:
        count = attempts.close_overdue(at=timezone.now())
        self.stdout.write(f"Closed or graded: {count}.")

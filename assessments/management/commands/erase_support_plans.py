"""Erase support plans whose terms have passed: what the beat does every day, by hand. --dry-run lists them instead."""

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from assessments.services.work import erasure


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="list numbers and dates, erase nothing")

    def handle(self, *args, **options) -> None:
        at = timezone.now()
        if options["dry_run"]:
            rows = erasure.due_for_erasure(at)
            for row in rows:
                self.stdout.write(f"{row.submission_id}\t{timezone.localtime(row.since):%Y-%m-%d}")
            self.stdout.write(f"To erase: {len(rows)}.")
        else:
            self.stdout.write(f"Erased: {erasure.erase_due_plans(at)}.")

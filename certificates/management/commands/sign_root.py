"""Sign the root of the issue log for every day that is over and has none. Safe to repeat."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from certificates.services import roots
from people.errors import Refusal


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser) -> None:
        parser.add_argument("--day", type=date.fromisoformat, help="the last day to sign (yesterday)")

    def handle(self, *args, day: date | None, **options) -> None:
        try:
            signed = roots.sign_roots(at=timezone.now(), through=day)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        for root in signed:
            self.stdout.write(f"{root.day} {root.number} {root.hash}")
        self.stdout.write(f"Signed: {len(signed)}.")

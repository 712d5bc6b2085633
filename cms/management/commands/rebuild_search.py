"""Make everything that can be found anew: lessons, terms, library, practices. Repeatable; says how many rows were wrong."""

from django.core.management.base import BaseCommand

from cms.search.services import rebuild


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options) -> None:
        for kind, count in rebuild().items():
            self.stdout.write(f"{kind}: {count}")

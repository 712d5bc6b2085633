"""Audit the whole database for what must always hold; exit 1 with a list where something is broken."""

from django.core.management.base import BaseCommand, CommandError

import assessments.audit
import certificates.audit
import courses.audit
import postcourse.audit


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options) -> None:
        found = [
            breach
            for app in (courses.audit, assessments.audit, certificates.audit, postcourse.audit)
            for breach in app.breaches()
        ]
        for breach in sorted(found, key=lambda one: one.point):
            self.stderr.write(str(breach))
        if found:
            raise CommandError(f"{len(found)} things that must always hold are broken.", returncode=1)
        self.stdout.write("Everything that must always hold does.")

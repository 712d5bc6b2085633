"""Walk the issue log, its signed roots and the documents; exit 1 with a sentence for each thing that does not fit."""

from django.core.management.base import BaseCommand, CommandError

from certificates.services import log_faults


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--roots", help="a copy of /log/roots.jsonl that was kept elsewhere, to compare with"
        )

    def handle(self, *args, roots: str | None, **options) -> None:
        found = 0
        for fault in log_faults.faults():
            found += 1
            self.stderr.write(str(fault))
        if roots:
            try:
                with open(roots, encoding="utf-8") as lines:
                    for fault in log_faults.kept_elsewhere(lines):
                        found += 1
                        self.stderr.write(str(fault))
            except OSError as error:
                raise CommandError(f"The file of roots cannot be read: {error}") from error
        if found:
            raise CommandError(f"The log has {found} faults. See docs/operating.md, Repair.", returncode=1)
        self.stdout.write("The log is whole.")

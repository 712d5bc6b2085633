"""What exists of each lesson in each language, and what is missing: content_report [DIR …]. Exit 1 with faults."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from ...loader.files import LoadErrors
from ...quality import findings, read, table
from ...quality.report import HEAD

CONTENT = Path(__file__).resolve().parents[2] / "content"


class Command(BaseCommand):
    help = "Report on the lessons of programme folders (both of ours where none is named)."
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        parser.add_argument("folders", nargs="*", type=Path)

    def handle(self, *args, folders: list[Path], **options) -> None:
        faulty = 0
        for folder in folders or [CONTENT / "A", CONTENT / "B"]:
            try:
                programme = read(folder)
            except LoadErrors as errors:
                raise CommandError(f"{folder} cannot be loaded:\n{errors}") from errors
            found = findings(programme)
            rows = [HEAD, *table(programme, found)]
            widths = [max(len(row[place]) for row in rows) for place in range(len(HEAD))]
            for row in rows:
                self.stdout.write(
                    "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
                )
            for one in found:
                self.stdout.write(self.style.ERROR(str(one)))
            topics = len({lesson.topic.key for lesson in programme.lessons})
            self.stdout.write(f"{programme.code}: {topics} topics in two languages, {len(found)} faults.\n\n")
            faulty += len(found)
        if faulty:
            raise CommandError(f"{faulty} faults.")

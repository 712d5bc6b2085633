"""Write a programme into a folder of content files: loading it again changes nothing."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cms.dumping import DumpErrors, dump_programme
from courses.models import ProgrammeEdition


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser) -> None:
        parser.add_argument("code", help="the programme's code, such as A")
        parser.add_argument("folder", type=Path, help="where its files go, such as /backup/A")
        parser.add_argument(
            "--edition", type=int, help="the edition's number; the newest where it is left out"
        )
        parser.add_argument(
            "--drafts", action="store_true", help="pages and questions as they were last saved"
        )
        parser.add_argument(
            "--orientation", action="store_true", help="also “How to study here”, beside the folder"
        )
        parser.add_argument("--force", action="store_true", help="replace what stands in the folder")

    def handle(self, *args, code: str, folder: Path, edition: int | None, **options) -> None:
        folder = folder.resolve()
        if folder.exists() and not folder.is_dir():
            raise CommandError(f"{folder} is a file, not a folder.")
        if folder.exists() and any(folder.iterdir()) and not options["force"]:
            raise CommandError(f"{folder} is not empty: name another folder, or replace it with --force.")
        editions = ProgrammeEdition.objects.filter(code=code).order_by("-number")
        found = (editions.filter(number=edition) if edition else editions).first()
        if found is None:
            raise CommandError(f"There is no programme {code}{f' of edition {edition}' if edition else ''}.")
        try:
            dumped = dump_programme(
                found, folder, drafts=options["drafts"], orientation=options["orientation"]
            )
        except DumpErrors as errors:
            raise CommandError(f"Nothing was written. {len(errors.faults)} faults:\n{errors}") from errors
        for note in dumped.notes:
            self.stdout.write(note)
        self.stdout.write(f"{found.code}/{found.number}: {dumped.files} files in {folder}.")

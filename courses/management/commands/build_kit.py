"""Write every form of the practical kit into a folder: each in Kazakh and Russian, as PDF and DOCX."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from courses.kit.builder import PRINTERS, build
from courses.kit.forms import LANGUAGES
from courses.kit.reader import FOLDER, read
from courses.loader import LoadErrors


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser) -> None:
        parser.add_argument("folder", type=Path, help="where to write; made if it is not there")

    def handle(self, *args, folder: Path, **options) -> None:
        try:
            kit = read(FOLDER)
        except LoadErrors as errors:
            raise CommandError(f"Nothing was written. {len(errors.faults)} faults:\n{errors}") from errors
        folder.mkdir(parents=True, exist_ok=True)
        count = 0
        for form in kit.forms:
            for language in LANGUAGES:
                for kind in PRINTERS:
                    file = build(kit, form, language, kind)
                    (folder / f"{form.key}.{language}.{kind}").write_bytes(file.content)
                    count += 1
        self.stdout.write(f"{count} files in {folder}.")

"""Load a programme's content files: pages, questions, rubrics, scheme. Repeatable; all or nothing."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cms.programmes import LoadErrors, load_programme


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser) -> None:
        parser.add_argument("folder", type=Path, help="the programme's folder, such as courses/content/A")
        parser.add_argument("--overwrite", action="store_true", help="replace what editors changed since")

    def handle(self, *args, folder: Path, overwrite: bool, **options) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.")
        try:
            report = load_programme(folder.resolve(), overwrite=overwrite, say=self.stdout.write)
        except LoadErrors as errors:
            raise CommandError(f"Nothing was loaded. {len(errors.faults)} faults:\n{errors}") from errors
        self.stdout.write(
            f"{folder.name}: {len(report.created)} created, {len(report.updated)} updated, "
            f"{len(report.unchanged)} unchanged, {len(report.kept)} kept as editors left them."
        )

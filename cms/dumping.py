"""A programme out of the site into a folder that `load_programme` reads: all of it, or nothing is written."""

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.utils import translation

from assessments import dumping as assessments
from courses import dumping as courses
from courses.dumping import DumpErrors
from courses.loader.programme import ORIENTATION
from courses.models import ProgrammeEdition

from .programmes import homes


@dataclass(frozen=True)
class Dumped:
    """How many files were written, and what stays in the site alone (sentences)."""

    files: int
    notes: list[str]


def dump_programme(
    edition: ProgrammeEdition, target: Path, *, drafts: bool = False, orientation: bool = False
) -> Dumped:
    """Write an edition's programme into `target`, whatever stood there before; raises DumpErrors with every fault.

    The files are written beside the folder, read back and compared, and only then take its place. `drafts`: pages and
    questions as they were last saved instead of as they are in use; `orientation`: “How to study here” beside the folder.
    """
    with translation.override("en"):  # the names of parts, in sentences that are English throughout
        return _dump(edition, target, drafts=drafts, orientation=orientation)


def _dump(edition: ProgrammeEdition, target: Path, *, drafts: bool, orientation: bool) -> Dumped:
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as beside:
        path = Path(beside) / target.name
        path.mkdir()
        folder = courses.Folder(path, edition.code, homes())
        courses.write(folder, edition, drafts=drafts)
        assessments.write(folder, edition, drafts=drafts)
        if orientation:
            above = courses.Folder(path.parent, ORIENTATION, folder.homes)
            courses.write_orientation(above, drafts=drafts)
            folder.lessons |= above.lessons
            folder.faults += above.faults
            folder.notes += above.notes
        if not folder.faults:
            courses.check(folder, edition)
            assessments.check(folder, edition, drafts=drafts)
        if folder.faults:
            raise DumpErrors(folder.faults)
        files = sum(1 for one in Path(beside).rglob("*") if one.is_file())
        _put_in_place(path, target)
        if orientation:
            _merge(Path(beside), target.parent, without=path.name)
    return Dumped(files, folder.notes)


def _put_in_place(made: Path, target: Path) -> None:
    """Two renames; what stood there is removed when the new folder is in its place."""
    old = made.parent / f"{target.name}.old"
    if target.exists():
        os.replace(target, old)
    try:
        os.replace(made, target)
    except OSError:
        if old.exists():
            os.replace(old, target)
        raise


def _merge(source: Path, target: Path, *, without: str) -> None:
    for file in sorted(source.rglob("*")):
        name = file.relative_to(source)
        if file.is_file() and name.parts[0] not in {without, f"{without}.old"}:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.move(file, target / name)


__all__ = ["DumpErrors", "Dumped", "dump_programme"]

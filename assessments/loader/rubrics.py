"""A rubric of a programme's file: what is wrong with it, and its next version where nobody wrote one since."""

from pathlib import Path

from courses.loader.files import Reader, Report, Row, Say
from courses.models import ProgrammeEdition

from ..models import Rubric
from ..rules import rubric_content
from ..services.marking import rubrics

THREE = ("kk", "ru", "en")


def check(reader: Reader, path: Path, row: Row) -> Row:
    """Notes every fault of a rubric's row; gives it back."""
    before = len(reader.faults)
    reader.need(path, row, "key", str)
    reader.texts(path, row, "title", THREE)
    for criterion in reader.need(path, row, "criteria", list) or []:
        reader.need(path, criterion, "key", str)
        reader.need(path, criterion, "maximum", str)
        reader.texts(path, criterion, "title", THREE)
        for level in criterion.get("levels") or []:
            reader.need(path, level, "value", str)
            reader.texts(path, level, "descriptor")
    if len(reader.faults) == before:
        for fault in rubric_content.faults(row):
            reader.fault(
                path, row.line, f"rubric {row['key']}, {fault.place}: {fault.code.replace('_', ' ')}"
            )
    return row


def _plain(value):
    """Rows as plain dicts."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value


def apply(
    report: Report, edition: ProgrammeEdition, row: Row, *, overwrite: bool = False, say: Say = print
) -> Rubric:
    """The file's title and criteria, unless an editor wrote the newest version or the title since."""
    name = f"rubric {edition.code}/{row['key']}"
    rubric, _created = Rubric.objects.get_or_create(edition=edition, key=row["key"])
    found = {_apply_title(rubric, _plain(row["title"]), name, overwrite=overwrite, say=say)}
    content = _plain({key: value for key, value in row.items() if key not in ("key", "title")})
    latest = rubric.versions.first()
    earlier = rubrics.said_before(rubric, content)
    if latest is None:
        rubrics.append(rubric, content)
        found = {"created"}
    elif earlier != latest:
        if latest.number in rubrics.written_by(rubric) and not overwrite:
            say(f"{name}: an editor's version {latest.number} is kept; the file differs")
            found.add("kept")
        else:
            rubrics.append(rubric, content, again=earlier)
            found.add("updated")
    for what in found - {"unchanged"} or {"unchanged"}:
        report.add(what, name)
    return rubric


def _apply_title(rubric: Rubric, title: dict, name: str, *, overwrite: bool, say: Say) -> str:
    if rubric.title_texts == title:
        return "unchanged"
    is_first = not rubric.title_texts
    if not is_first and rubrics.title_is_editors(rubric) and not overwrite:
        say(f"{name}: an editor's title is kept; the file differs")
        return "kept"
    rubric.title_texts = title
    rubric.save()
    return "unchanged" if is_first else "updated"

"""Ready comments of a programme's folder (comments.yaml): shared by all markers, matched by criterion and Kazakh words."""

from pathlib import Path

from django.utils import timezone

from courses.loader.files import Reader, Report, Row
from courses.models import ProgrammeEdition

from .models import BankComment, Rubric


def apply(report: Report, folder: Path, edition: ProgrammeEdition) -> None:
    """Create what is new and bring Russian words up to date; a repeat changes nothing. No file: nothing to load.

    Each row: rubric, criterion (left out: the whole work), kk, ru. Raises LoadErrors with every fault, loading none.
    """
    path = folder / "comments.yaml"
    if not path.exists():
        return
    reader = Reader(folder)
    rubrics = {rubric.key: rubric for rubric in Rubric.objects.filter(edition=edition)}
    rows = _read(reader, path, rubrics)
    reader.stop_if_faulty()
    standing = {
        (comment.rubric_id, comment.criterion, comment.text_kk): comment
        for comment in BankComment.objects.filter(rubric__edition=edition, owner__isnull=True)
    }
    for row in rows:
        rubric, criterion, kk, ru = (
            rubrics[row["rubric"]],
            row.get("criterion", ""),
            _text(row, "kk"),
            _text(row, "ru"),
        )
        name = f"comment {edition.code}/{rubric.key}/{criterion or '*'}: {kk[:40]}"
        comment = standing.get((rubric.pk, criterion, kk))
        if comment is None:
            BankComment.objects.create(
                rubric=rubric, criterion=criterion, text_kk=kk, text_ru=ru, created_at=timezone.now()
            )
            report.add("created", name)
        elif comment.text_ru != ru:
            comment.text_ru = ru
            comment.save(update_fields=["text_ru"])
            report.add("updated", name)
        else:
            report.add("unchanged", name)


def _text(row: Row, key: str) -> str:
    return " ".join(str(row[key]).split())


def _read(reader: Reader, path: Path, rubrics: dict[str, Rubric]) -> list[Row]:
    """The rows of the file; faults are noted with their lines."""
    rows = reader.yaml(path)
    if not isinstance(rows, list):
        if rows is not None:
            reader.fault(path, 1, "a list of comments was expected")
        return []
    for row in rows:
        key = reader.need(path, row, "rubric", str)
        for language in ("kk", "ru"):
            reader.need(path, row, language, str)
        if key and key not in rubrics:
            reader.fault(path, row.line, f"there is no rubric {key!r}")
        elif key and (criterion := row.get("criterion")) and criterion not in _criteria(rubrics[key]):
            reader.fault(path, row.line, f"the rubric {key} has no criterion {criterion!r}")
    return rows


def _criteria(rubric: Rubric) -> set[str]:
    return {row["key"] for version in rubric.versions.all() for row in version.content["criteria"]}

"""Ready comments of a programme's folder (comments.yaml): shared by all markers, matched by criterion and Kazakh words.

A comment keeps what it was loaded as (`BankComment.loaded_hash`). What an editor changed or removed since stays so.
"""

import hashlib
from pathlib import Path

from django.utils import timezone

from courses.loader.files import Reader, Report, Row
from courses.models import ProgrammeEdition

from ..models import BankComment, Rubric


def apply(report: Report, folder: Path, edition: ProgrammeEdition) -> None:
    """Create what is new and bring Russian words up to date; a repeat changes nothing. No file: nothing to load.

    Comments that an editor worded anew, moved or removed, and those an editor wrote, are left as they are. Each row:
    rubric, criterion (left out: the whole work), kk, ru. Raises LoadErrors with every fault, loading none.
    """
    path = folder / "comments.yaml"
    if not path.exists():
        return
    reader = Reader(folder)
    rubrics = {rubric.key: rubric for rubric in Rubric.objects.filter(edition=edition)}
    rows = _read(reader, path, rubrics)
    reader.stop_if_faulty()
    loaded: dict[tuple[int, str], BankComment] = {}
    written: dict[tuple[int, str], BankComment] = {}
    for comment in BankComment.objects.filter(rubric__edition=edition, owner__isnull=True):
        if comment.loaded_hash:
            loaded[comment.rubric_id, comment.loaded_hash.partition(":")[0]] = comment
        written.setdefault((comment.rubric_id, _identity(comment.criterion, tidy(comment.text_kk))), comment)
    for row in rows:
        rubric, criterion = rubrics[row["rubric"]], row.get("criterion", "")
        place = rubric.pk, _identity(criterion, text_of(row, "kk"))
        outcome = _apply_row(row, rubric, loaded.get(place), written.get(place))
        report.add(
            outcome, f"comment {edition.code}/{rubric.key}/{criterion or '*'}: {text_of(row, 'kk')[:40]}"
        )


def _apply_row(row: Row, rubric: Rubric, loaded: BankComment | None, written: BankComment | None) -> str:
    """Bring one row in; `loaded` came from it before, `written` has its words, whoever wrote them. What became of it."""
    criterion, kk, ru = row.get("criterion", ""), text_of(row, "kk"), text_of(row, "ru")
    mark = _mark(criterion, kk, ru)
    if loaded is not None:
        is_edited = loaded.loaded_hash != _mark(loaded.criterion, loaded.text_kk, loaded.text_ru)
        if is_edited or loaded.is_removed or loaded.loaded_hash == mark:
            return "unchanged"
        loaded.text_ru, loaded.loaded_hash = ru, mark
        loaded.save(update_fields=["text_ru", "loaded_hash"])
        return "updated"
    if written is not None:
        if tidy(written.text_ru) == ru and not written.loaded_hash:  # loaded before marks were kept
            written.loaded_hash = mark
            written.save(update_fields=["loaded_hash"])
        return "unchanged"
    BankComment.objects.create(
        rubric=rubric,
        criterion=criterion,
        text_kk=kk,
        text_ru=ru,
        created_at=timezone.now(),
        loaded_hash=mark,
    )
    return "created"


def _hash(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:32]


def _identity(criterion: str, kk: str) -> str:
    """What a row of the file is known by within its rubric."""
    return _hash(criterion, kk)


def _mark(criterion: str, kk: str, ru: str) -> str:
    """What a comment is loaded as: its identity and its Russian words."""
    return f"{_identity(criterion, kk)}:{_hash(ru)}"


def text_of(row: Row, key: str) -> str:
    """A comment's words in a language: its lines stand, white space around them does not."""
    return tidy(str(row[key]))


def tidy(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.strip().split("\n"))


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

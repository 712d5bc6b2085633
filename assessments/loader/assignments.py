"""The assignments of a programme's folder: what has to stand in them, and what becomes of it."""

from pathlib import Path

from courses.loader.files import Reader, Row

from ..models import Assignment

THREE = ("kk", "ru", "en")


def check(reader: Reader, path: Path, row: Row) -> Row:
    """Note every fault of one assignment by its line."""
    for name in ("key", "kind", "rubric"):
        reader.need(path, row, name, str)
    reader.texts(path, row, "title", THREE)
    reader.texts(path, row, "goal")
    reader.texts(path, row, "instructions")
    if row.get("kind") not in Assignment.Kind.values:
        reader.fault(path, row.line, f"there is no kind of work {row.get('kind')!r}")
    if "form" in row:
        reader.texts(path, row, "form")
    if "literature" in row:
        _check_literature(reader, path, row)
    if "late" in row:
        _check_late(reader, path, row)
    return row


def _check_literature(reader: Reader, path: Path, row: Row) -> None:
    for work in reader.need(path, row, "literature", list) or []:
        if not isinstance(work, Row):
            reader.fault(path, row.line, f"“literature”: a mapping with kk and ru was expected, not {work!r}")
            continue
        for language in ("kk", "ru"):
            reader.need(path, work, language, str)


def _check_late(reader: Reader, path: Path, row: Row) -> None:
    late = reader.need(path, row, "late", dict)
    if late is None:
        return
    line = getattr(late, "line", row.line)
    policy = reader.need(path, late, "policy", str)
    if policy and policy not in Assignment.Late.values:
        known = " or ".join(Assignment.Late.values)
        reader.fault(path, line, f"there is no late policy {policy!r}; use {known}")
    days = late.get("days")
    if policy == Assignment.Late.DAYS:
        days = reader.need(path, late, "days", int)
        if days is not None and not 1 <= days <= 365:
            reader.fault(path, line, "“days” is from 1 to 365")
    elif days is not None:
        reader.fault(
            path, line, f"“days” means something with the policy “{Assignment.Late.DAYS.value}” alone"
        )


def values(row: Row) -> dict:
    """The fields of the assignment; what the file does not say has its default."""
    late = row.get("late") or {}
    return {
        "kind": row["kind"],
        "is_group": bool(row.get("group", False)),
        "title_texts": _texts(row["title"]),
        "goal": _texts(row["goal"]),
        "instructions": _texts(row["instructions"]),
        "form": _texts(row.get("form") or {}),
        "literature": [_texts(work) for work in row.get("literature") or []],
        "late": late.get("policy", Assignment.Late.ACCEPTED.value),
        "late_days": late.get("days") or 0,
    }


def _texts(texts: dict) -> dict[str, str]:
    return {str(language): text for language, text in texts.items()}

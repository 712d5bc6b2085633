"""A programme's folder: the edition, its pages, glossary and literature."""

from dataclasses import dataclass, field
from pathlib import Path

from ..rules import hours
from .files import LoadErrors, Reader, Row
from .lesson import ParsedTopic, front_matter, html, parse_topic

LANGUAGES = ("kk", "ru")
ORIENTATION = "orientation"


@dataclass
class ParsedPage:
    language: str
    title: str
    summary: str
    audience: str
    you_will_be_able: list[str]
    how_assessed: list[str]
    you_receive: list[str]
    body: str


@dataclass
class ParsedProgramme:
    """All of a programme's folder that this app keeps, checked.

    `orientation`: how to study here, by language, from beside the folder; empty where no such file stands there.
    `open_lessons`: keys of topics that visitors read whole.
    """

    folder: Path
    code: str
    edition: Row
    pages: dict[str, ParsedPage] = field(default_factory=dict)
    topics: dict[tuple[str, str], ParsedTopic] = field(default_factory=dict)
    glossary: list[Row] = field(default_factory=list)
    literature: list[Row] = field(default_factory=list)
    orientation: dict[str, ParsedTopic] = field(default_factory=dict)
    open_lessons: frozenset[str] = frozenset()


def _edition(reader: Reader, path: Path) -> Row | None:
    row = reader.yaml(path)
    if row is None:
        return None
    if not isinstance(row, Row):
        reader.fault(path, 1, "a mapping was expected")
        return None
    reader.need(path, row, "code", str)
    reader.need(path, row, "slug", str)
    total = reader.need(path, row, "total_hours", int)
    reader.need(path, row, "number", int)
    reader.texts(path, row, "title", ("kk", "ru", "en"))
    reader.texts(path, row, "legal_basis")
    reader.need(path, row, "parameters", dict)
    table = []
    for module in reader.need(path, row, "modules", list) or []:
        reader.need(path, module, "number", int)
        reader.texts(path, module, "title")
        declared = reader.need(path, module, "hours", int)
        topics = []
        for topic in reader.need(path, module, "topics", list) or []:
            key = reader.need(path, topic, "key", str)
            reader.need(path, topic, "number", str)
            reader.texts(path, topic, "title")
            figures = {kind: topic.get(kind, 0) if isinstance(topic, dict) else 0 for kind in hours.KINDS}
            if not all(isinstance(figure, int) for figure in figures.values()):
                reader.fault(path, topic.line, "hours must be whole numbers")
                figures = dict.fromkeys(hours.KINDS, 0)
            topics.append(hours.TopicHours(key or "?", **figures))
        for result in module.get("results", []) if isinstance(module, dict) else []:
            reader.need(path, result, "id", str)
        table.append(hours.ModuleHours(module.get("number", 0), declared or 0, tuple(topics)))
    if not reader.faults:
        for finding in hours.faults(tuple(table), total=total):
            figures = ", ".join(f"{name} {value}" for name, value in finding.values.items())
            reader.fault(path, 1, f"hours: {finding.code} ({figures})")
        keys = [topic.key for module in table for topic in module.topics]
        for key in {key for key in keys if keys.count(key) > 1}:
            reader.fault(path, 1, f"topic {key} stands twice")
        opened = row.get("open_lessons") or []
        if not isinstance(opened, list):
            reader.fault(path, 1, "“open_lessons” must be a list of topics' keys")
        for key in opened if isinstance(opened, list) else []:
            if key not in keys:
                reader.fault(path, 1, f"open_lessons: there is no topic {key}")
    return row


def _page(reader: Reader, path: Path, language: str) -> ParsedPage:
    text = reader.text(path)
    row, rest, _line = front_matter(reader, path, text) if text else (Row(), "", 1)
    if text:
        for name in ("title", "summary"):
            reader.need(path, row, name, str, offset=1)
    lists = {}
    for name in ("you_will_be_able", "how_assessed", "you_receive"):
        value = row.get(name) or []
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            reader.fault(path, 2, f"“{name}” must be a list of texts")
            value = []
        lists[name] = [one.strip() for one in value]
    return ParsedPage(
        language=language,
        title=str(row.get("title") or "").strip(),
        summary=str(row.get("summary") or "").strip(),
        audience=" ".join(row["audience"])
        if isinstance(row.get("audience"), list)
        else str(row.get("audience") or ""),
        body=html(rest),
        **lists,
    )


def _orientation(reader: Reader, folder: Path) -> dict[str, ParsedTopic]:
    paths = {language: folder / f"{ORIENTATION}.{language}.md" for language in LANGUAGES}
    if not any(path.exists() for path in paths.values()):
        return {}
    return {
        language: parse_topic(reader, path, key=ORIENTATION, language=language)
        for language, path in paths.items()
    }


def _rows(reader: Reader, path: Path, required: tuple[str, ...]) -> list[Row]:
    rows = reader.yaml(path)
    if rows is None:
        return []
    if not isinstance(rows, list):
        reader.fault(path, 1, "a list was expected")
        return []
    seen: set[str] = set()
    for row in rows:
        for name in required:
            reader.need(path, row, name, str)
        key = row.get("id") if isinstance(row, dict) else None
        if key in seen:
            reader.fault(path, row.line, f"“{key}” stands twice")
        seen.add(str(key))
    return rows


def parse(folder: Path) -> ParsedProgramme:
    """Read a programme's folder; raises LoadErrors with every fault by file and line."""
    reader = Reader(folder)
    edition = _edition(reader, folder / "programme.yaml")
    glossary = _rows(reader, folder / "glossary.yaml", ("id", "kk", "ru", "definition_kk", "definition_ru"))
    literature = _rows(reader, folder / "literature.yaml", ("id", "kind", "kk", "ru"))
    pages = {language: _page(reader, folder / f"page.{language}.md", language) for language in LANGUAGES}
    reader.stop_if_faulty()
    if edition is None:
        raise LoadErrors(reader.faults)
    parsed = ParsedProgramme(
        folder=folder,
        code=edition["code"],
        edition=edition,
        pages=pages,
        glossary=glossary,
        literature=literature,
        open_lessons=frozenset(edition.get("open_lessons") or []),
    )
    known = {"terms": {row["id"] for row in glossary}, "literature": {row["id"] for row in literature}}
    for module in edition["modules"]:
        for topic in module["topics"]:
            for language in LANGUAGES:
                path = folder / f"m{module['number']}" / f"{topic['number']}.{language}.md"
                read = parse_topic(reader, path, key=topic["key"], language=language)
                for name, ids in known.items():
                    for unknown in sorted(set(getattr(read, name)) - ids):
                        reader.fault(path, 2, f"{name}: “{unknown}” is not listed for this programme")
                parsed.topics[topic["key"], language] = read
    parsed.orientation = _orientation(reader, folder.parent)
    reader.stop_if_faulty()
    return parsed

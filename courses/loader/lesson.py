"""A topic file: front matter, then Markdown with `:::` blocks, into the raw value of a lesson's stream."""

import re
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it import MarkdownIt

from ..editing import rules
from . import media
from .files import Reader, Row

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
_OPEN = re.compile(r"^:::(\w+)[ \t]*(.*)$")
TITLED = {"case": "case", "task": "task", "selfstudy": "self_study", "reflection": "reflection"}
NAMED = {"question": "bank_question", "term": "key_term"}
KINDS = "text, table, figure, case, task, selfstudy, check, question, term, reflection, video, audio, download or embedded"


@dataclass
class Figure:
    file: Path
    alt: str
    caption: str
    description: str


@dataclass
class ParsedTopic:
    """A topic in one language. `blocks`: ("text", html), ("figure", Figure), ("video", MediaRecording), ("case", {…}) …

    `ids`: of the blocks, where they are others than `block_id` gives.
    """

    key: str
    language: str
    path: Path
    title: str
    aim: str
    outcomes: list[str]
    terms: list[str]
    literature: list[str]
    blocks: list[tuple[str, object]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)


def html(markdown: str) -> str:
    """Markdown without raw HTML as the rich text Wagtail keeps."""
    rendered = _markdown.render(markdown.strip())
    return (
        rendered.replace("<strong>", "<b>")
        .replace("</strong>", "</b>")
        .replace("<em>", "<i>")
        .replace("</em>", "</i>")
        .replace("\n", " ")
        .strip()
    )


def front_matter(reader: Reader, path: Path, text: str) -> tuple[Row, str, int]:
    """The front matter's row, the rest of the text and the line the rest begins on."""
    lines = text.split("\n")
    if not lines or lines[0].strip() != "---" or "---" not in [line.strip() for line in lines[1:]]:
        reader.fault(path, 1, "front matter between two lines of --- is missing")
        return Row(), "", 1
    end = [line.strip() for line in lines[1:]].index("---") + 1
    row = reader.yaml(path, "\n".join(lines[1:end]), first_line=2)
    if not isinstance(row, Row):
        row = Row()
    return row, "\n".join(lines[end + 1 :]), end + 2


def _strings(reader: Reader, path: Path, row: Row, key: str) -> list[str]:
    value = row.get(key) or []
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        reader.fault(
            path, row.line + 1, f"“{key}” must be a list of texts (put a text with a colon in quotes)"
        )
        return []
    return [one.strip() for one in value]


def text_blocks(markdown: str) -> list[tuple[str, object]]:
    """Running text; its tables become table blocks of their own."""
    blocks: list[tuple[str, object]] = []
    lines = markdown.split("\n")
    here: list[str] = []
    tokens = _markdown.parse(markdown)
    tables = {token.map[0]: token.map[1] for token in tokens if token.type == "table_open" and token.map}
    index = 0
    while index < len(lines):
        if index in tables:
            if "\n".join(here).strip():
                blocks.append(("text", html("\n".join(here))))
            here = []
            rows = [_cells(line) for line in lines[index : tables[index]] if line.strip()]
            blocks.append(("table", {"caption": "", "rows": [rows[0], *rows[2:]]}))
            index = tables[index]
        else:
            here.append(lines[index])
            index += 1
    if "\n".join(here).strip():
        blocks.append(("text", html("\n".join(here))))
    return blocks


def _cells(line: str) -> list[str]:
    return [re.sub(r"[*_]{1,2}", "", cell).strip() for cell in line.strip().strip("|").split("|")]


def body(
    reader: Reader, path: Path, text: str, first_line: int, *, language: str = "kk"
) -> list[tuple[str, object]]:
    """The stream of a lesson in `language`."""
    blocks: list[tuple[str, object]] = []
    running: list[str] = []
    lines = text.split("\n")
    index = 0
    while index < len(lines):
        opened = _OPEN.match(lines[index])
        if not opened:
            if lines[index].strip() == ":::":
                reader.fault(path, first_line + index, "this ::: closes nothing")
            running.append(lines[index])
            index += 1
            continue
        if "\n".join(running).strip():
            blocks += text_blocks("\n".join(running))
        running = []
        start, inner = index, []
        index += 1
        while index < len(lines) and lines[index].strip() != ":::":
            inner.append(lines[index])
            index += 1
        if index == len(lines):
            reader.fault(path, first_line + start, f"the block :::{opened[1]} is never closed")
            break
        index += 1
        block = _block(reader, path, first_line + start, opened[1], opened[2].strip(), inner, language)
        if block:
            blocks.append(block)
    if "\n".join(running).strip():
        blocks += text_blocks("\n".join(running))
    return blocks


def _block(
    reader: Reader, path: Path, line: int, name: str, argument: str, inner: list[str], language: str
) -> tuple[str, object] | None:
    text = "\n".join(inner)
    if name in TITLED:
        return TITLED[name], {"title": argument, "text": html(text)}
    if name == "text":
        return "text", html(text)
    if name == "table":
        return _table(reader, path, line, argument, text)
    if name == "check":
        if not argument and "---" in text:
            head, text = media.split(inner)
            row = reader.yaml(path, "\n".join(head), first_line=line + 1)
            argument = str(row.get("question") or "").strip() if isinstance(row, Row) else ""
        if not argument or not text.strip():
            reader.fault(path, line, "a control question needs its question and its answer")
        return "control_question", {"question": argument, "answer": html(text)}
    if name == "figure":
        return _figure(reader, path, line, argument, inner)
    if name in NAMED:
        if not argument or text.strip():
            reader.fault(path, line, f":::{name} takes a key, and nothing stands before its :::")
            return None
        return NAMED[name], {"key": argument}
    if name in {"video", "audio"}:
        found = media.recording(reader, path, line, name, argument, inner, language=language)
        return (name, found) if found else None
    if name in {"download", "embedded"}:
        document = media.document(reader, path, line, name, argument, inner)
        return (name, document) if document else None
    reader.fault(path, line, f"there is no block :::{name}; use {KINDS}")
    return None


def _table(reader: Reader, path: Path, line: int, caption: str, text: str) -> tuple[str, object] | None:
    """A table whose cells stand one by one: what the short form between `|` cannot hold."""
    row = reader.yaml(path, text, first_line=line + 1)
    rows = row.get("rows") if isinstance(row, Row) else None
    if not isinstance(rows, list) or not all(isinstance(one, list) for one in rows):
        reader.fault(path, line, "a table needs “rows”, each a list of texts")
        return None
    cells = [["" if cell is None else str(cell) for cell in one] for one in rows]
    return "table", {"caption": caption, "rows": cells}


def _figure(
    reader: Reader, path: Path, line: int, argument: str, inner: list[str]
) -> tuple[str, object] | None:
    head, rest = media.split(inner)
    row = reader.yaml(path, "\n".join(head), first_line=line + 1)
    if not isinstance(row, Row):
        return None
    alt = reader.need(path, row, "alt", str, offset=line) or ""
    file = path.parent / "figures" / argument
    if not file.exists():
        reader.fault(path, line, f"the figure {argument} is not in figures/")
        return None
    if rules.is_file_name(alt, file=argument):
        reader.fault(path, line, f"“alt” is the name of a file ({alt.strip()}): say what the picture shows")
    return "figure", Figure(
        file=file,
        alt=alt.strip(),
        caption=str(row.get("caption") or "").strip(),
        description=html(rest),
    )


def parse_topic(reader: Reader, path: Path, *, key: str, language: str) -> ParsedTopic:
    """Read a topic file; faults are noted on the reader."""
    text = reader.text(path)
    row, rest, first_line = front_matter(reader, path, text) if text else (Row(), "", 1)
    if text:
        for name, expected in (("key", key), ("language", language)):
            if row.get(name) != expected:
                reader.fault(path, 2, f"“{name}” must be {expected}, not {row.get(name)!r}")
        for name in ("title", "aim"):
            reader.need(path, row, name, str, offset=1)
    blocks = body(reader, path, rest, first_line, language=language)
    ids = _strings(reader, path, row, "ids")
    if ids and len(ids) != len(blocks):
        reader.fault(path, 2, f"“ids” names {len(ids)} parts, but the lesson has {len(blocks)}: leave it out")
    return ParsedTopic(
        key=key,
        language=language,
        path=path,
        title=str(row.get("title") or "").strip(),
        aim=str(row.get("aim") or "").strip(),
        outcomes=_strings(reader, path, row, "outcomes"),
        terms=_strings(reader, path, row, "terms"),
        literature=_strings(reader, path, row, "literature"),
        blocks=blocks,
        ids=ids,
    )


def block_id(key: str, language: str, position: int) -> str:
    """A stable id for a block, so that a repeated load changes nothing."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"tirek:{key}:{language}:{position}"))

"""A lesson's page as the file the loader reads: front matter, then Markdown with `:::` blocks."""

from pathlib import Path
from typing import Any

from wagtail.models import Page

from ..loader.lesson import TITLED, block_id, text_blocks
from ..loader.saying import plain
from .files import Folder, Part, front
from .media import document, figure, recording
from .words import unbroken

NAMES = {kind: name for name, kind in TITLED.items()}


def lesson_file(folder: Folder, page: Page, name: str, *, key: str, values: dict[str, Any]) -> None:
    """Write the lesson and keep its parts for the check. `values`: the rest of the front matter."""
    language = page.locale.language_code
    path = folder.path / name
    parts = [
        Part(
            one.block_type,
            one.id or "",
            plain(one.block, one.value),
            f"{key} ({language}), part {number} ({one.block.label})",
        )
        for number, one in enumerate(page.body, 1)
    ]
    ids = [part.id for part in parts]
    if ids == [block_id(key, language, position) for position in range(len(ids))]:
        ids = []
    head = {"key": key, "language": language, **values, "ids": ids}
    body, before = "", ""
    for part in parts:
        text = _part(folder, part, path, language, is_after_text=before == "text")
        before = "text" if part.kind == "text" and not text.startswith(":::") else part.kind
        body += f"\n{text}\n"
    folder.write(name, front(head) + body)
    folder.lessons[key, language] = page, parts


def _part(folder: Folder, part: Part, path: Path, language: str, *, is_after_text: bool) -> str:
    value = part.value

    def words(html: str) -> str:
        return folder.markdown(html, place=part.place, language=language, folder=path.parent)

    match part.kind:
        case "text":
            text = words(value)
            is_plain = text and not is_after_text and text_blocks(text) == _as_text(text, value)
            return text if is_plain else _fenced("text", "", text)
        case "table":
            return _table(value)
        case "case" | "task" | "self_study" | "reflection":
            return _fenced(NAMES[part.kind], value["title"], words(value["text"]))
        case "control_question":
            return _question(value["question"], words(value["answer"]))
        case "bank_question" | "key_term":
            return _fenced("question" if part.kind == "bank_question" else "term", value["key"], "")
        case "figure":
            return figure(folder, part, path, words)
        case "video" | "audio":
            return recording(folder, part, path, language)
        case "download" | "embedded":
            return document(folder, part, path, words)
    folder.faults.append(f"{part.place}: files do not know this kind of part.")
    return ""


def _as_text(text: str, html: str) -> list[tuple[str, str]]:
    """What running text is read as where no table hides in it."""
    found = text_blocks(text)
    return found if len(found) == 1 and found[0][0] == "text" else [("text", html)]


def _fenced(name: str, argument: str, text: str) -> str:
    opened = f":::{name} {argument}".rstrip()
    return f"{opened}\n{text}\n:::" if text else f"{opened}\n:::"


def _question(question: str, answer: str) -> str:
    if "\n" in question or not question.strip():
        return f":::check\n{unbroken({'question': question})}---\n{answer}\n:::"
    return _fenced("check", question, answer)


def _table(value: dict[str, Any]) -> str:
    rows = value["rows"]
    if not value["caption"] and len(rows) > 1 and rows[0]:
        lines = [f"| {' | '.join(row)} |" for row in rows]
        text = "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])
        if text_blocks(text) == [("table", {"caption": "", "rows": rows})]:
            return text
    return _fenced("table", value["caption"], unbroken({"rows": rows}).rstrip("\n"))

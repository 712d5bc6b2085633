"""Reading the kit's files: every fault by file and line, and the same form in both languages."""

import hashlib
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from ..loader.files import Reader, Row
from . import forms as parts
from .forms import LANGUAGES, PURPOSES, Form, Kit, Wording, Words
from .icons import ICONS

FOLDER = Path(__file__).resolve().parents[1] / "content" / "kit"
TOPIC = re.compile(r"[AB]\.\d\.\d")
KEY = re.compile(r"[a-z0-9-]+")
WORD = re.compile(r"[^\W\d_]+")
LATIN, CYRILLIC = re.compile(r"[A-Za-z]"), re.compile(r"[\u0400-\u04ff]")


@cache
def kit() -> Kit:
    """The kit that comes with the site, read once per process."""
    return read(FOLDER)


def read(folder: Path) -> Kit:
    """Read a folder of forms and its words.yaml; raises LoadErrors with every fault by file and line."""
    reader = Reader(folder)
    words = _words(reader, folder / "words.yaml")
    found = [
        form
        for path in sorted(folder.glob("*.yaml"))
        if path.name != "words.yaml" and (form := _form(reader, path)) is not None
    ]
    reader.stop_if_faulty()
    found.sort(key=lambda form: (PURPOSES.index(form.purpose), form.order, form.key))
    return Kit(tuple(found), words)


def mixed_words(text: str) -> list[str]:
    """Words in which Latin letters stand among Cyrillic ones: they look right and are never found again."""
    return [word for word in WORD.findall(text) if LATIN.search(word) and CYRILLIC.search(word)]


def _words(reader: Reader, path: Path) -> dict[str, Words]:
    row = reader.yaml(path)
    found = {}
    for language in LANGUAGES:
        said = reader.need(path, row, language, dict) or Row()
        plain = {
            name: str(reader.need(path, said, name, str) or "")
            for name in ("title", "how", "never", "lessons", "name", "date")
        }
        purposes = reader.need(path, said, "purposes", dict) or Row()
        programmes = reader.need(path, said, "programmes", dict) or Row()
        for name, inside in [*((one, purposes) for one in PURPOSES), *((one, programmes) for one in "AB")]:
            reader.need(path, inside, name, str)
        found[language] = Words(**plain, purposes=dict(purposes), programmes=dict(programmes))
    return found


def _form(reader: Reader, path: Path) -> Form | None:
    row = reader.yaml(path)
    if row is None:
        return None
    before = len(reader.faults)
    key, purpose = path.stem, reader.need(path, row, "purpose", str)
    if not KEY.fullmatch(key):
        reader.fault(path, 1, "the file's name may hold small Latin letters, digits and hyphens")
    if purpose not in PURPOSES:
        reader.fault(path, 1, f"“purpose” must be one of {', '.join(PURPOSES)}")
    order = reader.need(path, row, "order", int)
    topics = reader.need(path, row, "topics", list) or []
    for topic in topics:
        if not isinstance(topic, str) or not TOPIC.fullmatch(topic):
            reader.fault(path, row.line, f"“{topic}” is no topic such as B.2.2")
    wordings = {language: _wording(reader, path, row, language) for language in LANGUAGES}
    if len(reader.faults) > before:
        return None
    _same_shape(reader, path, row, wordings)
    return Form(
        key=key,
        purpose=purpose,
        order=order,
        topics=tuple(topics),
        landscape=bool(row.get("landscape", False)),
        wordings=wordings,
        stamp=hashlib.sha256(path.read_bytes() + (path.parent / "words.yaml").read_bytes()).hexdigest()[:20],
    )


def _wording(reader: Reader, path: Path, row: Row, language: str) -> Wording:
    said = reader.need(path, row, language, dict) or Row()
    plain = {name: str(reader.need(path, said, name, str) or "") for name in ("title", "when", "for_whom")}
    lists = {name: _sentences(reader, path, said, name) for name in ("how", "never")}
    if not 3 <= len(lists["how"]) <= 5:
        reader.fault(path, said.line if isinstance(said, Row) else 1, "“how” has three to five sentences")
    blocks = [
        block
        for one in reader.need(path, said, "form", list) or []
        if (block := _block(reader, path, one)) is not None
    ]
    wording = Wording(**plain, **lists, blocks=tuple(blocks), reminder=str(said.get("reminder") or ""))
    for text in wording.texts():
        for word in mixed_words(text):
            reader.fault(path, _line_of(path, word), f"“{word}” mixes Latin and Cyrillic letters")
    return wording


def _line_of(path: Path, word: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if word in line), 1)


def _sentences(reader: Reader, path: Path, row: Any, key: str) -> tuple[str, ...]:
    value = reader.need(path, row, key, list) or []
    for one in value:
        if not isinstance(one, str) or not one.strip():
            reader.fault(path, getattr(row, "line", 1), f"“{key}” must be a list of texts, not {one!r}")
    return tuple(str(one).strip() for one in value)


def _block(reader: Reader, path: Path, row: Any) -> parts.Block | None:
    """One block: a mapping whose first key is its kind."""
    if not isinstance(row, Row) or not row or (kind := next(iter(row))) not in _KINDS:
        reader.fault(path, getattr(row, "line", 1), f"a block is one of {', '.join(_KINDS)}")
        return None
    return _KINDS[kind](reader, path, row)


def _text(make: Callable[[str], parts.Block], key: str) -> Callable[..., parts.Block]:
    return lambda reader, path, row: make(str(reader.need(path, row, key, str) or "").strip())


def _list(make: Callable[[tuple[str, ...]], parts.Block], key: str) -> Callable[..., parts.Block]:
    return lambda reader, path, row: make(_sentences(reader, path, row, key))


def _number(
    reader: Reader, path: Path, row: Any, key: str, least: int, most: int, default: Any = None
) -> Any:
    value = row.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        reader.fault(path, row.line, f"“{key}” must be a number from {least} to {most}")
        return least
    return value


def _facts(reader: Reader, path: Path, row: Row) -> parts.Block:
    rows = []
    for one in reader.need(path, row, "facts", list) or []:
        pair = one if isinstance(one, list) else [one, ""]
        if len(pair) != 2 or not all(isinstance(text, str) for text in pair) or not pair[0].strip():
            reader.fault(path, row.line, f"a fact is a label, or a label and a value, not {one!r}")
            continue
        rows.append((pair[0].strip(), pair[1].strip()))
    return parts.Facts(tuple(rows))


def _table(reader: Reader, path: Path, row: Row) -> parts.Block:
    head = _sentences(reader, path, row, "table")
    rows = []
    for one in row.get("rows") or []:
        if (
            not isinstance(one, list)
            or len(one) > len(head)
            or not all(isinstance(text, str) for text in one)
        ):
            reader.fault(
                path,
                row.line,
                f"a row is a list of at most {len(head)} texts (figures in quotes), not {one!r}",
            )
            continue
        rows.append((*(text.strip() for text in one), *[""] * (len(head) - len(one))))
    widths = row.get("widths") or [1] * len(head)
    if len(widths) != len(head) or not all(isinstance(one, int | float) and one > 0 for one in widths):
        reader.fault(path, row.line, "“widths” are as many numbers as there are columns")
        widths = [1] * len(head)
    return parts.Table(
        head,
        tuple(rows),
        int(_number(reader, path, row, "empty", 0, 40, 0)),
        float(_number(reader, path, row, "height", 0, 12, 0)),
        tuple(widths),
    )


def _lines(reader: Reader, path: Path, row: Row) -> parts.Block:
    label = str(reader.need(path, row, "lines", str) or "")
    return parts.Lines(label, int(_number(reader, path, row, "count", 1, 25)))


def _icon(reader: Reader, path: Path, row: Row) -> str:
    icon = row.get("icon") or ""
    if icon and icon not in ICONS:
        reader.fault(path, row.line, f"there is no icon “{icon}”")
        return ""
    return icon


def _cards(reader: Reader, path: Path, row: Row) -> parts.Block:
    cards = []
    for one in reader.need(path, row, "cards", list) or []:
        word = str(reader.need(path, one, "word", str) or "")
        if word:
            items = _sentences(reader, path, one, "items") if "items" in one else ()
            cards.append(parts.Card(word, _icon(reader, path, one), str(one.get("text") or ""), items))
    cards += [parts.Card()] * int(_number(reader, path, row, "blank", 0, 24, 0))
    columns = int(_number(reader, path, row, "columns", 1, 6))
    return parts.Cards(tuple(cards), columns, float(_number(reader, path, row, "height", 1, 24)))


def _story(reader: Reader, path: Path, row: Row) -> parts.Block:
    lines = []
    for one in reader.need(path, row, "story", list) or []:
        text = reader.need(path, one, "text", str)
        if text:
            lines.append((_icon(reader, path, one), text.strip()))
    return parts.Story(tuple(lines))


_KINDS: dict[str, Callable[[Reader, Path, Row], parts.Block]] = {
    "heading": _text(parts.Heading, "heading"),
    "text": _text(parts.Text, "text"),
    "items": _list(parts.Items, "items"),
    "ticks": _list(parts.Ticks, "ticks"),
    "facts": _facts,
    "table": _table,
    "lines": _lines,
    "cards": _cards,
    "story": _story,
    "signatures": _list(parts.Signatures, "signatures"),
    "page": lambda _reader, _path, _row: parts.Break(),
}


def shape(block: parts.Block) -> tuple:
    """What a block has in every language: its kind, counts, sizes and pictures, and where there is room to write."""
    match block:
        case parts.Items(items) | parts.Ticks(items) | parts.Signatures(items):
            return type(block).__name__, len(items)
        case parts.Facts(rows):
            return "Facts", *(bool(value) for _label, value in rows)
        case parts.Table(head, rows, empty, height, _widths):
            return "Table", len(head), tuple(tuple(map(bool, row)) for row in rows), empty, height
        case parts.Lines(_label, count):
            return "Lines", count
        case parts.Cards(cards, columns, height):
            inside = tuple((card.icon, bool(card.word), bool(card.text), len(card.items)) for card in cards)
            return "Cards", inside, columns, height
        case parts.Story(lines):
            return "Story", *(icon for icon, _text in lines)
    return (type(block).__name__,)


def _same_shape(reader: Reader, path: Path, row: Row, wordings: dict[str, Wording]) -> None:
    kk, ru = (wordings[language] for language in LANGUAGES)
    line = row[LANGUAGES[1]].line
    for name in ("how", "never", "blocks"):
        if len(getattr(kk, name)) != len(getattr(ru, name)):
            reader.fault(path, line, f"kk and ru differ in how many “{name}” they have")
    for number, (one, other) in enumerate(zip(kk.blocks, ru.blocks, strict=False), 1):
        if shape(one) != shape(other):
            reader.fault(path, line, f"block {number} differs: {shape(one)} in kk, {shape(other)} in ru")
    if bool(kk.reminder) != bool(ru.reminder):
        reader.fault(path, line, "the reminder is missing in one language")

"""A page's text in parts that can be compared: each field, each entry of a lesson (pure functions over stored JSON)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

BREAKS = {"p", "h2", "h3", "h4", "li", "blockquote", "hr", "br", "ul", "ol", "tr"}
FILES = {"image": "image", "document": "document", "recording": "recording"}
# Fields in the order of reading; what is not named here is no text.
ORDER = (
    "title",
    "summary",
    "audience",
    "aim",
    "outcomes",
    "you_will_be_able",
    "how_assessed",
    "you_receive",
    "body",
    "terms",
    "literature",
)


@dataclass(frozen=True)
class PartText:
    """A part of a page. `id`: the field's name or the block's own id; `kind`: the field or the kind of block;
    `text`: plain, a line for each paragraph; `files`: "image:12" and the like, in the order of the text.
    """

    id: str
    kind: str
    text: str
    files: tuple[str, ...] = ()


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BREAKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in BREAKS:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def plain(html: str) -> str:
    """The words of rich text, a line for each paragraph, heading and point of a list."""
    if not html.lstrip().startswith("<"):
        return html.strip()
    reader = _Plain()
    reader.feed(html)
    reader.close()
    lines = re.sub(r"[ \t\r\f\v]+", " ", "".join(reader.found)).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def _texts(value: Any) -> Iterator[str]:
    """Every text of a block's value in the order of its fields; rows of a table as lines."""
    if isinstance(value, str):
        if text := plain(value):
            yield text
    elif isinstance(value, Mapping):
        for name, one in value.items():
            if name != "id":
                yield from _texts(one)
    elif isinstance(value, Sequence):
        rows = [one["value"] if isinstance(one, Mapping) and "value" in one else one for one in value]
        for row in rows:
            if isinstance(row, Sequence) and not isinstance(row, str):
                cells = [one["value"] if isinstance(one, Mapping) and "value" in one else one for one in row]
                yield " | ".join(plain(str(cell)) for cell in cells)
            else:
                yield from _texts(row)


def _files(value: Any) -> tuple[str, ...]:
    if not isinstance(value, Mapping):
        return ()
    return tuple(f"{FILES[name]}:{one}" for name, one in value.items() if name in FILES and one)


def _blocks(stream: Sequence[Mapping[str, Any]]) -> Iterator[PartText]:
    for place, block in enumerate(stream):
        value = block.get("value")
        yield PartText(
            id=str(block.get("id") or f"{block.get('type')}-{place}"),
            kind=str(block.get("type")),
            text="\n".join(_texts(value)),
            files=_files(value),
        )


def parts_of(fields: Mapping[str, Any]) -> tuple[PartText, ...]:
    """The parts of a page from its fields as they are stored; empty ones are left out."""
    found: list[PartText] = []
    for name in ORDER:
        value = fields.get(name)
        if not value:
            continue
        if name == "body" and not isinstance(value, str):
            found += _blocks(value)
        elif isinstance(value, str):
            found.append(PartText(id=name, kind=name, text=plain(value)))
        else:
            lines = [
                " – ".join(_texts(one)) if isinstance(one, Mapping) else plain(str(one)) for one in value
            ]
            found.append(PartText(id=name, kind=name, text="\n".join(lines)))
    return tuple(found)

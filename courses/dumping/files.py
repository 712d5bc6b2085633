"""The folder a dump writes, and what it has to say about it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from django.core.files.base import File
from wagtail.documents import get_document_model
from wagtail.models import Page

from ..loader.rich import RichTextFault
from ..pages import page_key
from .markdown import as_written, markdown
from .words import written

# What the store appends to a name that another file has already.
_STORES = re.compile(r"(_(?=[a-z]*[A-Z0-9])[A-Za-z0-9]{7})+$")


class DumpErrors(Exception):
    """What content files cannot hold, each a sentence that names the page and the place."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Part:
    """A block of a lesson: its value as plain data, and the words its faults begin with."""

    kind: str
    id: str
    value: Any
    place: str


@dataclass
class Folder:
    """Where files are written. `faults`: what could not be said; `notes`: what stays outside of the files."""

    path: Path
    code: str
    homes: Mapping[str, Page]
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lessons: dict[tuple[str, str], tuple[Page, list[Part]]] = field(default_factory=dict)
    _names: dict[str, tuple[str, int]] = field(default_factory=dict)

    def write(self, name: str, text: str) -> Path:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
        return file

    def copy(self, folder: Path, wanted: str, source: File, *, kind: str, pk: int) -> str:
        """Copy a stored file into a folder; its name there, which no other file of this dump has."""
        name = self._name(wanted, kind, pk)
        folder.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as stored:
            (folder / name).write_bytes(stored.read())
        return name

    def _name(self, wanted: str, kind: str, pk: int) -> str:
        pure = PurePath(PurePath(wanted).name)
        pure = pure.with_stem(_STORES.sub("", pure.stem) or pure.stem)
        number = 1
        name = str(pure)
        while self._names.setdefault(f"{kind}/{name}", (kind, pk)) != (kind, pk):
            number += 1
            name = f"{pure.stem}-{number}{pure.suffix}"
        return name

    def markdown(self, html: str, *, place: str, language: str, folder: Path) -> str:
        """Rich text as Markdown; a fault is noted with its place, and then the text is empty."""
        try:
            return markdown(html, self._address(language, folder))
        except RichTextFault as fault:
            self.faults.append(f"{place}: {fault}.")
            return ""

    def _address(self, language: str, folder: Path) -> Callable[[Mapping[str, str]], Mapping[str, str]]:
        def address(link: Mapping[str, str]) -> Mapping[str, str]:
            if set(link) == {"id", "linktype"} and link["linktype"] == "page":
                return {"href": f"page:{self._page(int(link['id']), language)}"}
            if set(link) == {"id", "linktype"} and link["linktype"] == "document":
                return self._document(int(link["id"]), folder)
            return as_written(link)

        return address

    def _page(self, pk: int, language: str) -> str:
        page = Page.objects.select_related("locale").filter(pk=pk).first()
        if page is None:
            raise RichTextFault(
                "a link leads to a page that is no longer there; lead it to another or remove it"
            )
        found = page.locale.language_code
        prefix = "" if found == language else f"{found}/"
        key = getattr(page.specific, "key", "")
        if key and page.translation_key == page_key(key):
            return f"{prefix}{key}"
        home = self.homes[found].url_path.rstrip("/")
        if not page.url_path.startswith(f"{home}/"):
            raise RichTextFault(f"a link leads to “{page.title}”, which is not below the home page")
        return f"{prefix}{page.url_path.removeprefix(home)}"

    def _document(self, pk: int, folder: Path) -> Mapping[str, str]:
        document = get_document_model().objects.filter(pk=pk).first()
        if document is None:
            raise RichTextFault(
                "a link leads to a document that is no longer there; choose another or remove it"
            )
        name = self.copy(folder / "media", document.filename, document.file, kind="document", pk=pk)
        return {"href": f"document:{name}", "title": document.title}


def front(values: Mapping[str, Any]) -> str:
    """Front matter between its two lines; names without a value are left out."""
    return (
        f"---\n{written({name: value for name, value in values.items() if value not in ('', [], None)})}---\n"
    )

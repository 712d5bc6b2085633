"""Links of content files to pages and documents of the site: `page:A.1.2`, `page:ru/A.1.2`, `document:sheet.pdf`.

A page is named by its key, one without a key by its path below the home page (`page:/programmes/`); a language is named
where it is another than the text's. A document lies in `media/` beside the text; the link's title is the document's.
"""

import html
import re
from collections.abc import Mapping
from pathlib import Path

from wagtail.models import Page

from ..pages import page_key
from .documents import document_of

# In a stream's JSON the quotation marks of the rich text are escaped.
_LINK = re.compile(r'<a href=(?P<mark>\\?")(?P<kind>page|document):(?P<name>.*?)(?P=mark)(?P<rest>.*?)>')
_TITLE = re.compile(r' title=\\?"(.*?)\\?"$')


class Links:
    """Turns the links of one language's texts into Wagtail's. `missing`: what the last text could not be led to."""

    def __init__(self, language: str, homes: Mapping[str, Page]) -> None:
        self.language, self.homes = language, homes
        self.missing: list[str] = []

    def resolved(self, text: str, *, folder: Path) -> str:
        """The text with what could be found; `folder`: where its file lies."""
        self.missing = []
        return _LINK.sub(lambda found: self._link(found, folder), text)

    def _link(self, found: re.Match[str], folder: Path) -> str:
        mark, name = found["mark"], html.unescape(found["name"])
        target = self._page(name) if found["kind"] == "page" else _document(name, found["rest"], folder)
        if target is None:
            self.missing.append(f"{found['kind']}:{name}")
            return found[0]
        return f"<a id={mark}{target}{mark} linktype={mark}{found['kind']}{mark}>"

    def _page(self, name: str) -> int | None:
        language, key = self.language, name
        for other in self.homes:
            if name.startswith(f"{other}/"):
                language, key = other, name.removeprefix(f"{other}/")
        pages = Page.objects.filter(locale__language_code=language)
        if key.startswith("/"):
            pages = pages.filter(url_path=f"{self.homes[language].url_path.rstrip('/')}{key}")
        else:
            pages = pages.filter(translation_key=page_key(key))
        return pages.values_list("pk", flat=True).first()


def _document(name: str, rest: str, folder: Path) -> int | None:
    file = folder / "media" / name
    if file.parent != folder / "media" or not file.is_file():
        return None
    title = _TITLE.search(rest)
    return document_of(file, title=html.unescape(title[1]) if title else file.stem).pk

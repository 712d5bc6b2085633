"""Pages of which only the values differ: rendered once for each shape and language, then filled in.

The verification page is asked for more than any other and says nothing of its reader. Its templates are rendered with a
mark in place of every value and kept; a request only puts the escaped values where the marks stand. That saves two thirds
of the page's processor time. A template filled this way may branch on the shape alone and may not compute with a value.
"""

import re
from collections.abc import Callable, Hashable
from html import escape
from threading import Lock
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language

MOST_KEPT = 300  # some seventy shapes in three languages occur

_MARKS = re.compile("\ue000(\\d+)\ue001")
_kept: dict[Hashable, tuple[str, ...]] = {}
_lock = Lock()


class Slots:
    """Called with a value, gives the mark that stands for it. Values are kept in the order in which they were given."""

    def __init__(self) -> None:
        self.values: list[str] = []

    def __call__(self, value: object) -> str:
        self.values.append(str(value))
        return f"\ue000{len(self.values) - 1}\ue001"


def _languages(here: str) -> list[dict[str, Any]]:
    """The same page in each language, whichever page it is: the address ends in ?lang= alone."""
    return [
        {"code": code, "label": name[:3], "name": name, "url": f"?lang={code}", "current": code == here}
        for code, name in settings.LANGUAGES
    ]


def filled(
    request: HttpRequest, template: str, *, shape: Hashable, context: Callable[[Slots], dict[str, Any]]
) -> str:
    """The page. `context` passes every value that is not the same for all pages of this shape through the slots, always in
    the same order; of the request a template sees the host alone."""
    language, host, slots = get_language() or settings.LANGUAGE_CODE, request.get_host(), Slots()
    given = context(slots)
    key = (template, language, host, shape)
    pieces = _kept.get(key)
    if pieces is None:
        frame = {
            "request": SimpleNamespace(get_host=lambda: host),
            "language_links": _languages(language),
        }
        pieces = tuple(_MARKS.split(render_to_string(template, frame | given)))
        with _lock:
            if len(_kept) >= MOST_KEPT:
                _kept.clear()
            _kept[key] = pieces
    page = list(pieces)
    values = [escape(value) for value in slots.values]
    page[1::2] = [values[int(number)] for number in page[1::2]]
    return "".join(page)

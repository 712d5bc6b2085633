"""Panels of the editor for lists, and how a list is compared between two revisions."""

import difflib
from collections.abc import Callable
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.admin.compare import FieldComparison
from wagtail.admin.panels import FieldPanel

from .choices import Choice

# A new page says which place of the programme it stands for, even as a draft; a standing one is not asked.
PLACE = FieldPanel("place", required_on_save=True)


class LinesComparison(FieldComparison):
    """Lines that came and went, each by itself."""

    def _lines(self, value: Any) -> list[str]:
        return [str(one) for one in value or []]

    def htmldiff(self) -> SafeString:
        rows = []
        for line in difflib.ndiff(self._lines(self.val_a), self._lines(self.val_b)):
            mark, text = line[:1], line[2:]
            if mark in "-+":
                kind, tag = ("deletion", "del") if mark == "-" else ("addition", "ins")
                rows.append(
                    (format_html('<{} class="{}">{}</{}>', SafeString(tag), kind, text, SafeString(tag)),)
                )
            elif mark == " ":
                rows.append((text,))
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", rows))


class LinesPanel(FieldPanel):
    """A list of lines."""

    def get_comparison_class(self) -> type[FieldComparison]:
        return LinesComparison


class NamesPanel(LinesPanel):
    """A list of keys that are chosen by name. `names`: (key, name) of all that can be chosen."""

    def __init__(self, field_name: str, *, names: Callable[[], list[Choice]], **kwargs: Any) -> None:
        super().__init__(field_name, **kwargs)
        self.names = names

    def clone_kwargs(self) -> dict[str, Any]:
        return super().clone_kwargs() | {"names": self.names}

    def get_comparison_class(self) -> type[FieldComparison]:
        names = self.names

        class NamesComparison(LinesComparison):
            def _lines(self, value: Any) -> list[str]:
                named = dict(names())
                return [named.get(one, str(one)) for one in value or []]

        return NamesComparison

"""A rubric as screens show it: criteria with their levels, guides and the points given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from markdown_it import MarkdownIt

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


def text_in(texts: Mapping | None) -> str:
    """A text stored in several languages, in the reader's, else in Kazakh."""
    if not texts:
        return ""
    return texts.get(get_language() or "kk") or texts.get("kk", "")


def shown_markdown(text: str) -> SafeString:
    """Markdown of a methodologist as HTML; raw HTML in it is shown as text."""
    return mark_safe(_markdown.render(text))  # noqa: S308


@dataclass(frozen=True)
class Level:
    value: str
    title: str
    descriptor: str


@dataclass(frozen=True)
class CriterionRow:
    """A criterion with what was given: `value` as text, empty where nothing was."""

    key: str
    title: str
    maximum: str
    guide: str
    levels: list[Level] = field(default_factory=list)
    value: str = ""
    comment: str = ""


def rubric_bands(content: Mapping) -> list[tuple[Decimal, str]]:
    """The bands of the whole work, points from which each holds and its title, the highest first."""
    rows = [(Decimal(str(row["floor"])), text_in(row["title"])) for row in content.get("bands") or []]
    return sorted(rows, key=lambda row: row[0], reverse=True)


def rubric_band(content: Mapping, total: Decimal | None) -> str:
    """The title of the band these points are in; empty where the rubric has none."""
    if total is None:
        return ""
    return next((title for floor, title in rubric_bands(content) if total >= floor), "")


def rubric_rows(content: Mapping, points: Mapping) -> list[CriterionRow]:
    """The criteria of a rubric version's content with points {"criterion": {"value", "comment"}}."""
    rows = []
    for row in content["criteria"]:
        given = points.get(row["key"]) or {}
        rows.append(
            CriterionRow(
                key=row["key"],
                title=text_in(row["title"]),
                maximum=row["maximum"],
                guide=text_in(row.get("guide")),
                levels=[
                    Level(
                        value=level["value"],
                        title=text_in(level.get("title")),
                        descriptor=text_in(level.get("descriptor")),
                    )
                    for level in row.get("levels") or []
                ],
                value=str(given.get("value") or ""),
                comment=str(given.get("comment") or ""),
            )
        )
    return rows

"""The design system's tags: icons, and components that wrap what stands between their tags.

`{% icon "check" %}` · `{% card title="…" %}…{% endcard %}` · `{% disclosure summary="…" %}…{% enddisclosure %}` ·
`{% notice tone="warn" %}…{% endnotice %}` · `{% scroller label="…" %}<table>…{% endscroller %}` ·
`{% dialog id="keys" title="…" %}…{% enddialog %}`. The HTML stands in templates/components/.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.forms import BoundField
from django.template.base import NodeList
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from people.numbers import points

register = template.Library()
register.filter(points)

# Drawn on a 24 × 24 grid with a line of 2; the colour is the text's.
SHAPES = {
    "alert": '<path d="M12 3.5 22 20.5H2zM12 10v4.5M12 17.4v.1"/>',
    "arrow-left": '<path d="M20 12H4M10.5 5.5 4 12l6.5 6.5"/>',
    "arrow-right": '<path d="M4 12h16M13.5 5.5 20 12l-6.5 6.5"/>',
    "arrow-down": '<path d="M12 4v16M5.5 13.5 12 20l6.5-6.5"/>',
    "award": '<circle cx="12" cy="9" r="6"/><path d="m8.2 13.8-1.4 7.4L12 18.4l5.2 2.8-1.4-7.4"/>',
    "book": '<path d="'
    'M12 6.5C9.8 4.8 6.8 4.4 3 4.5v14c3.8-.1 6.8.3 9 2 2.2-1.7 5.2-2.1 9-2v-14c-3.8-.1-6.8.3-9 2zv14"/>',
    "calendar": '<path d="M4 6h16v14H4zM4 10.5h16M8.5 3.5V8M15.5 3.5V8"/>',
    "chart": '<path d="M4 4v16h16M9 16v-5M13.5 16V8M18 16v-3"/>',
    "check": '<path d="m4.5 12.5 5 5 10-11"/>',
    "check-circle": '<circle cx="12" cy="12" r="9"/><path d="m8 12.3 2.8 2.8L16 9.6"/>',
    "chevron-down": '<path d="m6 9.5 6 6 6-6"/>',
    "chevron-left": '<path d="m14.5 6-6 6 6 6"/>',
    "chevron-right": '<path d="m9.5 6 6 6-6 6"/>',
    "circle": '<circle cx="12" cy="12" r="8.5"/>',
    "clipboard-check": '<path d="M8 5H5v16h14V5h-3M8.5 3h7v4h-7zM8.5 14l2.5 2.5 4.5-5"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5.3l3.5 2"/>',
    "close": '<path d="m5.5 5.5 13 13M18.5 5.5l-13 13"/>',
    "comment": '<path d="M4 5h16v11h-9l-4.5 4v-4H4z"/>',
    "copy": '<path d="M9 9h11v11H9zM15 9V4H4v11h5"/>',
    "document": '<path d="M6 3h8l5 5v13H6zM14 3v5h5M9.5 13h6M9.5 17h6"/>',
    "download": '<path d="M12 4v11M7 10.5l5 5 5-5M4.5 20h15"/>',
    "edit": '<path d="M4 20l1-4.5L16.5 4 20 7.5 8.5 19zM14 6.5l3.5 3.5"/>',
    "external": '<path d="M10 5H4.5v14.5H19V14M14 4h6v6M20 4l-9.5 9.5"/>',
    "eye": '<path d="M2.5 12C5 7.5 8.2 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-5.7 6.5-9.5 6.5S5 16.5 2.5 12z"/>'
    '<circle cx="12" cy="12" r="2.8"/>',
    "file": '<path d="M6 3h8l5 5v13H6zM14 3v5h5"/>',
    "filter": '<path d="M4 6h16M7 12h10M10 18h4"/>',
    "flag": '<path d="M6 21V4.5M6 5c4-2.5 7 2 12 0v8.5c-5 2-8-2.5-12 0"/>',
    "globe": '<circle cx="12" cy="12" r="9"/><path d="M3 12h18'
    'M12 3c3.2 3 3.8 6 3.8 9s-.6 6-3.8 9c-3.2-3-3.8-6-3.8-9s.6-6 3.8-9z"/>',
    "help": '<circle cx="12" cy="12" r="9"/><path d="'
    'M9.3 9.5c.3-3.6 5.6-3.2 5.4.2-.1 2-2.7 2.2-2.7 4.3M12 17.1v.1"/>',
    "home": '<path d="M4 11 12 4l8 7v9.5h-5.5V15h-5v5.5H4z"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.4v.1"/>',
    "keyboard": '<path d="M3 6h18v12H3zM7 10v.1M11 10v.1M15 10v.1M17.5 14v.1M6.5 14v.1M9.5 14h5"/>',
    "layers": '<path d="m12 3.5 9 4.8-9 4.8-9-4.8zM3.5 12.5 12 17l8.5-4.5M3.5 16.5 12 21l8.5-4.5"/>',
    "list": '<path d="M9 6h11M9 12h11M9 18h11M4.5 6v.1M4.5 12v.1M4.5 18v.1"/>',
    "lock": '<path d="M5 11h14v10H5zM8 11V8a4 4 0 0 1 8 0v3M12 15v2.5"/>',
    "bell": '<path d="M6 10a6 6 0 0 1 12 0c0 6 2.5 7 2.5 7h-17S6 16 6 10M10 20.5h4"/>',
    "mail": '<path d="M3 5.5h18v13.5H3zM3.5 6.5 12 13l8.5-6.5"/>',
    "menu": '<path d="M4 6.5h16M4 12h16M4 17.5h16"/>',
    "minus": '<path d="M5 12h14"/>',
    "moon": '<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z"/>',
    "pause": '<path d="M9 6v12M15 6v12"/>',
    "people": '<circle cx="9" cy="8" r="3.5"/><path d="'
    "M2.5 20c.3-4 2.7-6 6.5-6s6.2 2 6.5 6M15.5 4.8a3.5 3.5 0 0 1 0 6.4"
    'M18 14.3c2.2.8 3.3 2.7 3.5 5.7"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.4-4.5 3-6.5 7.5-6.5s7.1 2 7.5 6.5"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "print": '<path d="M7 9V3.5h10V9M7 17H4V9h16v8h-3M7 14h10v6.5H7z"/>',
    "qr": '<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5M20 14v.1M14 20v.1M17 20h3v-3"/>',
    "refresh": '<path d="M19.5 9A8 8 0 0 0 5 8M4.5 4v4.5H9M4.5 15A8 8 0 0 0 19 16M19.5 20v-4.5H15"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "send": '<path d="M21 3.5 3 10.5l6.5 3.5L13 20.5zM21 3.5 9.5 14"/>',
    "settings": '<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/>'
    '<circle cx="9" cy="17" r="2"/>',
    "shield-check": '<path d="M12 3 4.5 5.5v6c0 4.5 2.8 7.5 7.5 9.5 4.7-2 7.5-5 7.5-9.5v-6z'
    'M8.5 12l2.5 2.5 4.5-5"/>',
    "sign-in": '<path d="M11 4h8v16h-8M3.5 12h11M10.5 8l4 4-4 4"/>',
    "sign-out": '<path d="M12 4H4v16h8M9 12h11.5M16.5 8l4 4-4 4"/>',
    "sound": '<path d="M4 9.5h3.5L12 5.5v13l-4.5-4H4zM15.5 9a4.5 4.5 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11"/>',
    "star": '<path d="m12 3.5 2.6 5.6 6.1.7-4.5 4.2 1.2 6L12 17l-5.4 3 1.2-6L3.3 9.8l6.1-.7z"/>',
    "sun": '<circle cx="12" cy="12" r="4"/><path d="M12 2.5v2M12 19.5v2M2.5 12h2'
    "M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4"
    'M17.3 6.7l1.4-1.4"/>',
    "trash": '<path d="M4 6.5h16M9 6V3.5h6V6M6 6.5 7 21h10l1-14.5M10 11v6M14 11v6"/>',
    "undo": '<path d="M8 5 4 9l4 4M4.5 9H15a5 5 0 0 1 0 10H8"/>',
    "upload": '<path d="M12 16V5M7 9.5l5-5 5 5M4.5 20h15"/>',
    "video": '<path d="M3 6h12v12H3zM15 11l6-4v10l-6-4z"/>',
}
# Dots drawn as a line of no length need round caps; every icon has them.
ICON = (
    '<svg class="icon{}" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="2"'
    ' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{}</svg>'
)
TONE_ICONS = {
    "ok": "check",
    "warn": "clock",
    "bad": "alert",
    "sun": "arrow-right",
    "brand": "info",
    "neutral": "circle",
}


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """An icon that repeats what words beside it say (hidden from readers). An unknown name shows a small circle."""
    shape = SHAPES.get(name) or SHAPES["circle"]
    return format_html(ICON, f" {css}" if css else "", mark_safe(shape))  # noqa: S308 - the shapes above


@register.filter
def tone_icon(tone: str) -> str:
    """The shape that goes with a tone, so that no state is told by colour alone."""
    return TONE_ICONS.get(tone, "circle")


@register.simple_tag
def icon_names() -> list[str]:
    """Every icon, for the style guide."""
    return list(SHAPES)


@dataclass(frozen=True)
class Part:
    """One part of the hours bar, in percent of the whole width; `done` in percent of the part."""

    x: str
    width: str
    done: str
    number: int
    title: str
    hours: int
    studied_hours: int


GAP = 0.8  # percent of the bar's width between two parts


@register.simple_tag
def hours_parts(modules: Iterable[Any]) -> list[Part]:
    """Unequal parts for the hours bar, as wide as their hours. Each module has hours and may have studied_hours."""
    rows = [
        (
            _of(module, "number", 0),
            _of(module, "title", ""),
            _of(module, "hours", 0) or 0,
            _of(module, "studied_hours", 0) or 0,
        )
        for module in modules
    ]
    total = sum(hours for *_rest, hours, _studied in rows) or 1
    scale = (100 - GAP * (len(rows) - 1)) / total if rows else 0
    parts, x = [], 0.0
    for number, title, hours, studied in rows:
        width = hours * scale
        done = min(100.0, 100 * studied / hours) if hours else 0.0
        parts.append(Part(f"{x:.2f}%", f"{width:.2f}%", f"{done:.1f}%", number, title, hours, studied))
        x += width + GAP
    return parts


def _of(thing: Any, name: str, default: Any) -> Any:
    return thing.get(name, default) if isinstance(thing, dict) else getattr(thing, name, default)


@dataclass(frozen=True)
class Bar:
    """One bar of a chart: lengths in percent of the drawing, `y` in pixels."""

    label: str
    value: Any
    shown: str
    length: str
    y: int
    text_y: int


@register.simple_tag
def chart_bars(rows: Iterable[Any], maximum: float = 0, step: int = 48) -> list[Bar]:
    """Bars for a horizontal chart from rows of (label, value) or (label, value, words)."""
    rows = [tuple(row) for row in rows]
    top = float(maximum) or max((float(row[1]) for row in rows), default=0) or 1
    return [
        Bar(
            label=str(row[0]),
            value=row[1],
            shown=str(row[2] if len(row) > 2 else row[1]),
            length=f"{min(100.0, 100 * float(row[1]) / top):.2f}%",
            y=index * step + 22,
            text_y=index * step + 15,
        )
        for index, row in enumerate(rows)
    ]


@register.filter
def times(value: int, factor: int) -> int:
    """value × factor, for the height of a drawing."""
    return int(value) * int(factor)


KINDS = {
    "textarea": "area",
    "select": "select",
    "selectmultiple": "select",
    "radioselect": "choices",
    "checkboxselectmultiple": "choices",
    "checkbox": "check",
    "clearablefile": "file",
    "file": "file",
}


@register.filter
def field_kind(field: BoundField) -> str:
    """How the form field component shows a field: area, select, choices, check, file or line."""
    for kind in type(field.field.widget).__mro__:
        name = kind.__name__.lower().removesuffix("widget").removesuffix("input")
        if name in KINDS:
            return KINDS[name]
    return "line"


@register.filter
def is_error(tags: str) -> bool:
    """A message's tags name an error or a warning: it is announced at once."""
    return "error" in (tags or "")


def _wrap(context: Context, name: str, content: NodeList | str, **parameters: Any) -> SafeString:
    """A component template with its content and parameters alone."""
    engine = context.template.engine  # type: ignore[union-attr]
    return engine.get_template(f"components/{name}.html").render(Context({**parameters, "content": content}))


@register.simple_block_tag(takes_context=True)
def card(
    context: Context,
    content: str,
    title: str = "",
    level: int = 2,
    side: str = "",
    id: str = "",
    css: str = "",
) -> SafeString:
    return _wrap(context, "card", content, title=title, level=level, side=side, id=id, css=css)


@register.simple_block_tag(takes_context=True)
def disclosure(
    context: Context, content: str, summary: str = "", open: bool = False, css: str = ""
) -> SafeString:
    return _wrap(context, "disclosure", content, summary=summary, open=open, css=css)


@register.simple_block_tag(takes_context=True)
def notice(context: Context, content: str, tone: str = "brand", title: str = "") -> SafeString:
    return _wrap(context, "notice", content, tone=tone, title=title)


@register.simple_block_tag(takes_context=True)
def scroller(context: Context, content: str, label: str = "", css: str = "") -> SafeString:
    return _wrap(context, "scroller", content, label=label, css=css)


@register.simple_block_tag(takes_context=True)
def dialog(context: Context, content: str, id: str = "", title: str = "", open_label: str = "") -> SafeString:
    return _wrap(context, "dialog", content, id=id, title=title, open_label=open_label)

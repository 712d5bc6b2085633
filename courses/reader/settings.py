"""How a person likes to read: a handful of choices kept on the device in one cookie, never with the account.

The cookie holds `name.value` pairs joined by “-”, only those that differ from the usual: `size.4-face.andika`. Page and
script read and write the same text, so a choice holds before the first paint, with JavaScript or without.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

COOKIE = "tirek-reader"
KEEP_SECONDS = 60 * 60 * 24 * 365
ON, OFF = "on", "off"


@dataclass(frozen=True)
class Group:
    """One choice: its values with what they are called; `usual` is what holds where nothing was chosen."""

    name: str
    title: str
    usual: str
    values: tuple[tuple[str, str], ...]

    @property
    def is_switch(self) -> bool:
        return {value for value, _label in self.values} == {ON, OFF}


_WIDER = (("1", _("Usual")), ("2", _("Wider")), ("3", _("Widest")))
_SWITCH = ((OFF, _("Off")), (ON, _("On")))
GROUPS = (
    Group(
        "size",
        _("Text size"),
        "2",
        (("1", "90 %"), ("2", "100 %"), ("3", "125 %"), ("4", "150 %"), ("5", "200 %")),
    ),
    Group("line", _("Between lines"), "1", _WIDER),
    Group("letter", _("Between letters"), "1", _WIDER),
    Group("width", _("Column"), "2", (("1", _("Narrow")), ("2", _("Usual")), ("3", _("Wide")))),
    Group(
        "face",
        _("Letters"),
        "book",
        (("book", _("As in a book")), ("plain", _("Plain")), ("andika", _("Easily told apart"))),
    ),
    Group("contrast", _("High contrast"), OFF, _SWITCH),
    Group("only", _("Nothing but the text"), OFF, _SWITCH),
)
_BY_NAME = {group.name: group for group in GROUPS}


def read(cookie: str) -> dict[str, str]:
    """A value for each group; what the cookie says otherwise, or not at all, is the usual."""
    chosen = {group.name: group.usual for group in GROUPS}
    for pair in cookie.split("-"):
        name, _dot, value = pair.partition(".")
        if name in _BY_NAME and value in dict(_BY_NAME[name].values):
            chosen[name] = value
    return chosen


def write(chosen: Mapping[str, str]) -> str:
    """The cookie's text: empty where all is as usual."""
    return "-".join(
        f"{group.name}.{chosen[group.name]}"
        for group in GROUPS
        if chosen.get(group.name, group.usual) != group.usual and chosen[group.name] in dict(group.values)
    )


def changed(chosen: Mapping[str, str], asked: Mapping[str, str]) -> dict[str, str]:
    """The choices with those that were asked for; an unknown value changes nothing."""
    return {
        group.name: asked[group.name] if asked.get(group.name) in dict(group.values) else chosen[group.name]
        for group in GROUPS
    }


def attributes(chosen: Mapping[str, str]) -> SafeString:
    """What stands on <html>: data-rd-size="4"; nothing for the usual."""
    return format_html_join(
        "",
        ' data-rd-{}="{}"',
        ((group.name, chosen[group.name]) for group in GROUPS if chosen[group.name] != group.usual),
    )

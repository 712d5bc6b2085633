"""YAML as content files hold it: readable, the same bytes for the same content, nothing lost when read back."""

import re
from collections.abc import Mapping
from typing import Any

import yaml

# What is read first stands first; other names follow in the order of the alphabet.
ORDER = (
    "code",
    "number",
    "slug",
    "id",
    "key",
    "language",
    "rubric",
    "criterion",
    "topic",
    "practice",
    "status",
    "kind",
    "mode",
    "difficulty",
    "outcome",
    "formula",
    "pass_mark",
    "title",
    "value",
    "floor",
    "source",
    "maximum",
    "minimum",
    "shuffle",
    "correct",
    "stem",
    "options",
    "kk",
    "ru",
    "en",
    "definition_kk",
    "definition_ru",
)
_PLACES = {name: place for place, name in enumerate(ORDER)}
WIDTH = 116
# Lines that would end a block of a lesson or its head.
_MARKS = re.compile(r"^\s*(:::|---)\s*$", re.MULTILINE)


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None
    if _MARKS.search(text):
        style = '"'
    elif "\n" in text:
        style = "|"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def ordered(value: Any) -> Any:
    """The same content with its names in the order of the files, whatever order the database kept them in."""
    if isinstance(value, Mapping):
        names = sorted(value, key=_place)
        return {name: ordered(value[name]) for name in names}
    if isinstance(value, list | tuple):
        return [ordered(one) for one in value]
    return value


def _place(name: Any) -> tuple[int, int, str]:
    text = str(name)
    number = int(text) if text.isdecimal() else 0
    return _PLACES.get(text, len(ORDER)), number, text


def written(value: Any, *, width: int = WIDTH) -> str:
    """The value as YAML; names stand as they come (see `ordered`)."""
    return yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=width, default_flow_style=False
    )


def unbroken(value: Any) -> str:
    """The same with every text in one line: inside a block no line of a text may look like the block's end."""
    return written(value, width=1_000_000)

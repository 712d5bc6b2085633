"""Kinds of questions, one folder each: shape, checks, parsing, scoring, what the screen and the statistics need.

A new kind is a new folder beside these with a class instance `KIND` (see base.py) and its item.html; nothing else changes.
"""

from importlib import import_module
from pkgutil import iter_modules

from .base import Choice, Kind

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in sorted(
        (import_module(f"{__name__}.{found.name}").KIND for found in iter_modules(__path__) if found.ispkg),
        key=lambda kind: (kind.rank, kind.name),
    )
}


def kind(name: str) -> Kind:
    return KINDS[name]


__all__ = ["KINDS", "Choice", "Kind", "kind"]

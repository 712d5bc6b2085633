"""The form of a question: what stands as fields, and what was typed as a body again. No script is needed for it."""

from collections.abc import Mapping
from typing import Any

from .base import Block, Editor, settled
from .case import EDITORS, with_part
from .fields import Data

PREFIX = "q"
# Kinds that differ only in what is right, so that one may become the other.
FAMILIES = ({"single", "multiple"},)


def family(kind: str) -> list[str]:
    return next((sorted(one) for one in FAMILIES if kind in one), [kind])


def blank(kind: str) -> dict[str, Any]:
    """The body of a question nobody has written yet."""
    return EDITORS[kind].blank()


def read(kind: str, data: Data, *, was: Mapping | None = None) -> dict[str, Any]:
    """The body that was typed; what is the same as `was` is written the same."""
    return settled(EDITORS[kind].read(data, PREFIX), was or {})


def block(kind: str, body: Mapping, *, grow: str = "", told: bool = False) -> Block:
    return EDITORS[kind].block(body, PREFIX, grow=grow, told=told)


def is_blank(body: Mapping) -> bool:
    """Nothing was typed at all."""
    return not any(_has_text(body.get(language)) for language in ("kk", "ru")) and not body.get("parts")


def _has_text(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(_has_text(one) for one in value.values())
    if isinstance(value, list):
        return any(_has_text(one) for one in value)
    return bool(value)


__all__ = ["EDITORS", "Block", "Editor", "blank", "block", "family", "is_blank", "read", "with_part"]

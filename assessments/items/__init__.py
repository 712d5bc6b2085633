"""Kinds of questions, one module each: check, parse, score; its form is templates/assessments/items/<kind>.html.

Adding a kind touches these two folders only.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Protocol

from . import multiple, single


class ItemKind(Protocol):
    """What a kind offers; a response is a list of option ids as the form sent them."""

    def faults(self, body: Mapping) -> list[str]: ...

    def parse(self, body: Mapping, response: list[str]) -> list[str]: ...

    def score(self, body: Mapping, response: list[str]) -> Decimal: ...


KINDS: dict[str, ItemKind] = {"single": single, "multiple": multiple}  # type: ignore[dict-item]


def kind(name: str) -> ItemKind:
    return KINDS[name]

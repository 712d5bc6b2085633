"""Canonical N-Quads without a JSON-LD processor, for documents of one shape that differ in their texts alone.

A sample whose texts are holes is canonised once; filling the holes and sorting the lines gives what canonising the
filled document gives, because at most one node of a shape has no name: nothing else in the algorithm looks at texts.
Each shape tries itself against the processor once and is left to it where they disagree.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from . import jsonld

Builder = Callable[[Mapping[str, Any]], dict[str, Any]]
_NUMBER = 987_654_321  # what stands for a number in a sample


def escaped(text: str) -> str:
    """A text as canonical N-Quads write it within quotes."""
    return (
        text.replace("\\", "\\\\")
        .replace('"', '\\"')
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\t", "\\t")
    )


class Shape:
    """`build(values)` gives a document; `names` are the values it takes, `numbers` those of them that are numbers."""

    def __init__(self, build: Builder, names: frozenset[str], numbers: frozenset[str] = frozenset()):
        self.build = build
        holes = {name: f"urn:hole:{name}:" for name in names - numbers}
        holes |= {name: str(_NUMBER + turn) for turn, name in enumerate(sorted(numbers))}
        text = jsonld.canonical(build({n: int(hole) if n in numbers else hole for n, hole in holes.items()}))
        back = {hole: name for name, hole in holes.items()}
        parts = re.split("(" + "|".join(map(re.escape, back)) + ")", text)
        # Texts and names of holes take turns.
        self._parts = [back[part] if turn % 2 else part for turn, part in enumerate(parts)]
        trial = {name: 7 if name in numbers else f"urn:x:{name}" for name in names}
        self.holds = "_:c14n1" not in text and self._filled(trial) == jsonld.canonical(build(trial))

    def _filled(self, values: Mapping[str, Any]) -> str:
        text = "".join(
            escaped(str(values[part])) if turn % 2 else part for turn, part in enumerate(self._parts)
        )
        return "\n".join(sorted(text.split("\n")[:-1])) + "\n"

    def canonical(self, values: Mapping[str, Any]) -> str:
        """The canonical N-Quads of `build(values)`."""
        return self._filled(values) if self.holds else jsonld.canonical(self.build(values))

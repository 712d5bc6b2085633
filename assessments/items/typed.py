"""What kinds with one typed answer share: how the text is kept, and the field their pages show."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from .base import Kind

# Nothing a keyboard gives; the database refuses the first of them and half a letter of two.
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BREAKS = re.compile("\r\n|[\r\n]")


def kept(text: str, limit: int, *, lines: bool = False) -> str:
    """The text as it was typed but for outer spaces, unreadable signs and what is over the limit."""
    breaks = _BREAKS.sub("\n" if lines else " ", text)
    return _UNREADABLE.sub("", breaks).strip()[:limit].rstrip()


class TypedKind(Kind):
    """A response is one text."""

    limit: ClassVar[int] = 200
    has_lines: ClassVar[bool] = False

    def parse(self, body: Mapping, response: Sequence[str]) -> list[str]:
        """The first text that says something, as it was typed."""
        texts = (kept(text, self.limit, lines=self.has_lines) for text in response)
        return [text for text in texts if text][:1]

    def tally(self, body: Mapping, response: Sequence[str]) -> list[str]:
        return []

    def context(
        self,
        body: Mapping,
        *,
        language: str,
        order: Sequence[str],
        response: Sequence[str],
        other: Sequence[str] | None = None,
        reveal: bool = False,
    ) -> dict[str, Any]:
        given = self.parse(body, response)
        elsewhere = None if other is None else self.parse(body, other)
        mark = ""
        if reveal and self.automatic:
            mark = "missed" if not given else "right" if self.score(body, given) == 1 else "wrong"
        field = {
            "value": "".join(given),
            "limit": self.limit,
            # None: nothing to say; an empty text: the other window holds no answer.
            "other": None if elsewhere is None or elsewhere == given else "".join(elsewhere),
            "mark": mark,
            "answer": self.answer(body, language) if mark and mark != "right" else "",
        }
        return {"field": field, "reveal": reveal}

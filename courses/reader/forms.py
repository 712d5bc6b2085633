"""What the reader's forms send, brought into shape; what it means the services check."""

from typing import Any

from django.http import QueryDict


class _Sent:
    """Fields of a form whose places and figures come from the page's script: a spoiled one counts as none."""

    def __init__(self, sent: QueryDict) -> None:
        self.sent = sent

    def part(self) -> str:
        part = self.sent.get("part", "")
        return part if len(part) <= 60 and part.replace("-", "").replace("_", "").isalnum() else ""


class NoteForm(_Sent):
    def read(self) -> dict[str, Any]:
        """`part`, `start`, `quote` and `words` as the service takes them."""
        start = self.sent.get("start", "0")
        return {
            "part": self.part(),
            "start": int(start) if start.isdecimal() and len(start) < 9 else 0,
            "quote": self.sent.get("quote", ""),
            "words": self.sent.get("note", ""),
        }


class BookmarkForm(_Sent):
    def read(self) -> dict[str, Any]:
        """`part`, and whether the bookmark is put there or taken away."""
        return {"part": self.part(), "is_set": self.sent.get("set", "yes") != "no"}

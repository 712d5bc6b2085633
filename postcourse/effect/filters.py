"""What the page of the effect is narrowed by: read from an address, written back into one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from people.addresses import FromAddress

from .figures import Supported

NONE = "none"  # of a region or a mentor


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


@dataclass(frozen=True)
class Filters(FromAddress):
    """Empty means all. `region`: a KATO code or "none"; `mentor`: a number or "none"; `year`: of the final decision."""

    programme: str = ""
    region: str = ""
    mentor: str = ""
    year: str = ""

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "Filters":
        """From an address's query; what cannot be meant is left out."""
        told = cls.told(query)
        for name in ("region", "mentor"):
            if told[name] != NONE and not _is_number(told[name]):
                told[name] = ""
        if not (_is_number(told["year"]) and 2000 <= int(told["year"]) <= 2100):
            told["year"] = ""
        return cls(**told)

    @property
    def active(self) -> int:
        return sum(1 for one in fields(self) if getattr(self, one.name))

    def narrow(self, rows: Iterable[Supported]) -> list[Supported]:
        """Those that stay; the year was asked of the database."""
        return [
            row
            for row in rows
            if (not self.programme or row.programme == self.programme)
            and (not self.region or self.region == (row.region or NONE))
            and (not self.mentor or self.mentor == str(row.mentor_id or NONE))
        ]

"""What a gradebook is narrowed by: read from an address, written back into one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from people.addresses import FromAddress
from people.sorting import kazakh_key

from .rows import Row

WITHOUT = "none"  # of a group
SORTS = ("name", "-name", "score", "-score")


@dataclass(frozen=True)
class Filters(FromAddress):
    """Empty means all. `group`: a number or "none"; `decision`: passed, not_passed, open, ready; `missing`: a component's
    key; `late`: "1"; `sort`: name, score, or either with "-" before it.
    """

    q: str = ""
    status: str = ""
    group: str = ""
    decision: str = ""
    missing: str = ""
    late: str = ""
    sort: str = ""

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "Filters":
        """From an address's query; what is not known is left out."""
        told = cls.told(query)
        if told["sort"] not in SORTS:
            told["sort"] = ""
        return cls(**told)

    @property
    def active(self) -> int:
        """How many narrow the list, the order left aside."""
        return sum(1 for field in fields(self) if field.name != "sort" and getattr(self, field.name))

    def keeps(self, row: Row) -> bool:
        name = " ".join(self.q.casefold().split())
        return (
            (not name or name in row.enrolment.user.full_name.casefold())
            and (not self.status or row.enrolment.status == self.status)
            and (not self.group or self.group == (WITHOUT if row.group is None else str(row.group)))
            and (not self.decision or row.decision == self.decision)
            and (not self.missing or row.waits_for(self.missing))
            and (not self.late or row.is_late)
        )

    def narrow(self, rows: Iterable[Row]) -> list[Row]:
        """The rows that stay, in the order asked for; `rows` come by name. Without a score one stands last."""
        kept = [row for row in rows if self.keeps(row)]
        if self.sort == "-name":
            kept.sort(key=lambda row: kazakh_key(row.enrolment.user.full_name), reverse=True)
        elif self.sort in {"score", "-score"}:
            scored = [row for row in kept if row.score is not None]
            scored.sort(key=lambda row: row.score or 0, reverse=self.sort == "-score")
            kept = scored + [row for row in kept if row.score is None]
        return kept

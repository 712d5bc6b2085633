"""The term for appealing and what an upheld appeal may change: pure functions on dates and Decimals, no Django.

The term is counted in whole calendar days from the day of the decision, which itself is not counted; the last day counts
to its end in Almaty, and an appeal at its last moment is in time. No text in force was found that sets the number of
days: it is the provider's parameter.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo

ALMATY = ZoneInfo("Asia/Almaty")


@dataclass(frozen=True)
class Term:
    """The last day, and its last moment."""

    last_day: date
    ends_at: datetime

    def is_over(self, at: datetime) -> bool:
        return at > self.ends_at


def term(decided_at: datetime, days: int, zone: tzinfo = ALMATY) -> Term:
    """The term of `days` that begins with the day of the decision."""
    last_day = decided_at.astimezone(zone).date() + timedelta(days=days)
    return Term(last_day=last_day, ends_at=datetime.combine(last_day, time.max, tzinfo=zone))


@dataclass(frozen=True)
class Change:
    """A mark that becomes another one; `before` None where there was no mark."""

    component: str
    before: Decimal | None
    after: Decimal


@dataclass(frozen=True)
class Fault:
    """Why the commission's marks cannot stand. `code`: nothing_changes, other_part, lower."""

    code: str
    component: str = ""


def changes(current: Mapping[str, Decimal], wanted: Mapping[str, Decimal]) -> list[Change]:
    """What of the wanted marks differs from those that stand."""
    return [
        Change(component=key, before=current.get(key), after=value)
        for key, value in wanted.items()
        if current.get(key) != value
    ]


def fault(found: list[Change], *, part: str) -> Fault | None:
    """What is wrong with upholding an appeal about `part` (empty: the whole result) by these changes.

    Upheld, an appeal raises at least one mark, of the part it is about; it lowers none.
    """
    if not found:
        return Fault("nothing_changes")
    for change in found:
        if part and change.component != part:
            return Fault("other_part", change.component)
        if change.before is not None and change.after < change.before:
            return Fault("lower", change.component)
    return None

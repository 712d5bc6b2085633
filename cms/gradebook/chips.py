"""The filters as chips, and as words on the paper."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.models import Enrolment

from .filters import WITHOUT, Filters
from .rows import OPEN, READY, Gradebook


@dataclass(frozen=True)
class Chip:
    label: str
    url: str
    current: bool
    id: str
    value: str = ""
    count: int | None = None


@dataclass(frozen=True)
class Chips:
    """One way to narrow the list; the first chip takes the filter off."""

    name: str
    label: str
    items: list[Chip]

    @property
    def chosen(self) -> str:
        """The chosen chip's words; empty where the filter is off."""
        return next((chip.label for chip in self.items[1:] if chip.current), "")


def _chips(filters: Filters, name: str, label: str, options: Iterable[tuple[str, str, int]]) -> Chips:
    """Options with nobody behind them are left out unless chosen."""
    now = getattr(filters, name)
    items = [Chip(_("All"), filters.query(**{name: ""}), not now, f"chip-{name}-all")]
    for value, words, count in options:
        if count or value == now:
            url = filters.query(**{name: value})
            items.append(Chip(words, url, value == now, f"chip-{name}-{value}", value, count))
    return Chips(name, label, items)


def filter_chips(book: Gradebook, filters: Filters) -> list[Chips]:
    """Every filter but the search, each option with how many of the whole cohort it finds."""
    everybody, counts, decisions = book.everybody, book.counts(), book.decisions()
    ready = _("Ready for the commission") if book.is_by_commission else _("Ready")
    found = [
        _chips(
            filters,
            "status",
            _("Status"),
            [(value, str(label), counts.get(value, 0)) for value, label in Enrolment.Status.choices],
        ),
        _chips(
            filters,
            "decision",
            _("Decision"),
            [
                (value, words, decisions.get(value, 0))
                for value, words in (
                    ("passed", _("Passed")),
                    ("not_passed", _("Not passed")),
                    (OPEN, _("Not decided yet")),
                    (READY, ready),
                )
            ],
        ),
        _chips(
            filters,
            "missing",
            _("Missing"),
            [
                (row["key"], row["name"], sum(1 for one in everybody if one.waits_for(row["key"])))
                for row in book.components
            ],
        ),
    ]
    if book.group_key:
        numbers = sorted({row.group for row in everybody if row.group is not None})
        options = [
            (
                str(number),
                _("Group %(number)s") % {"number": number},
                sum(1 for row in everybody if row.group == number),
            )
            for number in numbers
        ]
        options.append((WITHOUT, _("Without a group"), sum(1 for row in everybody if row.group is None)))
        found.append(_chips(filters, "group", _("Group"), options))
    late = sum(1 for row in everybody if row.is_late)
    found.append(_chips(filters, "late", _("Dates"), [("1", _("Late or overdue"), late)]))
    return [one for one in found if len(one.items) > 1]


def in_words(chips: Iterable[Chips], filters: Filters) -> str:
    """The filters in force as one line: "Decision: Passed · Name: Әбді"; empty where none is."""
    words = [f"{one.label}: {one.chosen}" for one in chips if one.chosen]
    if filters.q:
        words.append(_("Name: %(name)s") % {"name": filters.q})
    return " · ".join(words)

"""What a mentoring plan says: its shape, what is missing in it, and how two wordings differ (pure functions).

A plan is JSON: {"goals": [{"outcome", "goal", "indicators", "activities", "evidence"}], "checkpoints": [{"on": ISO date,
"what"}], "note"}. A goal names an outcome of the programme (`outcome`): the year works on what the course taught.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

LINE, TEXT = 300, 3000
MOST_GOALS, MOST_CHECKPOINTS = 6, 12
GOAL_FIELDS = ("outcome", "goal", "indicators", "activities", "evidence")
# Without them nobody could say at the end whether the goal was reached.
NEEDED = ("goal", "indicators", "activities")
LIMITS = {"outcome": LINE, "goal": TEXT, "indicators": TEXT, "activities": TEXT, "evidence": TEXT}

Content = dict[str, Any]


@dataclass(frozen=True)
class Fault:
    """`code`: no_goals, missing, no_checkpoints, bad_date, outside, no_words; `row` counted from 1; `field` of a goal."""

    code: str
    row: int = 0
    field: str = ""


@dataclass(frozen=True)
class Change:
    """A difference of two wordings. `part`: goal, checkpoint or note; `row` from 1; `field` of a goal; "" where absent."""

    part: str
    row: int
    field: str
    before: str
    after: str


def empty() -> Content:
    """A plan nobody has written in."""
    return {"goals": [], "checkpoints": [], "note": ""}


def _text(value: Any, limit: int) -> str:
    return value.replace("\r\n", "\n").replace("\x00", "").strip()[:limit] if isinstance(value, str) else ""


def _rows(value: Any) -> list[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def clean(content: Mapping[str, Any]) -> Content:
    """The known fields alone, as texts within their limits; wholly empty rows are left out, checkpoints stand by date."""
    goals = [
        {field: _text(row.get(field), LIMITS[field]) for field in GOAL_FIELDS}
        for row in _rows(content.get("goals"))
    ]
    points = [
        {"on": _text(row.get("on"), 10), "what": _text(row.get("what"), LINE)}
        for row in _rows(content.get("checkpoints"))
    ]
    return {
        # The outcome is chosen from a list: alone it says nothing yet.
        "goals": [row for row in goals if any(row[field] for field in GOAL_FIELDS[1:])][:MOST_GOALS],
        "checkpoints": sorted(
            (row for row in points if any(row.values())), key=lambda row: (not row["on"], row["on"])
        )[:MOST_CHECKPOINTS],
        "note": _text(content.get("note"), TEXT),
    }


def read_day(text: str) -> date | None:
    """An ISO date; None where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def faults(content: Mapping[str, Any], *, starts_on: date, ends_on: date) -> list[Fault]:
    """What keeps a cleaned plan from being agreed on, in its order; a draft may have any of it."""
    found = [] if content["goals"] else [Fault("no_goals")]
    for number, goal in enumerate(content["goals"], 1):
        found += [Fault("missing", number, field) for field in NEEDED if not goal[field]]
    if not content["checkpoints"]:
        found.append(Fault("no_checkpoints"))
    for number, point in enumerate(content["checkpoints"], 1):
        day = read_day(point["on"])
        if day is None:
            found.append(Fault("bad_date", number))
        elif not starts_on <= day <= ends_on:
            found.append(Fault("outside", number))
        if not point["what"]:
            found.append(Fault("no_words", number))
    return found


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What differs between two cleaned wordings, place by place."""
    found = [
        Change("goal", number, field, was.get(field, ""), now.get(field, ""))
        for number, (was, now) in enumerate(_pairs(before["goals"], after["goals"]), 1)
        for field in GOAL_FIELDS
    ]
    found += [
        Change("checkpoint", number, "", _point(was), _point(now))
        for number, (was, now) in enumerate(_pairs(before["checkpoints"], after["checkpoints"]), 1)
    ]
    found.append(Change("note", 1, "", before["note"], after["note"]))
    return [one for one in found if one.before != one.after]


def _pairs(
    before: Sequence[Mapping[str, str]], after: Sequence[Mapping[str, str]]
) -> list[tuple[Mapping[str, str], Mapping[str, str]]]:
    longest = max(len(before), len(after))
    none: Mapping[str, str] = {}
    return [
        (before[place] if place < len(before) else none, after[place] if place < len(after) else none)
        for place in range(longest)
    ]


def _point(row: Mapping[str, str]) -> str:
    return f"{row['on']} {row['what']}".strip() if row else ""


def without_row(content: Content, *, part: str, number: int) -> Content:
    """The plan without one row of a part, counted from 0; the same where there is no such row."""
    if part not in {"goals", "checkpoints"}:
        return content
    return content | {part: [row for place, row in enumerate(content[part]) if place != number]}

"""A mentoring plan as its form holds it: "goals.0.goal", "checkpoints.1.on", "note"; rows stand by number."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..mentoring_words import GOAL_FIELDS, GOAL_HELP
from ..models import PlanVersion
from ..rules import plan_content

_NAME = re.compile(r"(goals|checkpoints)\.(\d{1,4})\.(\w{1,12})")


def stamp(version: PlanVersion) -> str:
    """Which wording a form was filled from, in one field: "2.5"."""
    return f"{version.number}.{version.revision}"


def stamp_of(text: str) -> tuple[int, int]:
    """Number and revision; zeros, which never stand, where it is no stamp."""
    found = re.fullmatch(r"(\d{1,5})\.(\d{1,9})", text)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def content_of(sent: Mapping[str, str]) -> plan_content.Content:
    """What was typed, cleaned; without the row whose button "remove" was pressed ("goals.2")."""
    rows: dict[str, dict[int, dict[str, str]]] = {"goals": {}, "checkpoints": {}}
    for name, value in sent.items():
        if found := _NAME.fullmatch(name):
            rows[found[1]].setdefault(int(found[2]), {})[found[3]] = value
    part, _dot, number = sent.get("remove", "").partition(".")
    if part in rows and number.isdigit():
        rows[part].pop(int(number), None)
    return plan_content.clean(
        {
            "goals": [rows["goals"][place] for place in sorted(rows["goals"])],
            "checkpoints": [rows["checkpoints"][place] for place in sorted(rows["checkpoints"])],
            "note": sent.get("note", ""),
        }
    )


def goals(content: plan_content.Content, *, outcomes: Sequence[str], more: str) -> list[dict[str, Any]]:
    """Rows of goals; one empty row more where it is asked for or there is none."""
    standing = [dict(row) for row in content["goals"]]
    if not standing or (more == "goals" and len(standing) < plan_content.MOST_GOALS):
        standing.append(dict.fromkeys(plan_content.GOAL_FIELDS, ""))
    return [_goal(place, row, outcomes) for place, row in enumerate(standing)]


def empty_goal(outcomes: Sequence[str]) -> dict[str, Any]:
    """The row a script copies."""
    return _goal("__", dict.fromkeys(plan_content.GOAL_FIELDS, ""), outcomes)


def _goal(place: int | str, row: Mapping[str, str], outcomes: Sequence[str]) -> dict[str, Any]:
    own = row["outcome"]
    choices = [*outcomes, *([own] if own and own not in outcomes else [])]
    return {
        "place": place,
        "number": place + 1 if isinstance(place, int) else "",
        "fields": [
            {
                "name": f"goals.{place}.{field}",
                "id": f"goal-{place}-{field}",
                "label": GOAL_FIELDS[field],
                "help": GOAL_HELP[field],
                "value": row[field],
                "choices": choices if field == "outcome" else None,
                "is_needed": field in plan_content.NEEDED,
            }
            for field in plan_content.GOAL_FIELDS
        ],
    }


def checkpoints(content: plan_content.Content, *, more: str) -> list[dict[str, Any]]:
    """Rows of checkpoints; one empty row more where it is asked for or there is none."""
    standing = [dict(row) for row in content["checkpoints"]]
    if not standing or (more == "checkpoints" and len(standing) < plan_content.MOST_CHECKPOINTS):
        standing.append({"on": "", "what": ""})
    return [{"place": place, "number": place + 1, **row} for place, row in enumerate(standing)]

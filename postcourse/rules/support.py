"""How long support lasts, when it is behind, and what comes next for whoever looks (pure functions).

No source says how long: twelve months are the programmes' parameter `mentoring_months`. The steps have their table in
docs/rules/support.yaml.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

MONTHS = 12
# A plan nobody agreed on by then is late.
AGREED_WITHIN = timedelta(days=30)
# The closing report is signed in the last month at the earliest: a year is not closed after a week.
SIGNED_BEFORE_END = timedelta(days=30)
GRADUATE, MENTOR, COORDINATOR = "graduate", "mentor", "coordinator"
Viewer = Literal["graduate", "mentor", "coordinator"]


def add_months(day: date, months: int) -> date:
    """The same day some months later; where that month has no such day, its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def meetings_for(months: int) -> int:
    """How many meetings are planned: one every two months, and never none."""
    return max(1, months // 2)


def signable_from(ends_on: date) -> date:
    """The first day on which the closing report is signed."""
    return ends_on - SIGNED_BEFORE_END


@dataclass(frozen=True)
class Standing:
    """Where a plan stands. `report`: "" (none), "draft", "signed" (by both), "accepted"; `overdue`: meetings that are over
    or due and not held; `mine` and `theirs`: whether the viewer and the other agreed to, or signed, what stands now.
    """

    status: str
    has_mentor: bool
    starts_on: date
    ends_on: date
    report: str = ""
    overdue: int = 0
    in_force: bool = False
    mine: bool = False
    theirs: bool = False
    signed_mine: bool = False
    signed_theirs: bool = False


def late(now: Standing, *, today: date) -> tuple[str, ...]:
    """What is late, the gravest first: closing, plan, meetings; nothing of a plan that is over."""
    if now.status not in {"draft", "agreed"}:
        return ()
    found = {
        "closing": today > now.ends_on,
        "plan": now.status == "draft" and today > now.starts_on + AGREED_WITHIN,
        "meetings": now.overdue > 0,
    }
    return tuple(code for code, holds in found.items() if holds)


def next_step(viewer: Viewer, now: Standing, *, today: date) -> str:
    """The one thing to do: its code; "" where there is nothing to do now.

    Of a coordinator: match, accept, remind. Of the two: agree, write, wait_agree; sign, report, wait_sign; wait_accept;
    review, where the other agreed to a change; meet, where a meeting is overdue; go_on; of a finished one: done or ended.
    """
    if now.status in {"closed", "ended"}:
        return "done" if now.status == "closed" else "ended"
    if viewer == COORDINATOR:
        return _of_coordinator(now, today=today)
    if now.report == "signed":
        return "wait_accept"
    if now.status == "draft":
        if not now.has_mentor:
            return "wait_mentor"
        return _agreeing(now)
    if now.theirs and not now.mine:
        return "review"
    if today >= signable_from(now.ends_on) or now.signed_mine or now.signed_theirs:
        if now.signed_mine:
            return "wait_sign"
        return "sign" if now.signed_theirs else "report"
    return "meet" if now.overdue else "go_on"


def _agreeing(now: Standing) -> str:
    if now.mine:
        return "wait_agree"
    return "agree" if now.theirs else "write"


def _of_coordinator(now: Standing, *, today: date) -> str:
    if not now.has_mentor:
        return "match"
    if now.report == "signed":
        return "accept"
    return "remind" if late(now, today=today) else "go_on"


def whole_hours(minutes: int) -> int:
    """Minutes as whole hours, a half rounded up; never none where there were any."""
    return max(1, (minutes + 30) // 60) if minutes > 0 else 0

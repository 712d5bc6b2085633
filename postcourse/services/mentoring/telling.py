"""News of mentoring, in the reader's language. Names of the two, never what they write to each other."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from people import notify
from people.models import User

from ...models import MentoringPlan


def tell(
    kind: str, plan: MentoringPlan, *, to: Iterable[User | None], at: datetime, page: str = "", **context: Any
) -> None:
    """Tell each of these people once; who left the site is passed over. `page`: of the plan, its hub where empty."""
    seen: set[int] = set()
    for person in to:
        if person is None or person.pk in seen or not person.is_active:
            continue
        seen.add(person.pk)
        notify.tell(
            user=person,
            kind=kind,
            context={
                "graduate": plan.graduate.full_name,
                "is_graduate": person.pk == plan.graduate_id,
                **context,
            },
            url=reverse(page or "mentoring_plan", args=[plan.pk]),
            at=at,
        )


def coordinators_of(plan: MentoringPlan) -> list[User]:
    """Who coordinates the cohort the graduate was in."""
    duties = plan.enrolment.cohort.staff.filter(duty="coordinator").select_related("user")
    return [one.user for one in duties]


def tell_left(mentor: User, plan: MentoringPlan, *, at: datetime, mentor_now: str) -> None:
    """Tell the mentor who hands over; the plan is not theirs to read any more, so nothing leads there."""
    if mentor.is_active:
        notify.tell(
            user=mentor,
            kind="mentor_changed",
            context={
                "graduate": plan.graduate.full_name,
                "is_graduate": False,
                "is_before": True,
                "mentor": mentor_now,
                "before": mentor.full_name,
            },
            url=reverse("mentoring_list"),
            at=at,
        )


def tell_mentor_of_end(mentor: User, plan: MentoringPlan, *, at: datetime) -> None:
    """Tell the mentor that a support ended early; it is not theirs to read any more."""
    if mentor.is_active:
        notify.tell(
            user=mentor,
            kind="support_over",
            context={"graduate": plan.graduate.full_name, "is_graduate": False, "is_closed": False},
            url=reverse("mentoring_list"),
            at=at,
        )

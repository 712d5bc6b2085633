"""How many meetings a plan had: figures alone, for whoever follows support and may not read what was said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, DurationField, ExpressionWrapper, F, Min, Q, Sum
from django.utils import timezone

from ...models import MentoringPlan
from ...rules import meeting_times as times

UNDER_WAY = {"draft", "agreed"}


@dataclass(frozen=True)
class Figures:
    """Of one plan: `planned` for the whole term; `held`, of these `visits`, together `minutes` long; `to_log`: over by
    the plan with nothing written; `overdue`: how many fewer were held than a steady pace would have by today (0 once the
    support is over); `coming` and `next_at`: what is booked from now on.
    """

    planned: int = 0
    held: int = 0
    visits: int = 0
    minutes: int = 0
    to_log: int = 0
    overdue: int = 0
    coming: int = 0
    next_at: datetime | None = None


def meeting_figures(plan_ids: Iterable[int], *, at: datetime | None = None) -> dict[int, Figures]:
    """The figures of each plan (one query); who may see that the plans exist is asked by the caller."""
    at = at or timezone.now()
    today = timezone.localdate(at)
    held, booked = Q(meetings__status="held"), Q(meetings__status="booked")
    spent = ExpressionWrapper(
        F("meetings__real_end") - F("meetings__real_start"), output_field=DurationField()
    )
    rows = (
        MentoringPlan.objects.filter(pk__in=list(plan_ids))
        .order_by()
        .annotate(
            held=Count("meetings", filter=held),
            visits=Count("meetings", filter=held & Q(meetings__kind="visit")),
            spent=Sum(spent, filter=held),
            to_log=Count("meetings", filter=booked & Q(meetings__planned_end__lte=at)),
            coming=Count("meetings", filter=booked & Q(meetings__planned_end__gt=at)),
            next_at=Min("meetings__planned_start", filter=booked & Q(meetings__planned_end__gt=at)),
        )
    )
    return {
        row.pk: Figures(
            planned=row.planned_meetings,
            held=row.held,
            visits=row.visits,
            minutes=int((row.spent or timedelta()).total_seconds() // 60),
            to_log=row.to_log,
            overdue=times.behind(
                planned=row.planned_meetings,
                held=row.held,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                today=today,
            )
            if row.status in UNDER_WAY
            else 0,
            coming=row.coming,
            next_at=row.next_at,
        )
        for row in rows
    }

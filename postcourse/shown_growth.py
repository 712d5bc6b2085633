"""What pages show of diary, self-assessment and indicators, ready for templates."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch

from people.models import User

from .charts import LineChart, line_chart
from .models import ChildIndicator, ChildReading, DiaryEntry, MentoringPlan
from .rules.indicators import Trend
from .services.growth import indicators, self_assessment
from .services.growth.child_data import erased_from

LATEST = 3


@dataclass(frozen=True)
class ShownIndicator:
    row: ChildIndicator
    readings: list[ChildReading]
    trend: Trend | None
    chart: LineChart | None


def shown_indicator(row: ChildIndicator) -> ShownIndicator:
    """An indicator with its readings (prefetched), how it moved and its chart; no chart without a reading."""
    readings = list(row.readings.all())
    trend = indicators.trend_of(row)
    chart = (
        line_chart(
            [(one.on, one.value) for one in readings], lowest=row.lowest, highest=row.highest, trend=trend
        )
        if readings
        else None
    )
    return ShownIndicator(row, readings, trend, chart)


@dataclass(frozen=True)
class GrowthOfPlan:
    """What the hub of a plan shows of this room to graduate and mentor."""

    entries: list[DiaryEntry]
    indicators: list[ShownIndicator]
    change: self_assessment.Change
    open_moment: str | None
    child_data_until: date


def growth_of_plan(plan: MentoringPlan, user: User, *, today: date) -> GrowthOfPlan | None:
    """The latest of each, or nothing for who may not read it (six queries; `enrolment.cohort.edition` at hand)."""
    if not MentoringPlan.objects.private_to(user).filter(pk=plan.pk).exists():
        return None
    entries = DiaryEntry.objects.visible_to(user).filter(plan=plan)[:LATEST]
    readings = Prefetch("readings", queryset=ChildReading.objects.order_by("on"))
    watched = ChildIndicator.objects.visible_to(user).filter(plan=plan).prefetch_related(readings)
    own: Any = plan.graduate_id == user.pk
    return GrowthOfPlan(
        entries=list(entries),
        indicators=[shown_indicator(row) for row in watched],
        change=self_assessment.self_assessment_change(plan),
        open_moment=self_assessment.open_moment(plan, today=today) if own else None,
        child_data_until=erased_from(plan),
    )

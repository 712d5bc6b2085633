"""Diary, self-assessment and indicators on a plan's page: `{% growth_of_plan plan request.user as growth %}`."""

from typing import Any

from django import template
from django.utils import timezone

from postcourse import shown_growth
from postcourse.models import MentoringPlan

register = template.Library()


@register.simple_tag
def growth_of_plan(plan: MentoringPlan, user: Any) -> shown_growth.GrowthOfPlan | None:
    """What graduate and mentor see of it; nothing for others."""
    return shown_growth.growth_of_plan(plan, user, today=timezone.localdate())

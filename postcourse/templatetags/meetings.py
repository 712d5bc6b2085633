"""Meetings in templates: `{% meetings_of plan user at as found %}`, `{% observed items item as value %}`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.utils.translation import get_language

from people.models import User

from ..models import MentoringPlan
from ..rules import observation as sheet
from ..services.meetings import reading

register = template.Library()


def sheet_language() -> str:
    """The sheet is in Kazakh and Russian; readers of English get the Kazakh one."""
    return "ru" if get_language() == "ru" else "kk"


@register.simple_tag
def meetings_of(plan: MentoringPlan, user: User, at: datetime) -> reading.OfPlan:
    """The meetings of a plan as this reader may see them."""
    return reading.of_plan(plan, reader=user, at=at)


@register.filter
def in_sheet_language(texts: Mapping[str, str]) -> str:
    """A title of the sheet."""
    return texts[sheet_language()]


@register.filter
def scale_words(value: int | None) -> str:
    """A value of the scale in words; empty for what was not looked at."""
    return next((step.title[sheet_language()] for step in sheet.SCALE if step.value == value), "")


@register.filter
def at_key(values: Mapping[str, Any], key: str) -> Any:
    """values[key], or nothing."""
    return (values or {}).get(key, "")

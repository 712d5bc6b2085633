"""Days that stand in a plan as text."""

from django import template
from django.utils.formats import date_format

from ..rules.plan_content import read_day

register = template.Library()


@register.filter
def iso_day(text: str) -> str:
    """An ISO date in the reader's language; the text itself where it is none."""
    day = read_day(text)
    return date_format(day, "DATE_FORMAT") if day else text

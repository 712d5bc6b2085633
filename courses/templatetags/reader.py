"""The reader's settings in templates: `{% reader_attributes %}` on <html>, `{% reader_groups as groups %}` for the form."""

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from ..reader import settings

register = template.Library()


def _chosen(context: Context) -> dict[str, str]:
    request = context.get("request")
    return settings.read(request.COOKIES.get(settings.COOKIE, "") if request else "")


@register.simple_tag(takes_context=True)
def reader_attributes(context: Context) -> SafeString:
    """The attributes of the choices made on this device."""
    return settings.attributes(_chosen(context))


@register.simple_tag(takes_context=True)
def reader_groups(context: Context) -> list[dict[str, Any]]:
    """Each group with what is chosen now."""
    chosen = _chosen(context)
    return [{"group": group, "chosen": chosen[group.name]} for group in settings.GROUPS]

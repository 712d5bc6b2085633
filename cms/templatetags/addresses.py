"""Addresses of pages in the reader's interface: English reads Kazakh pages under /en/."""

from django import template
from django.utils.translation import get_language
from wagtail.models import Page

register = template.Library()


@register.simple_tag
def page_address(page: Page) -> str:
    """The page's address; an English reader stays in the English interface."""
    address = page.get_url() or ""
    if get_language() == "en" and address.startswith("/kk/"):
        return f"/en/{address[4:]}"
    return address

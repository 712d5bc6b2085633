"""`{% browser_words_block %}`: what the checking pages' scripts say and where they ask, as a data block."""

from django import template
from django.template.context import Context
from django.utils.html import json_script
from django.utils.safestring import SafeString

from ..browser import words

register = template.Library()


@register.simple_tag(takes_context=True)
def browser_words_block(context: Context) -> SafeString:
    """The data block that js/verify/words.js reads."""
    return json_script(words.for_browser(context["request"]), "verify-words")

"""Texts people share.

`{% said practice "title" as one %}{{ one.text }}` · `{{ post.text|plain_words }}` · `{{ practice.tags|tag_words }}`
"""

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.html import linebreaks, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from postcourse.rules import tags

register = template.Library()


@dataclass(frozen=True)
class Said:
    """A text and its language: `is_other` where the reader's own is missing."""

    text: str
    lang: str
    is_other: bool


@register.simple_tag
def said(record: Any, name: str) -> Said:
    """A record's text in the reader's language of content, else in the other one."""
    order = ("ru", "kk") if get_language() == "ru" else ("kk", "ru")
    for code in order:
        if text := getattr(record, f"{name}_{code}"):
            return Said(text, code, code != order[0])
    return Said("", order[0], False)


@register.filter
def plain_words(text: str) -> SafeString:
    """Plain text as paragraphs: nothing in it is markup, addresses become links that pass no credit on."""
    return mark_safe(linebreaks(urlize(text, nofollow=True, autoescape=True)))  # noqa: S308 - urlize escapes it


@register.filter
def tag_words(keys: list[str]) -> list[str]:
    """The words of tags in the language of content."""
    return tags.names(keys, "ru" if get_language() == "ru" else "kk")

"""Words and differences of texts under review and of agreed texts."""

from django import template

from cms.board import words as board_words
from cms.review import words

register = template.Library()
register.filter("part_name", words.part)
register.filter("step_name", words.step)
register.filter("state_name", board_words.state)
register.filter("missing_name", board_words.missing)


@register.filter
def plus(value: float, more: float) -> str:
    """A place in a drawing, moved: with a point whatever the language."""
    return f"{float(value) + float(more):g}"

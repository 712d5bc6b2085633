"""Drawing a course's progress."""

from django import template

from courses.outline import CourseOutline

register = template.Library()
GAP = 0.7


@register.inclusion_tag("courses/progress.html")
def hours_bar(outline: CourseOutline) -> dict:
    """The hours as bars, one a module, as wide as its share; a little space between them."""
    parts, x = [], 0.0
    for module in outline.modules:
        width = max(module.hours - GAP, 0.1)
        share = module.studied_hours / module.hours if module.hours else 0
        parts.append({"x": f"{x:.2f}", "width": f"{width:.2f}", "done": f"{width * share:.2f}"})
        x += module.hours
    return {"outline": outline, "parts": parts}

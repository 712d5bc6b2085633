"""The support plan in templates: `{% plan_shown plan as sections %}`, `{% plan_progress submission as progress %}`,
`{{ finding|finding_words }}`."""

from typing import Any

from django import template

from assessments import plan_words
from assessments.rules import support_plan
from assessments.rules.privacy import Finding
from assessments.services.work import privacy

register = template.Library()


@register.simple_tag
def plan_shown(plan: support_plan.Plan | None) -> list[plan_words.ShownSection]:
    """The written sections of a plan, in words."""
    return plan_words.shown(plan)


@register.simple_tag
def plan_progress(submission: Any) -> dict[str, Any]:
    """How far the plan of a work (or of none yet) is, and the title of what comes next."""
    progress = support_plan.progress(getattr(submission, "plan", None))
    title = plan_words.SECTIONS[progress.next][0] if progress.next else ""
    return {"count": progress.count, "total": progress.total, "next": progress.next, "next_title": title}


@register.filter
def finding_words(finding: Finding) -> dict[str, Any]:
    """What a finding is and what to do about it."""
    what, advice = privacy.KINDS[finding.kind.value]
    return {"what": what, "advice": advice}

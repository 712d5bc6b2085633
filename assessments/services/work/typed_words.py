"""Short texts people type around a support plan: numbers that lead to a child or a family are refused as they are typed."""

from django.utils.translation import gettext_lazy as _

from people.errors import Refusal

from ...models import Assignment, Submission
from ...rules.privacy import Kind, findings

SENTENCES = {
    Kind.IIN: _(
        "The text holds an individual identification number. Take it out: nobody who reads this needs it."
    ),
    Kind.PHONE: _(
        "The text holds a telephone number. Take it out: people are reached through the school, not through this text."
    ),
}


def check_numbers(*texts: str) -> None:
    """Refuse texts with an IIN or a telephone number; the sentence never repeats it."""
    for text in texts:
        for finding in findings(text, literature=True):
            if finding.kind in SENTENCES:
                raise Refusal(SENTENCES[finding.kind], code=f"holds_{finding.kind}")


def has_support_plans(edition_id: int) -> bool:
    """Whether a programme asks for a support plan, so that what is written about its marks may be about a child."""
    return Assignment.objects.filter(edition_id=edition_id, kind=Assignment.Kind.SUPPORT_PLAN).exists()


def check_return(submission: Submission, reason: str) -> None:
    """Refuse a reason for returning a support plan that holds such a number; it stays when the plan is erased."""
    if submission.assignment.is_support_plan:
        check_numbers(reason)

"""Who writes in a mentoring plan: its graduate, and the mentor it has now."""

from django.utils.translation import gettext_lazy as _

from people.errors import NotAllowed, Refusal
from people.models import User

from ...models import MentoringPlan

UNDER_WAY = frozenset({MentoringPlan.Status.DRAFT, MentoringPlan.Status.AGREED})


def mentor_of(plan: MentoringPlan) -> User | None:
    """The mentor now (one query), or nobody."""
    now = plan.assignments.filter(until_at__isnull=True).select_related("mentor").first()
    return now.mentor if now else None


def check_own(plan: MentoringPlan, actor: User) -> None:
    """Refuse anybody but the graduate."""
    if plan.graduate_id != actor.pk:
        raise NotAllowed(_("Only the graduate writes here."))


def check_under_way(plan: MentoringPlan) -> None:
    """Refuse a plan that is completed or was ended: what it holds stays to be read."""
    if plan.status not in UNDER_WAY:
        raise Refusal(
            _("This support is over, so nothing can be changed in it. What you wrote can still be read."),
            code="over",
        )

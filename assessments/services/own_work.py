"""Whose work a draft is, and whether it can still be changed."""

from django.utils.translation import gettext_lazy as _

from courses.models import Cohort
from people.errors import NotAllowed, Refusal
from people.models import User

from ..models import Sitting, Submission


def locked(submission_id: int) -> Submission:
    """The work, locked until the end of the transaction."""
    return (
        Submission.objects.select_for_update(of=("self",))
        .select_related("assignment", "cohort", "group", "sitting__enrolment")
        .get(pk=submission_id)
    )


def is_author(submission: Submission, actor: User) -> bool:
    """The person of the sitting, or a present member of the standing group."""
    if submission.sitting is not None:
        return submission.sitting.enrolment.user_id == actor.pk
    if submission.group is None or not submission.group.is_standing:
        return False
    return submission.group.memberships.filter(enrolment__user=actor, left_at__isnull=True).exists()


def check_open(submission: Submission, actor: User) -> None:
    """Refuse whoever is no author, a work handed in, a cohort at rest."""
    if not is_author(submission, actor):
        raise NotAllowed()
    if not submission.is_draft:
        raise Refusal(
            _("This work is handed in, so it cannot be changed. Ask for its return if you must."),
            code="closed",
        )
    check_cohort(submission.cohort, submission.sitting)


def check_cohort(cohort: Cohort, sitting: Sitting | None = None) -> None:
    """Refuse a cohort at rest; a reassessment has its own dates, and the cohort may be over by then."""
    is_reassessed = sitting is not None and sitting.number > 1 and not sitting.results.exists()
    if not cohort.is_under_study and not is_reassessed:
        raise Refusal(_("The cohort is not running, so work cannot be handed in now."), code="cohort_closed")

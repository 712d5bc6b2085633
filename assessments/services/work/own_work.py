"""Whose work a draft is, and whether it can still be changed."""

from django.utils.translation import gettext_lazy as _

from courses.models import Cohort, Enrolment
from people.errors import NotAllowed, Refusal
from people.models import User

from ...models import Sitting, Submission
from ..scheme import carrying, frozen


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
    """Refuse whoever is no author or has left the course, a work handed in, a cohort at rest."""
    if not is_author(submission, actor):
        raise NotAllowed()
    if not submission.is_draft:
        raise Refusal(
            _("This work is handed in, so it cannot be changed. Ask for its return if you must."),
            code="closed",
        )
    check_cohort(submission.cohort, submission.sitting)
    if submission.sitting is not None:
        check_studies(submission.sitting.enrolment_id)


def check_studies(enrolment_id: int) -> None:
    """Refuse own work of somebody who does not study here any more; read anew, for an order may come just now."""
    status = Enrolment.objects.values_list("status", flat=True).get(pk=enrolment_id)
    if status == Enrolment.Status.TRANSFERRED:
        raise Refusal(
            _(
                "You were transferred to another cohort, and your drafts went along. Open the work there: on your home page."
            ),
            code="transferred",
        )
    if status == Enrolment.Status.INTERRUPTED:
        raise Refusal(
            _("Your course is interrupted. What you wrote is kept: go on with it once you have come back."),
            code="interrupted",
        )
    if status not in {Enrolment.Status.STUDYING, Enrolment.Status.COMPLETED}:
        raise Refusal(_("You do not study in this cohort now. What you wrote is kept."), code="not_studying")


def check_cohort(cohort: Cohort, sitting: Sitting | None = None) -> None:
    """Refuse a cohort at rest; a reassessment has its own dates, and the cohort may be over by then."""
    is_reassessed = sitting is not None and sitting.number > 1 and not sitting.results.exists()
    if not cohort.is_under_study and not is_reassessed:
        raise Refusal(_("The cohort is not running, so work cannot be handed in now."), code="cohort_closed")


def check_not_carried(sitting: Sitting, assignment_key: str) -> None:
    """Refuse to begin a work whose marks were all carried over: it would count for nothing."""
    carried = carrying.carried_to(sitting)
    if carried and carrying.is_settled(frozen.content_for(sitting.cohort_id), assignment_key, carried):
        raise Refusal(
            _("Your marks for this work were carried over, so there is nothing to hand in here."),
            code="carried",
        )

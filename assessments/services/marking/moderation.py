"""Moderation: a further look at finished marks before they are released."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.errors import NotAllowed, Refusal
from people.models import User

from ...models import Allocation, Moderation, Place, Submission
from ...rules import allocation as rules
from ...rules import rubric
from . import allocation, outcomes


@transaction.atomic
def pick_sample(
    *, cohort_id: int, assignment_key: str, moderator_id: int, size: int, at: datetime, actor: User
) -> list[int]:
    """Give a moderator so many marked works, from the lowest to the highest; which ones. Those of which the moderator is
    author or marker are left out.
    """
    if not actor.has_perm("courses.run_cohort"):
        raise NotAllowed()
    works = {
        work.pk: work
        for work in Submission.objects.select_for_update(of=("self",))
        .select_related("assignment", "cohort")
        .filter(cohort_id=cohort_id, assignment__key=assignment_key, status=Submission.Status.MARKED)
        .exclude(
            pk__in=Allocation.objects.filter(withdrawn_at__isnull=True, place=Place.MODERATOR).values(
                "submission"
            )
        )
        .exclude(members__sitting__enrolment__user=moderator_id)
        .exclude(assessments__marker=moderator_id, assessments__status="final")
    }
    if not works:
        raise Refusal(
            _(
                "No marked work waits that this moderator could look at. Works come here once they are marked."
            ),
            code="nothing_to_moderate",
        )
    shares = {pk: _share(work) for pk, work in works.items()}
    chosen = rules.sample(shares, size)
    for pk in chosen:
        allocation.allocate(
            submission_id=pk, marker_id=moderator_id, place=Place.MODERATOR, at=at, actor=actor
        )
    return chosen


def _share(work: Submission) -> Decimal:
    """What the work was given, as a share of the rubric's maximum."""
    return (outcomes.outcome_of(work).total or Decimal(0)) / rubric.maximum(outcomes.rubric_for(work).content)


@transaction.atomic
def confirm(*, submission_id: int, at: datetime, actor: User, note: str = "") -> Moderation:
    """The moderator finds the marks right; a repeat returns what stands. Marking anew is `marking.finalise`."""
    submission = Submission.objects.select_for_update(of=("self",)).get(pk=submission_id)
    given = submission.allocations.filter(marker=actor, place=Place.MODERATOR, withdrawn_at__isnull=True)
    if not given.exists():
        raise NotAllowed()
    if standing := Moderation.objects.filter(submission=submission).first():
        return standing
    if submission.status != Submission.Status.MARKED:
        raise Refusal(
            _("These marks are not finished yet, so there is nothing to confirm."), code="unfinished"
        )
    return Moderation.objects.create(
        submission=submission,
        moderator=actor,
        verdict=Moderation.Verdict.CONFIRMED,
        reason=note.strip(),
        at=at,
    )

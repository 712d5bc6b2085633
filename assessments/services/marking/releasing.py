"""Opening marks to the authors, and the individual decision."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people import transitions
from people.errors import NotAllowed, Refusal
from people.models import User

from ...models import Assessment, Mark, Moderation, Place, Result, Sitting, Submission
from ...rules import double_marking, moves
from .. import telling
from ..decisions import results
from ..scheme import frozen
from . import outcomes
from .marks import append_mark
from .points import check_points


def _may_release(actor: User, submission: Submission) -> None:
    """Coordinators, and whoever may mark the work."""
    authors = submission.members.filter(sitting__enrolment__user=actor)
    if actor.has_perm("courses.run_cohort") and not authors.exists():
        return
    outcomes.may_mark(actor, submission)


@transaction.atomic
def release(*, submission_ids: list[int], at: datetime, actor: User) -> int:
    """Open the marks to the authors: each member's sitting gets its marks, and is decided where the last one came.

    How many works were released. A work already released is passed over. Refuses, releasing none, where marks are not
    finished or a moderator has not looked yet.
    """
    released = 0
    works = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("assignment", "cohort")
        .filter(pk__in=submission_ids)
        .order_by("pk")
    )
    for submission in works:
        if submission.is_released:
            continue
        _may_release(actor, submission)
        outcome = outcomes.outcome_of(submission)
        if not outcome.is_settled or submission.status != Submission.Status.MARKED:
            raise Refusal(
                _("Only finished marks can be released. Finish the marks of this work first."),
                code="unfinished",
            )
        waits = submission.allocations.filter(withdrawn_at__isnull=True, place=Place.MODERATOR).exists()
        if waits and not Moderation.objects.filter(submission=submission).exists():
            raise Refusal(
                _("The moderator has not looked at “%(title)s” yet. Release it after that.")
                % {"title": submission.title or submission.assignment.title},
                code="moderation_waits",
            )
        _release_one(submission, outcome, at=at, actor=actor)
        released += 1
    return released


def _value(component: Mapping, outcome: double_marking.Outcome) -> Decimal:
    criterion = component.get("criterion")
    return outcome.points[criterion] if criterion else outcome.total or Decimal(0)


def _release_one(
    submission: Submission, outcome: double_marking.Outcome, *, at: datetime, actor: User
) -> None:
    content = frozen.content_for(submission.cohort_id)
    components = frozen.component_of_assignment(content, submission.assignment.key)
    submission.outcome = {
        "basis": outcome.basis,
        "points": {key: str(value) for key, value in outcome.points.items()},
        "total": str(outcome.total),
        "assessments": list(outcome.standing),
    }
    transitions.move(
        submission,
        to=Submission.Status.RELEASED,
        table=moves.SUBMISSION,
        at=at,
        actor=actor,
        also=("outcome",),
    )
    assessment = Assessment.objects.select_related("marker").get(pk=outcome.standing[0])
    sittings = list(
        Sitting.objects.select_for_update(of=("self",))
        .filter(memberships__submission=submission, memberships__excluded_at__isnull=True)
        .order_by("pk")
    )
    for sitting in sittings:
        for component in components:
            append_mark(
                sitting=sitting,
                component=component["key"],
                value=_value(component, outcome),
                maximum=Decimal(component["maximum"]),
                source=Mark.Source.ASSESSMENT,
                assessment=assessment,
                marker=assessment.marker,
                at=at,
            )
    telling.marks_released(submission, at=at)
    for sitting in sittings:
        results.decide_if_complete(sitting_id=sitting.pk, at=at)


@transaction.atomic
def override_mark(
    *, sitting_id: int, component: str, value: Decimal, reason: str, at: datetime, actor: User
) -> Mark:
    """An individual decision on one component, with its reason and author; seen by that person only.

    Refused after the decision: then the commission amends the result.
    """
    sitting = Sitting.objects.select_for_update(of=("self",)).get(pk=sitting_id)
    trains = sitting.cohort.staff.filter(user=actor, duty="trainer").exists() and actor.has_role("trainer")
    if not trains and not actor.has_perm("courses.run_cohort"):
        raise NotAllowed()
    if sitting.enrolment.user_id == actor.pk:
        raise Refusal(
            _("You cannot mark your own work. Another trainer of the cohort does."), code="own_work"
        )
    if not reason.strip():
        raise Refusal(_("An individual decision needs its reason."), code="reason_missing")
    if Result.objects.filter(sitting=sitting).exists():
        raise Refusal(
            _("The result is decided, so marks no longer change. The commission can amend the result."),
            code="decided",
        )
    row = check_points(frozen.content_for(sitting.cohort_id), component, value)
    mark = append_mark(
        sitting=sitting,
        component=component,
        value=value,
        maximum=Decimal(row["maximum"]),
        source=Mark.Source.OVERRIDE,
        marker=actor,
        reason=reason.strip(),
        at=at,
    )
    results.decide_if_complete(sitting_id=sitting.pk, at=at)
    return mark

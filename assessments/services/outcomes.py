"""How a work is to be marked, by whom, and what its finished marks come to."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from people.errors import NotAllowed, Refusal
from people.models import User

from ..models import Allocation, Assessment, MarkingRule, Place, RubricVersion, Submission
from ..rules import double_marking, rubric
from . import frozen

IN_ORDER = (Place.FIRST, Place.SECOND, Place.THIRD)


def rule_for(cohort_id: int, assignment_id: int) -> MarkingRule:
    """The cohort's rule for an assignment; where none is written, one marker who sees whose work it is."""
    standing = MarkingRule.objects.filter(cohort_id=cohort_id, assignment_id=assignment_id).first()
    return standing or MarkingRule(cohort_id=cohort_id, assignment_id=assignment_id, tolerance=Decimal(2))


def rubric_for(submission: Submission) -> RubricVersion:
    """The version the cohort froze for this work."""
    content = frozen.content_for(submission.cohort_id)
    return RubricVersion.objects.select_related("rubric").get(
        pk=content["rubrics"][submission.assignment.key]
    )


def outcome_of(submission: Submission) -> double_marking.Outcome:
    """What the finished marks of a work come to now (pure rule: rules/double_marking.py)."""
    rule = rule_for(submission.cohort_id, submission.assignment_id)
    finals = list(
        submission.assessments.filter(status=Assessment.Status.FINAL)
        .select_related("rubric_version")
        .order_by("finalised_at", "pk")
    )
    marked = [
        double_marking.Marked(
            pk=one.pk,
            place=one.place,
            points={key: Decimal(given["value"]) for key, given in one.points.items()},
        )
        for one in finals
    ]
    step = rubric.step(finals[0].rubric_version.content) if finals else rubric.HALF
    return double_marking.outcome(marked, markers=rule.markers, tolerance=rule.tolerance, step=step)


def standing_allocations(submission: Submission) -> list[Allocation]:
    return list(submission.allocations.filter(withdrawn_at__isnull=True).select_related("marker"))


def free_place(submission: Submission, *, besides: User) -> Place | None:
    """The first place that nobody else was given or has finished in; None where all three are taken."""
    taken = {row.place for row in standing_allocations(submission) if row.marker_id != besides.pk}
    finals = submission.assessments.filter(status=Assessment.Status.FINAL).exclude(marker=besides)
    taken |= set(finals.values_list("place", flat=True))
    return next((place for place in IN_ORDER if place not in taken), None)


def place_of(user: User, submission: Submission) -> Place | None:
    """Which marker of the work a person is: as allocated, as already marked, else the next free place."""
    for row in standing_allocations(submission):
        if row.marker_id == user.pk:
            return Place(row.place)
    own = submission.assessments.filter(marker=user, status=Assessment.Status.FINAL).first()
    return Place(own.place) if own else free_place(submission, besides=user)


def may_mark(actor: User, submission: Submission) -> None:
    """Refuse whoever is no trainer of the cohort, the work's own authors, and others once its markers are named.

    A place that the rule asks for and nobody was given may be taken by any trainer of the cohort.
    """
    if not Submission.objects.to_mark_by(actor).filter(pk=submission.pk).exists():
        raise NotAllowed()
    if submission.members.filter(sitting__enrolment__user=actor).exists():
        raise Refusal(
            _("You cannot mark your own work. Another trainer of the cohort does."), code="own_work"
        )
    named = standing_allocations(submission)
    if not named or any(row.marker_id == actor.pk for row in named):
        return
    if submission.assessments.filter(marker=actor, status=Assessment.Status.FINAL).exists():
        return
    place = free_place(submission, besides=actor)
    wanted = [Place.FIRST]
    if rule_for(submission.cohort_id, submission.assignment_id).markers == 2:
        wanted.append(Place.SECOND)
    if outcome_of(submission).state == "third_needed":
        wanted.append(Place.THIRD)
    if place not in wanted:
        names = ", ".join(row.marker.initials_name for row in named)
        raise Refusal(
            _("This work is given to %(names)s. Ask the coordinator if you are to mark it.")
            % {"names": names},
            code="given_to_others",
        )


def others_seen_by(user: User, submission: Submission) -> list[Assessment]:
    """The finished marks of others: seen once one's own are finished, by a moderator, and by whoever does not mark it."""
    finals = list(
        submission.assessments.filter(status=Assessment.Status.FINAL)
        .exclude(marker=user)
        .select_related("marker", "rubric_version")
        .order_by("finalised_at", "pk")
    )
    place = next((row.place for row in standing_allocations(submission) if row.marker_id == user.pk), None)
    own_is_final = submission.assessments.filter(marker=user, status=Assessment.Status.FINAL).exists()
    if own_is_final or place == Place.MODERATOR or submission.is_released:
        return finals
    waits_for_more = outcome_of(submission).state in {"second_needed", "third_needed"}
    return [] if place is not None or waits_for_more else finals

"""Who marks what: by hand, evenly, by group, or as a trainer takes it up."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from courses.models import CohortStaff
from people.errors import NotAllowed, Refusal
from people.models import User
from people.roles import Role

from ...models import Allocation, Assessment, Assignment, MarkingRule, Place, Submission
from ...rules import allocation as rules
from . import outcomes

BY_GROUP = "group"


def trainers_of(cohort_id: int) -> list[User]:
    """The cohort's trainers, in the order they were named."""
    duties = CohortStaff.objects.filter(
        cohort_id=cohort_id, duty="trainer", user__is_active=True, user__groups__name=Role.TRAINER
    )
    return [duty.user for duty in duties.select_related("user").order_by("pk")]


def _locked(submission_id: int) -> Submission:
    return (
        Submission.objects.select_for_update(of=("self",))
        .select_related("assignment", "cohort")
        .get(pk=submission_id)
    )


def _authors(submission: Submission) -> set[int]:
    return set(submission.members.values_list("sitting__enrolment__user", flat=True))


def _check_place(submission: Submission, marker: User, place: Place) -> None:
    if submission.status not in {Submission.Status.SUBMITTED, Submission.Status.MARKED}:
        raise Refusal(_("Only work that waits for marks can be given to a marker."), code="not_submitted")
    if place == Place.MODERATOR and submission.status != Submission.Status.MARKED:
        raise Refusal(
            _(
                "A moderator looks at finished marks, and this work is not marked yet. Name a first, second or third "
                "marker, or a moderator once the work is marked."
            ),
            code="not_marked",
        )
    if marker not in trainers_of(submission.cohort_id):
        raise Refusal(_("Name a trainer of this cohort."), code="no_trainer")
    if marker.pk in _authors(submission):
        raise Refusal(
            _("%(name)s is an author of this work. Name another trainer.") % {"name": marker.initials_name},
            code="own_work",
        )
    finals = submission.assessments.filter(status=Assessment.Status.FINAL)
    if finals.filter(place=place).exclude(marker=marker).exists():
        raise Refusal(
            _("This place is taken: its marks are finished. Name a second or third marker instead."),
            code="place_finished",
        )
    if finals.filter(marker=marker).exclude(place=place).exists():
        raise Refusal(
            _("%(name)s has finished marks on this work already. Name another trainer.")
            % {"name": marker.initials_name},
            code="has_marked",
        )


@transaction.atomic
def allocate(*, submission_id: int, marker_id: int, place: str, at: datetime, actor: User) -> Allocation:
    """Give a work to a marker; who had the place and has not finished gives it up. A repeat changes nothing.

    Coordinators name anyone of the cohort's trainers; a trainer may take a free place for themselves.
    """
    submission, marker = _locked(submission_id), User.objects.get(pk=marker_id)
    if not actor.has_perm("courses.run_cohort"):
        if marker.pk != actor.pk:
            raise NotAllowed()
        outcomes.may_mark(actor, submission)
        if Allocation.objects.filter(submission=submission, place=place, withdrawn_at__isnull=True).exists():
            raise Refusal(_("Somebody else has taken this work in the meantime."), code="taken")
    _check_place(submission, marker, Place(place))
    return _give(submission, marker, Place(place), at=at, actor=actor)


@transaction.atomic
def allocate_all(
    *, submission_ids: Collection[int], marker_id: int, place: str, at: datetime, actor: User
) -> None:
    """Give several works to one marker: all of them or, where one cannot be given, none."""
    for submission_id in sorted(submission_ids):
        allocate(submission_id=submission_id, marker_id=marker_id, place=place, at=at, actor=actor)


def _give(
    submission: Submission, marker: User, place: Place, *, at: datetime, actor: User | None
) -> Allocation:
    standing = submission.allocations.filter(withdrawn_at__isnull=True)
    if same := standing.filter(marker=marker, place=place).first():
        return same
    standing.filter(Q(marker=marker) | Q(place=place)).update(withdrawn_at=at)
    return Allocation.objects.create(
        submission=submission, marker=marker, place=place, allocated_at=at, allocated_by=actor
    )


@transaction.atomic
def withdraw(*, submission_id: int, place: str, at: datetime, actor: User) -> None:
    """Take a place back; what its marker typed so far is kept. Refuses where the marks are finished."""
    submission = _locked(submission_id)
    if not actor.has_perm("courses.run_cohort"):
        raise NotAllowed()
    standing = submission.allocations.filter(withdrawn_at__isnull=True, place=place).first()
    if standing is None:
        return
    if submission.assessments.filter(marker=standing.marker_id, status=Assessment.Status.FINAL).exists():
        raise Refusal(
            _("%(name)s has finished these marks, so the place stays theirs.")
            % {"name": standing.marker.initials_name},
            code="finished",
        )
    standing.withdrawn_at = at
    standing.save(update_fields=["withdrawn_at"])


def _barred(works: Collection[Submission]) -> dict[int, set[int]]:
    """Who may not take a work: its authors and who has a place in it."""
    barred: dict[int, set[int]] = {work.pk: set() for work in works}
    authors = Submission.objects.filter(pk__in=barred).values_list("pk", "members__sitting__enrolment__user")
    places = Allocation.objects.filter(submission__in=barred, withdrawn_at__isnull=True).values_list(
        "submission", "marker"
    )
    marked = Assessment.objects.filter(submission__in=barred, status=Assessment.Status.FINAL).values_list(
        "submission", "marker"
    )
    for work, user in [*authors, *places, *marked]:
        if user is not None:
            barred[work].add(user)
    return barred


def _load(markers: Collection[int]) -> dict[int, int]:
    """How many works each marker has still to finish."""
    rows = (
        Allocation.objects.filter(
            marker__in=markers, withdrawn_at__isnull=True, submission__status=Submission.Status.SUBMITTED
        )
        .values_list("marker")
        .annotate(n=Count("pk"))
    )
    return Counter(dict(rows))


def _bundles(works: Collection[Submission]) -> dict[int, int]:
    """Works of people who are in one project group belong together."""
    rows = Submission.objects.filter(
        pk__in=[work.pk for work in works],
        members__sitting__enrolment__group_memberships__left_at__isnull=True,
    ).values_list("pk", "members__sitting__enrolment__group_memberships__group")
    return {work: group for work, group in rows if group is not None}


@transaction.atomic
def allocate_evenly(
    *,
    cohort_id: int,
    assignment_key: str,
    place: str,
    at: datetime,
    actor: User,
    marker_ids: Collection[int] = (),
    by: str = "",
) -> int:
    """Spread the works in which that place is free over the cohort's trainers (or those named), by what they have to do.

    `by="group"` gives the works of one project group's members to one marker. Third markers are given the works in which
    two differ beyond the tolerance. How many works were given.
    """
    if not actor.has_perm("courses.run_cohort"):
        raise NotAllowed()
    trainers = trainers_of(cohort_id)
    markers = {one.pk: one for one in trainers if not marker_ids or one.pk in set(marker_ids)}
    if not markers:
        raise Refusal(
            _("This cohort has no trainer yet. Name trainers first, then give out the works."),
            code="no_trainers",
        )
    works = list(
        Submission.objects.select_for_update(of=("self",))
        .select_related("assignment", "cohort")
        .filter(cohort_id=cohort_id, assignment__key=assignment_key, status=Submission.Status.SUBMITTED)
        .exclude(
            pk__in=Allocation.objects.filter(place=place, withdrawn_at__isnull=True).values("submission")
        )
        .exclude(
            pk__in=Assessment.objects.filter(place=place, status=Assessment.Status.FINAL).values("submission")
        )
        .order_by("submitted_at", "pk")
    )
    if place == Place.THIRD:
        works = [work for work in works if outcomes.outcome_of(work).state == "third_needed"]
    chosen = rules.spread(
        [work.pk for work in works],
        list(markers),
        load=_load(markers),
        barred=_barred(works),
        bundles=_bundles(works) if by == BY_GROUP else None,
    )
    for work in works:
        if work.pk in chosen:
            _give(work, markers[chosen[work.pk]], Place(place), at=at, actor=actor)
    return len(chosen)


@transaction.atomic
def allocate_on_arrival(*, submission: Submission, at: datetime) -> None:
    """A corrected work goes back to its markers; a support plan, which only assigned people may read, is given at once
    to the trainers with the least to do, as many as the cohort's rule asks for.
    """
    before = (
        Submission.objects.filter(
            assignment=submission.assignment, group=submission.group, sitting=submission.sitting
        )
        .filter(number__lt=submission.number)
        .order_by("-number")
        .first()
    )
    if before is not None:
        trainers = trainers_of(submission.cohort_id)
        for row in outcomes.standing_allocations(before):
            if row.place != Place.MODERATOR and row.marker in trainers:
                _give(submission, row.marker, Place(row.place), at=at, actor=None)
    if submission.assignment.is_support_plan:
        _give_plan(submission, at=at)


def waiting_places(submission: Submission) -> list[Place]:
    """Places of a support plan that its rule asks for and that nobody has."""
    rule = outcomes.rule_for(submission.cohort_id, submission.assignment_id)
    finals = submission.assessments.filter(status=Assessment.Status.FINAL)
    taken = {row.place for row in outcomes.standing_allocations(submission)}
    taken |= set(finals.values_list("place", flat=True))
    return [place for place in (Place.FIRST, Place.SECOND)[: rule.markers] if place not in taken]


def _give_plan(submission: Submission, *, at: datetime) -> list[Allocation]:
    """Give the free places of a support plan to those with the least to do who may take them."""
    trainers, given = {one.pk: one for one in trainers_of(submission.cohort_id)}, []
    for place in waiting_places(submission):
        chosen = rules.spread(
            [submission.pk], list(trainers), load=_load(trainers), barred=_barred([submission])
        )
        if submission.pk in chosen:
            given.append(_give(submission, trainers[chosen[submission.pk]], place, at=at, actor=None))
    return given


@transaction.atomic
def allocate_waiting_plans(*, cohort_id: int, at: datetime) -> list[Allocation]:
    """Give out the cohort's support plans that wait for a marker, the longest waiting first; what was given.

    Called when a trainer is named. A place that nobody may take stays free.
    """
    plans = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("assignment", "cohort")
        .filter(
            cohort_id=cohort_id,
            assignment__kind=Assignment.Kind.SUPPORT_PLAN,
            status=Submission.Status.SUBMITTED,
        )
        .order_by("submitted_at", "pk")
    )
    return [row for plan in plans for row in _give_plan(plan, at=at)]


def unfinished(*, cohort_id: int, marker_id: int) -> QuerySet[Submission]:
    """Works of a cohort that were given to a person whose marks on them, or whose look as moderator, are not finished."""
    standing = Allocation.objects.filter(marker=marker_id, withdrawn_at__isnull=True)
    to_mark = standing.exclude(place=Place.MODERATOR).values("submission")
    to_moderate = standing.filter(place=Place.MODERATOR).values("submission")
    finished = Assessment.objects.filter(marker=marker_id, status=Assessment.Status.FINAL)
    return (
        Submission.objects.filter(cohort_id=cohort_id)
        .filter(
            Q(pk__in=to_mark, status=Submission.Status.SUBMITTED)
            | Q(pk__in=to_moderate, status=Submission.Status.MARKED, moderation__isnull=True)
        )
        .exclude(pk__in=finished.values("submission"))
        .order_by("submitted_at", "pk")
    )


@transaction.atomic
def set_rule(
    *,
    cohort_id: int,
    assignment_id: int,
    markers: int,
    tolerance: Decimal,
    is_blind: bool,
    actor: User,
) -> MarkingRule:
    """How works of an assignment are marked in a cohort. Refused once marks on one of them are finished."""
    if not actor.has_perm("courses.run_cohort"):
        raise NotAllowed()
    assignment = Assignment.objects.get(pk=assignment_id)
    if not 0 <= tolerance <= 100 or markers not in {1, 2}:
        raise Refusal(_("One or two markers, and a tolerance from 0 to 100 points."), code="rule")
    standing = MarkingRule.objects.select_for_update().filter(
        cohort_id=cohort_id, assignment=assignment
    ).first() or MarkingRule(cohort_id=cohort_id, assignment=assignment)
    same = standing.pk and (standing.markers, standing.tolerance, standing.is_blind) == (
        markers,
        tolerance,
        is_blind,
    )
    if same:
        return standing
    if Assessment.objects.filter(
        submission__cohort_id=cohort_id,
        submission__assignment=assignment,
        status=Assessment.Status.FINAL,
    ).exists():
        raise Refusal(
            _("Marks on these works are finished already, so the rule stays as it is."), code="rule_in_use"
        )
    standing.markers, standing.tolerance, standing.is_blind = markers, tolerance, is_blind
    standing.save()
    return standing

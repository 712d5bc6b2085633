"""How a work is to be marked, by whom, and what its finished marks come to."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from people.errors import NotAllowed, Refusal
from people.models import User

from ...models import Allocation, Assessment, MarkingRule, Place, RubricVersion, Submission
from ...rules import double_marking, rubric
from ..scheme import frozen

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
    return Standing(submission).outcome


def standing_allocations(submission: Submission) -> list[Allocation]:
    return list(submission.allocations.filter(withdrawn_at__isnull=True).select_related("marker"))


class Standing:
    """Where a work stands: what was given, finished and settled, each read once when it is first asked for.

    Who has read some of it already hands it over: `allocations` that stand, with their marker; `finals`, finished marks
    with marker and rubric version in the order they were finished; the cohort's `rule`; `fetched_for`, the marker for whom
    the work itself was fetched by `to_mark_by`.
    """

    def __init__(
        self,
        submission: Submission,
        *,
        allocations: Sequence[Allocation] | None = None,
        finals: Sequence[Assessment] | None = None,
        rule: MarkingRule | None = None,
        fetched_for: User | None = None,
    ) -> None:
        self.submission, self.fetched_for = submission, fetched_for
        self._given = allocations, finals, rule

    @cached_property
    def allocations(self) -> Sequence[Allocation]:
        given = self._given[0]
        return standing_allocations(self.submission) if given is None else given

    @cached_property
    def finals(self) -> Sequence[Assessment]:
        given = self._given[1]
        if given is not None:
            return given
        rows = self.submission.assessments.filter(status=Assessment.Status.FINAL)
        return list(rows.select_related("marker", "rubric_version").order_by("finalised_at", "pk"))

    @cached_property
    def rule(self) -> MarkingRule:
        return self._given[2] or rule_for(self.submission.cohort_id, self.submission.assignment_id)

    @cached_property
    def outcome(self) -> double_marking.Outcome:
        marked = [
            double_marking.Marked(
                pk=one.pk,
                place=one.place,
                points={key: Decimal(given["value"]) for key, given in one.points.items()},
            )
            for one in self.finals
        ]
        step = rubric.step(self.finals[0].rubric_version.content) if self.finals else rubric.HALF
        return double_marking.outcome(
            marked, markers=self.rule.markers, tolerance=self.rule.tolerance, step=step
        )

    def has_finished(self, user: User) -> bool:
        return any(one.marker_id == user.pk for one in self.finals)

    def place_given(self, user: User) -> str | None:
        """The place the work was given to this person in."""
        return next((row.place for row in self.allocations if row.marker_id == user.pk), None)

    def free_place(self, *, besides: User) -> Place | None:
        taken = {row.place for row in self.allocations if row.marker_id != besides.pk}
        taken |= {one.place for one in self.finals if one.marker_id != besides.pk}
        return next((place for place in IN_ORDER if place not in taken), None)


def free_place(submission: Submission, *, besides: User) -> Place | None:
    """The first place that nobody else was given or has finished in; None where all three are taken."""
    return Standing(submission).free_place(besides=besides)


def place_of(user: User, submission: Submission) -> Place | None:
    """Which marker of the work a person is: as allocated, as already marked, else the next free place."""
    standing = Standing(submission)
    if given := standing.place_given(user):
        return Place(given)
    own = next((one for one in standing.finals if one.marker_id == user.pk), None)
    return Place(own.place) if own else standing.free_place(besides=user)


def may_mark(actor: User, submission: Submission, *, standing: Standing | None = None) -> None:
    """Refuse whoever is no trainer of the cohort, the work's own authors, and others once its markers are named.

    A place that the rule asks for and nobody was given may be taken by any trainer of the cohort. `standing`: what was
    read of the work already.
    """
    now = standing or Standing(submission)
    is_fetched = now.fetched_for is not None and now.fetched_for.pk == actor.pk
    if not is_fetched and not Submission.objects.to_mark_by(actor).filter(pk=submission.pk).exists():
        raise NotAllowed()
    if submission.members.filter(sitting__enrolment__user=actor).exists():
        raise Refusal(
            _("You cannot mark your own work. Another trainer of the cohort does."), code="own_work"
        )
    if not now.allocations or now.place_given(actor) or now.has_finished(actor):
        return
    wanted = [Place.FIRST]
    if now.rule.markers == 2:
        wanted.append(Place.SECOND)
    if now.outcome.state == "third_needed":
        wanted.append(Place.THIRD)
    if now.free_place(besides=actor) not in wanted:
        names = ", ".join(row.marker.initials_name for row in now.allocations)
        raise Refusal(
            _("This work is given to %(names)s. Ask the coordinator if you are to mark it.")
            % {"names": names},
            code="given_to_others",
        )


def others_seen_by(
    user: User, submission: Submission, *, standing: Standing | None = None
) -> list[Assessment]:
    """The finished marks of others: seen once one's own are finished, by a moderator, and by whoever does not mark it.

    `standing`: what was read of the work already.
    """
    now = standing or Standing(submission)
    finals = [one for one in now.finals if one.marker_id != user.pk]
    place = now.place_given(user)
    if now.has_finished(user) or place == Place.MODERATOR or submission.is_released:
        return finals
    waits_for_more = now.outcome.state in {"second_needed", "third_needed"}
    return [] if place is not None or waits_for_more else finals

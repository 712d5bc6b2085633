"""All that the desk shows of a work, read in a fixed number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import HttpRequest
from django.utils.functional import cached_property

from people.errors import Refusal
from people.models import User

from ...models import (
    Allocation,
    Assessment,
    Moderation,
    Place,
    RubricVersion,
    Submission,
    SubmissionFile,
)
from ...presentation import rubric_band, rubric_bands, rubric_rows, text_in
from ...rules import double_marking, rubric
from ...services.marking import marking, outcomes
from . import noted, ready
from .rows import listed, row

QUEUE = 30


@dataclass
class Desk:
    """A work on a marker's desk. `typed`: what was just sent in place of what is stored."""

    user: User
    work: Submission
    version: RubricVersion = field(init=False)
    assessments: list[Assessment] = field(init=False)
    allocations: list[Allocation] = field(init=False)

    def __post_init__(self) -> None:
        self.version = marking.rubric_for(self.work)
        self.assessments = list(
            self.work.assessments.select_related("marker", "rubric_version").order_by("finalised_at", "pk")
        )
        self.allocations = marking.standing_allocations(self.work)

    @cached_property
    def own(self) -> Assessment | None:
        return next((one for one in self.assessments if one.marker_id == self.user.pk), None)

    @cached_property
    def place(self) -> str | None:
        """The place the work was given to this marker in."""
        return next((row.place for row in self.allocations if row.marker_id == self.user.pk), None)

    @property
    def is_moderator(self) -> bool:
        return self.place == Place.MODERATOR

    @cached_property
    def moderation(self) -> Moderation | None:
        return getattr(self.work, "moderation", None)

    @cached_property
    def finals(self) -> list[Assessment]:
        return [one for one in self.assessments if one.is_final]

    @cached_property
    def others(self) -> list[Assessment]:
        """Finished marks of others that this marker may see now."""
        if all(one.marker_id == self.user.pk for one in self.finals):
            return []
        return marking.others_seen_by(self.user, self.work, standing=self.standing)

    @cached_property
    def at_work(self) -> list[Assessment]:
        """Others who have begun: their names and when they last saved, never their points."""
        return [one for one in self.assessments if not one.is_final and one.marker_id != self.user.pk]

    @cached_property
    def standing(self) -> outcomes.Standing:
        return outcomes.Standing(
            self.work, allocations=self.allocations, finals=self.finals, fetched_for=self.user
        )

    @property
    def outcome(self) -> double_marking.Outcome:
        return self.standing.outcome

    @property
    def band(self) -> str:
        """The rubric's band of the points one sees: of what stands, else of the one finished marking; empty without."""
        seen = _finished(self)
        if self.outcome.is_settled and {one.pk for one in seen} >= {*self.outcome.standing}:
            return rubric_band(self.version.content, self.outcome.total)
        return rubric_band(self.version.content, seen[0].total) if len(seen) == 1 else ""

    @cached_property
    def members(self) -> list[User]:
        rows = self.work.members.filter(excluded_at__isnull=True).select_related("sitting__enrolment__user")
        return [one.sitting.enrolment.user for one in rows]

    @cached_property
    def refusal(self) -> str:
        """Why this person does not mark the work; empty where they may.

        Who was given it, and everyone of its trainers while nobody was, need not be asked after again.
        """
        named = bool(self.allocations)
        if self.user not in self.members and (self.place is not None or not named):
            return ""
        try:
            marking.may_mark(self.user, self.work, standing=self.standing)
        except Refusal as refused:
            return str(refused)
        return ""

    @cached_property
    def may_type(self) -> bool:
        """Whether there is a form: one's marks are open, and the work waits for them."""
        if self.refusal or (self.own is not None and self.own.is_final):
            return False
        if self.is_moderator:
            return self.moderation is None and self.work.status in {"submitted", "marked"}
        if self.work.status == Submission.Status.MARKED:
            return self.place is not None
        return self.work.status == Submission.Status.SUBMITTED

    @property
    def may_confirm(self) -> bool:
        return self.is_moderator and self.moderation is None and self.work.status == Submission.Status.MARKED

    @cached_property
    def waits_for_moderator(self) -> bool:
        return self.moderation is None and any(row.place == Place.MODERATOR for row in self.allocations)

    @property
    def may_release(self) -> bool:
        """Release from here: settled marks that no moderator has still to look at, to whoever marks such works."""
        return (
            self.work.status == Submission.Status.MARKED and not self.waits_for_moderator and not self.refusal
        )

    @property
    def is_hidden(self) -> bool:
        return bool(self.work.is_blind) and not self.work.is_released


def fetch(user: User, submission_id: int) -> Submission | None:
    """The work, where this marker may read it. Two queries: who may is asked apart, for one statement with every table
    takes the database longer to plan than both to answer.
    """
    if not Submission.objects.to_mark_by(user).filter(pk=submission_id).exists():
        return None
    works = listed(Submission.objects.all()).select_related(
        "assignment",
        "cohort__edition",
        "group",
        "sitting__enrolment__user",
        "moderation__moderator",
    )
    work = works.get(pk=submission_id)
    if work.sitting is not None and work.sitting.cohort_id == work.cohort_id:
        work.sitting.cohort = work.cohort
    return work


def queue_of(user: User, work: Submission) -> dict:
    """The left column: works of the cohort that wait for this marker, then those they have finished; one query."""
    waiting = Submission.objects.waiting_for(user).values("pk")
    second = Submission.objects.second_marks_for(user).values("pk")
    finished = Assessment.objects.filter(submission=OuterRef("pk"), marker=user, status="final")
    works = (
        listed(Submission.objects.filter(cohort=work.cohort_id))
        .defer("text", "plan")
        .annotate(is_finished=Exists(finished))
        .filter(Q(pk__in=waiting) | Q(pk__in=second) | (Q(is_finished=True) & Q(status="marked")))
        .order_by("is_finished", "submitted_at", "pk")
    )
    found = list(works[: QUEUE + 1])
    rows = [row(one, own="final" if one.is_finished else "") for one in found[:QUEUE]]
    left = sum(1 for one in rows if not one.own)
    return {"queue": rows, "left": left, "has_more": len(found) > QUEUE, "submission": work}


def earlier_of(work: Submission) -> list[Submission]:
    """Earlier hand-ins with their files and why they came back, the newest first; no query for a first hand-in."""
    if work.number == 1:
        return []
    rows = (
        Submission.objects.filter(assignment=work.assignment, group=work.group, sitting=work.sitting)
        .filter(number__lt=work.number)
        .prefetch_related("transitions", Prefetch("files", SubmissionFile.objects.all()))
        .order_by("-number")
    )
    earlier = list(rows)
    for one in earlier:
        returned = [move for move in one.transitions.all() if move.to_status == "returned"]
        one.return_reason = returned[-1].reason if returned else ""
    return earlier


def context(
    request: HttpRequest, desk: Desk, *, points: Mapping | None = None, comment: str | None = None
) -> dict:
    """What the template of the desk is given; `points` and `comment` are what was just sent."""
    work, own, content = desk.work, desk.own, desk.version.content
    if points is None:
        points, comment = (own.points, own.comment) if own else ({}, "")
    language = work.cohort.language
    notes = noted.seen_notes(desk)
    criteria = rubric_rows(content, points)
    offered = ready.by_criterion(desk) if desk.may_type else {}
    return {
        "desk": desk,
        "submission": work,
        "shown": row(work),
        "own": own,
        "rubric": text_in(desk.version.rubric.title_texts),
        "checklist": [text_in(one["title"]) for one in content.get("checklist", [])],
        "criteria": [{"row": one, "ready": offered.get(one.key, [])} for one in criteria],
        "ready_whole": offered.get(ready.WHOLE, []),
        "comment": comment,
        "total": total(content, points),
        "maximum": rubric.maximum(content),
        "bands": rubric_bands(content),
        "side_by_side": side_by_side(desk),
        "only": only_marks(desk),
        "members": [] if desk.is_hidden else [one.full_name for one in desk.members],
        "earlier": earlier_of(work),
        "content_language": language,
        "participation": work.sitting is not None and any(one.key == "participation" for one in criteria),
        "reason": request.POST.get("reason", ""),
        **noted.context(desk, notes),
    }


def total(content: Mapping, points: Mapping) -> Decimal:
    """The sum of what can be read; a slip counts as nothing until it is mended."""
    try:
        return rubric.total(content, points)
    except ValueError:
        return Decimal(0)


def only_marks(desk: Desk) -> dict | None:
    """The one finished marking there is to read, where there are not several."""
    seen = _finished(desk)
    if len(seen) != 1:
        return None
    (one,) = seen
    return {"assessment": one, "criteria": rubric_rows(desk.version.content, one.points)}


def _finished(desk: Desk) -> list[Assessment]:
    own = [desk.own] if desk.own is not None and desk.own.is_final else []
    order = ["first", "second", "third", "moderator"]
    return sorted([*own, *desk.others], key=lambda one: order.index(one.place))


def side_by_side(desk: Desk) -> dict | None:
    """Two or more finished markings by criterion, how far apart they are, and what stands."""
    seen = _finished(desk)
    if len(seen) < 2:
        return None
    outcome_now = desk.outcome
    rows = []
    for criterion in rubric_rows(desk.version.content, {}):
        values = [Decimal(one.points[criterion.key]["value"]) for one in seen]
        rows.append(
            {
                "title": criterion.title,
                "maximum": criterion.maximum,
                "values": values,
                "apart": max(values) - min(values),
                "stands": outcome_now.points.get(criterion.key),
                "remarks": [
                    (one.marker.initials_name, one.points[criterion.key].get("comment"))
                    for one in seen
                    if one.points[criterion.key].get("comment")
                ],
            }
        )
    return {"markers": seen, "rows": rows, "outcome": outcome_now}

"""What the board shows: works of one assignment with their markers and where each stands, and who has how much to do."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from courses.models import Cohort
from people.models import User

from ...models import Allocation, Assessment, Assignment, MarkingRule, Moderation, Place, Submission
from ...rules import double_marking, rubric
from ...services.marking import allocation, outcomes
from ...services.scheme import frozen

PLACES = (Place.FIRST, Place.SECOND, Place.THIRD, Place.MODERATOR)
MOST = 500


@dataclass(frozen=True)
class PlaceCell:
    """One place of a work: who has it, and their points once finished; `is_hidden`: not to be learnt by who looks."""

    place: str
    name: str = ""
    marker_id: int | None = None
    total: Decimal | None = None
    is_final: bool = False
    is_hidden: bool = False
    may_withdraw: bool = False


@dataclass(frozen=True)
class WorkRow:
    submission: Submission
    who: str
    cells: list[PlaceCell]
    state: str
    words: str
    difference: Decimal | None
    total: Decimal | None


@dataclass(frozen=True)
class MarkerLoad:
    """How many works a trainer was given, has finished, and has left."""

    user: User
    given: int
    finished: int

    @property
    def left(self) -> int:
        return self.given - self.finished


@dataclass
class Board:
    rows: list[WorkRow] = field(default_factory=list)
    loads: list[MarkerLoad] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


STATES = ("unallocated", "waiting", "second_needed", "third_needed", "marked", "released", "returned")


def state_names() -> dict[str, str]:
    return {
        "unallocated": _("Given to nobody"),
        "waiting": _("Being marked"),
        "second_needed": _("Second marker needed"),
        "third_needed": _("Third marker needed"),
        "marked": _("Marked, not released"),
        "released": _("Released"),
        "returned": _("Returned"),
    }


def _works(works: QuerySet[Submission]) -> list[Submission]:
    finals = Assessment.objects.filter(status=Assessment.Status.FINAL).select_related("marker")
    standing = Allocation.objects.filter(withdrawn_at__isnull=True).select_related("marker")
    return list(
        works.select_related("assignment", "group", "sitting__enrolment__user")
        .defer("text", "plan")
        .prefetch_related(
            Prefetch("assessments", queryset=finals, to_attr="finals"),
            Prefetch("allocations", queryset=standing, to_attr="standing"),
            Prefetch("moderation", queryset=Moderation.objects.all()),
        )
        .order_by("submitted_at", "pk")[:MOST]
    )


def board_for(cohort: Cohort, assignment: Assignment, works: QuerySet[Submission], *, viewer: User) -> Board:
    """The board of one assignment, in a fixed number of queries.

    Where the viewer is a marker who has not finished, the points of the others are left out.
    """
    rule = outcomes.rule_for(cohort.pk, assignment.pk)
    content = frozen.content_for(cohort.pk)
    step = rubric.step(_rubric_content(content, assignment))
    board = Board(counts=dict.fromkeys(STATES, 0))
    done: dict[int, int] = {}
    given: dict[int, int] = {}
    unfinished = set(works.unfinished_by(viewer).values_list("pk", flat=True))
    for work in _works(works):
        row = _row(work, rule=rule, step=step, is_hidden=work.pk in unfinished)
        board.rows.append(row)
        board.counts[row.state] += 1
        for cell in row.cells:
            if cell.marker_id is not None and work.status != Submission.Status.RETURNED:
                given[cell.marker_id] = given.get(cell.marker_id, 0) + 1
                done[cell.marker_id] = done.get(cell.marker_id, 0) + cell.is_final
    board.loads = [
        MarkerLoad(user=user, given=given.get(user.pk, 0), finished=done.get(user.pk, 0))
        for user in allocation.trainers_of(cohort.pk)
    ]
    return board


def _rubric_content(content: Mapping, assignment: Assignment) -> Mapping:
    return assignment.rubric.versions.get(pk=content["rubrics"][assignment.key]).content


def _who(work: Submission) -> str:
    if work.group is not None:
        return _("Group %(number)s") % {"number": work.group.number}
    return work.sitting.enrolment.user.initials_name if work.sitting else ""


def _row(work: Submission, *, rule: MarkingRule, step: Decimal, is_hidden: bool) -> WorkRow:
    finals = {one.place: one for one in work.finals}
    standing = {one.place: one for one in work.standing}
    outcome = double_marking.outcome(
        [
            double_marking.Marked(
                pk=one.pk,
                place=one.place,
                points={key: Decimal(point["value"]) for key, point in one.points.items()},
            )
            for one in work.finals
        ],
        markers=rule.markers,
        tolerance=rule.tolerance,
        step=step,
    )
    moderated = getattr(work, "moderation", None)
    cells = []
    for place in PLACES:
        final, named = finals.get(place), standing.get(place)
        holder = final.marker if final else named.marker if named else None
        confirmed = place == Place.MODERATOR and moderated is not None
        cells.append(
            PlaceCell(
                place=place,
                name=holder.initials_name if holder else "",
                marker_id=holder.pk if holder else None,
                total=final.total if final and not is_hidden else None,
                is_hidden=final is not None and is_hidden,
                is_final=final is not None or confirmed,
                may_withdraw=named is not None and final is None and not confirmed,
            )
        )
    state = _state(work, outcome, taken={*standing, *finals}, markers=rule.markers)
    return WorkRow(
        submission=work,
        who=_who(work),
        cells=cells,
        state=state,
        words=state_names()[state],
        difference=None if is_hidden else outcome.difference,
        total=None if is_hidden else outcome.total,
    )


def _state(work: Submission, outcome: double_marking.Outcome, *, taken: Collection[str], markers: int) -> str:
    if work.status in {"marked", "released", "returned"}:
        return work.status
    if outcome.state == "third_needed":
        return outcome.state
    if not taken:
        return "unallocated"
    return "second_needed" if markers == 2 and not {Place.FIRST, Place.SECOND} <= {*taken} else "waiting"

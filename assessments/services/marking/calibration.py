"""The finished marks of a cohort's works, read for looking at how alike its markers mark."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from courses.models import Cohort
from people.models import User

from ...models import Assessment, Assignment, CohortScheme, MarkingRule, Place, RubricVersion, Submission
from ...rules import calibration, rubric
from ...rules.scheme import content_hash

# They see everybody's name, and works whose markers are not through yet.
SEE_NAMES = ("coordinator", "methodologist", "administrator")


def cohorts_for(user: User) -> QuerySet[Cohort]:
    """Cohorts whose markers a person may compare: all for those who look after courses, their own for trainers."""
    if user.has_role(*SEE_NAMES):
        return Cohort.objects.all()
    if user.has_role("trainer"):
        return Cohort.objects.filter(staff__user=user, staff__duty="trainer").distinct()
    return Cohort.objects.none()


@dataclass(frozen=True)
class Board:
    """How the markers of one kind of work compare. `people`: markers by id; `numbers`: what each is called without
    a name, the same for everybody who looks.
    """

    assignment: Assignment
    content: Mapping
    maximum: Decimal
    tolerance: Decimal
    report: calibration.Report
    people: Mapping[int, User]
    numbers: Mapping[int, int]
    sees_names: bool


def assignments_of(cohort: Cohort) -> tuple[Mapping[str, int], list[Assignment]]:
    """What the cohort froze, assignment key → rubric version, and those assignments (two queries)."""
    content = CohortScheme.objects.filter(cohort=cohort).values_list("content", flat=True).first()
    frozen = content["rubrics"] if content else {}
    rows = Assignment.objects.filter(edition_id=cohort.edition_id, key__in=frozen).order_by("pk")
    return frozen, list(rows)


def board(*, cohort: Cohort, assignment: Assignment, version_id: int, viewer: User) -> Board:
    """The figures of one kind of work as `viewer` may see them (four queries, whatever the number of works).

    Finished marks only, of the version the cohort froze; a moderator, who has seen the others' marks, is left out. A
    trainer sees figures of works whose markers are through, lest they learn a colleague's mark before giving theirs;
    nobody sees those of works they still have to finish.
    """
    version = RubricVersion.objects.get(pk=version_id)
    rule = MarkingRule.objects.filter(cohort=cohort, assignment=assignment).first()
    tolerance = rule.tolerance if rule else Decimal(2)
    sees_names = viewer.has_role(*SEE_NAMES)
    marks = Assessment.objects.filter(
        submission__cohort=cohort,
        submission__assignment=assignment,
        status=Assessment.Status.FINAL,
        rubric_version=version,
    ).exclude(place=Place.MODERATOR)
    if not sees_names:
        marks = marks.filter(submission__status__in=[Submission.Status.MARKED, Submission.Status.RELEASED])
    unfinished = Submission.objects.filter(cohort=cohort, assignment=assignment).unfinished_by(viewer)
    rows = list(
        marks.exclude(submission__in=unfinished.values("pk")).order_by("submission", "finalised_at", "pk")
    )
    people = User.objects.in_bulk({row.marker_id for row in rows})
    criteria = criteria_of(version.content)
    return Board(
        assignment=assignment,
        content=version.content,
        maximum=rubric.maximum(version.content),
        tolerance=tolerance,
        report=calibration.report([_given(row) for row in rows], criteria, near_total=tolerance),
        people=people,
        numbers=_numbers(cohort, assignment, people),
        sees_names=sees_names,
    )


def criteria_of(content: Mapping) -> list[calibration.Criterion]:
    return [
        calibration.Criterion(
            key=row["key"],
            maximum=Decimal(row["maximum"]),
            levels=tuple(Decimal(level["value"]) for level in row.get("levels") or []),
        )
        for row in content["criteria"]
    ]


def _given(row: Assessment) -> calibration.Given:
    points = {
        key: value
        for key, one in row.points.items()
        if (value := rubric.read_points(one.get("value"))) is not None
    }
    return calibration.Given(
        marker=row.marker_id,
        work=row.submission_id,
        points=points,
        total=row.total if row.total is not None else sum(points.values(), Decimal(0)),
        place=row.place,
    )


def _numbers(cohort: Cohort, assignment: Assignment, markers: Mapping[int, User]) -> dict[int, int]:
    """Marker → number, in an order that says nothing about who they are."""

    def place(marker: int) -> str:
        return content_hash([cohort.pk, assignment.key, marker])

    ordered: Sequence[int] = sorted(markers, key=place)
    return {marker: number for number, marker in enumerate(ordered, 1)}

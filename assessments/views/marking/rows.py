"""Rows of the queue: everything a list of works shows, read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, QuerySet, Subquery, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.models import CohortStaff
from people.models import User

from ...models import Allocation, Assessment, MarkingRule, RubricVersion, Submission
from ...rules import double_marking, rubric
from ...services.marking import blind


@dataclass(frozen=True)
class QueueRow:
    """A work in the queue. `total` is what its marks came to; `own`: "", "draft" or "final"; `may_take`: a place is free
    for whoever looks.
    """

    pk: int
    title: str
    who: str
    assignment: str
    cohort: str
    status: str
    status_name: str
    submitted_at: datetime | None
    is_late: bool
    number: int
    url: str
    markers: str = ""
    own: str = ""
    own_total: Decimal | None = None
    total: Decimal | None = None
    may_take: bool = False


# Long texts of the task and the programme, which a row does not show and which cost more to read than the row itself.
LONG = [
    *(f"assignment__{name}" for name in ("goal", "instructions", "form", "literature")),
    *(
        f"cohort__edition__{name}"
        for name in ("notes", "parameters", "formats", "declared_split", "legal_basis_kk", "legal_basis_ru")
    ),
]


def listed(works: QuerySet[Submission]) -> QuerySet[Submission]:
    """Works with all that `who` and `row` need."""
    related = works.select_related("assignment", "cohort__edition", "group", "sitting__enrolment__user")
    return related.defer(*LONG).annotate(is_blind=blind.is_blind())


def who(work: Submission) -> str:
    """Whose work it is, as a marker may know it; needs `listed`."""
    if work.is_blind and not work.is_released:
        return blind.work_name(work.pk)
    if work.group is not None:
        return _("Group %(number)s") % {"number": work.group.number}
    return work.sitting.enrolment.user.initials_name


def row(work: Submission, **values) -> QueueRow:
    """One work as a row; `values` are what came from elsewhere."""
    return QueueRow(
        pk=work.pk,
        title=work.title or work.assignment.title,
        who=who(work),
        assignment=work.assignment.title,
        cohort=work.cohort.code,
        status=work.status,
        status_name=work.get_status_display(),
        submitted_at=work.submitted_at,
        is_late=work.is_late,
        number=work.number,
        url=reverse("marking_desk", args=[work.pk]),
        **values,
    )


def queue_rows(works: Sequence[Submission], user: User) -> list[QueueRow]:
    """Works read through `for_taking(with_rule(listed(…)))` with their markers and marks: three further queries,
    whatever the size.
    """
    ids = [work.pk for work in works]
    markers: dict[int, list[str]] = defaultdict(list)
    standing = Allocation.objects.filter(submission__in=ids, withdrawn_at__isnull=True)
    for given in standing.select_related("marker"):
        markers[given.submission_id].append(given.marker.initials_name)
    assessments: dict[int, list[Assessment]] = defaultdict(list)
    for one in Assessment.objects.filter(submission__in=ids).order_by("finalised_at", "pk"):
        assessments[one.submission_id].append(one)
    steps = _steps(one for rows in assessments.values() for one in rows)
    shown = []
    for work in works:
        own = next((one for one in assessments[work.pk] if one.marker_id == user.pk), None)
        shown.append(
            row(
                work,
                markers=", ".join(markers[work.pk]),
                own=own.status if own else "",
                own_total=own.total if own else None,
                total=_total(work, assessments[work.pk], steps),
                may_take=work.may_take,
            )
        )
    return shown


def with_rule(works: QuerySet[Submission]) -> QuerySet[Submission]:
    """Works with the number of markers and the tolerance of their cohort's rule, None where none is written."""
    rule = MarkingRule.objects.filter(cohort=OuterRef("cohort"), assignment=OuterRef("assignment"))
    return works.annotate(
        rule_markers=Subquery(rule.values("markers")[:1]),
        rule_tolerance=Subquery(rule.values("tolerance")[:1]),
    )


def for_taking(works: QuerySet[Submission], user: User) -> QuerySet[Submission]:
    """Works with `may_take`: given to nobody, or with a second or third place free, in a cohort this person trains."""
    every = Submission.objects.filter(pk=OuterRef("pk"))
    if not user.has_role("trainer"):
        return works.annotate(may_take=Value(False))
    trains = CohortStaff.objects.filter(cohort=OuterRef("cohort"), user=user, duty="trainer")
    own = every.filter(members__sitting__enrolment__user=user)
    given_to_nobody = Exists(every.unallocated()) & Exists(trains) & ~Exists(own)
    with_a_place = Exists(every.with_a_free_place_for(user))
    return works.annotate(may_take=ExpressionWrapper(given_to_nobody | with_a_place, BooleanField()))


def _steps(assessments: Iterable[Assessment]) -> dict[int, Decimal]:
    versions = RubricVersion.objects.in_bulk({one.rubric_version_id for one in assessments})
    return {pk: rubric.step(version.content) for pk, version in versions.items()}


def _total(work: Submission, assessments: Sequence[Assessment], steps: dict[int, Decimal]) -> Decimal | None:
    """What settled marks came to; None before, so that nobody learns another's marks before their own."""
    if work.is_released and work.outcome:
        return Decimal(work.outcome["total"])
    finals = [one for one in assessments if one.is_final]
    if work.status not in {Submission.Status.MARKED, Submission.Status.RELEASED} or not finals:
        return None
    return outcome(
        finals,
        markers=work.rule_markers or 1,
        tolerance=Decimal(2) if work.rule_tolerance is None else work.rule_tolerance,
        step=steps[finals[0].rubric_version_id],
    ).total


def outcome(
    finals: Sequence[Assessment], *, markers: int, tolerance: Decimal, step: Decimal
) -> double_marking.Outcome:
    """What finished marks that were read already come to (`outcomes.outcome_of` reads them itself)."""
    marked = [
        double_marking.Marked(
            pk=one.pk,
            place=one.place,
            points={key: Decimal(given["value"]) for key, given in one.points.items()},
        )
        for one in finals
    ]
    return double_marking.outcome(marked, markers=markers, tolerance=tolerance, step=step)

"""Reading a gradebook: a fixed number of queries, whatever the size."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, IntegerField, OuterRef, Q, Subquery, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import (
    Assessment,
    Assignment,
    Attempt,
    DateRule,
    Extension,
    GroupMembership,
    Mark,
    ProjectGroup,
    Result,
    Sitting,
    SittingWindow,
    Submission,
)
from assessments.presentation import text_in
from assessments.rules import scheme as scheme_rules
from assessments.rules import scoring
from assessments.rules.lateness import later_of
from certificates.models import Document
from courses.models import Cohort, Enrolment, PlanTopic, TopicProgress
from people.sorting import by_name, kazakh_key

from .cells import Cell, State
from .filters import Filters
from .rows import OPEN, READY, Gradebook, Row

WORK_STATES = {
    Submission.Status.DRAFT: State.DRAFT,
    Submission.Status.SUBMITTED: State.HANDED_IN,
    Submission.Status.RETURNED: State.NO_MARK,
    Submission.Status.MARKED: State.MARKED,
    Submission.Status.RELEASED: State.RELEASED,
}


@dataclass
class _Found:
    """What the queries brought of one person."""

    marks: dict[str, tuple[Any, str]] = field(default_factory=dict)
    works: dict[str, tuple[State, bool]] = field(default_factory=dict)  # by assignment: state, late
    tests: dict[str, State] = field(default_factory=dict)  # by quiz
    groups: dict[str, int] = field(default_factory=dict)  # by assignment: pk


def gradebook_for(cohort: Cohort, filters: Filters | None = None, *, at: datetime | None = None) -> Gradebook:
    """The table a coordinator works in, ordered by name as the Kazakh alphabet does unless the filters say otherwise.

    `at`: the moment by which work counts as overdue, now where it is left out. Nine queries; ten unless the cohort was
    fetched with its scheme, two more where somebody is reassessed here.
    """
    copy = getattr(cohort, "scheme", None)
    content = copy.content if copy else {}
    components = [dict(row) | {"name": text_in(row["title"])} for row in content.get("components", [])]
    rows, hours, group_key = _people(cohort)
    by_sitting = {row.sitting_id: row for row in rows if row.sitting_id}
    found = {row.key: _Found() for row in rows}
    _groups(cohort, rows, found)
    _marks(cohort, by_sitting, found)
    waiting = _works(cohort, by_sitting, rows, found)
    _tests(cohort, by_sitting, found)
    due = _due(cohort, rows)
    for row in rows:
        at_hand = found[row.key]
        row.cells = [
            _cell(component, at_hand, row, due, group_key, at or timezone.now()) for component in components
        ]
    _decide(cohort, content, rows, by_sitting, is_by_commission=bool(copy and copy.is_by_commission))
    return Gradebook(
        components=components,
        everybody=rows,
        rows=(filters or Filters()).narrow(rows),
        total_hours=hours,
        group_key=group_key,
        is_by_commission=bool(copy and copy.is_by_commission),
        works_to_mark=len(waiting[Submission.Status.SUBMITTED]),
        works_to_release=len(waiting[Submission.Status.MARKED]),
    )


def _sum_of_hours(rows: Any, *parts: str) -> Subquery:
    total = rows.annotate(all=Sum(parts[0]) + Sum(parts[1])).values("all")
    return Subquery(total, output_field=IntegerField())


def _people(cohort: Cohort) -> tuple[list[Row], int, str]:
    """Rows by name with hours studied and the first sitting; all hours; the group work's key. Reassessments in this cohort
    stand in rows of their own, behind the person's first or among the others by name.
    """
    plan = PlanTopic.objects.filter(cohort=OuterRef("cohort")).order_by().values("cohort")
    studied = (
        TopicProgress.objects.filter(enrolment=OuterRef("pk"), studied_at__isnull=False)
        .order_by()
        .values("enrolment")
    )
    sitting = Sitting.objects.filter(enrolment=OuterRef("pk"), number=1).values("pk")[:1]
    again = Sitting.objects.filter(cohort=OuterRef("cohort"), number__gt=1)
    of_group = Assignment.objects.filter(edition=OuterRef("cohort__edition"), is_group=True).order_by("pk")
    enrolments = (
        Enrolment.objects.filter(cohort=cohort)
        .select_related("user")
        .only("status", "cohort_id", "user__surname", "user__given_name", "user__patronymic", "user__email")
        .annotate(
            studied_hours=_sum_of_hours(studied, "topic__lecture", "topic__practice"),
            plan_hours=_sum_of_hours(plan, "lecture", "practice"),
            first_sitting=Subquery(sitting),
            has_reassessments=Exists(again),
            group_key=Subquery(of_group.values("key")[:1]),
        )
        .order_by(*by_name("user__surname", "user__given_name"), "pk")
    )
    found = list(enrolments)
    rows = [Row(enrolment=one, hours=one.studied_hours or 0, sitting_id=one.first_sitting) for one in found]
    first = found[0] if found else None
    if first is None or first.has_reassessments:
        rows = sorted([*rows, *_reassessed(cohort)], key=_by_name)
    return rows, (first.plan_hours or 0) if first else 0, (first.group_key or "") if first else ""


def _reassessed(cohort: Cohort) -> list[Row]:
    """Later sittings in this cohort, of its own people and of those who joined its exam (one query)."""
    sittings = Sitting.objects.filter(cohort=cohort, number__gt=1).select_related(
        "enrolment__user", "enrolment__cohort__edition"
    )
    return [
        Row(
            enrolment=one.enrolment,
            sitting_id=one.pk,
            is_again=True,
            comes_from="" if one.enrolment.cohort_id == cohort.pk else one.enrolment.cohort.code,
        )
        for one in sittings
    ]


def _by_name(row: Row) -> tuple:
    person = row.enrolment.user
    return kazakh_key(person.surname), kazakh_key(person.given_name), row.enrolment.pk, row.sitting_id or 0


def _groups(cohort: Cohort, rows: list[Row], found: Mapping[tuple, _Found]) -> None:
    by_enrolment = {row.enrolment.pk: row for row in rows if not row.is_again}
    for enrolment_id, pk, number, key in GroupMembership.objects.filter(
        group__cohort=cohort, group__status=ProjectGroup.Status.STANDING, left_at__isnull=True
    ).values_list("enrolment_id", "group_id", "group__number", "group__assignment__key"):
        row = by_enrolment[enrolment_id]
        row.group = number
        found[row.key].groups[key] = pk


def _marks(cohort: Cohort, by_sitting: Mapping[int, Row], found: Mapping[tuple, _Found]) -> None:
    rows = Mark.objects.current().filter(sitting__cohort=cohort)
    for sitting_id, component, value, source in rows.values_list(
        "sitting_id", "component", "value", "source"
    ):
        if row := by_sitting.get(sitting_id):
            found[row.key].marks[component] = (value, source)


def _works(
    cohort: Cohort, by_sitting: Mapping[int, Row], rows: list[Row], found: Mapping[tuple, _Found]
) -> dict[str, set[int]]:
    """Where each person's newest work stands; returns the works by status, each once."""
    in_group: dict[int, list[tuple]] = {}
    for key_of_row, one in found.items():
        for pk in one.groups.values():
            in_group.setdefault(pk, []).append(key_of_row)
    by_status: dict[str, set[int]] = {status: set() for status in Submission.Status.values}
    works = (
        Submission.objects.filter(Q(cohort=cohort) | Q(sitting__cohort=cohort))
        .annotate(is_begun=Exists(Assessment.objects.filter(submission=OuterRef("pk"))))
        .order_by("pk")
        .values_list(
            "pk",
            "assignment__key",
            "status",
            "group_id",
            "sitting_id",
            "submitted_at",
            "due_at",
            "is_begun",
            "members__sitting_id",
            "members__excluded_at",
        )
    )
    for pk, key, status, group_id, sitting_id, submitted_at, due_at, is_begun, member, excluded_at in works:
        by_status[status].add(pk)
        state = WORK_STATES[status]
        if state == State.HANDED_IN and is_begun:
            state = State.BEING_MARKED
        standing = (state, bool(due_at and submitted_at and submitted_at > due_at))
        if member is not None:
            owners = [member] if excluded_at is None else []
            people = [by_sitting[one].key for one in owners if one in by_sitting]
        elif group_id is not None:
            people = in_group.get(group_id, [])
        else:
            people = [by_sitting[sitting_id].key] if sitting_id in by_sitting else []
        for key_of_row in people:
            found[key_of_row].works[key] = standing
    return by_status


def _tests(cohort: Cohort, by_sitting: Mapping[int, Row], found: Mapping[tuple, _Found]) -> None:
    waiting = {Attempt.Status.SUBMITTED: State.TEST_WAITS, Attempt.Status.EXPIRED: State.TEST_WAITS}
    unfinished = Attempt.objects.filter(
        sitting__cohort=cohort, status__in=[Attempt.Status.IN_PROGRESS, *waiting]
    )
    for sitting_id, quiz, status in unfinished.order_by("pk").values_list(
        "sitting_id", "quiz__key", "status"
    ):
        if row := by_sitting.get(sitting_id):
            found[row.key].tests[quiz] = waiting.get(status, State.RUNNING)


def _due(cohort: Cohort, rows: list[Row]) -> dict[tuple[str, str, int | None], datetime]:
    """When works are due: ("all", assignment, None), and who has more time by ("sitting" or "group", assignment, pk)."""
    due: dict[tuple[str, str, int | None], datetime] = {
        ("all", key, None): closes
        for key, closes in DateRule.objects.filter(cohort=cohort, kind=DateRule.Kind.ASSIGNMENT).values_list(
            "key", "closes_at"
        )
    }
    extensions = Extension.objects.filter(Q(sitting__cohort=cohort) | Q(group__cohort=cohort)).values_list(
        "assignment__key", "sitting_id", "group_id", "due_at"
    )
    for key, sitting_id, group_id, due_at in extensions.order_by("granted_at", "pk"):
        last = later_of(due_at, due.get(("all", key, None)))
        due[("sitting", key, sitting_id) if sitting_id else ("group", key, group_id)] = last
    if again := [row.sitting_id for row in rows if row.is_again]:
        own = SittingWindow.objects.filter(sitting__in=again, kind=SittingWindow.Kind.ASSIGNMENT)
        due |= {("sitting", row.key, row.sitting_id): row.closes_at for row in own}
    return due


def _cell(component: Mapping, found: _Found, row: Row, due: Mapping, group_key: str, at: datetime) -> Cell:
    key, work = component["key"], component.get("assignment", "")
    is_test = component.get("source") == "quiz"
    value, source = found.marks.get(key, (None, ""))
    state, is_late = found.works.get(work, (State.NO_MARK, False))
    if is_test:
        state = found.tests.get(component.get("quiz", ""), State.NO_MARK)
    if value is not None:
        state = State.DECISION if source == Mark.Source.OVERRIDE else State.RELEASED
    elif state == State.RELEASED:
        state = State.NO_MARK  # the marks of this work are not this person's
    group = found.groups.get(work)
    last = (
        due.get(("sitting", work, row.sitting_id))
        or (due.get(("group", work, group)) if group else None)
        or due.get(("all", work, None))
    )
    return Cell(
        key=key,
        title=component["name"],
        state=state,
        value=value,
        is_required=component.get("required", True),
        is_test=is_test,
        is_late=is_late,
        is_overdue=bool(state in {State.NO_MARK, State.DRAFT} and last and at > last and not is_test),
        lacks_group=bool(work and work == group_key and group is None and not row.is_again),
    )


def _decide(
    cohort: Cohort,
    content: Mapping,
    rows: list[Row],
    by_sitting: Mapping[int, Row],
    *,
    is_by_commission: bool,
) -> None:
    """Scores, decisions and documents."""
    bands = {row["key"]: text_in(row["title"]) for row in content.get("bands", [])}
    results = Result.objects.current().filter(sitting__cohort=cohort)
    for result in results.only("sitting_id", "score", "band", "decision", "decision_reason"):
        if row := by_sitting.get(result.sitting_id):
            row.result = result
    scheme = scheme_rules.read(content) if content else None
    for row in rows:
        if row.result:
            row.score, row.decision = row.result.score, row.result.decision
            row.band = bands.get(row.result.band, row.result.band)
            row.decision_words = str(row.result.get_decision_display())
        elif scheme and row.is_active:
            _so_far(row, scheme, bands, is_by_commission=is_by_commission)
    by_enrolment = {row.enrolment.pk: row for row in rows if not row.is_again}
    # A document of a reassessment elsewhere stands in the person's row here; of one in this cohort, in that one's own row.
    for document in (
        Document.objects.filter(Q(enrolment__cohort=cohort) | Q(result__sitting__cohort=cohort))
        .annotate(of_sitting=F("result__sitting"))
        .only("enrolment_id", "kind", "status", "number", "valid_until")
        .order_by("created_at", "pk")
    ):
        row = by_sitting.get(document.of_sitting) or by_enrolment.get(document.enrolment_id)
        if row is not None:
            row.documents.append(document)


def _so_far(row: Row, scheme: scoring.Scheme, bands: Mapping, *, is_by_commission: bool) -> None:
    marks = {cell.key: cell.value for cell in row.cells if cell.value is not None}
    outcome = scoring.decide(scheme, marks)
    scored = {component.key for component in scheme.components if component.scored}
    if scored & marks.keys():
        row.score = outcome.score
    if scored <= marks.keys():
        row.band = bands.get(outcome.band, outcome.band)
    row.decision = OPEN if outcome.missing else READY
    if row.decision == READY:
        row.decision_words = _("ready for the commission") if is_by_commission else _("ready")
    else:
        row.decision_words = _("not decided yet")

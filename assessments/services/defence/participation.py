"""What the system knows of each person's activity in a cohort, and the points it proposes for participation."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from courses.models import Cohort, Enrolment, PlanTopic, TopicProgress

from ...models import (
    Attempt,
    CohortScheme,
    DateRule,
    Extension,
    GroupMembership,
    Quiz,
    Sitting,
    SubmissionMember,
)
from ...rules.lateness import later_of
from ...rules.participation import Activity, Proposal, propose

CRITERION = "participation"
Days = dict[int, set[date]]


def activity_of(
    cohort: Cohort, *, at: datetime | None = None, enrolment_ids: Collection[int] | None = None
) -> dict[int, Activity]:
    """The activity of everybody who studies or has studied in the cohort, by enrolment (nine queries however many).

    `enrolment_ids`: only of these. A work counts once it is handed in, or once its date (or the person's later one)
    has passed at `at`. A correction a marker asked for is not late: the first hand-in counts.
    """
    at = at or timezone.now()
    people = _people(cohort, enrolment_ids)
    topics = set(PlanTopic.objects.filter(cohort=cohort, final=0).values_list("pk", flat=True))
    content = CohortScheme.objects.filter(cohort=cohort).values_list("content", flat=True).first() or {}
    days: Days = defaultdict(set)
    studied = _studied(people, topics, days)
    practice = _practice(people, content, days)
    works, on_time = _works(cohort, people, content, days, at)
    tests = len(_practice_keys(content))
    return {
        pk: Activity(
            topics=len(topics),
            studied=studied[pk],
            practice_tests=tests,
            practice_taken=len(practice[pk]),
            works=works[pk],
            on_time=on_time[pk],
            active_days=len(days[pk]),
        )
        for pk in people
    }


def proposal_for(sitting: Sitting, maximum: Decimal, *, at: datetime | None = None) -> Proposal:
    """What is proposed for one person; the trainer decides. Activity is that of the enrolment's own cohort."""
    enrolment = sitting.enrolment
    found = activity_of(enrolment.cohort, at=at, enrolment_ids=[enrolment.pk])
    return propose(found.get(enrolment.pk, Activity()), maximum)


def _people(cohort: Cohort, enrolment_ids: Collection[int] | None) -> list[int]:
    rows = Enrolment.objects.filter(
        cohort=cohort, status__in=[Enrolment.Status.STUDYING, Enrolment.Status.COMPLETED]
    )
    if enrolment_ids is not None:
        rows = rows.filter(pk__in=enrolment_ids)
    return list(rows.values_list("pk", flat=True))


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)


def _studied(people: list[int], topics: set[int], days: Days) -> dict[int, int]:
    """How many topics each has studied; days of reading are noted."""
    count: dict[int, int] = defaultdict(int)
    rows = TopicProgress.objects.filter(enrolment__in=people).values_list(
        "enrolment_id", "topic_id", "opened_at", "studied_at"
    )
    for pk, topic, opened_at, studied_at in rows:
        days[pk].add(_day(opened_at))
        if studied_at is not None:
            days[pk].add(_day(studied_at))
            count[pk] += topic in topics
    return count


def _practice_keys(content: Mapping) -> set[str]:
    return {key for key, row in content.get("quizzes", {}).items() if row.get("mode") == Quiz.Mode.PRACTICE}


def _practice(people: list[int], content: Mapping, days: Days) -> dict[int, set[str]]:
    """Which practice tests each has taken; days of any test are noted."""
    keys = _practice_keys(content)
    taken: dict[int, set[str]] = defaultdict(set)
    rows = Attempt.objects.filter(sitting__enrolment__in=people).exclude(status=Attempt.Status.VOIDED)
    for pk, key, status, started_at in rows.values_list(
        "sitting__enrolment_id", "quiz__key", "status", "started_at"
    ):
        days[pk].add(_day(started_at))
        if key in keys and status != Attempt.Status.IN_PROGRESS:
            taken[pk].add(key)
    return taken


def _works(
    cohort: Cohort, people: list[int], content: Mapping, days: Days, at: datetime
) -> tuple[dict[int, int], dict[int, int]]:
    """How many works each has handed in or missed, and how many were on time; days of handing in are noted."""
    usual = dict(
        DateRule.objects.filter(cohort=cohort, kind=DateRule.Kind.ASSIGNMENT).values_list("key", "closes_at")
    )
    later = _later_dates(cohort)
    rows = (
        SubmissionMember.objects.filter(
            sitting__enrolment__in=people, excluded_at__isnull=True, submission__submitted_at__isnull=False
        )
        .order_by("submission__number")
        .values_list(
            "sitting__enrolment_id",
            "submission__assignment__key",
            "submission__submitted_at",
            "submission__due_at",
        )
    )
    works: dict[int, int] = defaultdict(int)
    on_time: dict[int, int] = defaultdict(int)
    first: set[tuple[int, str]] = set()
    for pk, key, submitted_at, due_at in rows:
        if submitted_at is None:
            continue
        days[pk].add(_day(submitted_at))
        if (pk, key) in first:
            continue
        first.add((pk, key))
        due = due_at or later_of(later.get((pk, key)), usual.get(key))
        works[pk] += 1
        on_time[pk] += due is None or submitted_at <= due
    for key in content.get("rubrics", {}):
        for pk in people:
            due = later_of(later.get((pk, key)), usual.get(key))
            works[pk] += (pk, key) not in first and due is not None and due < at
    return works, on_time


def _later_dates(cohort: Cohort) -> dict[tuple[int, str], datetime]:
    """The date that an extension gave a person, by (enrolment, work): their own, or their group's."""
    members: dict[int, list[int]] = defaultdict(list)
    present = GroupMembership.objects.filter(group__cohort=cohort, left_at__isnull=True)
    for group, pk in present.values_list("group_id", "enrolment_id"):
        members[group].append(pk)
    rows = Extension.objects.filter(assignment__edition_id=cohort.edition_id).order_by("granted_at", "pk")
    own = rows.filter(sitting__cohort=cohort) | rows.filter(group__cohort=cohort)
    dates = {}
    for pk, group, key, due_at in own.values_list(
        "sitting__enrolment_id", "group_id", "assignment__key", "due_at"
    ):
        for one in [pk] if pk else members[group]:
            dates[one, key] = due_at
    return dates

"""What still stands between sittings and their decision: works whose marks are not open, tests not finished."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from ...models import Attempt, Mark, Submission
from ...querysets import AttemptQuerySet
from ..attempts import attempts
from ..scheme import frozen


def works(sittings: Collection[int], content: Mapping) -> dict[int, set[int]]:
    """Of these sittings, those whose handed-in work still waits for a required mark: sitting -> submissions.

    A component that has its mark otherwise, by an individual decision say, waits for nothing. Two queries.
    """
    handed_in = (
        Submission.objects.filter(
            status__in=[Submission.Status.SUBMITTED, Submission.Status.MARKED],
            members__sitting__in=sittings,
            members__excluded_at__isnull=True,
        )
        .values_list("pk", "assignment__key", "members__sitting")
        .distinct()
    )
    marked = set(Mark.objects.current().filter(sitting__in=sittings).values_list("sitting", "component"))
    waiting: dict[int, set[int]] = defaultdict(set)
    for work, key, sitting in handed_in:
        for row in frozen.component_of_assignment(content, key):
            if row.get("required", True) and (sitting, row["key"]) not in marked:
                waiting[sitting].add(work)
    return dict(waiting)


def tests(sittings: Collection[int]) -> AttemptQuerySet:
    """Attempts of these sittings that are open, or closed and not graded; practice decides nothing and is left out."""
    unfinished = [Attempt.Status.IN_PROGRESS, Attempt.Status.SUBMITTED, Attempt.Status.EXPIRED]
    return Attempt.objects.filter(sitting__in=sittings, status__in=unfinished).exclude(terms__mode="practice")


def finish_tests(sittings: Collection[int], *, at: datetime) -> None:
    """Close what is past its deadline and grade what is closed, so that only what truly waits is left."""
    for attempt_id in list(tests(sittings).open().order_by("pk").values_list("pk", flat=True)):
        attempts.close_if_overdue(attempt_id=attempt_id, at=at)
    for attempt_id in list(tests(sittings).ungraded().order_by("pk").values_list("pk", flat=True)):
        attempts.grade_attempt(attempt_id=attempt_id, at=at)

"""What the days do to rights: absences, ends of years, renewals, decisions that nobody else takes, reminders.

Each part can be run again; one person that fails holds up no other.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from assessments.models import CohortScheme, Result, Sitting
from assessments.services.decisions import results, waiting
from certificates.models import Document
from courses.models import Cohort
from people.models import Notification

from ...models import Reassessment
from ...rules import entitlements as rules
from . import telling
from .absence import is_past, no_show
from .booking import release
from .rows import RELATED, Status, has_begun, locked, settle, take

log = logging.getLogger("tirek.postcourse")


def _each(jobs: Iterable[tuple[object, Callable[[], object]]], *, what: str) -> int:
    """Do every job by itself; how many changed something."""
    done = 0
    for name, job in jobs:
        try:
            done += job() is not None
        except Exception:
            log.exception("%s %s could not be brought up to date", what, name)
    return done


def lapse_due(*, at: datetime) -> int:
    """End what is over: bookings that were begun are taken, those whose time passed with nothing done are absences, those
    with a cancelled cohort open again; rights open past their last day lapse. How many changed.
    """
    booked = list(
        Reassessment.objects.filter(status=Status.BOOKED).order_by("pk").values_list("pk", flat=True)
    )
    changed = _each(((pk, partial(_notice, pk, at)) for pk in booked), what="booking")
    over = Reassessment.objects.filter(status=Status.OPEN, until__lt=timezone.localdate(at)).order_by("pk")
    people = list(over.values_list("user_id", "programme_code"))
    return changed + _each(
        ((pk, partial(_end_of_year, pk, code, at)) for pk, code in people), what="right of"
    )


def _notice(pk: int, at: datetime) -> object:
    row = Reassessment.objects.select_related("cohort", "sitting").get(pk=pk)
    if has_begun(row.sitting):
        return take(reassessment_id=pk, at=at)
    if row.cohort is not None and row.cohort.status == Cohort.Status.CANCELLED:
        return _set_free(pk, at)
    return no_show(reassessment_id=pk, at=at) if is_past(row, at) else None


@transaction.atomic
def _set_free(pk: int, at: datetime) -> Reassessment:
    """The cohort that was joined is cancelled: the right is open again."""
    row = locked(pk)
    release(row, at=at, reason="cohort cancelled")
    telling.set_free(row, at=at)
    return row


def _end_of_year(user_id: int, programme_code: str, at: datetime) -> bool:
    settle(user_id=user_id, programme_code=programme_code, at=at)
    return True


def renew(*, at: datetime) -> int:
    """Open what is due and has no row: the rights of a new year, and what a lost signal left behind. How many opened."""
    today = timezone.localdate(at)
    person = {
        "user_id": OuterRef("sitting__enrolment__user_id"),
        "programme_code": OuterRef("sitting__enrolment__cohort__edition__code"),
    }
    certified = Document.objects.standing().filter(
        kind=Document.Kind.CERTIFICATE,
        holder_id=OuterRef("sitting__enrolment__user_id"),
        enrolment__cohort__edition__code=OuterRef("sitting__enrolment__cohort__edition__code"),
        valid_until__gte=today,
    )
    passed = Result.objects.current().filter(
        decision=Result.Decision.PASSED,
        sitting__enrolment__user_id=OuterRef("sitting__enrolment__user_id"),
        sitting__enrolment__cohort__edition__code=OuterRef("sitting__enrolment__cohort__edition__code"),
        sitting__opened_at__gte=OuterRef("sitting__opened_at"),
    )
    failed = (
        Result.objects.current()
        .filter(decision=Result.Decision.NOT_PASSED, sitting__enrolment__status__in=rules.MAY_SIT)
        .exclude(Exists(Reassessment.objects.filter(**person).under_way()))
        .exclude(Exists(certified))
        .exclude(Exists(passed))
        .order_by()
        .values_list("sitting__enrolment__user_id", "sitting__enrolment__cohort__edition__code")
        .distinct()
    )
    jobs = (
        (user_id, partial(settle, user_id=user_id, programme_code=code, at=at))
        for user_id, code in sorted(failed)
    )
    return _each(jobs, what="right of")


def decide_due(*, at: datetime) -> int:
    """Decide reassessments that were taken, whose time is over and that nothing waits for: what is missing decides.

    Those of a commission wait for its protocol, those with a cohort under way for its end. How many were decided.
    """
    taken = Reassessment.objects.filter(status=Status.TAKEN, planned_on__lt=timezone.localdate(at))
    rows = taken.filter(sitting__results__isnull=True).select_related("cohort", "sitting").order_by("pk")
    return _each(((row.pk, partial(_decide, row, at)) for row in rows), what="reassessment")


def _decide(row: Reassessment, at: datetime) -> Result | None:
    sitting = row.sitting
    if sitting is None or row.cohort is None or row.cohort.status not in rules.OVER or not has_begun(sitting):
        return None
    copy = CohortScheme.objects.get(cohort=row.cohort)
    waiting.finish_tests([sitting.pk], at=at)
    if Sitting.objects.filter(pk=sitting.pk, results__isnull=False).exists():
        return None  # the last test decided it
    if (
        copy.is_by_commission
        or waiting.tests([sitting.pk]).exists()
        or waiting.works([sitting.pk], copy.content)
    ):
        return None
    return results.decide_result(sitting_id=sitting.pk, at=at, at_conclusion=True)


# Reminders. A notice that was written is the memory of it.

ENDS, TOMORROW = "right_ends", "reassessment_tomorrow"


def remind(*, at: datetime) -> int:
    """Remind of open rights 30 and 7 days before their last day, and of what is booked on the day before. How many."""
    today = timezone.localdate(at)
    rows = Reassessment.objects.filter(user__is_active=True).select_related(*RELATED).order_by("pk")
    ending = list(rows.filter(status=Status.OPEN, until__range=(today, today + timedelta(days=30))))
    coming = list(rows.filter(status=Status.BOOKED, planned_on=today + timedelta(days=1)))
    told = _told(ENDS, ending)
    jobs: list[tuple[object, Callable[[], object]]] = []
    for row in ending:
        days = rules.reminders_due(
            until=row.until,
            opened_on=timezone.localdate(row.opened_at),
            today=today,
            told=[days for days, last in told[row.pk] if last == row.until.isoformat()],
        )
        if days is not None:
            jobs.append((row.pk, partial(telling.ends, row, days=days, at=at)))
    told = _told(TOMORROW, coming)
    for row in coming:
        if row.planned_on is not None and row.planned_on.isoformat() not in {day for _n, day in told[row.pk]}:
            jobs.append((row.pk, partial(telling.tomorrow, row, at=at)))
    return _each(jobs, what="reminder of")


def _told(kind: str, rows: list[Reassessment]) -> dict[int, list[tuple[int, str]]]:
    """What was told of these rights: days before and the day meant, by row (one query)."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    people = {row.user_id for row in rows}
    for context in Notification.objects.filter(kind=kind, user__in=people).values_list("context", flat=True):
        found[context["right"]].append((context.get("days", 0), context["day_on"]))
    return found


def turn_the_year(*, at: datetime) -> None:
    """All of it, in the order in which one part leads to the next."""
    lapse_due(at=at)
    decide_due(at=at)
    renew(at=at)
    remind(at=at)

"""The demonstration's rights to be reassessed: one open, one booked with the running cohort, an absence to settle."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from assessments.models import Result
from courses.models import Cohort
from people.demo import People
from people.errors import Refusal

from ..models import Reassessment
from ..services.rights import booking, reassessment
from ..services.rights import year as right_year

DAY = timedelta(days=1)
Kind = Reassessment.Kind


def seed(people: People, cohorts: Mapping[str, Cohort], at: datetime) -> None:
    """Rights of everybody who did not pass, opened on the day of the decision; a repeat adds nothing.

    Around the new year a right belongs to the year before: then it stands anew, and what cannot be booked stays open.
    """
    for name in ("concluded", "assistants_concluded"):
        for result in _failed(cohorts[name]):
            reassessment.open_right(result_id=result.pk, at=result.decided_at)
    right_year.turn_the_year(at=at)
    _book(cohorts["concluded"], -1, Kind.COHORT, cohort_joined=cohorts["running"], at=at)
    absent = at - 12 * DAY
    _book(cohorts["assistants_concluded"], 0, Kind.ALONE, day=absent + 7 * DAY, at=absent)
    right_year.turn_the_year(at=at)


def _failed(cohort: Cohort) -> list[Result]:
    found = Result.objects.current().filter(sitting__enrolment__cohort=cohort, decision="not_passed")
    return list(found.order_by("sitting__enrolment"))


def _book(
    cohort: Cohort,
    place: int,
    kind: str,
    *,
    at: datetime,
    cohort_joined: Cohort | None = None,
    day: datetime | None = None,
) -> None:
    """One of those who did not pass books, where there is a right that can be booked at that moment."""
    rows = list(
        Reassessment.objects.filter(enrolment__cohort=cohort, status="open", opened_at__lte=at).order_by(
            "enrolment"
        )
    )
    if not rows:
        return
    row = rows[place]
    try:
        booking.book(
            reassessment_id=row.pk,
            kind=kind,
            cohort_id=cohort_joined.pk if cohort_joined else None,
            planned_on=day.date() if day else None,
            at=at,
            actor=row.user,
        )
    except Refusal:
        return

"""Reading the support of graduates: the same number of queries for two people and for two thousand."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from certificates.models import Document
from courses.models import Enrolment
from people.models import Employment, Organisation, User
from people.sorting import by_name

from ..models import (
    Meeting,
    MentorAssignment,
    MentoringPlan,
    PlanVersion,
    SelfAssessment,
)
from ..rules import outcomes
from ..services.events.attendance import attended
from ..services.growth.indicators import indicator_figures
from ..services.meetings.figures import meeting_figures
from ..services.practices.practices import used_by
from .figures import NO_PLAN, Supported

A_YEAR = timedelta(days=365)


def may_see_everybody(user: User) -> bool:
    """Who follows the support of all graduates; a mentor sees their own."""
    return user.has_perm("postcourse.run_support")


def may_read(user: User) -> bool:
    return may_see_everybody(user) or user.has_role("mentor")


def graduates(user: User, *, year: str = "", at: datetime) -> QuerySet[Enrolment]:
    """Enrolments that earned a certificate which still stands, and those with a plan, by name; each has `since`, the day.

    Of that calendar year; else of the last twelve months, and older ones whose support went on in them or is still open.
    A mentor reads those of the plans they mentor now, whatever their year.
    """
    certificates = Document.objects.standing().filter(
        kind=Document.Kind.CERTIFICATE, enrolment=OuterRef("pk")
    )
    posts = Employment.objects.filter(user=OuterRef("user"), ended_on__isnull=True).order_by(
        "-started_on", "-pk"
    )
    earned = Subquery(certificates.order_by("issued_on").values("issued_on")[:1])
    found = Enrolment.objects.annotate(since=Coalesce(earned, F("mentoring_plan__starts_on")))
    if year:
        found = found.filter(since__year=int(year))
    if not may_see_everybody(user):
        found = found.filter(mentoring_plan__in=MentoringPlan.objects.mentored_by(user))
    elif not year:
        first = timezone.localdate(at) - A_YEAR
        supported_since = Q(mentoring_plan__status__in=["draft", "agreed"]) | Q(
            mentoring_plan__ends_on__gt=first
        )
        found = found.filter(Q(since__gt=first) | supported_since)
    return (
        found.filter(since__isnull=False)
        .select_related("user", "cohort__edition", "mentoring_plan")
        .annotate(organisation_id=Subquery(posts.values("organisation")[:1]))
        .order_by(*by_name("user__surname", "user__given_name"), "pk")
    )


def years() -> list[int]:
    """The calendar years in which certificates were issued, the newest first."""
    days = Document.objects.standing().filter(kind=Document.Kind.CERTIFICATE).order_by()
    return [day.year for day in days.dates("issued_on", "year", order="DESC")]


@dataclass
class _Found:
    """What the queries brought, by plan or by person."""

    mentors: dict[int, User]
    last_met: dict[int, datetime]
    unwritten: dict[int, datetime]
    agreed: dict[int, date]
    checkpoints: dict[int, tuple[date, ...]]
    self_assessed: dict[tuple[int, str], Decimal]
    meetings: dict[int, Any]
    indicators: dict[int, Any]


def supported(user: User, *, year: str = "", at: datetime) -> list[Supported]:
    """Every graduate this person may see, with their support in figures, by name."""
    enrolments = list(graduates(user, year=year, at=at))
    places = Organisation.objects.select_related("region").in_bulk(
        {one.organisation_id for one in enrolments} - {None}  # type: ignore[attr-defined]
    )
    found = _of_plans([plan.pk for one in enrolments if (plan := _plan_of(one))], at=at)
    since: dict[int, date] = {}
    for one in enrolments:
        since[one.user_id] = min(one.since, since.get(one.user_id, one.since))  # type: ignore[attr-defined]
    practices, came = used_by(list(since)), _attended(since, at=at)
    rows = []
    for one in enrolments:
        # What somebody did counts once, also where they finished both programmes.
        shared, used = practices.pop(one.user_id, (0, 0))
        done = {"shared": shared, "used": used, "attended": came.pop(one.user_id, 0)}
        rows.append(_row(one, places, found, done, today=timezone.localdate(at)))
    return rows


def _plan_of(enrolment: Enrolment) -> MentoringPlan | None:
    return getattr(enrolment, "mentoring_plan", None)


def _row(enrolment: Any, places: dict, found: _Found, done: dict[str, int], *, today: date) -> Supported:
    place, plan = places.get(enrolment.organisation_id), _plan_of(enrolment)
    facts: dict[str, Any] = {
        "enrolment_id": enrolment.pk,
        "name": str(enrolment.user),
        "programme": enrolment.cohort.edition.code,
        "cohort": enrolment.cohort.code,
        "graduated_on": enrolment.since,
        "state": NO_PLAN,
        **done,
    }
    if place is not None:
        facts |= {"region": place.region.code, "region_name": place.region.name, "place": place.name}
    if plan is not None:
        facts |= _plan_facts(plan, found, today=today)
    return Supported(**facts)


def _plan_facts(plan: MentoringPlan, found: _Found, *, today: date) -> dict[str, Any]:
    meetings = found.meetings.get(plan.pk)
    better, worse, same = found.indicators.get(plan.pk, (0, 0, 0))
    mentor = found.mentors.get(plan.pk)
    return {
        "plan_id": plan.pk,
        "state": plan.status,
        "agreed_on": found.agreed.get(plan.pk),
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
        "planned": plan.planned_meetings,
        "mentor_id": mentor.pk if mentor else None,
        "mentor": str(mentor) if mentor else "",
        "held": meetings.held if meetings else 0,
        "visits": meetings.visits if meetings else 0,
        "last_met": _day(found.last_met.get(plan.pk)),
        "unwritten_since": _day(found.unwritten.get(plan.pk)),
        "checkpoints": tuple(day for day in found.checkpoints.get(plan.pk, ()) if day <= today),
        "better": better,
        "worse": worse,
        "same": same,
        "before": found.self_assessed.get((plan.pk, "before")),
        "after": found.self_assessed.get((plan.pk, "after")),
    }


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def _of_plans(ids: list[int], *, at: datetime) -> _Found:
    assigned = MentorAssignment.objects.filter(plan__in=ids, until_at__isnull=True).select_related("mentor")
    met = (
        Meeting.objects.filter(plan__in=ids)
        .order_by()
        .values("plan")
        .annotate(
            last=Max("real_start", filter=Q(status="held")),
            unwritten=Min("planned_end", filter=Q(status="booked", planned_end__lte=at)),
        )
    )
    rows = list(met)
    agreed, checkpoints = _agreed(ids)
    return _Found(
        mentors={one.plan_id: one.mentor for one in assigned},
        last_met={row["plan"]: row["last"] for row in rows if row["last"]},
        unwritten={row["plan"]: row["unwritten"] for row in rows if row["unwritten"]},
        agreed=agreed,
        checkpoints=checkpoints,
        self_assessed=_self_assessed(ids),
        meetings=meeting_figures(ids, at=at),
        indicators=indicator_figures(ids),
    )


def _agreed(ids: list[int]) -> tuple[dict[int, date], dict[int, tuple[date, ...]]]:
    """When each plan was agreed first, and the checkpoints of the wording that was agreed last."""
    agreed: dict[int, date] = {}
    checkpoints: dict[int, tuple[date, ...]] = {}
    versions = PlanVersion.objects.filter(
        plan__in=ids, graduate_agreed_at__isnull=False, mentor_agreed_at__isnull=False
    ).order_by("number")
    for version in versions:
        last = max(version.graduate_agreed_at, version.mentor_agreed_at)
        agreed.setdefault(version.plan_id, timezone.localdate(last))
        checkpoints[version.plan_id] = _days(version.content.get("checkpoints", ()))
    return agreed, checkpoints


def _days(checkpoints: Iterable[dict]) -> tuple[date, ...]:
    """The days of a plan's checkpoints, without what is no day."""
    found = []
    for one in checkpoints:
        try:
            found.append(date.fromisoformat(str(one.get("on", ""))))
        except ValueError:
            continue
    return tuple(sorted(found))


def _self_assessed(ids: list[int]) -> dict[tuple[int, str], Decimal]:
    """The mean of each self-assessment's answers, by plan and moment; the answers themselves stay where they are."""
    found = {}
    for plan_id, moment, answers in SelfAssessment.objects.filter(plan__in=ids).values_list(
        "plan", "moment", "answers"
    ):
        if (mean := outcomes.mean(answers)) is not None:
            found[(plan_id, moment)] = mean
    return found


def _attended(since: dict[int, date], *, at: datetime) -> Counter[int]:
    """In how many events each person took part, from the day they graduated on."""
    found: Counter[int] = Counter()
    for one in attended(at=at, user_ids=since):
        if one.took_part and timezone.localdate(one.event.starts_at) >= since[one.user_id]:
            found[one.user_id] += 1
    return found

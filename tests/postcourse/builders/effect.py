"""Graduates whose support stands as far as a test wants it, as rows: the services that make them have tests of their own."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from certificates.services import issue_document
from courses.models import Cohort
from people.models import Employment, Organisation, Region, User
from people.roles import Role
from people.rules.identifiers import with_check_digit
from postcourse.models import (
    ChildIndicator,
    ChildReading,
    ClosingReport,
    Meeting,
    MentorAssignment,
    MentoringPlan,
    PlanVersion,
    SelfAssessment,
)
from tests.factories import NOW, decide, enrol, make_user

DAY = timedelta(days=1)


def make_graduate(
    cohort: Cohort, *, at=NOW - 100 * DAY, region: str = "75", user: User | None = None
) -> MentoringPlan:
    """Somebody whose certificate is of then, who works in that region, and their unsaved plan of a year from then on."""
    enrolment = enrol(user, cohort)
    issue_document(result_id=decide(enrolment, at=at).pk, at=at)
    if region:
        Employment.objects.create(
            user=enrolment.user,
            organisation=school_in(region),
            position="мұғалім",
            started_on=timezone.localdate(at),
        )
    day = timezone.localdate(at)
    return MentoringPlan(
        enrolment=enrolment,
        graduate=enrolment.user,
        status="draft",
        months=12,
        starts_on=day,
        ends_on=day + 365 * DAY,
        planned_meetings=6,
        opened_at=at,
    )


def school_in(region: str) -> Organisation:
    found, _made = Organisation.objects.get_or_create(
        bin=with_check_digit(f"010140{region}100"),
        defaults={
            "kind": "school",
            "name_kk": f"№ {region} мектеп",
            "name_ru": f"Школа № {region}",
            "region": Region.objects.get(code=region),
        },
    )
    return found


def make_mentored(
    cohort: Cohort,
    mentor: User,
    *,
    at=NOW - 100 * DAY,
    region: str = "75",
    status: str = "agreed",
    met=(),
    checkpoints=(),
    **fields,
) -> MentoringPlan:
    """A graduate with a mentor; agreed on the day of the result unless still a draft. `met`: days ago of meetings held."""
    plan = make_graduate(cohort, at=at, region=region)
    for name, value in {"status": status, **fields}.items():
        setattr(plan, name, value)
    plan.save()
    MentorAssignment.objects.create(plan=plan, mentor=mentor, from_at=at, assigned_by=mentor)
    agreed = None if status == "draft" else at
    PlanVersion.objects.create(
        plan=plan,
        number=1,
        content={
            "goals": [],
            "checkpoints": [{"on": day.isoformat(), "what": "."} for day in checkpoints],
            "note": "",
        },
        author=plan.graduate,
        saved_at=at,
        graduate_agreed_at=agreed,
        mentor_agreed_at=agreed,
    )
    for ago in met:
        make_meeting(plan, mentor, NOW - ago * DAY, status="held")
    return plan


def make_meeting(plan: MentoringPlan, mentor: User, start, *, status: str, kind: str = "coaching") -> Meeting:
    times = {"real_start": start, "real_end": start + timedelta(hours=1)} if status == "held" else {}
    return Meeting.objects.create(
        plan=plan,
        mentor=mentor,
        kind=kind,
        way="online",
        status=status,
        planned_start=start,
        planned_end=start + timedelta(hours=1),
        booked_at=start - DAY,
        booked_by=mentor,
        summary="Оқушы А туралы ешкім оқымайтын сөз.",
        **times,
    )


def answer(plan: MentoringPlan, *, before: int, after: int) -> None:
    """Both self-assessments, all answers alike."""
    for moment, value in (("before", before), ("after", after)):
        SelfAssessment.objects.create(
            plan=plan, moment=moment, answers={"law": value, "role": value}, given_at=NOW
        )


def watch(plan: MentoringPlan, *values: int, better: str = "more") -> ChildIndicator:
    """An indicator of a nameless child with a reading a day."""
    indicator = ChildIndicator.objects.create(
        plan=plan,
        child_code="Оқушы А",
        name="отыру уақыты",
        unit="минут",
        better=better,
        highest=Decimal(20),
        made_at=NOW,
    )
    for place, value in enumerate(values):
        ChildReading.objects.create(
            indicator=indicator, on=timezone.localdate(NOW) - (len(values) - place) * DAY, value=value
        )
    return indicator


def accept_closing(plan: MentoringPlan, boss: User) -> ClosingReport:
    return ClosingReport.objects.create(
        plan=plan,
        saved_at=NOW,
        graduate_signed_at=NOW,
        mentor_signed_at=NOW,
        accepted_at=NOW,
        accepted_by=boss,
    )


def make_mentor(**fields) -> User:
    return make_user(Role.MENTOR, **fields)

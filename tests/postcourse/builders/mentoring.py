"""Graduates, their mentors and plans, made by the real services."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from certificates import services as certificates
from courses.models import Cohort, Enrolment
from people.models import Employment, Organisation, Region, User
from people.roles import Role
from people.rules.identifiers import with_check_digit
from postcourse.models import ClosingReport, Meeting, MentoringPlan, MentorProfile
from postcourse.services.mentoring import closing, mentors, plans
from tests.factories import NOW, decide, enrol, make_user

GOALS = [
    {
        "outcome": "оқу материалдарын бейімдей білу",
        "goal": "Тапсырмаларды үш деңгейге бөліп беремін.",
        "indicators": "Аптасына екі сабақта үш деңгейлі тапсырма берілді.",
        "activities": "Тәлімгермен бірге екі сабақ жоспарын құрамыз.",
        "evidence": "Сабақ жоспарлары.",
    },
    {
        "outcome": "",
        "goal": "Ата-анамен айына бір рет кездесемін.",
        "indicators": "Он кездесу өтті.",
        "activities": "Кездесу жоспарын құрамын.",
        "evidence": "Күнделік.",
    },
]


def make_mentor(
    *, capacity: int = 5, languages: tuple[str, ...] = ("kk", "ru"), user: User | None = None, **more: Any
) -> User:
    """A mentor with a profile; for all programmes unless told."""
    user = user or make_user(Role.MENTOR, surname="Тәлімбаева", given_name="Гүлнәр")
    mentors.save_profile(
        user_id=user.pk,
        languages=languages,
        programmes=more.pop("programmes", ()),
        region_id=more.pop("region_id", None),
        capacity=capacity,
        is_available=more.pop("is_available", True),
        visits=True,
        hours="Сейсенбі, 15:00-ден кейін",
        about="",
        at=NOW,
        actor=user,
        **more,
    )
    return user


def make_profile(user: User) -> MentorProfile:
    return MentorProfile.objects.get(user=make_mentor(user=user))


def make_graduate(cohort: Cohort, *, user: User | None = None, at: datetime = NOW) -> Enrolment:
    """A person of the cohort who passed and has the certificate."""
    enrolment = enrol(user, cohort, at=at)
    certificates.issue_document(result_id=decide(enrolment, at=at).pk, at=at, draw=False)
    return enrolment


def make_post(user: User, region: Region) -> Employment:
    """Where somebody works, so that a mentor of the same region can be found."""
    number = with_check_digit(f"{19014000000 + user.pk % 1000:011d}")
    school, _created = Organisation.objects.get_or_create(
        bin=number,
        defaults={"name_kk": "№ 7 мектеп", "name_ru": "Школа № 7", "kind": "school", "region": region},
    )
    return Employment.objects.create(
        user=user, organisation=school, position="мұғалім", started_on=timezone.localdate(NOW)
    )


def make_plan(
    enrolment: Enrolment, mentor: User | None, *, actor: User, at: datetime = NOW, agreed: bool = False
) -> MentoringPlan:
    """A plan of that graduate with that mentor, or with nobody; `agreed`: both have agreed to it."""
    if mentor is None:
        plan = plans.open_plan(enrolment_id=enrolment.pk, at=at, actor=actor)
    else:
        plan = mentors.assign(enrolment_id=enrolment.pk, mentor_id=mentor.pk, at=at, actor=actor).plan
    if agreed and mentor is not None:
        agree(plan, mentor, at=at)
    plan.refresh_from_db()
    return plan


def content_of(plan: MentoringPlan) -> dict[str, Any]:
    """A whole plan: two goals and one checkpoint within the support."""
    middle = plan.starts_on + (plan.ends_on - plan.starts_on) / 2
    return {
        "goals": [dict(row) for row in GOALS],
        "checkpoints": [{"on": middle.isoformat(), "what": "Аралық талдау."}],
        "note": "",
    }


def agree(plan: MentoringPlan, mentor: User, *, at: datetime = NOW) -> None:
    """The mentor writes a whole plan, both agree to it."""
    version = plans.newest(plan)
    version = plans.save_version(
        plan_id=plan.pk,
        content=content_of(plan),
        number=version.number,
        revision=version.revision,
        at=at,
        actor=mentor,
    )
    for person in (plan.graduate, mentor):
        plans.agree(plan_id=plan.pk, number=version.number, revision=version.revision, at=at, actor=person)


def hold_meeting(
    plan: MentoringPlan, mentor: User, *, at: datetime, minutes: int = 60, kind: str = "coaching"
):
    """A meeting that was held at that moment."""
    ends = at + timedelta(minutes=minutes)
    meeting = Meeting.objects.create(
        plan=plan,
        mentor=mentor,
        kind=kind,
        way="in_person" if kind == "visit" else "online",
        status="held",
        planned_start=at,
        planned_end=ends,
        real_start=at,
        real_end=ends,
        booked_at=at,
        booked_by=mentor,
        logged_at=ends,
    )
    meeting.transitions.create(from_status="booked", to_status="held", at=ends, actor=mentor)
    return meeting


def write_report(plan: MentoringPlan, mentor: User, *, at: datetime, signed: bool = True) -> ClosingReport:
    """Both write their parts and judge the goals; `signed`: and sign."""
    judged = [{"state": "reached", "why": ""}, {"state": "partly", "why": "Екі айда кездесу болмады."}]
    report = closing.report_of(plan)
    for person, text in (
        (plan.graduate, "Енді тапсырманы үш деңгейде беремін."),
        (mentor, "Айнымас еңбек, нәтижесі көрініп тұр."),
    ):
        seen = closing.seen_mark(report, by_graduate=person == plan.graduate)
        report = closing.save(plan_id=plan.pk, text=text, goals=judged, seen=seen, at=at, actor=person)
    assert report is not None
    if signed:
        for person in (plan.graduate, mentor):
            report = closing.sign(plan_id=plan.pk, seen=closing.signed_mark(report), at=at, actor=person)
    return report


def world(enrolment: Enrolment, mentor: User, coordinator: User) -> dict[str, list]:
    """The plan of that graduate, agreed on with that mentor, for the addresses of mentoring."""
    plan = make_plan(enrolment, make_mentor(user=mentor), actor=coordinator, agreed=True)
    return {
        "mentoring_plan": [plan.pk],
        "mentoring_write": [plan.pk],
        "mentoring_versions": [plan.pk],
        "mentoring_paper": [plan.pk, "pdf"],
        "mentoring_closing": [plan.pk],
        "mentoring_hand_over": [plan.pk],
        "mentoring_end": [plan.pk],
        "mentor_profile": [mentor.pk],
    }

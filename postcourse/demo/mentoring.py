"""The demonstration's mentoring: mentors with their profiles, graduates of concluded cohorts in every state of support."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.contrib.auth.models import Group
from django.utils import timezone

from courses.models import Cohort, Enrolment
from people.demo import People
from people.models import Region, User
from people.roles import Role

from ..models import MentoringPlan
from ..services.mentoring import graduates, mentors, plans

# Cohorts whose graduates are supported, and how many of them are left to be matched by hand.
SUPPORTED = (("concluded", 4), ("assistants_concluded", 2))
REGIONS = ("75", "63", "19")  # KATO codes
HOURS = ("Сейсенбі мен бейсенбі, 15:00-ден кейін", "По будням после 14:00", "Жұма, таңертең")
ABOUT = (
    "Он жеті жыл мектепте, оның жетеуін инклюзивті сыныпта өткіздім. Сабаққа қатысып, бірге талдағанды ұнатамын.",
    "Дефектолог, работаю в службе сопровождения. Помогу с адаптацией заданий и наблюдением.",
    "Педагог-психолог. Мінез-құлықты қолдау жоспарын бірге құрамыз.",
)


def seed(people: People, cohorts: Mapping[str, Cohort], at: datetime) -> None:
    """Profiles, plans and agreements, by the services people use. Meetings, diaries and closing follow in their rooms."""
    boss = people.accounts[Role.COORDINATOR]
    everybody = _mentors(people, at=at - timedelta(days=200))
    for name, left in SUPPORTED:
        cohort = cohorts[name]
        there = _graduates(cohort)
        for place, enrolment in enumerate(there[: max(0, len(there) - left)]):
            _support(enrolment, place, everybody, boss, at=at)


def _mentors(people: People, *, at: datetime) -> list[User]:
    """The mentor's account first, and two trainers who mentor as well."""
    role = Group.objects.get(name=Role.MENTOR)
    found = [people.accounts[Role.MENTOR]]
    found += list(User.objects.filter(groups__name=Role.TRAINER).order_by("pk")[1:3])
    for place, user in enumerate(found):
        user.groups.add(role)
        user.__dict__.pop("role_names", None)
        mentors.save_profile(
            user_id=user.pk,
            languages=["kk", "ru"] if place < 2 else ["kk"],
            programmes=[],
            region_id=Region.objects.get(code=REGIONS[place]).pk,
            capacity=(8, 6, 3)[place],
            is_available=True,
            visits=place < 2,
            hours=HOURS[place],
            about=ABOUT[place],
            at=at,
            actor=user,
        )
    return found


def _graduates(cohort: Cohort) -> list[Enrolment]:
    """Who earned a certificate that stands, by their numbers."""
    return list(
        Enrolment.objects.filter(cohort=cohort, documents__kind="certificate", documents__status="valid")
        .select_related("user", "cohort__edition")
        .distinct()
        .order_by("pk")
    )


def _support(enrolment: Enrolment, place: int, everybody: list[User], boss: User, *, at: datetime) -> None:
    """Matched some days after the certificate. Of five one plan is a draft, in one the graduate waits for the mentor."""
    graduate = graduates.as_rule(enrolment)
    fitting = [one for one in everybody if _fits(graduate, one)]
    if not fitting:
        return
    began = min(at, _day_after(enrolment))
    mentor = fitting[place % len(fitting)]
    assignment = mentors.assign(enrolment_id=enrolment.pk, mentor_id=mentor.pk, at=began, actor=boss)
    plan = assignment.plan
    version = plans.newest(plan)
    people_who_agree = {3: [], 4: [plan.graduate]}.get(place % 5, [plan.graduate, mentor])
    for days, person in enumerate(people_who_agree, 3):
        plans.agree(
            plan_id=plan.pk,
            number=version.number,
            revision=version.revision,
            at=min(at, began + timedelta(days=days)),
            actor=person,
        )


def _fits(graduate: graduates.matching.Graduate, user: User) -> bool:
    profile = user.mentor_profile
    return not graduates.matching.why_not(graduate, mentors.as_rule(profile, load=mentors.load_of(user.pk)))


def _day_after(enrolment: Enrolment) -> datetime:
    """A week after the certificate."""
    issued = enrolment.documents.filter(kind="certificate").order_by("issued_on")[0].issued_on
    noon = datetime.combine(issued, datetime.min.time(), tzinfo=timezone.get_default_timezone())
    return noon + timedelta(days=7, hours=11)


def of_account(people: People) -> MentoringPlan | None:
    """The support the mentor's account follows and that began first."""
    own = MentoringPlan.objects.mentored_by(people.accounts[Role.MENTOR])
    return own.order_by("starts_on", "pk").first()

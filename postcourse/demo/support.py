"""The demonstration's graduates of last year: support half done, handed over, overdue, closed, ended early."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from courses.models import Cohort, Enrolment
from people.demo import People
from people.models import Region, User
from people.roles import Role

from ..models import ClosingReport, MentoringPlan, MentorProfile
from ..services.mentoring import closing, mentors, plans

DAY = timedelta(days=1)
# How many days ago the support of each graduate began, in the order of their enrolments.
BEGAN = {
    "completed": 368,
    "overdue": 401,
    "ended": 300,
    "signed": 345,
    "half": 172,
    "handed_over": 190,
    "drafted": 64,
    "rare": 150,
}
REASON = "Тәлімгер басқа облысқа қызметке ауысты."
HANDED_OVER = (
    "Екі мақсаттың біріншісі орындалуға жақын. Сабақтан кейін бірден талдағанды жақсы көреді, жазбаша кері байланысты кейін "
    "қайта оқиды."
)
ENDED = "Педагог бала күтіміне байланысты демалысқа шықты, қолдауды жалғастыру мүмкін емес."
OWN_TEXT = (
    "Бір жыл бұрын ауысу сәттерінде сабақтың он минутын жоғалтатынмын. Қазір көрнекі кесте күнделікті әдетке айналды, "
    "тапсырманы үш деңгейде беремін, көмекті біртіндеп азайтуды үйрендім. Ең қиыны – бақылауды тұрақты жазу болды: "
    "аптасына екі рет, үш минуттан жазғанда ғана қалыптасты."
)
MENTOR_TEXT = (
    "Бес кездесуде педагогтің бақылауы дәлденді, шешімді дерекке сүйеніп қабылдайды. Сабақта балалар көмексіз ұзағырақ "
    "жұмыс істейді. Келесі қадам: тәжірибесін мектептегі әріптестерімен бөлісу."
)
WHY = "Кездесулердің екеуі ата-ананың уақыты келмегендіктен өтпей қалды."


def seed(people: People, cohorts: Mapping[str, Cohort], at: datetime) -> None:
    """Plans that began long ago, agreed on; their meetings and diaries are filled in their rooms. A repeat adds nothing."""
    rows = _graduates(cohorts["assistants_old"])
    if MentoringPlan.objects.filter(enrolment__in=rows).exists():
        return
    boss = people.accounts[Role.COORDINATOR]
    keepers = _with_more_places(people, at=at)
    for (state, ago), enrolment in zip(BEGAN.items(), rows, strict=False):
        mentor = keepers[state in {"overdue", "ended", "handed_over"}]
        began = at - ago * DAY
        plan = mentors.assign(enrolment_id=enrolment.pk, mentor_id=mentor.pk, at=began, actor=boss).plan
        if state != "drafted":
            _agree(plan, mentor, at=began + 6 * DAY)


def finish(people: People, cohorts: Mapping[str, Cohort], at: datetime) -> None:
    """What ends a support, once its meetings and diary stand: reports signed and accepted, a hand-over, an early end."""
    boss = people.accounts[Role.COORDINATOR]
    rows = dict(zip(BEGAN, _graduates(cohorts["assistants_old"]), strict=False))
    found = {state: MentoringPlan.objects.filter(enrolment=row).first() for state, row in rows.items()}
    if (plan := found.get("completed")) and plan.status == "agreed":
        _report(plan, at=at - timedelta(hours=5))
        closing.accept(plan_id=plan.pk, at=at - timedelta(hours=2), actor=boss)
    if (plan := found.get("signed")) and closing.report_of(plan) is None:
        _report(plan, at=at - timedelta(hours=20))
    if (plan := found.get("ended")) and plan.status == "agreed":
        plans.end_early(plan_id=plan.pk, reason=ENDED, at=at - 110 * DAY, actor=boss)
    if (plan := found.get("handed_over")) and plan.assignments.count() == 1:
        mentors.hand_over(
            plan_id=plan.pk,
            mentor_id=people.accounts[Role.MENTOR].pk,
            reason=REASON,
            handed_over=HANDED_OVER,
            at=at - 20 * DAY,
            actor=boss,
        )


def _graduates(cohort: Cohort) -> list[Enrolment]:
    return list(
        Enrolment.objects.filter(cohort=cohort, documents__kind="certificate").order_by("pk").distinct()
    )


def _with_more_places(people: People, *, at: datetime) -> list[User]:
    """The mentor's account and another mentor, each with a region and with places for last year's graduates too."""
    own = people.accounts[Role.MENTOR]
    other = MentorProfile.objects.exclude(user=own).order_by("-capacity", "pk").first()
    found = [own, other.user if other else own]
    for profile in MentorProfile.objects.filter(user__in=found):
        region = Region.objects.get(code="75" if profile.user_id == own.pk else "63")
        mentors.save_profile(
            user_id=profile.user_id,
            languages=profile.languages,
            programmes=profile.programmes,
            region_id=profile.region_id or region.pk,
            capacity=max(profile.capacity, 14),
            is_available=profile.is_available,
            visits=profile.visits,
            hours=profile.hours,
            about=profile.about,
            at=at,
            actor=profile.user,
        )
    return found


def _agree(plan: MentoringPlan, mentor: User, *, at: datetime) -> None:
    version = plans.newest(plan)
    for days, person in enumerate((plan.graduate, mentor)):
        plans.agree(
            plan_id=plan.pk,
            number=version.number,
            revision=version.revision,
            at=at + days * DAY,
            actor=person,
        )


def _report(plan: MentoringPlan, *, at: datetime) -> None:
    """Both write their part, judge the goals and sign."""
    mentor = plan.assignments.get(until_at__isnull=True).mentor
    count = len(closing.goals_of(plan))
    goals = [{"state": "reached", "why": ""}] * (count - 1) + [{"state": "partly", "why": WHY}]
    for person, text in ((plan.graduate, OWN_TEXT), (mentor, MENTOR_TEXT)):
        seen = closing.seen_mark(closing.report_of(plan), by_graduate=person == plan.graduate)
        closing.save(plan_id=plan.pk, text=text, goals=goals, seen=seen, at=at, actor=person)
    for person in (plan.graduate, mentor):
        report = ClosingReport.objects.get(plan=plan)
        closing.sign(plan_id=plan.pk, seen=closing.signed_mark(report), at=at, actor=person)

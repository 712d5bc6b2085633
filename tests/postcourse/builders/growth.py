"""Entries, self-assessments and indicators of a plan, made by the real services."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from courses.models import Cohort, Enrolment
from people.models import User
from postcourse.models import ChildIndicator, DiaryEntry, EntryFile, MentoringPlan, SelfAssessment
from postcourse.rules import outcomes
from postcourse.services.growth import diary, indicators, self_assessment
from tests.factories import NOW, enrol

from . import mentoring

TEXT = "Бүгін Оқушы А тапсырманы өзі бастады. Көрнекі кесте көмектесті."


def plan_of(cohort: Cohort, mentor: User, *, at: datetime = NOW) -> MentoringPlan:
    """A year of support that begins then, agreed on with two goals."""
    enrolment = enrol(None, cohort)
    day = timezone.localdate(at)
    plan = MentoringPlan.objects.create(
        enrolment=enrolment,
        graduate=enrolment.user,
        status="agreed",
        months=12,
        starts_on=day,
        ends_on=day + timedelta(days=365),
        opened_at=at,
    )
    plan.transitions.create(from_status="draft", to_status="agreed", at=at)
    plan.assignments.create(mentor=mentor, from_at=at, assigned_by=mentor)
    plan.versions.create(
        number=1,
        content=mentoring.content_of(plan),
        author=plan.graduate,
        saved_at=at,
        graduate_agreed_at=at,
        mentor_agreed_at=at,
    )
    return plan


def write_entry(
    plan: MentoringPlan,
    *,
    kind: str = "reflection",
    title: str = "Көрнекі кесте",
    text: str = TEXT,
    goal: int | None = None,
    shared: bool = False,
    at: datetime = NOW,
) -> DiaryEntry:
    """An entry of the graduate, private unless `shared`."""
    day = timezone.localdate(at)
    entry = diary.begin(plan_id=plan.pk, kind=kind, at=at, written_on=day, actor=plan.graduate)
    entry = diary.save_draft(
        entry_id=entry.pk,
        title=title,
        text=text,
        goal=goal,
        written_on=day,
        revision=entry.revision,
        at=at,
        actor=plan.graduate,
    )
    if shared:
        entry = diary.share(entry_id=entry.pk, at=at, actor=plan.graduate)
    return entry


def attach(
    entry: DiaryEntry, content: bytes = b"words", name: str = "sheet.txt", *, at: datetime = NOW
) -> EntryFile:
    upload = SimpleUploadedFile(name, content)
    return diary.attach(entry_id=entry.pk, upload=upload, at=at, actor=entry.plan.graduate)


def assess(
    plan: MentoringPlan, moment: str = "before", *, value: int = 3, at: datetime = NOW
) -> SelfAssessment:
    """The same answer in every line."""
    items = outcomes.items_of(self_assessment.programme_of(plan))
    return self_assessment.give(
        plan_id=plan.pk,
        moment=moment,
        answers={item.key: value for item in items},
        note="",
        at=at,
        actor=plan.graduate,
    )


def watch(
    plan: MentoringPlan,
    *values: int,
    code: str = "Оқушы А",
    name: str = "Сабақта өз бетімен жұмыс істейді",
    better: str = "more",
    at: datetime = NOW,
) -> ChildIndicator:
    """An indicator from 0 to 20 minutes with readings of that many days, the last one today."""
    indicator = indicators.add_indicator(
        plan_id=plan.pk,
        child_code=code,
        name=name,
        unit="минут",
        better=better,
        lowest=Decimal(0),
        highest=Decimal(20),
        at=at,
        actor=plan.graduate,
    )
    today = timezone.localdate(at)
    for ago, value in enumerate(reversed(values)):
        indicators.add_reading(
            indicator_id=indicator.pk,
            on=today - timedelta(days=ago),
            value=Decimal(value),
            at=at,
            actor=plan.graduate,
        )
    return indicator


def world(enrolment: Enrolment, mentor: User, coordinator: User) -> dict[str, list]:
    """One of each for the addresses of the room; the plan of that graduate is made where nobody has made it yet."""
    plan = MentoringPlan.objects.filter(enrolment=enrolment).first()
    if plan is None:
        mentored = mentoring.make_mentor(user=mentor)
        plan = mentoring.make_plan(enrolment, mentored, actor=coordinator, agreed=True)
    draft, shared = write_entry(plan, kind="case"), write_entry(plan)
    file = attach(shared)
    diary.share(entry_id=shared.pk, at=NOW, actor=plan.graduate)
    return {
        "diary": [plan.pk],
        "entry": [shared.pk],
        "entry_check": [draft.pk],
        "entry_file": [file.pk],
        "self_assessment": [plan.pk],
        "indicators": [plan.pk],
        "indicator": [watch(plan, 2, 3, 9).pk],
    }

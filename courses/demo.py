"""Demonstration cohorts: running, being marked, concluded, open, draft; and how far people have studied."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from people.demo import People
from people.models import User
from people.roles import Role

from . import services
from .lessons import Lesson, lesson_for
from .models import (
    Cohort,
    CohortStaff,
    ControlAnswer,
    Enrolment,
    PlanTopic,
    ProgrammeEdition,
    TopicProgress,
)

ACKNOWLEDGEMENT = (
    "Журнал мен сабаққа қатысу тақырыптар кестесі бойынша жүргізіледі: дәріс 28, практика 52 сағат. "
    "Мәтінде көрсетілген 32/40/8 бөлінісі анықтама ретінде сақталады."
)


@dataclass(frozen=True)
class Plan:
    """A demonstration cohort to be: dates as days from today."""

    name: str
    code: str
    number: int
    language: str
    starts: int
    ends: int
    format: str = "online"
    places: int = 25


PLANS = [
    Plan("old", "A", 3, "kk", -1290, -1270),
    Plan("assistants_old", "B", 1, "kk", -452, -430, format="blended"),
    Plan("concluded", "A", 12, "kk", -62, -42),
    Plan("marking", "A", 13, "kk", -24, 2),
    Plan("running", "A", 14, "kk", -12, 9),
    Plan("open", "A", 15, "ru", 16, 36),
    Plan("draft", "A", 16, "kk", 40, 60),
    Plan("assistants_concluded", "B", 2, "kk", -70, -45, format="blended"),
    Plan("assistants", "B", 3, "kk", -18, 4, format="blended"),
]


# Which of the trainers each cohort has; the others have the first one.
TRAINERS = {"old": slice(1, 2), "marking": slice(0, 3), "assistants": slice(0, 2)}


def acknowledge(people: People, *, at: datetime) -> None:
    """The methodologist accepts programme B's conflicting hours, so that its cohorts can open."""
    edition = ProgrammeEdition.objects.filter(code="B").order_by("-number").first()
    if edition and edition.declared_split and edition.split_acknowledged_at is None:
        services.acknowledge_split(
            edition_id=edition.pk, text=ACKNOWLEDGEMENT, at=at, actor=people.accounts[Role.METHODOLOGIST]
        )


def draft_cohorts(people: People, *, today: date) -> dict[str, Cohort]:
    """Every planned cohort as a draft with its staff."""
    cohorts = {}
    for plan in PLANS:
        edition = ProgrammeEdition.objects.filter(code=plan.code).order_by("-number").first()
        cohort = Cohort.objects.create(
            edition=edition,
            number=plan.number,
            language=plan.language,
            format=plan.format,
            starts_on=today + timedelta(days=plan.starts),
            ends_on=today + timedelta(days=plan.ends),
            places=plan.places,
        )
        CohortStaff.objects.create(
            cohort=cohort, user=people.accounts[Role.COORDINATOR], duty=CohortStaff.Duty.COORDINATOR
        )
        trainers = TRAINERS.get(plan.name, slice(0, 1))
        for trainer in people.trainers[trainers]:
            CohortStaff.objects.create(cohort=cohort, user=trainer, duty=CohortStaff.Duty.TRAINER)
        cohorts[plan.name] = cohort
    return cohorts


def enrol(
    cohort: Cohort, users: list[User], *, people: People, at: datetime, admit: bool = True
) -> list[Enrolment]:
    """Applications, answered where `admit`."""
    enrolments = []
    for user in users:
        enrolment = services.apply_to_cohort(cohort_id=cohort.pk, user=user, at=at)
        if admit:
            enrolment = services.move_enrolment(
                enrolment_id=enrolment.pk,
                to=Enrolment.Status.ADMITTED,
                at=at,
                actor=people.accounts[Role.COORDINATOR],
            )
        enrolments.append(enrolment)
    return enrolments


def study(enrolment: Enrolment, *, share: float, start: datetime, chance: random.Random) -> None:
    """Record the first `share` of the plan as studied, read and answered, a topic after another from `start` on; the next
    one is begun.
    """
    topics = list(PlanTopic.objects.filter(cohort_id=enrolment.cohort_id, final=0))
    upto = round(len(topics) * share)
    rows: list[TopicProgress] = []
    answers: list[ControlAnswer] = []
    at = start
    for topic in topics[:upto]:
        opened = at
        at += timedelta(hours=chance.randint(3, 14))
        lesson = lesson_for(topic.key, language=enrolment.cohort.language)
        row = TopicProgress(enrolment=enrolment, topic=topic, opened_at=opened, studied_at=at)
        if lesson is not None:
            row.read_at, row.parts_read = at, [part.id for part in lesson.read_parts]
            row.seconds = 60 * lesson.minutes
            answers += _answers(enrolment, topic, lesson, at=at)
        rows.append(row)
    if upto < len(topics) and share > 0:
        rows.append(_begun(enrolment, topics[upto], at=at))
    TopicProgress.objects.bulk_create(rows)
    ControlAnswer.objects.bulk_create(answers, batch_size=500)


def _answers(enrolment: Enrolment, topic: PlanTopic, lesson: Lesson, *, at: datetime) -> list[ControlAnswer]:
    """Each open question answered without words: mostly as explained, now and then in part."""
    judgements = ControlAnswer.Judgement
    return [
        ControlAnswer(
            enrolment=enrolment,
            topic=topic,
            question=question.id,
            answer={"words": ""},
            judgement=judgements.PARTLY if (topic.order + number) % 4 == 0 else judgements.KNEW,
            first_at=at,
            at=at,
        )
        for number, question in enumerate(lesson.questions)
        if question.is_open
    ]


def _begun(enrolment: Enrolment, topic: PlanTopic, *, at: datetime) -> TopicProgress:
    """A topic whose lesson is read to the middle."""
    lesson = lesson_for(topic.key, language=enrolment.cohort.language)
    row = TopicProgress(enrolment=enrolment, topic=topic, opened_at=at)
    if lesson is not None and lesson.read_parts:
        parts = lesson.read_parts
        seen = parts[: len(parts) // 2]
        row.parts_read, row.place = [part.id for part in seen], parts[len(seen)].id
        row.seconds = 30 * lesson.minutes
    return row

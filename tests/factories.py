"""Small worlds for tests, made through the real services: people, an edition of two modules, cohorts in each state."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count

from django.contrib.auth.models import Group
from django.utils import timezone

from assessments.models import (
    Assignment,
    Question,
    QuestionVersion,
    Quiz,
    Rubric,
    RubricVersion,
    Scheme,
    Sitting,
)
from assessments.rules.scheme import content_hash
from assessments.services.attempts import attempts
from assessments.services.decisions import results
from assessments.services.marking import marks
from assessments.services.scheme import scheme, sittings
from certificates.models import Issuer, Signatory
from courses import services as courses
from courses.models import Cohort, CohortStaff, EditionModule, EditionTopic, Enrolment, ProgrammeEdition
from people.models import User
from people.roles import Role
from people.rules.identifiers import with_check_digit

NOW = timezone.now()
_number = count(1)


def make_user(*roles: str, surname: str = "Үмбетжанова", given_name: str = "Ақмарал", **fields) -> User:
    """A person with roles; every call is another person."""
    user = User.objects.create(
        email=fields.pop("email", f"person{next(_number)}@example.org"),
        surname=surname,
        given_name=given_name,
        patronymic=fields.pop("patronymic", "Ілиясқызы"),
        **fields,
    )
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def make_issuer() -> Issuer:
    issuer, _created = Issuer.objects.get_or_create(
        valid_from=date(2015, 1, 1),
        defaults={
            "name_kk": "«Тірек» институты",
            "name_ru": "Институт «Тірек»",
            "name_en": "Tirek Institute",
            "bin": with_check_digit("19014000012"),
            "city_kk": "Алматы",
            "city_ru": "Алматы",
        },
    )
    Signatory.objects.get_or_create(
        valid_from=date(2015, 1, 1),
        is_acting=False,
        defaults={"name": "Қ. Серікбаева", "position_kk": "директор", "position_ru": "директор"},
    )
    return issuer


def three(text: str) -> dict[str, str]:
    return {"kk": text, "ru": text, "en": text}


BANDS = {
    "A": [("excellent", "85"), ("good", "75"), ("satisfactory", "50"), ("not_passed", "0")],
    "B": [("excellent", "85"), ("good", "70"), ("satisfactory", "50"), ("not_passed", "0")],
}
COMPONENTS_A = [
    {"key": "test", "source": "quiz", "quiz": "final", "maximum": "100", "scored": True},
    {"key": "project", "source": "assignment", "assignment": "project", "maximum": "12", "scored": False},
    {
        "key": "self_study",
        "source": "assignment",
        "assignment": "self_study",
        "maximum": "10",
        "scored": False,
    },
]
MAXIMA_B = {"theory": "20", "practice": "30", "plan": "30", "defence": "10", "participation": "10"}


def make_edition(code: str = "A", *, questions: int = 3, draw: int = 2) -> ProgrammeEdition:
    """An edition of two modules and 80 hours, assessed as programme A or B is; A has a bank to draw from."""
    edition = ProgrammeEdition.objects.create(
        code=code,
        number=1,
        slug=code.lower(),
        title_kk="«Инклюзия» бағдарламасы",
        title_ru="Программа «Инклюзия»",
        title_en="Inclusion",
        total_hours=80,
        parameters={"certificate_years": 3, "reassessments_per_year": 1, "group_min": 4, "group_max": 5},
    )
    for number, order in ((1, 0), (2, 2)):
        module = EditionModule.objects.create(
            edition=edition, number=number, title_kk=f"Модуль {number}", title_ru=f"Модуль {number}", hours=40
        )
        for place in (1, 2):
            EditionTopic.objects.create(
                module=module,
                key=f"{code}.{number}.{place}",
                number=f"{number}.{place}",
                order=order + place,
                title_kk=f"Тақырып {number}.{place}",
                title_ru=f"Тема {number}.{place}",
                lecture=10,
                practice=10,
            )
    components = (
        COMPONENTS_A
        if code == "A"
        else [
            {
                "key": key,
                "source": "assignment",
                "assignment": "final_work",
                "criterion": key,
                "maximum": maximum,
                "scored": True,
            }
            for key, maximum in MAXIMA_B.items()
        ]
    )
    Scheme.objects.create(
        edition=edition,
        content={
            "formula": "test_percent" if code == "A" else "sum",
            "pass_mark": "50",
            "components": [{"required": True, "title": three(row["key"]), **row} for row in components],
            "bands": [
                {"key": key, "floor": floor, "passed": Decimal(floor) >= 50, "title": three(key)}
                for key, floor in BANDS[code]
            ],
        },
    )
    if code == "A":
        Quiz.objects.create(
            edition=edition,
            key="final",
            minutes=60,
            attempts=1,
            blueprint={"1": draw, "2": draw},
            title_texts=three("Қорытынды тест"),
        )
        make_questions(code, modules=(1, 2), each=questions)
        make_work(edition, "project", Assignment.Kind.PROJECT, _levels(6, 2), is_group=True)
        make_work(edition, "self_study", Assignment.Kind.SELF_STUDY, [make_criterion("mark", "10")])
    else:
        criteria = [make_criterion(key, maximum) for key, maximum in MAXIMA_B.items()]
        make_work(edition, "final_work", Assignment.Kind.SUPPORT_PLAN, criteria)
    return edition


def make_criterion(key: str, maximum: str) -> dict:
    return {"key": key, "maximum": maximum, "title": three(key), "guide": {"kk": "Нұсқау", "ru": "Указание"}}


def _levels(number: int, maximum: int) -> list[dict]:
    return [
        {
            "key": f"c{place}",
            "maximum": str(maximum),
            "title": three(f"Критерий {place}"),
            "levels": [
                {
                    "value": str(value),
                    "title": three(f"деңгей {value}"),
                    "descriptor": three(f"сипаттама {value}"),
                }
                for value in range(maximum + 1)
            ],
        }
        for place in range(1, number + 1)
    ]


def make_work(
    edition: ProgrammeEdition, key: str, kind: str, criteria: list[dict], *, is_group: bool = False
) -> None:
    rubric = Rubric.objects.create(edition=edition, key=key, title_texts=three(f"Рубрика {key}"))
    content = {"criteria": criteria}
    RubricVersion.objects.create(rubric=rubric, number=1, content=content, content_hash=content_hash(content))
    Assignment.objects.create(
        edition=edition,
        key=key,
        kind=kind,
        is_group=is_group,
        rubric=rubric,
        title_texts=three(f"Жұмыс {key}"),
        goal={"kk": "Мақсат", "ru": "Цель"},
        instructions={"kk": "Нұсқаулық **қадам**", "ru": "Инструкция"},
    )


def make_questions(code: str, *, modules, each: int) -> None:
    """Ready single-choice questions; `a` is right."""
    for module in modules:
        for place in range(1, each + 1):
            question = Question.objects.create(
                key=f"{code}.{module}.q{place:02d}",
                programme_code=code,
                module=module,
                topic_key=f"{code}.{module}.1",
            )
            texts = {
                "stem": f"Сұрақ {module}.{place}?",
                "options": {"a": "дұрыс", "b": "бұрыс", "c": "басқа", "d": "ештеңе"},
                "explanation": "Себебі осы.",
            }
            body = {"shuffle": True, "correct": ["a"], "kk": texts, "ru": texts}
            QuestionVersion.objects.create(
                question=question,
                number=1,
                status="ready",
                kind="single",
                body=body,
                content_hash=content_hash(body),
            )


def make_cohort(
    edition: ProgrammeEdition,
    *,
    number: int = 1,
    upto: str = "running",
    coordinator: User | None = None,
    **fields,
) -> Cohort:
    """A cohort brought as far as `upto` by the services; its study is going on today."""
    today = timezone.localdate(NOW)
    cohort = Cohort.objects.create(
        edition=edition,
        number=number,
        language=fields.pop("language", "kk"),
        format="online",
        starts_on=fields.pop("starts_on", today - timedelta(days=10)),
        ends_on=fields.pop("ends_on", today + timedelta(days=1)),
        **fields,
    )
    actor = coordinator or make_user(Role.COORDINATOR)
    CohortStaff.objects.create(cohort=cohort, user=actor, duty="coordinator")
    for status in ("open", "running", "assessing"):
        if cohort.status == upto:
            break
        if status == "open":
            scheme.open_cohort(cohort_id=cohort.pk, at=NOW - timedelta(days=20), actor=actor)
        else:
            courses.move_cohort(cohort_id=cohort.pk, to=status, at=NOW - timedelta(days=10), actor=actor)
        cohort.refresh_from_db()
    return cohort


def coordinator_of(cohort: Cohort) -> User:
    return User.objects.filter(cohort_duties__cohort=cohort, cohort_duties__duty="coordinator").first()


def make_trainer(cohort: Cohort) -> User:
    """A trainer assigned to the cohort."""
    trainer = make_user(Role.TRAINER)
    CohortStaff.objects.create(cohort=cohort, user=trainer, duty="trainer")
    return trainer


def enrol(user: User | None, cohort: Cohort, *, at: datetime = NOW) -> Enrolment:
    """A person in the cohort, studying where it runs."""
    user = user or make_user(Role.LEARNER)
    row = Enrolment.objects.create(user=user, cohort=cohort, applied_at=at)
    return courses.move_enrolment(enrolment_id=row.pk, to="admitted", at=at, actor=coordinator_of(cohort))


def sitting_of(enrolment: Enrolment) -> Sitting:
    sitting = sittings.open_sitting(enrolment_id=enrolment.pk, at=NOW)
    assert sitting is not None
    return sitting


def take_test(sitting: Sitting, *, right: int, at: datetime = NOW):
    """A whole final test with so many right answers, graded."""
    user = sitting.enrolment.user
    attempt = attempts.start_attempt(sitting_id=sitting.pk, quiz_key="final", at=at, actor=user)
    for item in attempt.items.all():
        answer = ["a"] if item.position <= right else ["b"]
        attempts.save_answer(
            attempt_id=attempt.pk,
            position=item.position,
            response=answer,
            at=at + timedelta(minutes=1),
            actor=user,
        )
    attempts.submit_attempt(attempt_id=attempt.pk, at=at + timedelta(minutes=2), actor=user)
    return attempts.grade_attempt(attempt_id=attempt.pk, at=at + timedelta(minutes=2))


def give_mark(
    sitting: Sitting, component: str, value: str | int, *, maximum: str, at: datetime = NOW
) -> None:
    """A released mark, as from a rubric."""
    marks.append_mark(
        sitting=sitting,
        component=component,
        value=Decimal(value),
        maximum=Decimal(maximum),
        source="assessment",
        at=at,
    )


def decide(enrolment: Enrolment, *, score: str = "76", at: datetime = NOW):
    """A decided first sitting of programme A with that percent."""
    sitting = sitting_of(enrolment)
    give_mark(sitting, "test", score, maximum="100", at=at)
    give_mark(sitting, "project", "9", maximum="12", at=at)
    give_mark(sitting, "self_study", "8", maximum="10", at=at)
    return results.decide_result(sitting_id=sitting.pk, at=at)

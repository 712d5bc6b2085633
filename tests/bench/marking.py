"""Marking and the gradebook: five components for 20 and for 500 people, their queries and processor time."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.utils import timezone

from assessments.models import Allocation, Assessment, Mark, Sitting, Submission, SubmissionMember
from assessments.services.marking import outcomes
from assessments.services.scheme import scheme
from courses import services as courses
from courses.models import Cohort, CohortStaff, Enrolment, ProgrammeEdition
from people.demo import ACCOUNTS, DOMAIN
from people.models import User
from people.roles import Role

from .counting import page_statements
from .server import gunicorn

Row = tuple[str, float, str, str, float | None]
FEW, MANY = 20, 500
TEXT = "Оқушы А ауызша нұсқауды есте сақтай алмайды.\n\n" * 40


def _account(role: str) -> User:
    return User.objects.get(email=f"{ACCOUNTS[role][0]}@{DOMAIN}")


def _cohort(number: int) -> Cohort:
    """A running cohort of programme B with the demonstration's trainer and coordinator."""
    today, at, coordinator = timezone.localdate(), timezone.now(), _account(Role.COORDINATOR)
    cohort = Cohort.objects.create(
        edition=ProgrammeEdition.objects.filter(code="B").latest("number"),
        number=number,
        language="kk",
        format="online",
        starts_on=today - timedelta(days=20),
        ends_on=today + timedelta(days=5),
        places=MANY,
    )
    CohortStaff.objects.create(cohort=cohort, user=coordinator, duty="coordinator")
    CohortStaff.objects.create(cohort=cohort, user=_account(Role.TRAINER), duty="trainer")
    scheme.open_cohort(cohort_id=cohort.pk, at=at, actor=coordinator)
    return courses.move_cohort(cohort_id=cohort.pk, to=Cohort.Status.RUNNING, at=at, actor=coordinator)


def _fill(cohort: Cohort, count: int) -> list[Submission]:
    """So many people with their work handed in; of half of them the marks are released."""
    at, trainer = timezone.now(), _account(Role.TRAINER)
    assignment = cohort.edition.assignments.get()
    users = User.objects.bulk_create(
        User(
            email=f"marking{cohort.pk}-{place}@bench.example",
            surname="Бенч",
            given_name=f"Адам {place}",
            password="!",
        )
        for place in range(count)
    )
    Group.objects.get(name=Role.LEARNER).user_set.add(*users)
    enrolled = Enrolment.objects.bulk_create(
        Enrolment(user=user, cohort=cohort, status="studying", applied_at=at) for user in users
    )
    sittings = Sitting.objects.bulk_create(
        Sitting(enrolment=enrolment, cohort=cohort, number=1, opened_at=at) for enrolment in enrolled
    )
    works = Submission.objects.bulk_create(
        Submission(
            assignment=assignment,
            cohort=cohort,
            sitting=sitting,
            status="released" if place % 2 else "submitted",
            title="Жоспар",
            text=TEXT,
            created_at=at,
            submitted_at=at,
            submitted_by=sitting.enrolment.user,
        )
        for place, sitting in enumerate(sittings)
    )
    SubmissionMember.objects.bulk_create(
        SubmissionMember(submission=work, sitting=work.sitting) for work in works
    )
    Allocation.objects.bulk_create(
        Allocation(submission=work, marker=trainer, place="first", allocated_at=at) for work in works
    )
    version = outcomes.rubric_for(works[0])
    points = {row["key"]: {"value": "5", "comment": ""} for row in version.content["criteria"]}
    marked = [work for work in works if work.status == "released"]
    assessments = Assessment.objects.bulk_create(
        Assessment(
            submission=work,
            rubric_version=version,
            marker=trainer,
            status="final",
            points=points,
            total=Decimal(25),
            saved_at=at,
            finalised_at=at,
        )
        for work in marked
    )
    Mark.objects.bulk_create(
        Mark(
            sitting=assessment.submission.sitting,
            component=row["key"],
            value=Decimal(5),
            maximum=Decimal(row["maximum"]),
            source="assessment",
            assessment=assessment,
            marker=trainer,
            released_at=at,
        )
        for assessment in assessments
        for row in version.content["criteria"]
    )
    return works


def figures(environment: Mapping[str, str]) -> Iterator[Row]:
    few, many = _cohort(80), _cohort(81)
    _fill(few, FEW)
    trainer, coordinator = Client(HTTP_HOST="127.0.0.1"), Client(HTTP_HOST="127.0.0.1")
    trainer.force_login(_account(Role.TRAINER))
    coordinator.force_login(_account(Role.COORDINATOR))
    queue = page_statements(trainer, "/marking/")
    book = page_statements(coordinator, f"/cohorts/{few.pk}/")
    works = _fill(many, MANY)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does by itself some time after so many rows
    waiting = next(work for work in works if work.status == "submitted")
    desk = f"/marking/{waiting.pk}/"
    yield "gradebook_queries", page_statements(coordinator, f"/cohorts/{many.pk}/"), "queries", "≤", 14
    yield "gradebook_queries_20", book, "queries", "≤", 14
    yield "marking_list_queries", page_statements(trainer, "/marking/"), "queries", "≤", 15
    yield "marking_list_queries_20", queue, "queries", "≤", 15
    yield "marking_desk_queries", page_statements(trainer, desk), "queries", "≤", 15
    yield (
        "allocation_queries",
        page_statements(coordinator, f"/cohorts/{many.pk}/allocation/"),
        "queries",
        "≤",
        18,
    )
    with gunicorn("cms.wsgi:application", environment=environment) as server:
        for name, path, client, target in (
            ("marking_desk", desk, trainer, 30),
            ("marking_list", "/marking/", trainer, None),
            ("gradebook_500", f"/cohorts/{many.pk}/", coordinator, None),
        ):
            cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
            used = server.cpu_ms(path, headers={"Cookie": cookie, "Accept-Language": "kk"}, times=40)
            yield f"{name}_cpu_ms", used, "ms", "≤" if target else "", target

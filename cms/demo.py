"""The demonstration's cohorts from draft to conclusion, by the same services people use."""

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

import assessments.demo
import assessments.demo.assessing
import certificates.demo
import courses.demo
import people.demo
import postcourse.demo
from assessments.services.scheme import scheme
from courses import services
from courses.models import Cohort, Enrolment
from people.demo import People
from people.roles import Role

from . import demo_texts

Step = Callable[[str], AbstractContextManager[None]]


def _at(day, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=timezone.get_default_timezone())


def _begin(cohort: Cohort, users, everyone: People) -> list[Enrolment]:
    """Open, admit and start a cohort on its own dates."""
    coordinator = everyone.accounts[Role.COORDINATOR]
    opened = _at(cohort.starts_on - timedelta(days=20))
    scheme.open_cohort(cohort_id=cohort.pk, at=opened, actor=coordinator)
    enrolments = courses.demo.enrol(cohort, users, people=everyone, at=opened + timedelta(days=3))
    services.move_cohort(
        cohort_id=cohort.pk, to=Cohort.Status.RUNNING, at=_at(cohort.starts_on, 9), actor=coordinator
    )
    return enrolments


def _assess(cohort: Cohort, everyone: People, at: datetime) -> None:
    services.move_cohort(
        cohort_id=cohort.pk, to=Cohort.Status.ASSESSING, at=at, actor=everyone.accounts[Role.COORDINATOR]
    )


@transaction.atomic
def make_cohorts(*, step: Step) -> None:
    """All people and cohorts, or nothing: an interrupted first start leaves an empty installation."""
    chance = random.Random(2026)  # noqa: S311
    now = timezone.now()
    today = timezone.localdate(now)
    with step("People, schools, the issuer"):
        everyone = people.demo.seed(at=now - timedelta(days=1400))
        certificates.demo.issuer()
        courses.demo.acknowledge(everyone, at=now - timedelta(days=100))
    teachers, assistants = everyone.teachers, everyone.assistants
    cohorts = courses.demo.draft_cohorts(everyone, today=today)
    coordinator = everyone.accounts[Role.COORDINATOR]
    concluded = [
        ("old", teachers[25:31], "№ 3"),
        ("assistants_old", assistants[18:26], "№ 1"),
        ("concluded", teachers[11:25], "№ 12"),
        ("assistants_concluded", assistants[:8], "№ 2"),
    ]
    for name, users, protocol in concluded:
        cohort = cohorts[name]
        with step(f"Cohort {cohort.code}: studied, assessed, concluded"):
            enrolments = _begin(cohort, users, everyone)
            for enrolment in enrolments:
                courses.demo.study(enrolment, share=1, start=_at(cohort.starts_on), chance=chance)
            last_days = _at(cohort.ends_on - timedelta(days=2))
            _assess(cohort, everyone, last_days)
            assessments.demo.sit_and_mark(
                cohort,
                everyone,
                at=last_days,
                chance=chance,
                finish=True,
                failing=set() if name == "assistants_old" else {len(users) - 1, len(users) - 3},
            )
            ended = _at(cohort.ends_on, 17)
            scheme.conclude_cohort(
                cohort_id=cohort.pk,
                at=ended,
                actor=coordinator,
                protocol=f"{protocol}, {cohort.ends_on:%d.%m.%Y}",
            )
            # One of the old certificates runs out in three weeks: its reminder is due.
            last_at = now - timedelta(days=1096 - 21) if name == "old" else None
            certificates.demo.issue_for(cohort, at=ended, last_at=last_at)
            if name == "concluded":
                assessments.demo.assessing.appealed(cohort)
    with step("Documents in every status"):
        certificates.demo.statuses(everyone, at=now)
        certificates.demo.stock(everyone, at=now)
    cohort = cohorts["marking"]
    with step(f"Cohort {cohort.code}: being marked"):
        enrolments = _begin(cohort, teachers[1:11] + teachers[31:35], everyone)
        for enrolment in enrolments:
            courses.demo.study(enrolment, share=1, start=_at(cohort.starts_on), chance=chance)
        last_days = now - timedelta(days=1, hours=2)
        _assess(cohort, everyone, last_days - timedelta(days=1))
        assessments.demo.sit_and_mark(
            cohort, everyone, at=last_days, chance=chance, finish=False, failing={3}
        )
    cohort = cohorts["running"]
    with step(f"Cohort {cohort.code}: studying"):
        enrolments = _begin(cohort, [teachers[0], *teachers[25:31]], everyone)
        for index, enrolment in enumerate(enrolments):
            share = 0.45 if index == 0 else chance.choice([0.15, 0.3, 0.45, 0.6, 0.75])
            courses.demo.study(enrolment, share=share, start=_at(cohort.starts_on), chance=chance)
        assessments.demo.first_works(cohort, everyone, at=now - timedelta(hours=20))
    cohort = cohorts["assistants"]
    with step(f"Cohort {cohort.code}: support plans handed in"):
        enrolments = _begin(cohort, assistants[8:18], everyone)
        for enrolment in enrolments:
            courses.demo.study(
                enrolment, share=chance.choice([0.8, 1]), start=_at(cohort.starts_on), chance=chance
            )
        assessments.demo.plans(cohort, everyone, at=now - timedelta(hours=26), chance=chance)
    cohort = cohorts["open"]
    with step(f"Cohort {cohort.code}: applications"):
        opened = now - timedelta(days=4)
        scheme.open_cohort(cohort_id=cohort.pk, at=opened, actor=coordinator)
        courses.demo.enrol(
            cohort, teachers[35:40], people=everyone, at=opened + timedelta(days=1), admit=False
        )
        courses.demo.enrol(cohort, teachers[40:43], people=everyone, at=opened + timedelta(days=2))
    postcourse.demo.seed(everyone, cohorts, at=now, step=step)
    with step("Texts under review"):
        demo_texts.seed(everyone, at=now)

"""The quiz engine under load: saves beside a bare view, a mass start, whole attempts a minute."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils import timezone

from assessments.models import Attempt, AttemptItem, DateRule, QuestionVersion, Sitting
from assessments.services.attempts import attempts
from assessments.wordings import wordings
from courses.models import Cohort, Enrolment
from people.demo import ACCOUNTS, DOMAIN
from people.models import User
from people.roles import Role

from .counting import page_statements, statements
from .load import Browser, Outcome, drive
from .server import gunicorn

Row = tuple[str, float, str, str, float | None]
SITTERS = 500
WHOLE = 240
SAVES, ROUNDS = 3000, 10


def sitters(count: int) -> list[tuple[Sitting, str]]:
    """So many learners who study in the demonstration's running cohort of programme A, with their sessions."""
    learner = User.objects.get(email=f"{ACCOUNTS[Role.LEARNER][0]}@{DOMAIN}")
    cohort = Enrolment.objects.filter(user=learner, status="studying").first().cohort
    at = timezone.now()
    # As the figure to beat was made: questions with options alone.
    QuestionVersion.objects.exclude(kind__in=["single", "multiple"]).update(status="retired")
    Cohort.objects.filter(pk=cohort.pk).update(places=10_000)
    DateRule.objects.filter(cohort=cohort, kind="quiz").update(
        opens_at=at - timedelta(days=1), closes_at=at + timedelta(days=1)
    )
    users = User.objects.bulk_create(
        User(
            email=f"bench{at.timestamp():.0f}-{place}@bench.example",
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
    made = Sitting.objects.bulk_create(
        Sitting(enrolment=enrolment, cohort=cohort, number=1, opened_at=at) for enrolment in enrolled
    )
    backend = settings.AUTHENTICATION_BACKENDS[0]
    return [(sitting, _session(user, backend)) for sitting, user in zip(made, users, strict=True)]


def _session(user: User, backend: str) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = backend
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return store.session_key


def begin(sitting: Sitting, session: str, browser: Browser) -> int:
    """Start the final test through its page; the attempt's number."""
    location = browser.post(f"/tests/{sitting.pk}/final/", {}, session=session)
    return int(location.rstrip("/").rsplit("/", 1)[1])


def whole_attempt(sitting: Sitting, session: str, browser: Browser) -> None:
    """As the figure to beat was made: start, five posts of ten answers, hand in."""
    attempt_id = begin(sitting, session, browser)
    for first in range(1, 51, 10):
        form = {"go": "submit" if first == 41 else str(first + 10), "client": "w"}
        for position in range(first, first + 10):
            form |= {f"q{position}": "a", f"s{position}": "0", f"n{position}": "1"}
        browser.post(f"/attempts/{attempt_id}/{first}/", form, session=session)
    browser.post(f"/attempts/{attempt_id}/submit/", {}, session=session)


def figures(environment: Mapping[str, str]) -> Iterator[Row]:
    people = sitters(SITTERS + WHOLE)
    with gunicorn("cms.wsgi:application", environment=environment) as server:
        server.get("/healthz", times=20)
        started = drive(server.port, [partial(begin, *person) for person in people[:SITTERS]])
        yield "start_attempts", started.seconds * 500 / SITTERS, "s for 500", "≤", 60
        yield "start_attempts_failed", started.failed, "requests", "≤", 0
        yield "start_attempts_p95", started.p95, "ms", "", None
        whole = drive(server.port, [partial(whole_attempt, *person) for person in people[SITTERS:]])
        yield "attempts_per_minute", WHOLE * 60 / whole.seconds, "per minute", "≥", 1000
        yield "attempts_failed", whole.failed, "requests", "≤", 0
    done = Attempt.objects.filter(sitting__in=[sitting.pk for sitting, _session in people[SITTERS:]])
    graded = done.filter(status="graded").count()
    answered = AttemptItem.objects.filter(attempt__in=done).exclude(response=[]).count()
    yield "attempts_graded_and_whole", min(graded / WHOLE, answered / WHOLE / 50), "", "≥", 1
    yield from _saves(environment, people[:SITTERS])
    yield from _counted(people[0])


def _saves(environment: Mapping[str, str], people: list[tuple[Sitting, str]]) -> Iterator[Row]:
    """Saves through the site and through the bare view, one after the other in the same run."""
    begun = dict(
        Attempt.objects.filter(sitting__in=[sitting.pk for sitting, _session in people]).values_list(
            "sitting_id", "pk"
        )
    )
    rows = [(begun[sitting.pk], session) for sitting, session in people]

    def save(turn: int, browser: Browser) -> None:
        attempt_id, session = rows[turn % len(rows)]
        position = turn // len(rows) + 1
        form = {f"q{position}": "b", f"s{position}": "0", f"n{position}": "2", "client": "w"}
        browser.post(f"/attempts/{attempt_id}/{position}/", form, session=session, script=True)

    # The bare view knows Django's own way of signing in alone.
    plain = [
        _session(sitting.enrolment.user, "django.contrib.auth.backends.ModelBackend")
        for sitting, _s in people
    ]

    def bare(turn: int, browser: Browser) -> None:
        attempt_id, _session_key = rows[turn % len(rows)]
        browser.post(f"/save/{attempt_id}/", {}, session=plain[turn % len(plain)], script=True)

    bare_environment = {**environment, "DJANGO_SETTINGS_MODULE": "tests.bench.bare_settings"}
    floor, ours = Outcome.nothing(), Outcome.nothing()
    with (
        gunicorn("tests.bench.bare_wsgi:application", environment=bare_environment) as plain_server,
        gunicorn("cms.wsgi:application", environment=environment) as server,
    ):
        drive(plain_server.port, [partial(bare, turn) for turn in range(100)])
        drive(server.port, [partial(save, turn) for turn in range(100)])
        # In turns, so that whatever else the machine does meets both.
        for first in range(100, SAVES + 100, SAVES // ROUNDS):
            turns = range(first, first + SAVES // ROUNDS)
            floor += drive(plain_server.port, [partial(bare, turn) for turn in turns])
            ours += drive(server.port, [partial(save, turn) for turn in turns])
    yield "answer_saves_per_second", ours.per_second, "per second", "", None
    yield "answer_save_ratio", ours.per_second / floor.per_second, "of a bare view", "≥", 0.6
    yield "answer_save_p95", ours.p95, "ms", "", None
    yield "answer_save_p95_ratio", floor.p95 / ours.p95, "of a bare view", "≥", 0.6
    yield "answer_saves_failed", ours.failed + floor.failed, "requests", "≤", 0


def _counted(person: tuple[Sitting, str]) -> Iterator[Row]:
    sitting, _session = person
    attempt, user = sitting.attempts.get(), sitting.enrolment.user
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user)
    yield "attempt_page_queries", page_statements(client, f"/attempts/{attempt.pk}/1/"), "queries", "≤", 12
    Attempt.objects.filter(pk=attempt.pk).update(terms={**attempt.terms, "per_page": 50})
    yield (
        "attempt_page_of_50_queries",
        page_statements(client, f"/attempts/{attempt.pk}/1/"),
        "queries",
        "≤",
        12,
    )
    wordings(attempt.items.values_list("version", flat=True))  # a process reads each version once
    save = partial(
        attempts.save_answer,
        attempt_id=attempt.pk,
        position=50,
        response=["c"],
        at=timezone.now(),
        actor=user,
    )
    # Session and person are read before the service is asked.
    yield "answer_save_queries", statements(save) + 2, "queries", "≤", 6

"""What is measured. Each function gives rows of (name, value, unit, comparison, target)."""

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from assessments.models import Attempt, Result, Submission
from assessments.services import attempts
from certificates.models import Document
from certificates.pdf import PrintedFacts, draw_document
from certificates.rules import code as codes
from courses.models import Enrolment
from people.demo import ACCOUNTS, DOMAIN
from people.models import User
from people.roles import Role

from .server import Server, gunicorn

Row = tuple[str, float, str, str, float | None]
ISSUED = 100_000
MANY = 1_000_000


def everything(environment: Mapping[str, str]) -> dict[str, dict]:
    """All figures by name: {"value", "unit", "target", "met"}."""
    rows: list[Row] = []
    with gunicorn("tests.bench.bare:application", environment={}, with_database=False) as bare:
        floor = bare.cpu_ms("/", times=4000)
    rows.append(("bare_view_cpu_ms", floor, "ms", "", None))
    learner = User.objects.get(email=f"{ACCOUNTS[Role.LEARNER][0]}@{DOMAIN}")
    enrolment = Enrolment.objects.filter(user=learner, status="studying").first()
    cookie = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={_session(learner)}", "Accept-Language": "kk"}
    with gunicorn("cms.wsgi:application", environment=environment) as server:
        pages = {
            "course_page": (f"/study/{enrolment.pk}/", cookie, 8),
            "home_page": ("/home/", cookie, None),
            "topic_page": (f"/study/{enrolment.pk}/A.1.2/", cookie, 6),
        }
        for name, (path, headers, target) in pages.items():
            rows += _page(server, name, path, headers, target, floor)
        few = _verification(server, ISSUED)
        rows += [
            ("verification_cpu_ms", few, "ms", "≤", 2),
            ("verification_to_bare", few / floor, "× bare", "", None),
        ]
        many = _verification(server, MANY)
        rows.append(("verification_million_ratio", many / few, "", "≤", 1.3))
    rows += list(_queries(learner, enrolment))
    rows += list(_attempts())
    rows += list(_documents())
    return {
        name: {
            "value": round(value, 4),
            "unit": unit,
            "target": f"{comparison} {target:g}" if target is not None else "",
            "met": None if target is None else (value <= target if comparison == "≤" else value >= target),
        }
        for name, value, unit, comparison, target in rows
    }


def _session(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _page(
    server: Server, name: str, path: str, headers: Mapping, target: float | None, floor: float
) -> list[Row]:
    used = server.cpu_ms(path, headers=headers)
    return [
        (f"{name}_cpu_ms", used, "ms", "≤" if target else "", target),
        (f"{name}_to_bare", used / floor, "× bare", "", None),
    ]


def _verification(server: Server, count: int) -> float:
    """Processor milliseconds of a verification with so many documents in the register."""
    _fill_register(count)
    document = Document.objects.filter(status="valid", kind="certificate").order_by("pk").first()
    return server.cpu_ms(f"/v/{codes.pretty(document.code)}", headers={"Accept-Language": "kk"}, times=1500)


FILL = """
INSERT INTO certificates_document (id, kind, status, number, code, enrolment_id, result_id, holder_id, facts, facts_hash,
    template_revision, issued_on, valid_until, created_at, supersedes_id, pdf, pdf_sha256)
SELECT %(last)s + i, 'certificate', 'replaced', 'B-' || (%(last)s + i), upper(left(md5((%(last)s + i)::text), 16)),
    enrolment_id, result_id, holder_id, facts, facts_hash, 1, issued_on, valid_until, created_at, %(last)s + i - 1, '', ''
FROM certificates_document, generate_series(1, %(missing)s) AS i WHERE certificates_document.id = %(first)s
"""


def _fill_register(count: int) -> None:
    """Copies of a real document, each replaced by the next, so that every constraint holds."""
    values = {
        "first": Document.objects.filter(kind="certificate").order_by("pk").values_list("pk", flat=True)[0],
        "last": Document.objects.order_by("-pk").values_list("pk", flat=True)[0],
        "missing": count - Document.objects.count(),
    }
    with connection.cursor() as cursor:
        cursor.execute(FILL, values)
        cursor.execute("ANALYZE certificates_document")


def _statements(work: Callable[[], object]) -> int:
    """Statements sent while the work is done, transactions' own words not counted."""
    connection.force_debug_cursor = True
    connection.queries_log.clear()
    try:
        work()
        log = [query["sql"] for query in connection.queries_log]
    finally:
        connection.force_debug_cursor = False
    return sum(not sql.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")) for sql in log)


def _count(client: Client, path: str) -> int:
    """Statements of a page that was visited before."""
    if client.get(path).status_code != 200:
        raise RuntimeError(f"{path} did not answer 200")
    return _statements(lambda: client.get(path))


def _queries(learner: User, enrolment: Enrolment) -> Iterator[Row]:
    """Queries of the hot pages, whatever the machine."""
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(learner)
    yield "course_page_queries", _count(client, f"/study/{enrolment.pk}/"), "queries", "≤", 10
    yield "topic_page_queries", _count(client, f"/study/{enrolment.pk}/A.1.2/"), "queries", "≤", 10
    document = Document.objects.filter(status="valid").first()
    yield (
        "verification_queries",
        _count(Client(HTTP_HOST="127.0.0.1"), f"/v/{document.code}"),
        "queries",
        "≤",
        1,
    )
    coordinator = User.objects.get(email=f"{ACCOUNTS[Role.COORDINATOR][0]}@{DOMAIN}")
    staff = Client(HTTP_HOST="127.0.0.1")
    staff.force_login(coordinator)
    cohort_id = Enrolment.objects.filter(status="completed").values_list("cohort_id", flat=True).first()
    yield "gradebook_queries", _count(staff, f"/cohorts/{cohort_id}/"), "queries", "≤", 20
    trainer = Client(HTTP_HOST="127.0.0.1")
    trainer.force_login(User.objects.get(email=f"{ACCOUNTS[Role.TRAINER][0]}@{DOMAIN}"))
    yield "marking_list_queries", _count(trainer, "/marking/"), "queries", "≤", 15
    work = Submission.objects.filter(status="submitted").first()
    yield "marking_desk_queries", _count(trainer, f"/marking/{work.pk}/"), "queries", "≤", 15


def _attempts() -> Iterator[Row]:
    """Whole attempts through the services: start, fifty saved answers, submit and grade."""
    cohort = (
        Enrolment.objects.filter(user__email=f"{ACCOUNTS[Role.LEARNER][0]}@{DOMAIN}", status="studying")
        .first()
        .cohort
    )
    at = timezone.now()
    sittings = [
        enrolment.sittings.first()
        for enrolment in cohort.enrolments.select_related("user")
        if not Attempt.objects.filter(sitting__enrolment=enrolment).exists()
    ][:12]
    started = time.process_time()
    made = []
    for sitting in sittings:
        made.append(
            attempts.start_attempt(
                sitting_id=sitting.pk, quiz_key="final", at=at, actor=sitting.enrolment.user
            )
        )
    start_ms = (time.process_time() - started) * 1000 / len(made)
    yield "start_attempts", start_ms, "ms CPU", "", None
    attempt, user = made[0], sittings[0].enrolment.user
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user)
    yield "attempt_page_queries", _count(client, f"/attempts/{attempt.pk}/1/"), "queries", "≤", 7
    item = attempt.items.first()
    save = partial(
        attempts.save_answer, attempt_id=attempt.pk, position=1, response=item.order[:1], at=at, actor=user
    )
    yield "answer_save_queries", _statements(save), "queries", "≤", 6
    before = time.process_time()
    saved = 0
    for one, sitting in zip(made, sittings, strict=True):
        for row in one.items.all():
            attempts.save_answer(
                attempt_id=one.pk,
                position=row.position,
                response=row.order[1:2],
                at=at + timedelta(minutes=1),
                actor=sitting.enrolment.user,
            )
            saved += 1
        attempts.submit_attempt(attempt_id=one.pk, at=at + timedelta(minutes=2), actor=sitting.enrolment.user)
        attempts.grade_attempt(attempt_id=one.pk, at=at + timedelta(minutes=3))
    used = time.process_time() - before
    yield "answer_save_cpu_ms", used * 1000 / saved, "ms CPU", "≤", 5
    per_attempt = used / len(made) + start_ms / 1000
    yield "attempts_per_minute", 2 * 60 / per_attempt, "per minute", "≥", 1000


def _documents() -> Iterator[Row]:
    """Drawing a certificate: processor time of one."""
    document = Document.objects.filter(kind="certificate", status="valid").first()
    facts = PrintedFacts.from_json(document.facts)
    draw_document(facts)
    before = time.process_time()
    for _turn in range(60):
        draw_document(facts)
    yield "document_cpu_ms", (time.process_time() - before) * 1000 / 60, "ms", "≤", 25
    yield (
        "results_without_document",
        Result.objects.current().filter(documents__isnull=True).count(),
        "",
        "≤",
        0,
    )
    cache.clear()

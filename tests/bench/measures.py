"""What is measured. Each function gives rows of (name, value, unit, comparison, target)."""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client

from assessments.models import Result
from certificates.models import Document
from certificates.pdf import PrintedFacts, draw_document
from certificates.rules import code as codes
from courses.models import Enrolment
from people.demo import ACCOUNTS, DOMAIN
from people.models import User
from people.roles import Role

from . import exams, marking
from .counting import page_statements
from .server import Server, gunicorn

Row = tuple[str, float, str, str, float | None]
ISSUED = 100_000
MANY = 1_000_000


def everything(environment: Mapping[str, str], sections: Collection[str] = ()) -> dict[str, dict]:
    """The figures of the sections, or all, by name: {"value", "unit", "target", "met"}."""
    rows: list[Row] = []
    for name, section in SECTIONS.items():
        if not sections or name in sections:
            rows += section(environment)
    return {
        name: {
            "value": round(value, 4),
            "unit": unit,
            "target": f"{comparison} {target:g}" if target is not None else "",
            "met": None if target is None else (value <= target if comparison == "≤" else value >= target),
        }
        for name, value, unit, comparison, target in rows
    }


def _pages(environment: Mapping[str, str]) -> list[Row]:
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
    return [*rows, *_queries(learner, enrolment)]


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


def _queries(learner: User, enrolment: Enrolment) -> Iterator[Row]:
    """Queries of the hot pages, whatever the machine."""
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(learner)
    yield "course_page_queries", page_statements(client, f"/study/{enrolment.pk}/"), "queries", "≤", 10
    yield "topic_page_queries", page_statements(client, f"/study/{enrolment.pk}/A.1.2/"), "queries", "≤", 10
    document = Document.objects.filter(status="valid").first()
    yield (
        "verification_queries",
        page_statements(Client(HTTP_HOST="127.0.0.1"), f"/v/{document.code}"),
        "queries",
        "≤",
        1,
    )


def _documents(environment: Mapping[str, str]) -> Iterator[Row]:
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


SECTIONS: dict[str, Callable[[Mapping[str, str]], Iterable[Row]]] = {
    "pages": _pages,
    "marking": marking.figures,
    "exams": exams.figures,
    "documents": _documents,
}

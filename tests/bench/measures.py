"""What is measured. Each function gives rows of (name, value, unit, comparison, target)."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from django.conf import settings
from django.test import Client

from courses.models import Enrolment
from people.demo import ACCOUNTS, DOMAIN
from people.models import User
from people.roles import Role

from . import documents, exams, marking, verification
from .counting import page_statements
from .server import Server, gunicorn

Row = tuple[str, float, str, str, float | None]


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


def _queries(learner: User, enrolment: Enrolment) -> Iterator[Row]:
    """Queries of the hot pages, whatever the machine."""
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(learner)
    yield "course_page_queries", page_statements(client, f"/study/{enrolment.pk}/"), "queries", "≤", 10
    yield "topic_page_queries", page_statements(client, f"/study/{enrolment.pk}/A.1.2/"), "queries", "≤", 10


SECTIONS: dict[str, Callable[[Mapping[str, str]], Iterable[Row]]] = {
    "pages": _pages,
    "marking": marking.figures,
    "exams": exams.figures,
    "documents": documents.figures,
    "verification": verification.figures,
}

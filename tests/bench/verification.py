"""The page of a code: its processor time beside a bare view that asks the database once, and in a register of a million."""

from collections.abc import Iterator, Mapping

from django.db import connection
from django.test import Client

from certificates.models import Document
from certificates.rules import code as codes

from .counting import page_statements
from .server import Server, gunicorn

Row = tuple[str, float, str, str, float | None]
FEW, MANY = 1_000, 1_000_000
ROUNDS, TIMES = 5, 500
KAZAKH = {"Accept-Language": "kk"}


def figures(environment: Mapping[str, str]) -> Iterator[Row]:
    fill_register(FEW)
    document = Document.objects.filter(status="valid", kind="certificate").order_by("pk").first()
    path = f"/v/{codes.pretty(document.code)}"
    bare_settings = {**environment, "DJANGO_SETTINGS_MODULE": "tests.bench.bare_find_settings"}
    with (
        gunicorn("tests.bench.bare_wsgi:application", environment=bare_settings) as bare,
        gunicorn("cms.wsgi:application", environment=environment) as server,
    ):
        floor, few = _best(bare, f"/find/{document.code}", server, path)
        yield "bare_find_cpu_ms", floor, "ms", "", None
        yield "verification_cpu_ms", few, "ms", "≤", 2
        yield "verification_ratio", few / floor, "× bare", "≤", 2.5
        fill_register(MANY)
        _floor, many = _best(bare, f"/find/{document.code}", server, path)
        yield "verification_million_ratio", many / few, "", "≤", 1.2
    client = Client(HTTP_HOST="127.0.0.1")
    yield "verification_queries", page_statements(client, path), "queries", "≤", 2


def _best(bare: Server, bare_path: str, server: Server, path: str) -> tuple[float, float]:
    """Processor milliseconds of both, the calmest of several rounds in turn."""
    rounds = [
        (
            bare.cpu_ms(bare_path, headers=KAZAKH, times=TIMES),
            server.cpu_ms(path, headers=KAZAKH, times=TIMES),
        )
        for _round in range(ROUNDS)
    ]
    return min(one for one, _other in rounds), min(other for _one, other in rounds)


FILL = """
INSERT INTO certificates_document (id, kind, status, number, code, enrolment_id, result_id, holder_id, facts, facts_hash,
    template_revision_id, issued_on, valid_until, created_at, supersedes_id, pdf, pdf_sha256, credential, cose, key_id)
SELECT %(last)s + i, 'certificate', 'replaced', 'B-' || (%(last)s + i), upper(left(md5((%(last)s + i)::text), 16)),
    enrolment_id, result_id, holder_id, facts, facts_hash, template_revision_id, issued_on, valid_until, created_at,
    %(last)s + i - 1, '', upper(md5((%(last)s + i)::text)), '', '', key_id
FROM certificates_document, generate_series(1, %(missing)s) AS i WHERE certificates_document.id = %(first)s
"""


def fill_register(count: int) -> None:
    """Copies of a real document, each replaced by the next, so that every constraint holds."""
    values = {
        "first": Document.objects.filter(kind="certificate").order_by("pk").values_list("pk", flat=True)[0],
        "last": Document.objects.order_by("-pk").values_list("pk", flat=True)[0],
        "missing": count - Document.objects.count(),
    }
    with connection.cursor() as cursor:
        cursor.execute(FILL, values)
        # What the database would do by itself in the middle of a measurement.
        cursor.execute("VACUUM (ANALYZE) certificates_document")
        cursor.execute("CHECKPOINT")

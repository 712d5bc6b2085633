"""Production's parts for real: PostgreSQL, Redis, a Celery worker, an S3 server, an SMTP server, gunicorn."""

import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from urllib.request import Request, urlopen

import pytest
from django.db import connection

from tests.bench.server import free_port

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not os.environ.get("TIREK_TEST_REDIS_URL"), reason="needs PostgreSQL and Redis: make test starts both"
    ),
]


def wait_for(check, *, seconds: float = 60):
    """The first true answer of `check`; fails when none comes in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = check()
        if answer:
            return answer
        time.sleep(0.2)
    pytest.fail(f"{check.__name__} stayed empty for {seconds} seconds")


@pytest.fixture
def s3():
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    _host, port = server.get_host_and_port()
    yield f"http://127.0.0.1:{port}"
    server.stop()


@pytest.fixture
def mailbox():
    from aiosmtpd.controller import Controller

    class Keep:
        def __init__(self) -> None:
            self.messages: list[str] = []

        async def handle_DATA(self, server, session, envelope) -> str:
            self.messages.append(envelope.content.decode())
            return "250 OK"

    keep = Keep()
    controller = Controller(keep, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller.port, keep.messages
    controller.stop()


@pytest.fixture
def production(s3, mailbox):
    """Environment of a production that works on this test's own database."""
    import boto3

    client = boto3.client(
        "s3", endpoint_url=s3, aws_access_key_id="k", aws_secret_access_key="s", region_name="us-east-1"
    )
    client.create_bucket(Bucket="tirek")
    database = urlsplit(os.environ["TIREK_TEST_DATABASE_URL"])._replace(
        path=f"/{connection.settings_dict['NAME']}"
    )
    redis = urlsplit(os.environ["TIREK_TEST_REDIS_URL"])._replace(path="/9")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("TIREK_")},
        "DJANGO_SETTINGS_MODULE": "cms.settings.production",
        "PYTHONPATH": str(ROOT),
        "TIREK_SECRET_KEY": "x" * 50,
        "TIREK_IIN_KEY": "key",
        "TIREK_HOSTS": "127.0.0.1",
        "TIREK_BASE_URL": "http://127.0.0.1",
        "TIREK_VERIFY_BASE": "https://tirek.kz/v/",
        "TIREK_DATABASE_URL": urlunsplit(database),
        "TIREK_REDIS_URL": urlunsplit(redis),
        "TIREK_SMTP_HOST": "127.0.0.1",
        "TIREK_SMTP_PORT": str(mailbox[0]),
        "TIREK_SMTP_TLS": "no",
        "TIREK_MAIL_FROM": "no-reply@tirek.kz",
        "TIREK_HTTPS": "no",
        "TIREK_S3_BUCKET": "tirek",
        "TIREK_S3_ENDPOINT": s3,
        "TIREK_S3_KEY": "k",
        "TIREK_S3_SECRET": "s",
    }
    return environment, client


def test_a_worker_draws_the_certificate_into_the_store_and_the_site_says_ready(
    production, mailbox, monkeypatch
):
    from assessments.signals import result_decided
    from certificates.models import Document
    from tests.factories import decide, enrol, make_cohort, make_edition, make_issuer

    environment, store = production
    # This process keeps silent: issuing is left to the production's own.
    monkeypatch.setattr(result_decided, "send_robust", lambda **facts: None)
    make_issuer()
    result = decide(enrol(None, make_cohort(make_edition())), score="88")
    worker = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "cms",
            "worker",
            "-c",
            "1",
            "-l",
            "warning",
            "--without-mingle",
        ],
        env=environment,
        cwd=ROOT,
    )
    port = free_port()
    web = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "cms.wsgi:application", "-b", f"127.0.0.1:{port}", "-w", "1"],
        env=environment,
        cwd=ROOT,
    )
    try:
        issue = (
            "import django; django.setup()\n"
            "from django.utils import timezone\n"
            "from certificates.services import issue_document\n"
            f"issue_document(result_id={result.pk}, at=timezone.now())\n"
            "from django.core.mail import send_mail\n"
            "send_mail('Сертификат', 'Дайын.', None, ['a@example.org'])\n"
        )
        subprocess.run([sys.executable, "-c", issue], env=environment, cwd=ROOT, check=True)

        def drawn():
            return Document.objects.exclude(pdf="").first()

        document = wait_for(drawn)
        stored = store.get_object(Bucket="tirek", Key=f"private/{document.pdf.name}")["Body"].read()
        assert hashlib.sha256(stored).hexdigest() == document.pdf_sha256
        assert stored[:5] == b"%PDF-"

        def ready():
            try:
                with urlopen(Request(f"http://127.0.0.1:{port}/readyz"), timeout=10) as answer:
                    return json.loads(answer.read())
            except OSError:
                return None

        assert wait_for(ready) == {
            "status": "ok",
            "database": "ok",
            "cache": "ok",
            "broker": "ok",
            "storage": "ok",
        }
        assert any("a@example.org" in message for message in mailbox[1])
    finally:
        for process in (worker, web):
            process.terminate()
            process.wait(timeout=30)
        connection.close()

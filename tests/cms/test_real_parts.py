"""Production's parts for real: PostgreSQL, Redis, a Celery worker, an S3 server, an SMTP server, gunicorn."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from django.db import connection

from tests.bench.server import free_port
from tests.production import wait_for

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not os.environ.get("TIREK_TEST_REDIS_URL"), reason="needs PostgreSQL and Redis: make test starts both"
    ),
]


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

"""Production's environment on a test's own database, with an S3 and an SMTP server: fixtures for tests of real parts."""

import os
import secrets
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from tests.bench.server import free_port

ROOT = Path(__file__).resolve().parents[1]


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
    # A broker of this worker's own: tasks of one test are never taken by the processes of another.
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    redis = urlsplit(os.environ["TIREK_TEST_REDIS_URL"])._replace(path=f"/{2 + ord(worker[-1]) % 6}")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("TIREK_")},
        "DJANGO_SETTINGS_MODULE": "cms.settings.production",
        "PYTHONPATH": str(ROOT),
        "TIREK_SECRET_KEY": "x" * 50,
        "TIREK_IIN_KEY": "key",
        "TIREK_HOSTS": "127.0.0.1",
        "TIREK_BASE_URL": "http://127.0.0.1",
        "TIREK_VERIFY_BASE": "https://tirek.kz/v/",
        # A seed of this test's own: it signs nothing but what this test makes.
        "TIREK_SIGNING_KEYS": f"test-production:{secrets.token_urlsafe(32)}",
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

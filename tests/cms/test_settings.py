"""Production starts from environment variables alone, or stops with a sentence for each one that is wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOUND = {
    "TIREK_SECRET_KEY": "x" * 50,
    "TIREK_IIN_KEY": "key",
    "TIREK_HOSTS": "tirek.kz",
    "TIREK_BASE_URL": "https://tirek.kz",
    "TIREK_VERIFY_BASE": "https://tirek.kz/v/",
    "TIREK_SIGNING_KEYS": "2026-main:JndoP6xHqfIsBEiAYKIH7AKtnTHCKT5BBrONlvrs1gE",
    "TIREK_DATABASE_URL": "postgres://tirek:p%40ss@db:5432/tirek?sslmode=require",
    "TIREK_REDIS_URL": "redis://cache:6379/0",
    "TIREK_SMTP_HOST": "mail",
    "TIREK_MAIL_FROM": "no-reply@tirek.kz",
}
SHOW = """
import json
from django.conf import settings
database = settings.DATABASES["default"]
print(json.dumps({
    "password": database["PASSWORD"], "options": database["OPTIONS"], "secure": settings.SESSION_COOKIE_SECURE,
    "eager": settings.CELERY_TASK_ALWAYS_EAGER, "private": settings.STORAGES["private"]["BACKEND"],
    "debug": settings.DEBUG, "demo": settings.TIREK_DEMO,
}))
"""


def start(**changes: str | None) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TIREK_")}
    given = {name: value for name, value in {**SOUND, **changes}.items() if value is not None}
    return subprocess.run(
        [sys.executable, "-c", SHOW],
        env={**kept, **given, "DJANGO_SETTINGS_MODULE": "cms.settings.production", "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_sound_variables_give_a_secure_production():
    import json

    done = start(
        TIREK_S3_BUCKET="tirek", TIREK_S3_ENDPOINT="http://s3", TIREK_S3_KEY="k", TIREK_S3_SECRET="s"
    )
    assert done.returncode == 0, done.stderr
    shown = json.loads(done.stdout)
    assert shown["password"] == "p@ss"
    assert shown["options"]["sslmode"] == "require"
    assert shown["options"]["pool"]["max_size"] == 8
    assert (shown["secure"], shown["eager"], shown["debug"], shown["demo"]) == (True, False, False, False)
    assert shown["private"] == "storages.backends.s3.S3Storage"


@pytest.mark.parametrize("name", SOUND)
def test_each_missing_variable_stops_the_start_with_its_name(name):
    done = start(**{name: None})
    assert done.returncode == 1
    assert name in done.stderr
    assert "Tirek cannot start" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"TIREK_SECRET_KEY": "short"}, "at least 40 characters"),
        ({"TIREK_VERIFY_BASE": "https://a-very-long-host-name.kz/v/"}, "more than 20 characters"),
        ({"TIREK_VERIFY_BASE": "https://tirek.kz/check/"}, "ends in /v/"),
        ({"TIREK_SIGNING_KEYS": "2026-main:short"}, "TIREK_SIGNING_KEYS must be a folder, or kid:seed pairs"),
        ({"TIREK_SIGNING_KEYS": "/no/such/folder"}, "TIREK_SIGNING_KEYS must name a folder that exists"),
        ({"TIREK_SIGNING_KEYS": str(ROOT / "var")}, "TIREK_SIGNING_KEYS must be a folder outside"),
        ({"TIREK_DATABASE_URL": "mysql://x/y"}, "must start with postgres:// or sqlite://"),
        ({"TIREK_SMTP_PORT": "many"}, "must be a whole number"),
        ({"TIREK_HTTPS": "maybe"}, "must be yes or no"),
        ({"TIREK_CLAMD": "clamd"}, "TIREK_CLAMD must be host:port or unix:/path"),
        ({"TIREK_CLAMD": "clamd:many"}, "TIREK_CLAMD must be host:port or unix:/path"),
        ({"TIREK_CLAMD": "tcp://clamd:3310"}, "TIREK_CLAMD must be host:port or unix:/path"),
        ({"TIREK_CLAMD": "unix:clamd.sock"}, "TIREK_CLAMD must be host:port or unix:/path"),
    ],
)
def test_a_wrong_value_is_named_in_a_sentence(changes, words):
    done = start(**changes)
    assert done.returncode == 1
    assert words in done.stderr


@pytest.mark.parametrize("address", ["clamd:3310", "[::1]:3310", "unix:/run/clamav/clamd.ctl", ""])
def test_a_scanner_is_named_by_host_and_port_or_by_its_socket(address):
    assert start(TIREK_CLAMD=address).returncode == 0


def test_everything_wrong_is_said_at_once():
    done = start(TIREK_SECRET_KEY=None, TIREK_HOSTS=None, TIREK_DATABASE_URL=None)
    assert done.stderr.count("\n  - ") == 3

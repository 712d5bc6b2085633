"""Five hundred documents while workers are killed with -9: each is issued once, numbered without a gap, drawn and logged."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from celery import Celery
from django.conf import settings
from django.db import connection
from django.utils import timezone

from assessments.models import Result, Sitting
from certificates.models import BatchItem, Document, IssueBatch, LogEntry, NumberSeries
from certificates.services import batches, log_faults
from courses.models import Enrolment
from people.models import User
from tests.factories import NOW, coordinator_of, make_cohort, make_edition, make_issuer
from tests.production import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not os.environ.get("TIREK_TEST_REDIS_URL"), reason="needs PostgreSQL and Redis: make test starts both"
    ),
]
PEOPLE = 500
GIVE_UP = 300
DATABASE = "/11"  # of Redis, this test's own


def decided_cohort():
    """A cohort whose five hundred results are decided, one in ten not passed; no signal was ever heard."""
    make_issuer()
    cohort = make_cohort(make_edition(), places=PEOPLE)
    people = User.objects.bulk_create(
        User(
            email=f"fire{place}@example.org", surname="Өтегенова", given_name=f"Ақмарал {place}", password="!"
        )
        for place in range(PEOPLE)
    )
    enrolled = Enrolment.objects.bulk_create(
        Enrolment(user=user, cohort=cohort, status="studying", applied_at=NOW) for user in people
    )
    sittings = Sitting.objects.bulk_create(
        Sitting(enrolment=one, cohort=cohort, number=1, opened_at=NOW) for one in enrolled
    )
    Result.objects.bulk_create(
        Result(
            sitting=sitting,
            score=Decimal(40 if place % 10 == 0 else 80),
            band="not_passed" if place % 10 == 0 else "good",
            decision="not_passed" if place % 10 == 0 else "passed",
            decision_reason="below_pass_mark" if place % 10 == 0 else "",
            components={},
            decided_at=NOW,
        )
        for place, sitting in enumerate(sittings)
    )
    return cohort


class Worker:
    """A Celery worker of two processes, killed with its children as when the machine loses power."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "celery",
                "-A",
                "cms",
                "worker",
                "-c",
                "2",
                "-l",
                "error",
                "--without-mingle",
            ],
            env=environment,
            cwd=ROOT,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_a_child(self, chance: random.Random) -> bool:
        """One process in the middle of an item; the worker puts another in its place."""
        found = subprocess.run(
            ["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        children = [int(pid) for pid in found.stdout.split()]
        try:
            os.kill(chance.choice(children), signal.SIGKILL)
        except (IndexError, ProcessLookupError):
            return False
        return True


def done() -> int:
    return BatchItem.objects.filter(done_at__isnull=False).count()


def wait_until(count: int) -> None:
    end = time.monotonic() + GIVE_UP
    while done() < count:
        assert time.monotonic() < end, f"{done()} of {count} after {GIVE_UP} seconds"
        time.sleep(0.05)


def test_five_hundred_documents_while_workers_are_killed(production, monkeypatch, tmp_path):
    environment, _store = production
    redis = urlunsplit(urlsplit(environment["TIREK_REDIS_URL"])._replace(path=DATABASE))
    environment = environment | {"TIREK_SECRET_KEY": settings.SECRET_KEY, "TIREK_REDIS_URL": redis}
    environment |= {"TIREK_IIN_KEY": settings.IIN_KEY, "TIREK_S3_BUCKET": "", "TIREK_FILES": str(tmp_path)}
    # What production would send, goes to the same broker from here.
    queue = Celery(broker=redis, set_as_current=False)  # the tests that follow keep their own
    monkeypatch.setattr(
        batches, "_send", lambda batch_id: queue.send_task("certificates.run_batch", [batch_id])
    )
    monkeypatch.setattr(settings, "CELERY_TASK_ALWAYS_EAGER", False)
    cohort = decided_cohort()
    batch = batches.start_batch(cohort_id=cohort.pk, at=timezone.now(), actor=coordinator_of(cohort))
    chance = random.Random(11)

    def taken_up() -> None:
        """The beat's minute comes round, two silent ones later."""
        IssueBatch.objects.update(seen_at=timezone.now() - timedelta(minutes=3))
        batches.resume_batches(at=timezone.now())

    worker = Worker(environment)
    try:
        for count in (70, 190):
            wait_until(count)
            worker.kill()
            worker = Worker(environment)
            taken_up()
        wait_until(300)
        assert worker.kill_a_child(chance)
        taken_up()
        wait_until(PEOPLE)
        end = time.monotonic() + 20
        while IssueBatch.objects.exclude(status="done").exists() and time.monotonic() < end:
            time.sleep(0.1)
    finally:
        worker.kill()
    batch.refresh_from_db()
    assert (batch.status, batch.items.exclude(fault="").count()) == ("done", 0)
    _each_once_without_a_gap(tmp_path / "private")
    assert list(log_faults.faults()) == []
    assert batches.figures(cohort) == batches.Figures(decided=PEOPLE, missing=0, undrawn=0)
    connection.close()


def _each_once_without_a_gap(files: Path) -> None:
    documents = list(Document.objects.values_list("kind", "number", "result", "pdf_sha256", "code", "pdf"))
    assert (
        len(documents) == len({row[2] for row in documents}) == len({row[4] for row in documents}) == PEOPLE
    )
    for *_rest, expected, _code, name in documents:
        assert hashlib.sha256((files / name).read_bytes()).hexdigest() == expected
    for kind in ("certificate", "notice"):
        numbers = sorted(int(number[-6:]) for one, number, *_rest in documents if one == kind)
        assert numbers == list(range(1, len(numbers) + 1))
        assert NumberSeries.objects.get(kind=kind).last == len(numbers)
    events = list(LogEntry.objects.values_list("document", "event"))
    assert len(events) == len(set(events)) == 2 * PEOPLE

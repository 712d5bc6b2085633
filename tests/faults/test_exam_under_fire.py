"""An exam while processes are killed: fifty learners answer through HTTP, web and Celery processes get -9 and start again.

Saves are repeated and come out of order. In the end every acknowledged answer is in the paper, every attempt was closed
once, and the scores are those of an independent count.
"""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlencode, urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from assessments.models import AnswerStep, Attempt, QuestionVersion
from assessments.services.attempts import attempts
from tests.bench.server import free_port
from tests.factories import enrol, make_cohort, make_edition, sitting_of
from tests.production import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not os.environ.get("TIREK_TEST_REDIS_URL"), reason="needs PostgreSQL and Redis: make test starts both"
    ),
]
LEARNERS, DRAW, TOKEN = 50, 4, "t" * 32
GIVE_UP = 120
WORKERS = ["-w", "3", "--preload"]


class Kept:
    """A process that is started again whenever it is found dead."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.command, self.environment, self.deaths = command, environment, 0
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command,
            env=self.environment,
            cwd=ROOT,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill_all(self) -> None:
        """The whole group at once, as when the machine loses power."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.deaths += 1

    def kill_one(self, chance: random.Random) -> None:
        """One of its children in the middle of what it does."""
        found = subprocess.run(
            ["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        children = [int(pid) for pid in found.stdout.split()]
        if children:
            try:
                os.kill(chance.choice(children), signal.SIGKILL)
                self.deaths += 1
            except ProcessLookupError:
                pass


def wait_until_open(port: int, *, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)


class Fire(threading.Thread):
    """Kills something after every few dozen saves until it is put out: mostly a web worker, at times everything at once.

    It goes by what was saved, not by the clock, so that a slow machine is not killed before it has done anything.
    """

    def __init__(self, web: Kept, worker: Kept, port: int, seed: int, saved: Callable[[], int]) -> None:
        super().__init__(daemon=True)
        self.web, self.worker, self.port, self.saved = web, worker, port, saved
        self.chance, self.out = random.Random(seed), threading.Event()

    def run(self) -> None:
        turn, next_at = 0, 10
        while not self.out.wait(0.02):
            if self.saved() < next_at:
                continue
            next_at = self.saved() + self.chance.randint(15, 40)
            turn += 1
            if turn % 6 == 2:
                self.web.kill_all()
                self.web.start()
                wait_until_open(self.port)
            elif turn % 6 == 5:
                self.worker.kill_all()
                self.worker.start()
            else:
                self.web.kill_one(self.chance)


@dataclass
class Learner:
    """A browser that never gives up. `acknowledged`: position → number → what the server said it holds."""

    port: int
    attempt_id: int
    total: int
    session: str
    chance: random.Random
    acknowledged: dict[int, dict[int, str]] = field(default_factory=dict)
    sent: dict[int, dict[int, str]] = field(default_factory=dict)
    retries: int = 0
    saves: int = 0

    def post(self, path: str, data: dict[str, str], *, by_script: bool) -> tuple[int, bytes]:
        """Send until there is an answer below 500; a broken connection says nothing about what was kept."""
        end = time.monotonic() + GIVE_UP
        headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={self.session}; csrftoken={TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
            **({"Accept": "application/json"} if by_script else {}),
        }
        body = urlencode({"csrfmiddlewaretoken": TOKEN, **data})
        while time.monotonic() < end:
            link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            try:
                link.request("POST", path, body=body, headers=headers)
                answer = link.getresponse()
                content = answer.read()
                if answer.status < 500:
                    return answer.status, content
            except (OSError, http.client.HTTPException):
                pass
            finally:
                link.close()
            self.retries += 1
            time.sleep(self.chance.uniform(0.02, 0.2))
        raise AssertionError(f"{path} gave no answer for {GIVE_UP} seconds")

    def save(self, position: int, number: int) -> None:
        response = self.sent[position][number]
        status, content = self.post(
            f"/attempts/{self.attempt_id}/{position}/",
            {f"q{position}": response, f"s{position}": "0", f"n{position}": str(number), "client": "w"},
            by_script=True,
        )
        assert status == 200, (status, content[:300])
        told = json.loads(content)["items"][str(position)]
        assert told["is_answered"]
        self.acknowledged.setdefault(position, {})[number] = response
        self.saves += 1

    def sit(self, *, hands_in: bool) -> None:
        """Answer everything, some answers twice or in the wrong order; then hand in or walk away."""
        for position in range(1, self.total + 1):
            answers = [self.chance.choice("abcd") for _turn in range(self.chance.choice([1, 1, 2, 3]))]
            self.sent[position] = dict(enumerate(answers, start=1))
            order = list(self.sent[position])
            if self.chance.random() < 0.3:
                self.chance.shuffle(order)
            if self.chance.random() < 0.3:
                order.append(self.chance.choice(order))
            for number in order:
                self.save(position, number)
        if hands_in:
            status, _content = self.post(f"/attempts/{self.attempt_id}/submit/", {}, by_script=False)
            assert status == 302


@pytest.fixture
def learners() -> list[tuple[Attempt, str]]:
    """Started attempts with the sessions of their learners."""
    cohort = make_cohort(make_edition(questions=DRAW + 4, draw=DRAW), places=LEARNERS)
    started = []
    for _one in range(LEARNERS):
        sitting = sitting_of(enrol(None, cohort))
        user = sitting.enrolment.user
        attempt = attempts.start_attempt(
            sitting_id=sitting.pk, quiz_key="final", at=timezone.now(), actor=user
        )
        client = Client()
        client.force_login(user)
        started.append((attempt, client.cookies[settings.SESSION_COOKIE_NAME].value))
    return started


def test_fifty_learners_lose_nothing_while_processes_are_killed(production, learners):
    environment, _store = production
    redis = urlsplit(environment["TIREK_REDIS_URL"])
    environment = environment | {
        "TIREK_SECRET_KEY": settings.SECRET_KEY,
        "TIREK_REDIS_URL": urlunsplit(redis._replace(path="/10")),
    }
    port = free_port()
    web = Kept(
        [sys.executable, "-m", "gunicorn", "cms.wsgi:application", "-b", f"127.0.0.1:{port}", *WORKERS],
        environment,
    )
    worker = Kept(
        [sys.executable, "-m", "celery", "-A", "cms", "worker", "-c", "1", "-l", "error", "--without-mingle"],
        environment,
    )
    wait_until_open(port)
    people = [
        Learner(port, attempt.pk, attempt.total, session, random.Random(attempt.pk))
        for attempt, session in learners
    ]
    fire = Fire(web, worker, port, 7, lambda: sum(person.saves for person in people))
    fire.start()
    try:
        with ThreadPoolExecutor(max_workers=12) as pool:
            sitting = [
                pool.submit(person.sit, hands_in=place % 2 == 0) for place, person in enumerate(people)
            ]
            for one in sitting:
                one.result()
    finally:
        fire.out.set()
        fire.join()
        for kept in (web, worker):
            kept.kill_all()
    assert web.deaths + worker.deaths >= 10, "nothing was set on fire"
    _everything_acknowledged_is_there(people)
    _every_attempt_is_closed_once_with_the_score_it_earned()
    connection.close()


def _everything_acknowledged_is_there(people: list[Learner]) -> None:
    for person in people:
        items = {item.position: item for item in Attempt.objects.get(pk=person.attempt_id).items.all()}
        for position, told in person.acknowledged.items():
            item = items[position]
            last = max(told)
            assert item.response == [told[last]] == [person.sent[position][last]]
            logged = dict(AnswerStep.objects.filter(item=item).values_list("client_number", "response"))
            for number, response in told.items():
                # An answer equal to the one that stood needs no step of its own.
                assert logged.get(number, [response]) == [response]
        assert set(person.acknowledged) == set(items)


def _every_attempt_is_closed_once_with_the_score_it_earned() -> None:
    # Who walked away: their time runs out. Beat closes; here its task is run as beat would.
    running = Attempt.objects.open()
    assert running.count() == LEARNERS // 2
    past = timezone.now() - timedelta(minutes=90)
    running.update(started_at=past, deadline_at=past + timedelta(minutes=60))
    attempts.close_overdue(at=timezone.now())
    right = {
        version.pk: version.body["correct"] for version in QuestionVersion.objects.filter(status="ready")
    }
    for attempt in Attempt.objects.prefetch_related("items", "transitions"):
        assert attempt.is_graded
        moves = [move.to_status for move in attempt.transitions.all()]
        assert sorted(moves) in (["expired", "graded"], ["graded", "submitted"])
        correct = sum(item.response == right[item.version_id] for item in attempt.items.all())
        assert attempt.correct == correct
        assert attempt.percent == (Decimal(correct * 100) / attempt.total).quantize(Decimal("0.000001"))
        assert attempt.marks.filter(is_current=True, value=attempt.percent).count() == 1

"""A load generator on the same machine: kept connections in threads, form posts with session and CSRF token."""

import http.client
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from urllib.parse import urlencode

from django.conf import settings

TOKEN = "t" * 32
THREADS = 8


@dataclass(frozen=True)
class Outcome:
    """`seconds` of all the work, `requests` answered, how many of them failed, and each one's latency in ms, sorted."""

    seconds: float
    requests: int
    failed: int
    latencies: Sequence[float]

    @classmethod
    def nothing(cls) -> "Outcome":
        return cls(0.0, 0, 0, [])

    def __add__(self, other: "Outcome") -> "Outcome":
        """Both, one after the other."""
        return Outcome(
            self.seconds + other.seconds,
            self.requests + other.requests,
            self.failed + other.failed,
            sorted([*self.latencies, *other.latencies]),
        )

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds

    @property
    def p95(self) -> float:
        return self.latencies[int(len(self.latencies) * 0.95)]


class Browser:
    """One person's kept connection. Status codes it does not expect count as failures."""

    def __init__(self, port: int) -> None:
        self.link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.latencies: list[float] = []
        self.failed = 0

    def post(self, path: str, data: dict, *, session: str, script: bool = False) -> str:
        """The Location of the answer, or its body for a script."""
        headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept-Language": "kk",
        }
        if script:
            headers["Accept"] = "application/json"
        begun = time.perf_counter()
        self.link.request(
            "POST", path, urlencode({"csrfmiddlewaretoken": TOKEN, **data}, doseq=True), headers
        )
        answer = self.link.getresponse()
        body = answer.read()
        self.latencies.append((time.perf_counter() - begun) * 1000)
        if answer.status not in {200, 302}:
            self.failed += 1
            print(f"{path} answered {answer.status}: {body[:200]!r}", flush=True)
        return body.decode() if script else answer.headers.get("Location", "")


def drive(port: int, jobs: Iterable[Callable[[Browser], object]], *, threads: int = THREADS) -> Outcome:
    """Do every job once, as many at a time as there are threads."""
    waiting: SimpleQueue = SimpleQueue()
    for job in jobs:
        waiting.put(job)
    browsers = [Browser(port) for _one in range(threads)]

    def work(browser: Browser) -> None:
        while True:
            try:
                job = waiting.get_nowait()
            except Empty:
                return
            job(browser)

    running = [threading.Thread(target=work, args=(browser,)) for browser in browsers]
    begun = time.perf_counter()
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    seconds = time.perf_counter() - begun
    latencies = sorted(one for browser in browsers for one in browser.latencies)
    failed = sum(browser.failed for browser in browsers)
    return Outcome(seconds=seconds, requests=len(latencies), failed=failed, latencies=latencies)

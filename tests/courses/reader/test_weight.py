"""The first page of a lesson on a village network: what it weighs, as it is sent, and when its words are there."""

import gzip
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

from tests.courses.pages import make_topic_page
from tests.factories import enrol, make_cohort, make_edition, make_issuer, make_user

from .conftest import KEY

LIMIT = 100_000  # bytes of page, styles, scripts and letters, before any picture
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 60_000, "uploadThroughput": 30_000}
# Words of a real lesson: repeated ones would be compressed to nothing.
LESSON = settings.BASE_DIR / "courses" / "content" / "A" / "m1" / "1.1.kk.md"
TEXT = ("js", "css", "html")


def _body() -> list:
    """The blocks of a lesson as long as the first one, with its questions."""
    paragraphs = [
        line
        for line in LESSON.read_text().split("---", 2)[2].splitlines()
        if re.match(r"[^a-z:]", line) and len(line) > 3
    ]
    plain = [re.sub(r"[*#>|\[\]]", "", line).strip() for line in paragraphs]
    blocks: list = [
        ("text", "".join(f"<p>{line}</p>" for line in plain[start : start + 12]))
        for start in range(0, len(plain), 12)
    ]
    return blocks + [
        ("control_question", {"question": f"Неге олай, {number}?", "answer": f"<p>{plain[number]}</p>"})
        for number in range(5)
    ]


def _sent(address: str, kind: str, body: bytes) -> int:
    """How much goes over the wire: what is text is compressed, by us or by the files' server."""
    path = urlsplit(address).path
    if path.startswith(settings.STATIC_URL):
        body = Path(finders.find(path.removeprefix(settings.STATIC_URL))).read_bytes()
    return len(gzip.compress(body, 9)) if kind in TEXT else len(body)


@pytest.mark.slow
def test_the_first_lesson_weighs_less_than_a_hundred_kilobytes(page):
    make_issuer()
    make_topic_page(KEY, body=_body())
    enrolment = enrol(make_user("learner"), make_cohort(make_edition()))
    tab = page(enrolment.user, viewport=(360, 740))
    weights: dict[str, int] = {}

    def weigh(answer) -> None:
        kind = (
            answer.headers.get("content-type", "")
            .split(";")[0]
            .rpartition("/")[2]
            .replace("javascript", "js")
        )
        if kind in (*TEXT, "woff2", "json"):
            weights[urlsplit(answer.url).path] = _sent(answer.url, kind, answer.body())

    tab.on("requestfinished", lambda asked: weigh(asked.response()))
    wire = tab.context.new_cdp_session(tab)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SLOW)
    tab.goto(reverse("study_topic", args=[enrolment.pk, KEY]), wait_until="networkidle")
    painted = tab.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")

    assert any(path.endswith(".woff2") for path in weights)
    assert any(
        path.endswith("notes.js") or "notes." in path for path in weights
    )  # all that comes by itself is here
    assert not any("htmx.min" in path for path in weights)  # it waits for a question to come near
    assert sum(weights.values()) < LIMIT, json.dumps(weights, indent=1)
    assert painted < 6000
    with tab.expect_response(lambda answer: "htmx.min" in answer.url):
        tab.locator(".control, .check").first.scroll_into_view_if_needed()

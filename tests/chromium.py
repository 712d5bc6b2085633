"""Chromium for tests: tabs that are signed in and watched, and axe."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.fence import is_here

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 40_000  # milliseconds a browser test waits for what has to come: workers share the processors
CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Names other than this machine's do not resolve.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]

# Playwright's synchronous interface runs an event loop in the main thread, where Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    """Debian's Chromium, one per worker."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    program = os.environ.get("TIREK_CHROMIUM") or shutil.which("chromium")
    if not program:
        pytest.fail("Chromium is not installed: make test installs it.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Any:
    report = yield
    if report.when == "call":
        item.stash[_REPORT] = report
    return report


_REPORT = pytest.StashKey[pytest.TestReport]()

# Runs before a page's own scripts: what the policy refuses is said on the console, also where Chromium keeps silent.
WATCH_POLICY = """
document.addEventListener("securitypolicyviolation", (event) => console.error(
  `CSP: ${event.violatedDirective} refused ${event.blockedURI || event.sample} at ${event.sourceFile}:${event.lineNumber}`));
"""


@pytest.fixture
def page(
    request: pytest.FixtureRequest, transactional_db: None, live_server: Any, chromium: "Browser"
) -> "Iterator[Callable[..., Page]]":
    """page(user=None, viewport=(1280, 800), locale="kk", allow=()) opens a tab of a browser of its own.

    Paths are relative to the live server: page(user).goto("/home/"). The test fails on anything the tab wrote on its
    console as an error, a script error, a refusal by the content security policy, an answer of 500 and above or a request
    to another machine, unless a pattern in `allow` matches it; r"\\b404\\b" for a page that is meant to be missing. Further
    keywords go to Playwright's new_context. A failed test leaves its pictures in var/test/pictures. `page.faults` is the
    list so far.
    """
    from django.conf import settings
    from django.test import Client

    contexts: list[Any] = []
    pages: list[Page] = []
    faults: list[str] = []

    def open_page(
        user: Any = None,
        *,
        viewport: tuple[int, int] = (1280, 800),
        locale: str = "kk",
        allow: tuple[str, ...] = (),
        **options: Any,
    ) -> "Page":
        width, height = viewport
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            locale=locale,
            **{
                "base_url": live_server.url,
                "timezone_id": settings.TIME_ZONE,
                "reduced_motion": "reduce",
                **options,
            },
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.add_init_script(WATCH_POLICY)
        if user is not None:
            client = Client()
            client.force_login(user)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
            )

        def note(kind: str, words: str) -> None:
            line = f"{kind}: {words}"
            if not any(re.search(pattern, line) for pattern in (*allow, r"/favicon\.ico\b")):
                faults.append(line)

        def on_response(response: Any) -> None:
            if response.status >= 500:
                note(f"answer {response.status}", response.url)

        def on_request(asked: Any) -> None:
            address = urlsplit(asked.url)
            if address.scheme in {"http", "https", "ws", "wss"} and not is_here((address.hostname,)):
                note("other machine", asked.url)

        def watch(tab: "Page") -> None:
            pages.append(tab)
            tab.on("console", lambda message: message.type == "error" and note("console", _said(message)))
            tab.on("pageerror", lambda error: note("script", str(error)))

        context.on("page", watch)
        context.on("response", on_response)
        context.on("request", on_request)
        return context.new_page()

    open_page.faults = faults
    yield open_page

    report = request.node.stash.get(_REPORT, None)
    if faults or (report and report.failed):
        folder = ROOT / "var" / "test" / "pictures"
        folder.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"\W+", "-", request.node.nodeid.removeprefix("tests/")).strip("-")[:150]
        for number, tab in enumerate(tab for tab in pages if not tab.is_closed()):
            tab.screenshot(path=folder / f"{name}-{number}.png", full_page=True)
    # Closed before the database is emptied: a request still under way would hold its rows.
    for context in contexts:
        context.close()
    assert not faults, "The browser complained:\n" + "\n".join(faults)


def _said(message: Any) -> str:
    return f"{message.text} ({message.location.get('url', '')})"


@pytest.fixture
def axe() -> "Callable[..., None]":
    """axe(page) fails with the list when axe-core finds a fault on the page as it stands.

    `exclude` names selectors, `without` rules that are left out.
    """
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import Error

    checker = Axe()

    def run(page: "Page", context: Any, options: dict[str, Any]) -> Any:
        """A page that another one is just replacing cannot be read: the one that follows is meant, then."""
        for turn in range(4):
            page.wait_for_load_state("load")
            page.wait_for_function("document.readyState === 'complete' && document.body !== null")
            try:
                return checker.run(page, context=context, options=options)
            except Error:
                if turn == 3:
                    raise

    def check(page: "Page", *, exclude: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> None:
        context = {"exclude": [[selector] for selector in exclude]} if exclude else None
        # Only what it found wrong is written out in full: a page of hundreds of elements is read in half the time.
        options = {
            "resultTypes": ["violations"],
            "rules": {rule: {"enabled": False} for rule in without},
        }
        found = run(page, context, options)
        violations = found.response["violations"]
        assert not violations, f"axe at {page.url}\n" + "\n".join(
            f"  {violation['id']}: {violation['help']}\n      {node['html'][:200]}"
            for violation in violations
            for node in violation["nodes"][:5]
        )

    return check

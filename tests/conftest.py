"""What every test stands on: a database put back as migrations left it, Chromium, and no way out of this machine."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import hypothesis
import pytest

from tests.database import TestDatabase
from tests.production import mailbox, production, s3  # noqa: F401  (fixtures)

if TYPE_CHECKING:
    from django.test import Client
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


# How long an example takes says something of the machine, not of the code.
hypothesis.settings.register_profile("tirek", deadline=None, max_examples=50)
hypothesis.settings.load_profile("tirek")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        subprocess.run([sys.executable, ROOT / ".ci" / "catalogues.py"], check=True)


# After all that needs no browser what takes longest, then the other browser tests: no worker ends alone with a long one.
LONGEST = (
    "faults/",
    "test_lessons",
    "test_authoring",
    "_journey",
    "test_real_parts",
    "test_main_job",
    "test_screens",
)


def _when(item: pytest.Item) -> int:
    if "chromium" not in getattr(item, "fixturenames", ()) and "production" not in item.fixturenames:
        return 0
    return next((place for place, name in enumerate(LONGEST, 1) if name in item.nodeid), len(LONGEST) + 1)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
    items.sort(key=_when)


@pytest.fixture
def in_english() -> Iterator[None]:
    """Sentences as they stand in the code."""
    from django.utils import translation

    with translation.override("en"):
        yield


# No way out


class OutsideCall(RuntimeError):
    """Something wanted to leave this machine."""


def _is_here(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # a socket in the file system
    host = str(address[0])
    return host in {"", "localhost", "::1"} or host.startswith("127.")


@pytest.fixture(scope="session")
def _outside_calls() -> Iterator[list[str]]:
    """Sockets reach loopback alone; what tried to go further, in order."""
    tried: list[str] = []
    patch = pytest.MonkeyPatch()

    def guard(owner: Any, name: str, address_at: int) -> None:
        real = getattr(owner, name)

        def guarded(*args: Any, **kwargs: Any) -> Any:
            address = args[address_at] if len(args) > address_at else ("",)
            if name == "getaddrinfo":
                host = address.decode() if isinstance(address, bytes) else address
                address = (host or "",)
            if not _is_here(address):
                tried.append(f"{name} {address}")
                raise OutsideCall(f"A test must not leave this machine: {name} {address}.")
            return real(*args, **kwargs)

        patch.setattr(owner, name, guarded)

    guard(socket.socket, "connect", 1)
    guard(socket.socket, "connect_ex", 1)
    guard(socket, "getaddrinfo", 0)
    yield tried
    patch.undo()


@pytest.fixture(autouse=True)
def _stays_on_this_machine(_outside_calls: list[str]) -> Iterator[None]:
    """Fails a test that went outside even where the code under test swallowed the refusal."""
    _outside_calls.clear()
    yield
    assert not _outside_calls, f"Calls to other machines: {_outside_calls}"


# Database, cache and files


def _tables() -> dict[str, str]:
    """Every table of a model that holds rows, with its writable columns, quoted and joined."""
    from django.apps import apps
    from django.db import connection

    quote = connection.ops.quote_name
    there = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    columns: dict[str, str] = {}
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.managed and not meta.proxy and meta.db_table in there:
            names = (field.column for field in meta.local_concrete_fields if not field.generated)
            columns[meta.db_table] = ", ".join(map(quote, names))
    return columns


KEPT = "kept_"


def _keep_what_migrations_made() -> None:
    """Copy each table that migrations filled, so that a flushed database can be filled again at once."""
    from django.db import connection

    quote = connection.ops.quote_name
    existing = set(connection.introspection.table_names())
    if any(name.startswith(KEPT) for name in existing):
        _put_back_what_migrations_made()  # --reuse-db after a run that was broken off
        return
    with connection.cursor() as cursor:
        for table, columns in _tables().items():
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {quote(table)})")
            if cursor.fetchone()[0]:
                cursor.execute(f"CREATE TABLE {quote(KEPT + table)} AS SELECT {columns} FROM {quote(table)}")


def _put_back_what_migrations_made(case: Any = None) -> None:
    """Empty every table and refill the kept ones. A browser's last request may still read them: then once more."""
    from django.db import OperationalError

    for turn in range(6):
        try:
            return _empty_and_refill()
        except OperationalError:
            if turn == 5:
                raise
            time.sleep(0.5)


def _empty_and_refill() -> None:
    """Regions, roles, Wagtail's locale, root, site and home page come back."""
    from django.core.management.color import no_style
    from django.db import connection, transaction

    quote = connection.ops.quote_name
    existing = set(connection.introspection.table_names())
    # A browser's last request may still be at work; waiting for it without end would hang the run.
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL lock_timeout = '20s'")
        tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        for statement in connection.ops.sql_flush(
            no_style(), tables, reset_sequences=False, allow_cascade=False
        ):
            cursor.execute(statement)
        for table, columns in _tables().items():
            if KEPT + table in existing:
                cursor.execute(
                    f"INSERT INTO {quote(table)} ({columns}) SELECT {columns} FROM {quote(KEPT + table)}"
                )


@pytest.fixture(scope="session")
def _copied_database(
    request: pytest.FixtureRequest, django_db_modify_db_settings: None, django_db_blocker: Any
) -> Iterator[TestDatabase]:
    """Migrations run once: the first worker keeps what they made, the others begin with a copy of it."""
    database = TestDatabase()
    if not request.config.getvalue("reuse_db"):
        with django_db_blocker.unblock():
            database.copy_or_promise()
    yield database
    database.let_go()


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool, _copied_database: TestDatabase) -> bool:
    return django_db_keepdb or _copied_database.is_copy


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: Any, _copied_database: TestDatabase
) -> Iterator[None]:
    """The test database; what migrations put into it comes back after every test that commits."""
    from django.test import TransactionTestCase

    with django_db_blocker.unblock():
        _keep_what_migrations_made()
        _copied_database.keep_promise()
    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", _put_back_what_migrations_made)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """Wagtail caches site roots, views cache pages: none may outlive the rows it was made of."""
    from django.core.cache import cache

    from assessments import wordings

    cache.clear()
    wordings.forget()


@pytest.fixture(scope="session", autouse=True)
def _fresh_files() -> None:
    """Uploads of the last run go; each xdist worker has a folder of its own (cms.settings.test)."""
    from django.conf import settings

    for folder in (Path(settings.MEDIA_ROOT), Path(settings.STORAGES["private"]["OPTIONS"]["location"])):
        worker = os.environ.get("PYTEST_XDIST_WORKER")
        if (ROOT / "var" / "test") in folder.parents and (not worker or worker in folder.parts):
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _tasks_in_process() -> None:
    """Celery reads its settings once: before a test changes one, not within it."""
    from cms.celery import app

    assert app.conf.task_always_eager


@pytest.fixture
def client_for(db: None) -> "Callable[..., Client]":
    """client_for(user) is a signed-in test client; client_for(None) an anonymous one. `headers` go with every request."""
    from django.test import Client

    def client_for(user: Any = None, **options: Any) -> Client:
        client = Client(**options)
        if user is not None:
            client.force_login(user)
        return client

    return client_for


# Browser


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
            if address.scheme in {"http", "https", "ws", "wss"} and not _is_here((address.hostname,)):
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

"""What every test stands on: a database put back as migrations left it, Chromium, and no way out of this machine."""

import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

from tests.chromium import axe, chromium, page, pytest_runtest_makereport  # noqa: F401  (fixtures, a hook)
from tests.database import take_copy
from tests.emptying import keep_what_migrations_made, put_back_what_migrations_made
from tests.fence import _outside_calls, _stays_on_this_machine  # noqa: F401  (fixtures)
from tests.production import mailbox, production, s3  # noqa: F401  (fixtures)

if TYPE_CHECKING:
    from django.test import Client

ROOT = Path(__file__).resolve().parent.parent


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
    if item.get_closest_marker("browser") is None and "production" not in item.fixturenames:
        return (
            -1 if "test_permission_matrix" in item.nodeid else 0
        )  # a minute alone, else it would be the last
    return next((place for place, name in enumerate(LONGEST, 1) if name in item.nodeid), len(LONGEST) + 1)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marked before -m chooses by the mark."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
    items.sort(key=_when)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking through it for garbage again and again took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture
def in_english() -> Iterator[None]:
    """Sentences as they stand in the code."""
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def django_db_keepdb(
    django_db_keepdb: bool, django_db_modify_db_settings: None, django_db_blocker: Any
) -> bool:
    """Always: the database is there before Django makes one, unless a run is to go on with that of the last."""
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            take_copy()
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The test database; what migrations put into it comes back after every test that commits."""
    from django.test import TransactionTestCase

    with django_db_blocker.unblock():
        keep_what_migrations_made()
    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", put_back_what_migrations_made)
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

"""Migrations are run once in a test run, by a process of their own: every worker begins with a copy of what they made.

Who migrates keeps thousands of models of the past in memory; the tests of such a worker would take half as long again.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "test"
URL = "TIREK_TEST_DATABASE_URL"


def take_copy() -> None:
    """Make this worker's database a copy of the migrated one, which the first who comes has made. Named after the
    migrations it was made of, so that no old one is ever taken."""
    from django.db import connection

    name = f"tirek_migrated_{_fingerprint()}"
    with _alone():
        if connection.vendor == "sqlite":
            _copy_file(FOLDER / f"{name}.sqlite3", connection.settings_dict["TEST"]["NAME"])
        else:
            _copy_database(name, connection.creation._get_test_db_name())


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "database.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(url: str) -> None:
    command = [sys.executable, "manage.py", "migrate", "-v0"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, URL: url}, check=True)


def _copy_file(migrated: Path, ours: str) -> None:
    if not migrated.exists():
        for old in FOLDER.glob("tirek_migrated_*"):
            old.unlink()
        part = migrated.with_suffix(".part")
        _migrate(f"sqlite:////{part}")
        part.rename(migrated)
    for rest in (f"{ours}-wal", f"{ours}-shm"):
        Path(rest).unlink(missing_ok=True)
    shutil.copyfile(migrated, ours)


def _copy_database(migrated: str, ours: str) -> None:
    from django.db import connection

    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [migrated])
        if cursor.fetchone() is None:
            part = f"{migrated}_part"
            cursor.execute(f'DROP DATABASE IF EXISTS "{part}"')
            cursor.execute(f'CREATE DATABASE "{part}"')
            _migrate(urlunsplit(urlsplit(os.environ[URL])._replace(path=f"/{part}")))
            cursor.execute(f'ALTER DATABASE "{part}" RENAME TO "{migrated}"')
        cursor.execute(f'DROP DATABASE IF EXISTS "{ours}"')
        cursor.execute(f'CREATE DATABASE "{ours}" TEMPLATE "{migrated}"')


def _fingerprint() -> str:
    """Of every migration of ours and of the packages that bring their own."""
    sums = hashlib.sha256()
    ours = (path for app in ROOT.iterdir() if app.is_dir() for path in app.glob("migrations/*.py"))
    for path in sorted([*ours, ROOT / "requirements.txt"]):
        sums.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return sums.hexdigest()[:16]

"""Migrations are run once in a test run, not once in each worker: who comes first keeps a copy, the others take it."""

import fcntl
import hashlib
import os
import shutil
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "test"


class TestDatabase:
    """This worker's database. A copy is named after the migrations it was made of, so that no old one is ever taken."""

    __test__ = False

    def __init__(self) -> None:
        self.is_copy = False
        self.lock: IO[str] | None = None

    def copy_or_promise(self) -> None:
        """Take the copy there is; where there is none, hold the lock until `keep_promise` has made one."""
        FOLDER.mkdir(parents=True, exist_ok=True)
        self.lock = (FOLDER / "database.lock").open("w")
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        if self._take():
            self.is_copy = True
            self.let_go()

    def keep_promise(self) -> None:
        if self.lock:
            self._keep()
            self.let_go()

    def let_go(self) -> None:
        if self.lock:
            self.lock.close()
            self.lock = None

    @property
    def _copy(self) -> str:
        return f"tirek_migrated_{_fingerprint()}"

    def _take(self) -> bool:
        from django.db import connection

        if connection.vendor == "sqlite":
            kept = FOLDER / f"{self._copy}.sqlite3"
            if kept.exists():
                ours = connection.settings_dict["TEST"]["NAME"]
                for rest in (f"{ours}-wal", f"{ours}-shm"):
                    Path(rest).unlink(missing_ok=True)
                shutil.copyfile(kept, ours)
            return kept.exists()
        ours = connection.creation._get_test_db_name()
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self._copy])
            if cursor.fetchone() is None:
                return False
            cursor.execute(f'DROP DATABASE IF EXISTS "{ours}"')
            cursor.execute(f'CREATE DATABASE "{ours}" TEMPLATE "{self._copy}"')
        return True

    def _keep(self) -> None:
        from django.db import connection

        if connection.vendor == "sqlite":
            for old in FOLDER.glob("tirek_migrated_*"):
                old.unlink()
            kept = FOLDER / f"{self._copy}.sqlite3"
            with connection.cursor() as cursor:
                cursor.execute(f"VACUUM INTO '{kept}.part'")  # what stands in the log beside the file, too
            os.replace(f"{kept}.part", kept)
            return
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{self._copy}" TEMPLATE "{connection.settings_dict["NAME"]}"')


def _fingerprint() -> str:
    """Of every migration of ours and of the packages that bring their own."""
    sums = hashlib.sha256()
    ours = (path for app in ROOT.iterdir() if app.is_dir() for path in app.glob("migrations/*.py"))
    for path in sorted([*ours, ROOT / "requirements.txt"]):
        sums.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return sums.hexdigest()[:16]

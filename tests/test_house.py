"""The house itself: who imports whom, migrations, lock files, and the ground the other tests stand on."""

import ast
import re
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
APPS = ["people", "courses", "assessments", "certificates", "postcourse", "cms"]
LOCKS = ["requirements.txt", "requirements-dev.txt"]


def test_apps_import_one_way_only():
    command = "from importlinter.cli import lint_imports_command as run; run()"
    done = subprocess.run(
        [sys.executable, "-c", command, "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_rules_import_no_database_and_no_settings():
    found = []
    for file in sorted(path for app in APPS for path in ROOT.glob(f"{app}/rules/**/*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            found += [
                f"{file.relative_to(ROOT)}: {name}"
                for name in names
                if name.startswith(("django.db", "django.conf", "django.utils.timezone"))
            ]
    assert found == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=1)


def test_migrations_have_names():
    migrations = [path.stem for app in APPS for path in ROOT.glob(f"{app}/migrations/[0-9]*.py")]
    assert migrations
    assert [name for name in migrations if "_auto_" in name or re.fullmatch(r"\d+_initial", name)] == []


def _pins(name: str) -> dict[str, str]:
    return dict(
        re.findall(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)", (ROOT / name).read_text(), re.MULTILINE)
    )


@pytest.mark.parametrize("name", LOCKS)
def test_lock_files_pin_every_package_by_hash_and_name_no_address(name):
    text = (ROOT / name).read_text()
    assert text.startswith("--only-binary :all:\n")
    assert "://" not in text
    assert "index-url" not in text
    assert "find-links" not in text
    entries = re.split(r"\n(?=\S)", text.strip())[1:]
    assert len(entries) > 50
    unpinned = [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry]
    assert unpinned == []


def test_the_development_lock_holds_the_plain_one():
    assert _pins("requirements.txt").items() <= _pins("requirements-dev.txt").items()


def test_lock_files_hold_every_dependency_that_is_named():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    def bare(names):
        return {re.match(r"[A-Za-z0-9._-]+", name)[0].lower().replace("_", "-") for name in names}

    assert bare(project["dependencies"]) <= _pins("requirements.txt").keys()
    assert bare(project["optional-dependencies"]["dev"]) <= _pins("requirements-dev.txt").keys()


def test_a_test_cannot_leave_this_machine(_outside_calls):
    with pytest.raises(RuntimeError, match="must not leave"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(RuntimeError, match="must not leave"):
        socket.getaddrinfo("tirek.example", 443)
    assert len(_outside_calls) == 2
    _outside_calls.clear()


@pytest.mark.django_db
def test_tests_start_from_what_migrations_made():
    _assert_migrated()


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_what_migrations_made_comes_back_after_a_test_that_commits(turn):
    from people.models import Region

    _assert_migrated()
    Region.objects.all().delete()


def _assert_migrated():
    from django.contrib.auth.models import Group, Permission
    from wagtail.models import Locale, Page, Site

    from people.models import Region

    assert Region.objects.count() == 20
    assert Group.objects.count() >= 8
    assert Permission.objects.count() > 100
    assert Locale.objects.filter(language_code="kk").exists()
    assert Page.get_first_root_node().get_children().exists()
    assert Site.objects.get(is_default_site=True).root_page

"""Run every measurement and write the table to the screen and to var/bench.json.

Needs TIREK_TEST_DATABASE_URL and TIREK_TEST_REDIS_URL (`make bench` starts both). Exits 0 also where a target is
missed; a figure that is a time stands beside a bare view measured in the same run. Sections may be named: pages,
marking, exams, documents, verification.
"""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent.parent
NAME = "tirek_bench"


def environment() -> dict[str, str]:
    """Production's settings on a database of the bench's own."""
    server = urlsplit(os.environ["TIREK_TEST_DATABASE_URL"])
    return {
        "DJANGO_SETTINGS_MODULE": "cms.settings.production",
        "TIREK_SECRET_KEY": "bench-" * 10,
        "TIREK_IIN_KEY": "bench",
        "TIREK_HOSTS": "127.0.0.1,localhost",
        "TIREK_BASE_URL": "http://127.0.0.1",
        "TIREK_VERIFY_BASE": "https://tirek.kz/v/",
        "TIREK_SIGNING_KEYS": f"bench:{base64.urlsafe_b64encode(b'bench' * 6 + b'!!').decode()}",
        "TIREK_DATABASE_URL": urlunsplit(server._replace(path=f"/{NAME}")),
        "TIREK_REDIS_URL": os.environ["TIREK_TEST_REDIS_URL"],
        "TIREK_SMTP_HOST": "127.0.0.1",
        "TIREK_MAIL_FROM": "bench@tirek.example",
        "TIREK_HTTPS": "no",
        "TIREK_DEMO": "yes",
        "TIREK_EAGER": "yes",
        "TIREK_FILES": str(ROOT / "var" / "bench"),
    }


def prepare() -> None:
    """A fresh database with the demonstration's programmes and people."""
    import psycopg

    with psycopg.connect(os.environ["TIREK_TEST_DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {NAME}")
        connection.execute(f"CREATE DATABASE {NAME}")
    (ROOT / "var" / "bench").mkdir(parents=True, exist_ok=True)
    for command in (["migrate", "-v0"], ["collectstatic", "-v0", "--noinput"], ["demo"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, check=True)


def main() -> None:
    os.environ.update(environment())
    prepare()
    import django

    django.setup()
    from tests.bench import measures

    figures = measures.everything(environment(), sys.argv[1:])
    width = max(len(name) for name in figures)
    for name, figure in figures.items():
        mark = "" if figure["met"] is None else ("met" if figure["met"] else "MISSED")
        print(
            f"{name:<{width}}  {figure['value']:>12,.3f} {figure['unit']:<12} {figure['target']:<10} {mark}"
        )
    target = ROOT / "var" / "bench.json"
    target.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()

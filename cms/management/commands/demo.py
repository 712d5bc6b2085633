"""Fill an empty installation with both programmes and people in every role and state. Safe to repeat."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

import certificates.demo
import people.demo
from cms.demo import make_cohorts
from cms.programmes import load_programme
from courses.models import Cohort, ProgrammeEdition
from people.models import User
from people.roles import Role

CONTENT = settings.BASE_DIR / "courses" / "content"
TOUR = """
  1. Sign in as the learner: one next step, 80 hours in five parts, a lesson, the final test.
  2. Sign in as the trainer: the marking queue, a project beside its rubric, release the marks.
  3. Open the address of the valid document on a phone, without signing in: the verdict stands first.
  4. Sign in as the mentor: graduates, a meeting to write down, a year's plan with diary and charts.
"""


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options) -> None:
        if not settings.TIREK_DEMO:
            raise CommandError(
                "This installation is not for demonstration: set TIREK_DEMO=yes where it may be."
            )
        with translation.override("kk"):
            if User.objects.filter(
                email=f"{people.demo.ACCOUNTS[Role.LEARNER][0]}@{people.demo.DOMAIN}"
            ).exists():
                self.stdout.write("The demonstration's people are there already.")
            else:
                self._seed()
        self._report()

    @contextmanager
    def _step(self, words: str) -> Iterator[None]:
        """Say what is being done and how long it took."""
        self.stdout.write(f"{words} … ", ending="")
        self.stdout.flush()
        started = time.monotonic()
        yield
        self.stdout.write(f"{time.monotonic() - started:.1f} s")

    def _seed(self) -> None:
        for folder in sorted(path.parent for path in CONTENT.glob("*/programme.yaml")):
            with self._step(f"Programme {folder.name}: pages, questions, rubrics"):
                load_programme(folder, say=lambda _line: None)
        make_cohorts(step=self._step)

    def _report(self) -> None:
        base_url = settings.WAGTAILADMIN_BASE_URL
        accounts = {
            role.value: {"email": f"{account[0]}@{people.demo.DOMAIN}", "password": people.demo.PASSWORD}
            for role, account in people.demo.ACCOUNTS.items()
        }
        documents = certificates.demo.examples(today=timezone.localdate())
        cohorts = {
            name: f"/cohorts/{pk}/"
            for name, number in (("running", 14), ("marking", 13), ("concluded", 12))
            for pk in Cohort.objects.filter(edition__code="A", number=number).values_list("pk", flat=True)
        }
        programmes = {
            edition.code: f"/kk/programmes/{edition.slug}/" for edition in ProgrammeEdition.objects.all()
        }
        written = {
            "base_url": base_url,
            "accounts": accounts,
            "documents": documents,
            "programmes": programmes,
            "cohorts": cohorts,
        }
        path = Path(settings.VAR_DIR) / "demo.json"
        path.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n")
        self.stdout.write(f"\n{base_url}\n")
        for role, account in accounts.items():
            self.stdout.write(f"  {role:<14} {account['email']:<32} {account['password']}")
        self.stdout.write(TOUR)

"""Wagtail's own command; a lesson that a cohort studies stays, whatever end was set before."""

from typing import Any

from django.utils import timezone
from wagtail.management.commands import publish_scheduled

from courses.editing.protection import keep_studied_pages


class Command(publish_scheduled.Command):
    help = "Publish and unpublish what was scheduled. Lessons that a cohort studies now are not unpublished."

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["dryrun"]:
            for title in keep_studied_pages(at=timezone.now()):
                self.stdout.write(f"Kept, because a cohort studies it: {title}")
        super().handle(*args, **options)

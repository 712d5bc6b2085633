"""What this floor does when a page changes."""

from django.core.cache import cache
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from .pages import OrientationPage
from .presentation import ORIENTATION_KEYS


@receiver([post_save, post_delete], sender=OrientationPage, dispatch_uid="courses.look_again_for_orientation")
def look_again_for_orientation(sender, **_details) -> None:
    """“How to study here” was published, taken away or renamed: its links follow."""
    cache.delete_many(ORIENTATION_KEYS.values())

"""What this floor does when a page changes."""

from functools import partial

from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from .editing import guards  # noqa: F401  (they listen)
from .editing_models import Recording
from .pages import OrientationPage
from .presentation import ORIENTATION_KEYS


@receiver([post_save, post_delete], sender=OrientationPage, dispatch_uid="courses.look_again_for_orientation")
def look_again_for_orientation(sender, **_details) -> None:
    """“How to study here” was published, taken away or renamed: its links follow."""
    cache.delete_many(ORIENTATION_KEYS.values())


@receiver(post_delete, sender=Recording, dispatch_uid="courses.remove_the_file_of_a_recording")
def remove_the_file_of_a_recording(sender, instance: Recording, **_details) -> None:
    """The file goes with its row, however that was removed."""
    transaction.on_commit(partial(instance.file.storage.delete, instance.file.name))

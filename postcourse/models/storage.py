"""Where files of people are kept, and what every kept file says of itself."""

from django.conf import settings
from django.core.files.storage import storages
from django.db import models


def private_storage():
    return storages["private"]


class KeptFile(models.Model):
    """A file somebody gave: its type is what the content says, its name is made safe (assessments.services.work.files)."""

    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    media_type = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        ordering = ["uploaded_at", "pk"]

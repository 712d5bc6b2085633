"""Where papers are kept: never at a public address."""

from django.core.files.storage import storages


def private_storage():
    return storages["private"]

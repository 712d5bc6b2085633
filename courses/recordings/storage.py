"""Where recordings are kept: never under a public address, only through a view that asks who plays them."""

from django.core.files.storage import Storage, storages


def private_storage() -> Storage:
    return storages["private"]

"""Places in the Bitstring Status Lists, and the lists as they are served."""

import secrets
from datetime import datetime

from django.db.models import F

from ..models import Document, StatusList

FULL = StatusList.LENGTH * 3 // 4  # a list that is fuller is left: a random place stays quick to find


def take_index(*, at: datetime) -> tuple[StatusList, int]:
    """A random free place in the newest list, opening another where it is full. Called inside a transaction."""
    newest = StatusList.objects.select_for_update().order_by("-number").first()
    if newest is None or newest.taken >= FULL:
        number = newest.number + 1 if newest else 1
        newest, _created = StatusList.objects.select_for_update().get_or_create(
            number=number, defaults={"opened_at": at}
        )
    while True:
        index = secrets.randbelow(StatusList.LENGTH)
        if not Document.objects.filter(status_list=newest, status_index=index).exists():
            break
    StatusList.objects.filter(pk=newest.pk).update(taken=F("taken") + 1)
    return newest, index


def changed(document: Document, *, at: datetime) -> None:
    """A document's status changed: publish its lists anew after commit."""

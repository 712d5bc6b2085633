"""Places in the Bitstring Status Lists, and the lists as they are served."""

import hashlib
import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ..models import Document, PublishedStatusList, StatusList
from ..proof import bitstring, integrity, multikey
from . import keys, proof

FULL = StatusList.LENGTH * 3 // 4  # a list that is fuller is left: a random place stays quick to find
STANDS = timedelta(days=7)  # how long a published list may be believed
PURPOSE = {"suspended": "suspension", "revoked": "revocation", "replaced": "revocation"}


def take_index(*, at: datetime) -> tuple[StatusList, int]:
    """A random free place in the newest list, opening another where it is full. Called inside a transaction."""
    newest = StatusList.objects.select_for_update().order_by("-number").first()
    if newest is None or newest.taken >= FULL:
        number = newest.number + 1 if newest else 1
        newest, _created = StatusList.objects.select_for_update().get_or_create(
            number=number, defaults={"opened_at": at}
        )
        _publish_after_commit(newest.pk)
    while True:
        index = secrets.randbelow(StatusList.LENGTH)
        if not Document.objects.filter(status_list=newest, status_index=index).exists():
            break
    StatusList.objects.filter(pk=newest.pk).update(taken=F("taken") + 1)
    return newest, index


def changed(document: Document, *, at: datetime) -> None:
    """A document's status changed: publish its lists anew after commit."""
    if document.status_list_id is not None:
        _publish_after_commit(document.status_list_id)


def _publish_after_commit(list_id: int) -> None:
    from ..tasks import publish_status_list as task

    transaction.on_commit(lambda: task.delay(list_id), robust=True)


def _indices(status_list: StatusList) -> dict[str, list[int]]:
    """The places whose bit is set, by purpose: a suspended document may come back, a revoked or replaced one never."""
    found: dict[str, list[int]] = {purpose: [] for purpose in PublishedStatusList.Purpose.values}
    rows = status_list.documents.exclude(status=Document.Status.VALID).values_list("status_index", "status")
    for index, status in rows:
        if index is not None:
            found[PURPOSE[status]].append(index)
    return found


@transaction.atomic
def publish(*, list_id: int, at: datetime) -> list[PublishedStatusList]:
    """Sign both lists of this number as the documents stand now. May be repeated at any time.

    Holds the list's row: of two that publish, the second reads what the first one's change has left.
    """
    status_list = StatusList.objects.select_for_update().get(pk=list_id)
    key, until = keys.active(at), at + STANDS
    published = []
    for purpose, indices in _indices(status_list).items():
        text = bitstring.signed(
            url=proof.list_address(status_list.number, purpose),
            did=proof.did(),
            purpose=purpose,
            indices=indices,
            valid_from=at,
            valid_until=until,
            private=key.private,
            kid=key.kid,
        )
        row, _created = PublishedStatusList.objects.update_or_create(
            status_list=status_list,
            purpose=purpose,
            defaults={
                "credential": text,
                "etag": hashlib.sha256(text.encode()).hexdigest(),
                "valid_from": at,
                "valid_until": until,
            },
        )
        published.append(row)
    return published


def publish_all(*, at: datetime) -> list[PublishedStatusList]:
    """Every list anew: also one that no document changed, because a list stands for seven days only."""
    return [
        row
        for list_id in StatusList.objects.values_list("pk", flat=True)
        for row in publish(list_id=list_id, at=at)
    ]


def offline_statement() -> dict[str, Any]:
    """Every published list as one signed statement; its shape stands in views/proof.py. Two queries.

    `as_of` is the oldest of the lists' moments, `valid_until` the earliest of their ends: true of all of them.
    """
    rows = list(
        PublishedStatusList.objects.select_related("status_list").order_by("status_list__number", "purpose")
    )
    lists: dict[str, dict[str, str]] = {}
    for row in rows:
        bits = json.loads(row.credential)["credentialSubject"]["encodedList"]
        lists.setdefault(str(row.status_list.number), {})[row.purpose] = bits.removeprefix("u")
    key = keys.active()
    statement: dict[str, Any] = {
        "as_of": integrity.moment(min((row.valid_from for row in rows), default=timezone.now())),
        "valid_until": integrity.moment(
            min((row.valid_until for row in rows), default=timezone.now() + STANDS)
        ),
        "lists": lists,
        "kid": key.kid,
    }
    return statement | {"signature": multikey.base64url(key.private.sign(statement_bytes(statement)))}


def statement_bytes(statement: dict[str, Any]) -> bytes:
    """What is signed of such a statement: all but the signature, sorted, without spaces."""
    said = {name: value for name, value in statement.items() if name != "signature"}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

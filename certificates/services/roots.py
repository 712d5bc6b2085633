"""The signed root of each day: where the log stood at midnight in Almaty."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.errors import Refusal

from ..models import LogEntry, LogRoot
from ..proof import multikey
from ..rules import chain
from ..verify_address import verify_host
from . import keys, log


def end_of(day: date) -> datetime:
    """The first moment after that day in Almaty."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


@transaction.atomic
def sign_roots(*, at: datetime, through: date | None = None) -> list[LogRoot]:
    """Sign every day that is over and has no root yet, in order, up to `through` or yesterday; a repeat signs nothing.

    Refuses a day that is not over. The head is held meanwhile: an entry begun before midnight is in or not yet there.
    """
    yesterday = timezone.localtime(at).date() - timedelta(days=1)
    if through is not None and through > yesterday:
        raise Refusal(_("This day is not over yet: its root is signed after midnight."), code="day_not_over")
    log.locked_head()
    last = LogRoot.objects.order_by("-day").first()
    first_entry = LogEntry.objects.order_by("number").first()
    if last is not None:
        day = last.day + timedelta(days=1)
    elif first_entry is not None:
        day = timezone.localtime(first_entry.at).date()
    else:
        return []
    signed = []
    while day <= (through or yesterday):
        last = _sign(day, after=last, at=at)
        signed.append(last)
        day += timedelta(days=1)
    return signed


def _sign(day: date, *, after: LogRoot | None, at: datetime) -> LogRoot:
    covered = after.number if after else 0
    entry = (
        LogEntry.objects.filter(number__gt=covered, at__lt=end_of(day)).order_by("-number").first()
    )  # none on a quiet day: the root repeats where the log stands
    number = entry.number if entry else covered
    own = entry.hash if entry else after.hash if after else chain.START
    previous = chain.statement_hash(after.statement) if after else chain.START
    statement = chain.root_statement(
        issuer=verify_host(), day=day, number=number, hash=own, previous=previous
    )
    signature, key = keys.sign(statement.encode())
    return LogRoot.objects.create(
        day=day,
        number=number,
        hash=own,
        previous=previous,
        statement=statement,
        signature=multikey.base64url(signature),
        key=key,
        signed_at=at,
    )


def is_signed(root: LogRoot) -> bool:
    """Whether the signature is that of the root's key over its statement."""
    try:
        public = multikey.public_key(multikey.from_multibase(root.key.public_multibase))
        public.verify(multikey.base64url_bytes(root.signature), root.statement.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def published() -> Iterator[dict[str, Any]]:
    """Every root as others keep it, the oldest first."""
    for root in LogRoot.objects.order_by("day").select_related("key").iterator(chunk_size=500):
        yield {
            "statement": root.statement,
            "signature": root.signature,
            "kid": root.key.kid,
            "public_key": root.key.public_multibase,
            "signed_at": root.signed_at.isoformat(),
        }

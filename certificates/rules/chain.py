"""The chain of the issue log and the statements that are signed about it: what is hashed, byte for byte.

An entry's hash is SHA-256 over the canonical JSON (sorted keys, no spaces, UTF-8) of its number, time (UTC), event, data
and the hash before it. A root's statement is the canonical JSON of issuer, day, number, hash and the hash of the statement
before.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from assessments.rules.scheme import canonical, content_hash

START = "0" * 64
"""What stands before the first entry and before the first root."""

TOLERANCE = timedelta(minutes=5)
"""How far the clocks of two servers may be apart."""


def entry_hash(*, number: int, at: datetime, event: str, data: object, previous: str) -> str:
    """The hash of an entry over everything it says and the hash before it."""
    return content_hash(
        {
            "number": number,
            "at": at.astimezone(UTC).isoformat(),
            "event": event,
            "data": data,
            "previous": previous,
        }
    )


def root_statement(*, issuer: str, day: date, number: int, hash: str, previous: str) -> str:
    """What is signed for a day: the last entry written before its end, and the statement before this one."""
    return canonical(
        {"issuer": issuer, "day": day.isoformat(), "number": number, "hash": hash, "previous": previous}
    )


def statement_hash(statement: str) -> str:
    """What the next statement names as the one before it."""
    return hashlib.sha256(statement.encode()).hexdigest()


def differing(said: Mapping[str, Any], holds: Mapping[str, Any]) -> list[str]:
    """Names of what a document holds otherwise than its last entry says."""
    return [name for name, value in holds.items() if said.get(name) != value]

"""A defence session: when each one's turn begins, and an order drawn by lot that anybody can check."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256


def turns(starts_at: datetime, *, minutes: int, count: int) -> list[datetime]:
    """When each of `count` turns begins, one after the other, `minutes` each."""
    return [starts_at + timedelta(minutes=minutes * place) for place in range(count)]


def ends(starts_at: datetime, *, minutes: int, count: int) -> datetime:
    """When the last turn is over."""
    return starts_at + timedelta(minutes=minutes * count)


def lot(ids: Iterable[int], *, seed: str) -> list[int]:
    """The order drawn: by SHA-256 of "seed:id", smallest first. The same seed gives the same order for ever."""
    return sorted(ids, key=lambda one: (sha256(f"{seed}:{one}".encode()).hexdigest(), one))

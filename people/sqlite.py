"""SQLite knows no Cyrillic case and no Kazakh order: both are taught to each connection."""

import re
from functools import lru_cache

from .sorting import kazakh_key


@lru_cache(maxsize=512)
def _like_pattern(pattern: str, escape: str | None) -> re.Pattern[str]:
    parts: list[str] = []
    letters = iter(pattern)
    for letter in letters:
        if escape and letter == escape:
            parts.append(re.escape(next(letters, "")))
        elif letter == "%":
            parts.append(".*")
        elif letter == "_":
            parts.append(".")
        else:
            parts.append(re.escape(letter))
    return re.compile("".join(parts), re.IGNORECASE | re.DOTALL)


def _like(pattern: str | None, value: object, escape: str | None = None) -> bool | None:
    if pattern is None or value is None:
        return None
    return _like_pattern(str(pattern), escape).fullmatch(str(value)) is not None


def _compare(left: str, right: str) -> int:
    a, b = kazakh_key(left), kazakh_key(right)
    return (a > b) - (a < b)


def teach_kazakh(sender, connection, **kwargs) -> None:
    """Register LIKE, UPPER and LOWER for all letters and the collation `kk` on a new SQLite connection."""
    if connection.vendor != "sqlite":
        return
    database = connection.connection
    database.create_function("like", 2, _like, deterministic=True)
    database.create_function("like", 3, _like, deterministic=True)
    database.create_function("upper", 1, lambda s: s.upper() if isinstance(s, str) else s, deterministic=True)
    database.create_function("lower", 1, lambda s: s.lower() if isinstance(s, str) else s, deterministic=True)
    database.create_collation("kk", _compare)

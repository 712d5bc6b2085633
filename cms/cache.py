"""The shared cache. A cache that is away is a cache that is empty: sessions are read from the database, nothing fails."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as Unreachable
from redis.exceptions import TimeoutError as TooSlow

log = logging.getLogger("tirek.cache")


def calm(name: str, otherwise: Callable[..., Any]) -> Callable[..., Any]:
    """The backend's method of that name; `otherwise` gives the answer while Redis is away."""
    real = getattr(RedisCache, name)

    @wraps(real)
    def method(self: RedisCache, *args: Any, **kwargs: Any) -> Any:
        try:
            return real(self, *args, **kwargs)
        except (Unreachable, TooSlow) as error:
            log.warning("Redis is away (%s): %s", name, error)
            return otherwise(*args, **kwargs)

    return method


class CalmRedisCache(RedisCache):
    """Django's, that answers like an empty cache while Redis cannot be reached.

    What counts in the cache (limits on signing in) counts nothing meanwhile; what must not be lost never stands here alone.
    """

    get = calm("get", lambda key, default=None, version=None: default)
    get_many = calm("get_many", lambda keys, version=None: {})
    has_key = calm("has_key", lambda key, version=None: False)
    add = calm("add", lambda *args, **kwargs: True)
    set = calm("set", lambda *args, **kwargs: None)
    set_many = calm("set_many", lambda *args, **kwargs: [])
    touch = calm("touch", lambda *args, **kwargs: False)
    delete = calm("delete", lambda *args, **kwargs: False)
    delete_many = calm("delete_many", lambda *args, **kwargs: None)
    clear = calm("clear", lambda: False)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """As on an empty cache: ValueError where Redis is away, which callers expect of a key that has run out."""
        try:
            return super().incr(key, delta, version)
        except (Unreachable, TooSlow) as error:
            log.warning("Redis is away (incr): %s", error)
            raise ValueError(f"Key '{key}' not found") from error

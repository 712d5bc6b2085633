"""How many unknown codes one address may ask for. Hits are never counted and never held back: offices share addresses.

Counted in the cache under a keyed hash of the address, in windows of ten minutes. Where the cache is away nothing is
counted and everything is answered.
"""

import ipaddress
import logging
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from people.origin import origin_of

WINDOW = 600  # seconds
MISSES = 20  # unknown codes of one address in a window
FORM_TRIES = 5  # of the form that asks for number and surname
LISTS = 10  # long lists of one address
ALL = "all"

log = logging.getLogger("tirek.verification")


def caller_of(request: HttpRequest) -> str:
    """Who asks: a keyed hash of the IPv4 address or the IPv6 /64, so that no address is stored; "" where it is unknown."""
    address = origin_of(request).address
    if not address:
        return ""
    number = ipaddress.ip_address(address)
    if isinstance(number, ipaddress.IPv6Address):
        number = number.ipv4_mapped or ipaddress.ip_network((number, 64), strict=False).network_address
    return salted_hmac("certificates.limits", str(number)).hexdigest()[:24]


def seconds_left(at: datetime) -> int:
    """Seconds until counting begins anew."""
    return WINDOW - int(at.timestamp()) % WINDOW


def _key(kind: str, caller: str, at: datetime) -> str:
    return f"verify:{kind}:{caller}:{int(at.timestamp()) // WINDOW}"


def _add(kind: str, caller: str, count: int, at: datetime) -> int:
    """The sum in this window with these; 0 where the cache is away."""
    key = _key(kind, caller, at)
    try:
        cache.add(key, 0, WINDOW + 60)
        return cache.incr(key, count)
    except ValueError:
        return 0


def miss(caller: str, *, at: datetime, count: int = 1) -> bool:
    """Count unknown codes, of this address and of all; True where the address had none left before them."""
    if not count:
        return False
    _watch(_add("miss", ALL, count, at), count, at)
    return bool(caller) and _add("miss", caller, count, at) - count >= MISSES


def form_try(caller: str, *, at: datetime) -> bool:
    """Count a try of the form that asks for number and surname; True where it is one too many."""
    return bool(caller) and _add("form", caller, 1, at) > FORM_TRIES


def long_list(caller: str, *, at: datetime) -> bool:
    """Count a list that a worker checks; True where it is one too many."""
    return bool(caller) and _add("list", caller, 1, at) > LISTS


def _watch(total: int, count: int, at: datetime) -> None:
    """Raise the alarm once in a window in which the whole site is asked for too many unknown codes."""
    most = settings.TIREK_MISSES_ALARM
    if total - count < most <= total:
        log.error(
            "More than %s unknown codes were asked for within ten minutes: somebody may be guessing.", most
        )
        from .tasks import raise_alarm

        raise_alarm.delay(at.isoformat(), total)

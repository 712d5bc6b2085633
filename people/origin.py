"""Where a request comes from: for the log of an exam, never for tracking."""

import hashlib
import ipaddress
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

AGENT_LENGTH = 200


@dataclass(frozen=True)
class Origin:
    """`address`: as the last trusted proxy saw it, "" where it is none; `agent`: what the browser calls itself."""

    address: str = ""
    agent: str = ""

    @property
    def digest(self) -> str:
        """32 letters that change when the address or the browser does."""
        return hashlib.sha256(f"{self.address}|{self.agent}".encode()).hexdigest()[:32]


def origin_of(request: HttpRequest) -> Origin:
    """The address behind our own proxies (as many as the settings say), else the peer's."""
    proxies = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    forwarded = [
        part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()
    ]
    address = request.META.get("REMOTE_ADDR", "")
    if proxies and len(forwarded) >= proxies:
        address = forwarded[-proxies]
    try:
        address = str(ipaddress.ip_address(address))
    except ValueError:
        address = ""
    return Origin(address=address, agent=request.META.get("HTTP_USER_AGENT", "")[:AGENT_LENGTH])

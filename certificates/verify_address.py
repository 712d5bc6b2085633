"""Where documents are verified: the address in the QR code, from settings alone."""

from urllib.parse import urlsplit

from django.conf import settings


def verify_base() -> str:
    """The address a code is added to, such as https://tirek.kz/v/."""
    return settings.TIREK_VERIFY_BASE


def verify_host() -> str:
    """The host printed in words beside the code."""
    return urlsplit(verify_base()).netloc


def our_hosts() -> frozenset[str]:
    """Hosts that a code of ours may lead to: the printed one, those printed before, and the site's own."""
    site = urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc
    return frozenset(host.lower() for host in (verify_host(), site, *settings.TIREK_VERIFY_ALIASES) if host)

"""Where documents are verified: the address in the QR code, from settings alone."""

from urllib.parse import urlsplit

from django.conf import settings


def verify_base() -> str:
    """The address a code is added to, such as https://tirek.kz/v/."""
    return settings.TIREK_VERIFY_BASE


def verify_host() -> str:
    """The host printed in words beside the code."""
    return urlsplit(verify_base()).netloc

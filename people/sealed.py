"""Sealing of identification numbers: encrypted for reading, hashed for finding."""

import hashlib
import hmac
from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet
from django.conf import settings


def _fernet() -> Fernet:
    return Fernet(urlsafe_b64encode(hashlib.sha256(settings.IIN_KEY.encode()).digest()))


def seal(number: str) -> str:
    return _fernet().encrypt(number.encode()).decode()


def unseal(sealed: str) -> str:
    return _fernet().decrypt(sealed.encode()).decode()


def fingerprint(number: str) -> str:
    """A keyed hash: equal numbers have equal fingerprints, and nothing can be read back."""
    return hmac.new(settings.IIN_KEY.encode(), number.encode(), hashlib.sha256).hexdigest()

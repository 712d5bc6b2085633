"""Signing keys. The private parts are read from a folder or the environment; the database knows public parts alone."""

import hashlib
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.errors import Refusal

from ..models import SigningKey
from ..proof import multikey

COMPROMISED = "compromised: "  # how the reason of a key begins that others may know


@dataclass(frozen=True)
class ActiveKey:
    """The key that signs now. `private` never leaves this process and never shows in a representation."""

    kid: str
    private: Ed25519PrivateKey = field(repr=False)
    row: SigningKey


def _raw_public(private: Ed25519PrivateKey) -> bytes:
    return private.public_key().public_bytes_raw()


def _folder() -> Path | None:
    """The folder of private keys; None where they are in the environment itself."""
    place = settings.TIREK_SIGNING_KEYS
    return Path(place) if not place or "/" in str(place) else None


def _unreadable(name: str) -> Refusal:
    return Refusal(
        _(
            "The signing key %(name)s cannot be read: it must be an Ed25519 private key (see docs/operating.md)."
        )
        % {"name": name},
        code="unreadable_key",
    )


def _other_key(kid: str) -> Refusal:
    return Refusal(
        _("The signing key %(kid)s is not the one that was published under this name: put that one back.")
        % {"kid": kid},
        code="other_key",
    )


@lru_cache(maxsize=32)
def _read_file(path: Path, _changed_ns: int) -> Ed25519PrivateKey:
    try:
        private = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm):
        raise _unreadable(path.name) from None
    if not isinstance(private, Ed25519PrivateKey):
        raise _unreadable(path.name)
    return private


@lru_cache(maxsize=8)
def _read_pairs(text: str) -> tuple[tuple[str, Ed25519PrivateKey], ...]:
    pairs = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        kid, _colon, seed = part.partition(":")
        try:
            pairs.append((kid, Ed25519PrivateKey.from_private_bytes(multikey.base64url_bytes(seed))))
        except ValueError:
            raise _unreadable(kid[:20]) from None
    return tuple(pairs)


def private_keys() -> dict[str, Ed25519PrivateKey]:
    """Every private key at hand, by its kid. Refuses where one cannot be read."""
    if not settings.TIREK_SIGNING_KEYS:
        return {}
    folder = _folder()
    if folder is None:
        return dict(_read_pairs(str(settings.TIREK_SIGNING_KEYS)))
    return {path.stem: _read_file(path, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.pem"))}


def make_private_key(*, at: datetime) -> str:
    """Write a new private key into the folder, readable by this account alone; its kid. Refuses without a folder."""
    folder = _folder()
    if folder is None or not str(settings.TIREK_SIGNING_KEYS):
        raise Refusal(
            _(
                "The signing keys are in the environment: add the new one to TIREK_SIGNING_KEYS first,"
                " then repeat this command."
            ),
            code="keys_in_environment",
        )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    private = Ed25519PrivateKey.generate()
    kid = f"{timezone.localtime(at).year}-{hashlib.sha256(_raw_public(private)).hexdigest()[:6]}"
    content = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    # Under another name first: a reader never meets half a key.
    half = folder / f".{kid}.{secrets.token_hex(4)}"
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.rename(folder / f"{kid}.pem")
    return kid


def _registered(private: dict[str, Ed25519PrivateKey], *, at: datetime) -> list[SigningKey]:
    """Their public parts as the database knows them, the newest first; a key seen for the first time is entered."""
    rows = {row.kid: row for row in SigningKey.objects.filter(kid__in=private)}
    for kid, key in private.items():
        public = multikey.to_multibase(_raw_public(key))
        if kid not in rows:
            if SigningKey.objects.filter(public_multibase=public).exists():
                raise _other_key(kid)
            rows[kid], _created = SigningKey.objects.get_or_create(
                kid=kid, defaults={"public_multibase": public, "created_at": at}
            )
        if rows[kid].public_multibase != public:
            raise _other_key(kid)
    return sorted(rows.values(), key=lambda row: (row.created_at, row.pk), reverse=True)


def active(at: datetime | None = None) -> ActiveKey:
    """The newest key that is not retired and whose private part is at hand. Refuses where there is none. One query."""
    at = at or timezone.now()
    private = private_keys()
    if not private and settings.TIREK_MAKES_KEYS:
        make_private_key(at=at)
        private = private_keys()
    for row in _registered(private, at=at):
        if row.retired_at is None:
            return ActiveKey(kid=row.kid, private=private[row.kid], row=row)
    raise Refusal(
        _(
            "There is no key to sign documents with: run the command rotate_key, or put the private key back"
            " where TIREK_SIGNING_KEYS says."
        ),
        code="no_signing_key",
    )


def sign(content: bytes) -> tuple[bytes, SigningKey]:
    """The Ed25519 signature (64 bytes) of the active key over these bytes, and the key."""
    key = active()
    return key.private.sign(content), key.row


def public_keys() -> list[SigningKey]:
    """Every key that ever signed, the oldest first: kept and published for ever."""
    return list(SigningKey.objects.order_by("created_at", "pk"))


def is_compromised(key: SigningKey) -> bool:
    """Whether others may have had the private part: what it signed proves nothing by itself any more."""
    return key.reason.startswith(COMPROMISED)


def trusted(keys: Iterable[SigningKey] | None = None) -> dict[str, bytes]:
    """Raw public keys by kid that a signature may be checked with: all but the compromised ones."""
    known = public_keys() if keys is None else keys
    return {
        key.kid: multikey.from_multibase(key.public_multibase) for key in known if not is_compromised(key)
    }


@transaction.atomic
def compromise(*, kid: str, at: datetime, reason: str) -> SigningKey:
    """Mark a key that others may have had; retires it where it still signed. Refuses a key nobody knows."""
    if not reason.strip():
        raise Refusal(_("Say why the key is changed."), code="no_reason")
    row = SigningKey.objects.select_for_update().filter(kid=kid).first()
    if row is None:
        raise Refusal(_("There is no signing key %(kid)s.") % {"kid": kid}, code="no_such_key")
    row.retired_at, row.reason = row.retired_at or at, COMPROMISED + reason.strip()[:280]
    row.save(update_fields=["retired_at", "reason"])
    return row


def rotate(*, at: datetime, reason: str, compromised: bool = False) -> tuple[SigningKey, list[SigningKey]]:
    """A new key signs from now on; the ones before it are retired with the reason. The new one, and the retired.

    Keys in the environment: the new one must have been added there; it is recognised by not being registered yet.
    """
    if not reason.strip():
        raise Refusal(_("Say why the key is changed."), code="no_reason")
    if _folder() is None:
        known = set(SigningKey.objects.values_list("kid", flat=True))
        fresh = [kid for kid in private_keys() if kid not in known]
        kid = fresh[-1] if fresh else make_private_key(at=at)
    else:
        kid = make_private_key(at=at)
    with transaction.atomic():
        old = list(SigningKey.objects.select_for_update().filter(retired_at=None).exclude(kid=kid))
        rows = _registered(private_keys(), at=at)
        for row in old:
            row.retired_at, row.reason = at, (COMPROMISED if compromised else "") + reason.strip()[:280]
            row.save(update_fields=["retired_at", "reason"])
    return next(row for row in rows if row.kid == kid), old

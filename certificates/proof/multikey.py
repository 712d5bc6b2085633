"""Ed25519 public keys as text: Multikey (W3C Controlled Identifiers 1.0), and base64url as the offline page reads it."""

import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ED25519 = b"\xed\x01"  # the multicodec of an Ed25519 public key
LENGTH = 32


def base58(content: bytes) -> str:
    """Base58 with Bitcoin's alphabet: a zero byte in front is a 1."""
    number, text = int.from_bytes(content, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = _ALPHABET[rest] + text
    return "1" * (len(content) - len(content.lstrip(b"\0"))) + text


def base58_bytes(text: str) -> bytes:
    """The bytes of a base58 text; ValueError for a letter that is not in the alphabet."""
    number = 0
    for letter in text:
        number = number * 58 + _ALPHABET.index(letter)
    content = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return b"\0" * (len(text) - len(text.lstrip("1"))) + content


def to_multibase(raw: bytes) -> str:
    """A raw key of 32 bytes as Multikey text: z6Mk…"""
    if len(raw) != LENGTH:
        raise ValueError(f"An Ed25519 public key has 32 bytes, not {len(raw)}.")
    return "z" + base58(_ED25519 + raw)


def from_multibase(text: str) -> bytes:
    """The raw key of a Multikey text; ValueError for anything but an Ed25519 public key."""
    if not text.startswith("z"):
        raise ValueError("A Multikey starts with z.")
    content = base58_bytes(text[1:])
    if content[:2] != _ED25519 or len(content) != 2 + LENGTH:
        raise ValueError("Not an Ed25519 public key.")
    return content[2:]


def base64url(content: bytes) -> str:
    """Base64 for addresses, without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def base64url_bytes(text: str) -> bytes:
    """The bytes of such a text; ValueError where it is none."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def public_key(raw: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(raw)

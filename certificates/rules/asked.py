"""What somebody asks about: a code, an address with a code, or the text of the large QR code (pure functions)."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from . import code as codes

MOST_LETTERS = 2000  # of one entry; the large QR code's text has about 400
_IN_ADDRESS = re.compile(r"/v/([^/?#\s]+)", re.IGNORECASE)
_SIGNED = re.compile(r"[A-Z2-7]{80,}=*", re.IGNORECASE)
_IN_WORDS = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{4}(?:[\s\-–—]?[0-9A-Za-z]{4}){3}(?![0-9A-Za-z])")


@dataclass(frozen=True)
class Asked:
    """`text` as it came; `code` canonical or ""; `cose`: the signed text (base32 of a COSE_Sign1) or ""; `host`: of an
    address, in small letters, "" where no address was given.
    """

    text: str
    code: str = ""
    cose: str = ""
    host: str = ""

    @property
    def is_malformed(self) -> bool:
        """Neither a whole code nor a signed text: nothing can be looked up, and no guess was made."""
        return not self.code and not self.cose


def read(text: str) -> Asked:
    """What a text asks about. An address may be any that leads to a code; whose host it is, is for the caller to judge."""
    stripped = text.strip()[:MOST_LETTERS]
    if code := codes.normalise(stripped):
        return Asked(text, code=code)
    address, _hash, fragment = stripped.partition("#")
    found = _IN_ADDRESS.search(address)
    code = codes.normalise(found[1].removesuffix(".json")) if found else ""
    signed = fragment if found else stripped
    cose = signed.upper() if _SIGNED.fullmatch(signed) else ""
    return Asked(text, code=code, cose=cose, host=_host(address) if found else "")


def _host(address: str) -> str:
    try:
        return urlsplit(address if "//" in address else f"//{address}").netloc.lower()
    except ValueError:  # [ without ]
        return address[:100].lower()


def codes_in(text: str) -> list[tuple[int, int]]:
    """Where whole codes stand among other words: (start, end) of each."""
    return [found.span() for found in _IN_WORDS.finditer(text) if codes.normalise(found[0])]

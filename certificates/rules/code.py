"""Verification codes: 15 random Crockford base-32 characters and a check character (pure functions).

Printed as 7K3M-Q9ZT-2XWH-5N8T. A code is a bearer secret for looking, never for changing anything.
"""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
_VALUE = {letter: value for value, letter in enumerate(ALPHABET)}
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SEPARATORS = re.compile(r"[\s\-–—]+")


def check_character(stem: str) -> str:
    """Luhn's check over base 32: finds every wrong character and almost every exchange of neighbours."""
    total = 0
    for index, letter in enumerate(reversed(stem)):
        value = _VALUE[letter] * (2 if index % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]


def make_code() -> str:
    """A new code: 75 bits from the system's source of randomness."""
    stem = "".join(secrets.choice(ALPHABET) for _position in range(LENGTH - 1))
    return stem + check_character(stem)


def normalise(text: str) -> str:
    """The canonical code of what was typed or scanned; empty where it cannot be a code of ours."""
    code = _SEPARATORS.sub("", text).upper().translate(_ALIKE)
    if len(code) != LENGTH or any(letter not in _VALUE for letter in code):
        return ""
    return code if check_character(code[:-1]) == code[-1] else ""


def pretty(code: str) -> str:
    """In four groups of four, as printed."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))

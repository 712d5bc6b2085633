"""Which bytes of a file a request asks for (pure functions). Source: RFC 9110, section 14."""

import re
from dataclasses import dataclass

# Eighteen figures hold every place of a file; Python refuses to read numbers of thousands of them.
_ONE = re.compile(r"^bytes=[ \t]*(\d{0,18})-(\d{0,18})[ \t]*$", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """Bytes `first` to `last`, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


class NotThere(Exception):
    """The range begins behind the end of the file."""


def asked(header: str, *, size: int, at_most: int) -> Part | None:
    """The one range a Range header asks for; None where the whole file is sent: no header, several ranges, nonsense.

    It holds at most `at_most` bytes (section 15.3.7: an answer may hold less than was asked for); a player then asks for the
    next ones, and a paused video keeps no worker busy. Raises NotThere.
    """
    found = _ONE.match(header)
    if not found or not (found[1] or found[2]):
        return None
    if not found[1]:
        length = min(int(found[2]), size)
        if not length:
            raise NotThere
        return Part(size - length, size - 1)
    first = int(found[1])
    if found[2] and int(found[2]) < first:
        return None
    if first >= size:
        raise NotThere
    last = int(found[2]) if found[2] else size - 1
    return Part(first, min(last, size - 1, first + at_most - 1))

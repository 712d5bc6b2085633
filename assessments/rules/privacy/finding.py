"""One place of a text, by kind; its key names it without telling it."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from .letters import folded


class Kind(StrEnum):
    IIN = "iin"
    PHONE = "phone"
    NAME = "name"
    TOGETHER = "school_class_diagnosis"


# Refused whoever accepts them; names alone are a person's to judge.
CERTAIN = frozenset({Kind.IIN, Kind.PHONE, Kind.TOGETHER})


@dataclass(frozen=True)
class Finding:
    """`excerpt` is what a page may show: of an IIN the first two digits, of a phone the first three."""

    kind: Kind
    excerpt: str
    start: int
    end: int

    @property
    def is_certain(self) -> bool:
        return self.kind in CERTAIN

    @property
    def key(self) -> str:
        """The same for the same words wherever they stand, so that one answer covers all their places."""
        words = " ".join(folded(self.excerpt).split())
        return hashlib.sha256(f"{self.kind}:{words}".encode()).hexdigest()[:20]

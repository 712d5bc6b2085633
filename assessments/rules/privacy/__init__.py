"""What in a text could tell who a child is (pure functions; the table with every case is docs/rules/privacy.yaml).

Numbers and "this school, this class, this diagnosis" are certain enough to be refused. Names are likenesses: a person
looks at each and may say that it is nobody of the child's family.
"""

import unicodedata
from collections.abc import Collection

from . import names, numbers, together
from .finding import CERTAIN, Finding, Kind

__all__ = ["CERTAIN", "Finding", "Kind", "findings"]


def findings(text: str, *, own_names: Collection[str] = (), literature: bool = False) -> list[Finding]:
    """Everything found, in the order of the text; places count letters of the text in Unicode form NFC.

    `own_names`: names of the author, who may be named. `literature`: the whole text is a list of sources, where authors
    are named; in other texts a list under a heading such as "Literature" is known by that heading.
    """
    text = unicodedata.normalize("NFC", text)
    found = numbers.iins(text)
    found += [one for one in numbers.phones(text) if not _touches(one, found)]
    if not literature:
        found += names.names(text, own_names=own_names)
    found += together.school_class_diagnosis(text)
    return sorted(found, key=lambda one: (one.start, one.end))


def _touches(one: Finding, others: list[Finding]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)

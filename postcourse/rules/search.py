"""Finding a practice by its words, however the Kazakh letters were typed (pure functions).

The stored text holds folded words (assessments.rules.folding), each after a space, and the tags as “#key#”. A word that is
looked for is a beginning of one of them, for Kazakh and Russian both add their endings at the end.
"""

import re
from collections.abc import Iterable

from assessments.rules.folding import fold

_WORD = re.compile(r"\w+")
LONGEST = 40  # letters of a word that is looked for
MOST = 8  # words


def words(text: str) -> list[str]:
    """The folded words of a text in their order: “Әдіс-тәсіл” gives “адис”, “тасил”."""
    return _WORD.findall(fold(text).replace("_", " "))


def index(texts: Iterable[str], tags: Iterable[str]) -> str:
    """What is stored to be searched: every word once, then the tags."""
    found = dict.fromkeys(word for text in texts for word in words(text))
    return "".join(f" {word}" for word in found) + " " + " ".join(f"#{tag}#" for tag in tags)


def wanted(query: str) -> list[str]:
    """Pieces each of which the stored text must hold; empty for a query without a word."""
    return [f" {word[:LONGEST]}" for word in dict.fromkeys(words(query))][:MOST]


def tagged(key: str) -> str:
    """The piece that a practice with this tag holds."""
    return f"#{key}#"

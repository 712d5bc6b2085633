"""Finding by words: what is stored and looked for, where it stands in the text, what was meant (pure functions).

Words are folded (assessments.rules.folding), so that “әдіс”, “адис” and the same with Latin look-alikes are one word. A word
that is looked for is a beginning of a stored one, for Kazakh and Russian both add their endings at the end.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from postcourse.rules.search import LONGEST, MOST, words

# Soft hyphens, joiners and marks of direction: nobody sees them, and they would cut words.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
_WORD = re.compile(r"\w+")
EXCERPT = 260  # letters
BEFORE = 70  # letters of an excerpt before the first found word
LIKE_ENOUGH = 0.34  # of 1: titles less alike than that are not offered


@dataclass(frozen=True)
class Piece:
    """A stretch of a text as it is written; `is_hit`: a word that was looked for."""

    text: str
    is_hit: bool = False


def clean(text: str) -> str:
    """One line as it is shown: composed letters, nothing invisible, one space between words."""
    return " ".join(_INVISIBLE.sub("", normalize("NFC", text)).split())


def indexed(*texts: str) -> str:
    """What is stored to be searched: every folded word once, each after a space."""
    return "".join(f" {word}" for word in dict.fromkeys(word for text in texts for word in words(text)))


def wanted(query: str) -> list[str]:
    """The folded words that are looked for, each once, at most MOST of LONGEST letters; empty where there is none."""
    return [word[:LONGEST] for word in dict.fromkeys(words(query))][:MOST]


def loosened(looked_for: Sequence[str]) -> list[str]:
    """The same words without their ends, where an ending may be what keeps them from being found."""
    return [word[:-3] if len(word) > 7 else word[:-2] if len(word) > 5 else word for word in looked_for]


def marked(text: str, looked_for: Sequence[str]) -> list[Piece]:
    """The whole text in pieces, found words apart, every letter as it was written."""
    pieces: list[Piece] = []
    upto = 0
    for match in _hits(text, looked_for):
        if match.start() > upto:
            pieces.append(Piece(text[upto : match.start()]))
        pieces.append(Piece(match[0], is_hit=True))
        upto = match.end()
    if upto < len(text):
        pieces.append(Piece(text[upto:]))
    return pieces


def excerpt(text: str, looked_for: Sequence[str]) -> list[Piece]:
    """Where the text speaks most of what was looked for, cut between words; its beginning where it does not."""
    start, end = _window(text, looked_for)
    if start:
        start = text.find(" ", start) + 1 or start
    if end < len(text):
        end = text.rfind(" ", start, end) if " " in text[start:end] else end
    pieces = marked(text[start:end], looked_for)
    before = [Piece("… ")] if start else []
    after = [Piece(" …")] if end < len(text) else []
    return before + pieces + after


def _hits(text: str, looked_for: Sequence[str]) -> list[re.Match[str]]:
    if not looked_for:
        return []
    beginnings = tuple(looked_for)
    return [
        match
        for match in _WORD.finditer(text)
        if any(word.startswith(beginnings) for word in words(match[0]))
    ]


def _window(text: str, looked_for: Sequence[str]) -> tuple[int, int]:
    """The stretch with the most different words of those looked for; the first of equals."""
    found = [
        (match.start(), {one for one in looked_for for word in words(match[0]) if word.startswith(one)})
        for match in _hits(text, looked_for)
    ]
    best, start = 0, 0
    end = 0  # of the hits that are in reach: it only moves on, a long text is gone through once
    for place, (at, _which) in enumerate(found):
        while end < len(found) and found[end][0] < at + EXCERPT - BEFORE:
            end += 1
        count = len(set().union(*(which for _begins, which in found[place:end])))
        if count > best:
            best, start = count, max(0, at - BEFORE)
        if best == len(looked_for):
            break
    return start, min(len(text), start + EXCERPT)


# Did you mean


def _trigrams(text: str) -> set[str]:
    found: set[str] = set()
    for word in words(text):
        padded = f"  {word} "
        found.update(padded[place : place + 3] for place in range(len(padded) - 2))
    return found


def likeness(query: str, title: str) -> float:
    """How alike two texts are, from 0 to 1: shared threes of letters, of both texts and of the query alone, halved."""
    return _likeness(_trigrams(query), _trigrams(title))


def _likeness(asked: set[str], there: set[str]) -> float:
    shared = len(asked & there)
    if not shared:
        return 0.0
    return (shared / len(asked | there) + shared / len(asked)) / 2


def nearest(query: str, titles: Iterable[str], *, most: int = 3) -> list[str]:
    """Titles that were perhaps meant, the most alike first; none that is too far away."""
    asked = _trigrams(query)
    judged = ((_likeness(asked, _trigrams(title)), title) for title in dict.fromkeys(titles))
    near = sorted(((-how, title) for how, title in judged if how >= LIKE_ENOUGH))
    return [title for _how, title in near[:most]]

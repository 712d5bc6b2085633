"""Questions that are nearly the same, by the shingles of their wording (pure functions).

Two texts are as similar as the share of five-letter pieces they have in common (Jaccard): word endings, which Kazakh
has many of, weigh little, another number or name in a long sentence weighs little too.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil

SIZE = 5
THRESHOLD = 0.75
_SPACES = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Entry:
    """A question as it is compared: its key and its wording by language."""

    key: str
    texts: Mapping[str, str]


@dataclass(frozen=True, order=True)
class Match:
    """Another question, the language that is most alike, and how alike (0 to 1)."""

    share: float
    key: str
    language: str

    @property
    def percent(self) -> int:
        return round(self.share * 100)


@dataclass(frozen=True, order=True)
class Pair:
    share: float
    one: str
    other: str
    language: str

    @property
    def percent(self) -> int:
        return round(self.share * 100)


def normalise(text: str) -> str:
    """Lower case, ё as е, one space for everything between words."""
    return _SPACES.sub(" ", text.casefold().replace("ё", "е")).strip()


def shingles(text: str, size: int = SIZE) -> frozenset[str]:
    """Every piece of `size` letters; a shorter text is one piece, an empty one has none."""
    plain = normalise(text)
    if len(plain) <= size:
        return frozenset([plain] if plain else [])
    return frozenset(plain[start : start + size] for start in range(len(plain) - size + 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Pieces in common of all pieces; 0 where one of the texts is empty."""
    if not one or not other:
        return 0.0
    common = len(one & other)
    return common / (len(one) + len(other) - common)


def nearest(
    texts: Mapping[str, str], others: Iterable[Entry], *, threshold: float = THRESHOLD
) -> list[Match]:
    """The entries at least that alike in one of the languages, the most alike first."""
    own = {language: shingles(text) for language, text in texts.items()}
    found = []
    for entry in others:
        best = max(
            (
                (likeness(pieces, shingles(entry.texts.get(language, ""))), language)
                for language, pieces in own.items()
            ),
            default=(0.0, ""),
        )
        if best[0] >= threshold:
            found.append(Match(share=best[0], key=entry.key, language=best[1]))
    return sorted(found, key=lambda match: (-match.share, match.key))


def pairs(entries: Iterable[Entry], *, threshold: float = THRESHOLD) -> list[Pair]:
    """Every two entries at least that alike in one of the languages, the most alike first.

    Only texts that share one of their rare pieces are compared: with a threshold t, two texts that alike have a piece
    in common among the first (1 − t) of each, counted from the rarest.
    """
    rows = list(entries)
    best: dict[tuple[str, str], Pair] = {}
    for language in sorted({language for row in rows for language in row.texts}):
        own = [(row.key, shingles(row.texts.get(language, ""))) for row in rows]
        for one, other, share in _alike(own, threshold):
            key = (min(one, other), max(one, other))
            if key not in best or best[key].share < share:
                best[key] = Pair(share=share, one=key[0], other=key[1], language=language)
    return sorted(best.values(), key=lambda pair: (-pair.share, pair.one, pair.other))


def _alike(own: list[tuple[str, frozenset[str]]], threshold: float) -> Iterable[tuple[str, str, float]]:
    frequency = Counter(piece for _key, pieces in own for piece in pieces)
    seen: dict[str, list[int]] = defaultdict(list)
    for place, (key, pieces) in enumerate(own):
        if not pieces:
            continue
        rare = sorted(pieces, key=lambda piece: (frequency[piece], piece))
        prefix = rare[: len(pieces) - ceil(threshold * len(pieces) - 1e-9) + 1]
        candidates = {earlier for piece in prefix for earlier in seen[piece]}
        for earlier in sorted(candidates):
            share = likeness(pieces, own[earlier][1])
            if share >= threshold:
                yield own[earlier][0], key, share
        for piece in prefix:
            seen[piece].append(place)

"""Spellings of one answer made one: case, spaces, outer punctuation, letters that stand for each other (pure functions).

Kazakh is typed on Russian keyboards and on phones: a letter that is missing there is written as its neighbour, and Latin
letters of the same shape slip into Cyrillic words. What comes out is for comparing, never for showing.
"""

import re
from unicodedata import category, normalize

# Kazakh letters as people write them where the keyboard has none, and ё as it is mostly printed.
LETTERS = {
    "ё": "е",
    "ә": "а",
    "ғ": "г",
    "қ": "к",
    "ң": "н",
    "ө": "о",
    "ұ": "у",
    "ү": "у",
    "һ": "х",
    "і": "и",
}
# Latin letters (lower case) as the Cyrillic ones they look like in one of their cases; h as һ, i as і.
LOOK_ALIKES = {
    "a": "а",
    "b": "в",
    "c": "с",
    "e": "е",
    "h": "х",
    "i": "и",
    "k": "к",
    "m": "м",
    "o": "о",
    "p": "р",
    "t": "т",
    "x": "х",
    "y": "у",
    "ë": "е",
    "ə": "а",
    "ɵ": "о",
}
_LETTERS = str.maketrans(LETTERS | LOOK_ALIKES)
_DASHES = re.compile("[‐‑‒–—―−]")
_WORD = re.compile(r"\w+")
_CYRILLIC = re.compile("[Ѐ-ӿ]")


def plain(text: str) -> str:
    """Lower case, one space between words, nothing invisible, no punctuation at the ends; every letter stays itself."""
    visible = "".join(letter for letter in normalize("NFC", text) if category(letter) != "Cf")
    words = " ".join(_DASHES.sub("-", visible).casefold().split())
    start, end = 0, len(words)
    while start < end and _is_outer(words[start]):
        start += 1
    while end > start and _is_outer(words[end - 1]):
        end -= 1
    return words[start:end]


def fold(text: str) -> str:
    """`plain`, and letters that stand for each other made one: “Кедергі.”, “кедерги” and “кeдepгi” give the same."""
    return plain(_WORD.sub(_with_cyrillic_capitals, normalize("NFC", text))).translate(_LETTERS)


def _with_cyrillic_capitals(word: re.Match[str]) -> str:
    # Only the capital of h has the shape of н, and only among Cyrillic letters is it meant so.
    return word[0].replace("H", "Н") if _CYRILLIC.search(word[0]) else word[0]


def _is_outer(letter: str) -> bool:
    return letter.isspace() or category(letter).startswith("P")

"""Terms of the glossary in a text, whatever endings they carry (pure functions).

Kazakh and Russian put their endings last. A Kazakh word keeps its whole stem before them, but a hard last consonant may
soften (кітап – кітабы). A Russian word loses the ending it is quoted with and takes another.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import normalize

_WORD = re.compile(r"\w+")
_IN_BRACKETS = re.compile(r"\([^)]*\)")
_SOFT = {"п": "б", "к": "г", "қ": "ғ"}
# The longest come first.
_RUSSIAN_ENDING = re.compile(
    "(?:иями|[ая]ми|[ое]го|[ое]му|[ыи]ми|ия[хм]|ие[мй]|[ая]я|[ое]е|[ыи]е|[ыио]й|[ую]ю|[ыи]х|[ыиоеая]м|[ая]х|[ое]в|ей|и[яию]|[аяоеыиуюьй])$"
)
ENDING = {"kk": 14, "ru": 5}  # letters that may follow the stem
SHORTEST = 3  # letters of a stem; a shorter word must stand as it is


@dataclass(frozen=True)
class Term:
    """A term of the glossary in the language of the original and in the other one."""

    key: str
    original: str
    translation: str


@dataclass(frozen=True)
class Hint:
    """A term that the original uses; `is_used`: the translation uses its counterpart."""

    key: str
    original: str
    translation: str
    is_used: bool


def words(text: str) -> list[str]:
    """The words of a text for comparing: lower case, ё as it is mostly printed."""
    return _WORD.findall(normalize("NFC", text).casefold().replace("ё", "е"))


def stem(word: str, language: str) -> str:
    """What stays of a word whatever its ending; itself where too little would stay."""
    if language == "ru":
        base = _RUSSIAN_ENDING.sub("", word)
        return base if len(base) >= SHORTEST else word
    return word


def is_form(word: str, of: str, language: str) -> bool:
    """Whether a word of a text is a form of a term's word (both as `words` gives them)."""
    if word == of:
        return True
    base = stem(of, language)
    if len(base) < SHORTEST or len(word) - len(base) > ENDING[language]:
        return False
    if word.startswith(base):
        return True
    softened = _SOFT.get(base[-1]) if language == "kk" else None
    return softened is not None and word.startswith(base[:-1] + softened)


def finds(term: str, text: Sequence[str], language: str) -> bool:
    """Whether a term occurs among the words of a text: its words one after another, in any form."""
    wanted = words(_IN_BRACKETS.sub(" ", term))
    if not wanted:
        return False
    return any(
        all(is_form(word, of, language) for word, of in zip(text[start:], wanted, strict=False))
        for start in range(len(text) - len(wanted) + 1)
        if text[start][:2] == wanted[0][:2]
    )


def hints(
    original: str, translation: str, terms: Iterable[Term], *, language: str, other: str
) -> tuple[Hint, ...]:
    """Terms that the original (in `language`) uses, longest first; whether the translation (in `other`) has them too."""
    here, there = words(original), words(translation)
    found = [
        Hint(term.key, term.original, term.translation, finds(term.translation, there, other))
        for term in terms
        if finds(term.original, here, language)
    ]
    return tuple(sorted(found, key=lambda hint: (-len(hint.original), hint.original)))

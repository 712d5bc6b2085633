"""What differs between two texts, letter by letter or, for people's eyes, word by word."""

import re

from diff_match_patch import diff_match_patch

KEPT, ADDED, REMOVED = 0, 1, -1


def by_letter(before: str, after: str) -> list[tuple[int, str]]:
    """The way from one text to the other: (0 kept | 1 added | -1 removed, letters), from left to right."""
    differ = diff_match_patch()
    differ.Diff_Timeout = 0.5  # very different long texts come out coarser, never wrong
    found = differ.diff_main(before, after)
    differ.diff_cleanupSemantic(found)
    return [(int(kind), str(letters)) for kind, letters in found if letters]


def by_word(before: str, after: str) -> list[tuple[int, str]]:
    """The same by whole words, so that nothing is marked within one."""
    signs: dict[str, str] = {}
    coded = []
    for text in (before, after):
        words = re.findall(r"\w+|\s+|[^\w\s]", text)
        # One private letter for each different word; the plane has room for 65,000 of them, more are taken as they are.
        coded.append("".join(signs.setdefault(word, chr(0xF0000 + len(signs))) for word in words))
        if len(signs) > 0xFFF0:
            return by_letter(before, after)
    words_of = {sign: word for word, sign in signs.items()}
    return [(kind, "".join(words_of[sign] for sign in letters)) for kind, letters in by_letter(*coded)]

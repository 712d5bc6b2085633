"""Letters that the papers' fonts lack, by what says the same: a lesson is printed whatever sign it holds."""

from people.papers import missing_letters

_SAME = str.maketrans({"→": "–", "←": "–", "×": "x", "≈": "~", "✓": "+", "☐": "–", "□": "–"})


def printable(text: str) -> str:
    """The text with every letter one that can be printed; one nobody foresaw becomes a question mark."""
    text = text.translate(_SAME)
    if missing := missing_letters(text.replace("\n", " ")):
        text = text.translate(dict.fromkeys(map(ord, missing), "?"))
    return text

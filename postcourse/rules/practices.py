"""What a shared practice must say before it is reviewed and before it is published (pure functions)."""

from collections.abc import Mapping
from typing import Any

LANGUAGES = ("kk", "ru")
# Letters at most; a practice is read on a telephone.
LONGEST = {"title": 300, "summary": 1_000, "text": 20_000}
SHARE_ALIKE = "CC-BY-SA-4.0"
NON_COMMERCIAL = "CC-BY-NC-4.0"


def lacks_for_review(words: Mapping[str, Any]) -> list[str]:
    """What a draft lacks to be looked at: "words" (title, summary and text in one language) and "tags"."""
    whole = any(_is_said(words, ("title", "summary", "text"), language) for language in LANGUAGES)
    return [*([] if whole else ["words"]), *([] if words.get("tags") else ["tags"])]


def lacks_for_publishing(words: Mapping[str, Any]) -> list[str]:
    """Fields that are empty and must not be: title and summary in both languages, the text in one at least."""
    missing = [
        f"{name}_{language}"
        for language in LANGUAGES
        for name in ("title", "summary")
        if not _is_said(words, (name,), language)
    ]
    if not any(_is_said(words, ("text",), language) for language in LANGUAGES):
        missing.append("text_kk")
    return missing


def _is_said(words: Mapping[str, Any], names: tuple[str, ...], language: str) -> bool:
    return all(str(words.get(f"{name}_{language}") or "").strip() for name in names)


def licences_of_adaptation(original: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """The licences somebody may choose who built on another's work: what asks to be passed on as it is, is."""
    return (original,) if original in {SHARE_ALIKE, NON_COMMERCIAL} else known

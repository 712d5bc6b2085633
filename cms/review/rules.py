"""Who may decide about a text under review (pure functions)."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

# What of a page's revision is not its text: who commented, who opened it, what Wagtail notes about it.
NOT_TEXT = frozenset(
    {
        "comments",
        "wagtail_admin_comments",
        "latest_revision",
        "latest_revision_created_at",
        "live_revision",
        "live",
        "has_unpublished_changes",
        "first_published_at",
        "last_published_at",
        "draft_title",
        "locked",
        "locked_at",
        "locked_by",
        "go_live_at",
        "expire_at",
        "expired",
        "owner",
        "path",
        "depth",
        "numchild",
        "url_path",
        "loaded_digest",
        "search_description",
    }
)


def same_text(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two revisions' contents hold the same text: comments and notes of the system do not count."""
    names = (one.keys() | other.keys()) - NOT_TEXT
    return all(one.get(name) == other.get(name) for name in names)


def last_writer(revisions: Sequence[tuple[int | None, Mapping[str, Any]]]) -> int | None:
    """Who changed the text last; a revision of comments alone is nobody's. `revisions`: (person, content), newest first."""
    for (person, content), (_before, earlier) in pairwise(revisions):
        if not same_text(content, earlier):
            return person
    return revisions[-1][0] if revisions else None


def refusal_to_decide(
    *, approves: bool, is_reader: bool, is_waiting: bool, is_writer: bool, is_read: bool, word: str
) -> str | None:
    """Why a decision cannot be taken, as a code; None where it can.

    `is_reader`: of the group that reads at this step; `is_writer`: handed it in or changed the text last; `is_read`: the
    text is still the one the reader saw.
    """
    if not is_waiting:
        return "decided"
    if not is_reader:
        return "not_reader"
    if approves and is_writer:
        return "own_text"
    if approves and not is_read:
        return "changed_since"
    if not approves and not word.strip():
        return "word_missing"
    return None

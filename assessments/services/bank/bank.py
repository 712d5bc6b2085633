"""Writing the question bank: drafts (drafts.py), and a second reader, what is ready, what is retired (readiness.py)."""

from .drafts import (
    Stale,
    copy_question,
    create_question,
    hash_of,
    may_edit_in_place,
    may_write,
    newest_of,
    next_key,
    no_way_back,
    save_version,
    set_difficulty,
    shown_in_practice,
    take_up,
)
from .readiness import authors_of, faults_of, is_approved, last_review, make_ready, retire, review

__all__ = [
    "Stale",
    "authors_of",
    "copy_question",
    "create_question",
    "faults_of",
    "hash_of",
    "is_approved",
    "last_review",
    "make_ready",
    "may_edit_in_place",
    "may_write",
    "newest_of",
    "next_key",
    "no_way_back",
    "retire",
    "review",
    "save_version",
    "set_difficulty",
    "shown_in_practice",
    "take_up",
]

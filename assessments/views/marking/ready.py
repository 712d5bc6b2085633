"""Ready comments as the desk offers them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...models import BankComment
from ...services.marking import comments as bank_comments

if TYPE_CHECKING:
    from .page import Desk

WHOLE = ""


@dataclass(frozen=True)
class Ready:
    """A comment to insert, in the cohort's language."""

    pk: int
    text: str
    is_own: bool


def worded(comment: BankComment, language: str) -> str:
    """The comment's text in the language of the cohort, else in the other."""
    first, second = comment.text_kk, comment.text_ru
    return (second or first) if language == "ru" else (first or second)


def by_criterion(desk: Desk) -> dict[str, list[Ready]]:
    """The comments for each criterion, those for any criterion under the empty key; one query."""
    found: dict[str, list[Ready]] = defaultdict(list)
    rows = bank_comments.offered_to(desk.user).filter(rubric=desk.version.rubric_id)
    for one in rows:
        found[one.criterion].append(
            Ready(one.pk, worded(one, desk.work.cohort.language), one.owner_id is not None)
        )
    return dict(found)

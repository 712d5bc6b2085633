"""Telling people what a decision about a question changed for them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from people import notify

from ...models import ItemDecision
from ...rules import feedback
from .regrade_papers import Row


def tell(decision: ItemDecision, rows: Sequence[Row], *, at: datetime) -> None:
    """Tell every person whose percent changed, once, in words of their own language. Scores their test keeps hidden
    stay hidden.
    """
    people: dict[int, list[Row]] = {}
    for row in rows:
        people.setdefault(row.user_id, []).append(row)
    for own in people.values():
        user = own[0].attempt.sitting.enrolment.user
        notify.tell(
            user=user,
            kind="regraded",
            context={
                "action": "cancelled" if decision.cancels_id else decision.action,
                "tests": [_told(row, user.language or settings.LANGUAGE_CODE) for row in own],
            },
            url=reverse("attempt_result", args=[own[0].attempt.pk]),
            at=at,
        )


def _told(row: Row, language: str) -> dict[str, Any]:
    titles, policy = row.attempt.quiz.title_texts, row.attempt.terms.get("feedback", feedback.SCORE)
    shown = feedback.shown(policy, is_graded=True, is_window_over=True, is_decided=row.is_decided).score
    return {
        "title": titles.get(language) or titles.get("kk", ""),
        "before": str(row.percent_before) if shown else "",
        "after": str(row.percent_after) if shown else "",
        "flip": row.flip if shown else "",
        "amended": row.moves_result,
    }

"""Whose attempt it is, and what every page of it shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from people.origin import origin_of

from ...models import Attempt, AttemptItem
from ...presentation import text_in
from ...services.attempts import attempts


def own_attempt(request: HttpRequest, attempt_id: int, *, at: datetime) -> Attempt:
    """The reader's own attempt (or one they write for), closed first if its time has run out; 404 for everybody else."""
    mine = Attempt.objects.answerable_by(request.user).select_related("quiz", "sitting__enrolment__user")
    attempt = get_object_or_404(mine, pk=attempt_id)
    if attempt.is_overdue(at):
        attempts.close_if_overdue(attempt_id=attempt.pk, at=at)
        attempt = mine.get(pk=attempt_id)
    elif attempt.is_open:
        origin = origin_of(request)
        if attempt.origin and origin.digest != attempt.origin:
            attempts.note_origin(attempt_id=attempt.pk, origin=origin, at=at, actor=request.user)
    return attempt


@dataclass(frozen=True)
class Cell:
    """A place of the palette."""

    position: int
    url: str
    is_answered: bool
    is_flagged: bool
    is_current: bool
    answered_at: datetime | None


def cells_of(attempt: Attempt, current: range = range(0)) -> list[Cell]:
    rows = AttemptItem.objects.filter(attempt=attempt).values_list(
        "position", "response", "is_flagged", "answered_at"
    )
    return [
        Cell(
            position=place,
            url=reverse("attempt_question", args=[attempt.pk, place]),
            is_answered=bool(response),
            is_flagged=is_flagged,
            is_current=place in current,
            answered_at=answered_at,
        )
        for place, response, is_flagged, answered_at in rows
    ]


def clock(attempt: Attempt, *, at: datetime) -> dict[str, Any]:
    """What the head of a test page shows of time; no seconds where there is no limit."""
    if attempt.deadline_at is None:
        return {"seconds": None, "until": ""}
    return {
        "seconds": max(0, ceil((attempt.deadline_at - at).total_seconds())),
        "until": date_format(timezone.localtime(attempt.deadline_at), "H:i"),
    }


def frame(request: HttpRequest, attempt: Attempt, *, at: datetime) -> Mapping[str, Any]:
    """Title, clock and conditions, as the head of every page of a running attempt needs them."""
    learner = attempt.sitting.enrolment.user
    return {
        "attempt": attempt,
        "title": text_in(attempt.quiz.title_texts),
        "conditions": attempt.accommodations,
        "writes_for": learner.full_name if learner.pk != request.user.pk else "",
        **clock(attempt, at=at),
    }

"""Taking a test: what awaits, one question a screen, handing in, the result."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from math import ceil
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from people.errors import NotAllowed, Refusal

from ..models import Attempt, AttemptItem, Sitting
from ..presentation import text_in
from ..rules import scheme as scheme_rules
from ..rules import scoring
from ..services import attempts, frozen

log = logging.getLogger(__name__)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attempt_intro(request: HttpRequest, sitting_id: int, quiz_key: str) -> HttpResponse:
    """What awaits, and the one button that starts the clock; or why it cannot start."""
    at = timezone.now()
    sitting = get_object_or_404(
        Sitting.objects.of(request.user).select_related("cohort__edition", "enrolment"), pk=sitting_id
    )
    content = frozen.content_for(sitting.cohort_id)
    if quiz_key not in content["quizzes"]:
        raise Http404
    if request.method == "POST":
        try:
            attempt = attempts.start_attempt(
                sitting_id=sitting.pk, quiz_key=quiz_key, at=at, actor=request.user
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("attempt_intro", sitting_id=sitting.pk, quiz_key=quiz_key)
        return redirect("attempt_resume", attempt_id=attempt.pk)
    settings = content["quizzes"][quiz_key]
    standing = attempts.standing_of(sitting=sitting, settings=settings, quiz_key=quiz_key, at=at)
    running = standing.open if standing.open and at <= standing.open.deadline_at else None
    counts = list(settings["blueprint"].values())
    component = frozen.component_of_quiz(content, quiz_key)
    context = {
        "sitting": sitting,
        "title": text_in(settings["title"]),
        "minutes": int(settings["minutes"]),
        "questions": sum(counts),
        "modules": len(counts),
        "is_even": len(set(counts)) == 1,
        "left": standing.left,
        "pass_mark": content["pass_mark"] if _is_the_score(content, component) else None,
        "window": standing.window,
        "running": running,
        "last": standing.taken[-1] if standing.taken and not running else None,
        "refusal": standing.refusal,
    }
    return render(request, "assessments/attempt_intro.html", context)


def _is_the_score(content: Mapping, component: Mapping | None) -> bool:
    """The percent of this test alone is the score (programme A)."""
    return bool(component and component.get("scored", True) and content["formula"] == "test_percent")


def _own(request: HttpRequest, attempt_id: int, *, at: datetime) -> Attempt:
    """The reader's own attempt, closed first if its time has run out; 404 for everybody else."""
    mine = Attempt.objects.of(request.user).select_related("quiz", "sitting__enrolment")
    attempt = get_object_or_404(mine, pk=attempt_id)
    if attempt.is_open and at > attempt.deadline_at:
        attempts.close_if_overdue(attempt_id=attempt.pk, at=at)
        attempt = mine.get(pk=attempt_id)
    return attempt


@never_cache
@login_required
@require_safe
def attempt_resume(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Where one left off: the first question without an answer."""
    attempt = _own(request, attempt_id, at=timezone.now())
    if not attempt.is_open:
        return redirect("attempt_result", attempt_id=attempt.pk)
    first = attempt.items.filter(response=[]).values_list("position", flat=True).first()
    return redirect("attempt_question", attempt_id=attempt.pk, position=first or 1)


@dataclass(frozen=True)
class Cell:
    """A place of the palette."""

    position: int
    url: str
    is_answered: bool
    is_flagged: bool
    is_current: bool


def _cells(attempt: Attempt, position: int = 0) -> list[Cell]:
    rows = AttemptItem.objects.filter(attempt=attempt).values_list("position", "response", "is_flagged")
    return [
        Cell(
            position=place,
            url=reverse("attempt_question", args=[attempt.pk, place]),
            is_answered=bool(response),
            is_flagged=is_flagged,
            is_current=place == position,
        )
        for place, response, is_flagged in rows
    ]


def _clock(attempt: Attempt, *, at: datetime) -> dict[str, Any]:
    """What the head of a test page shows of time."""
    return {
        "seconds": max(0, ceil((attempt.deadline_at - at).total_seconds())),
        "until": date_format(timezone.localtime(attempt.deadline_at), "H:i"),
    }


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attempt_question(request: HttpRequest, attempt_id: int, position: int) -> HttpResponse:
    """One question; a POST saves the answer and goes where the pressed button says."""
    at = timezone.now()
    if request.method == "POST":
        return _save(request, attempt_id, position, at=at)
    attempt = _own(request, attempt_id, at=at)
    if not attempt.is_open:
        return redirect("attempt_result", attempt_id=attempt.pk)
    return _question(request, attempt, position, at=at)


def _question(
    request: HttpRequest,
    attempt: Attempt,
    position: int,
    *,
    at: datetime,
    chosen: list[str] | None = None,
    trouble: str = "",
) -> HttpResponse:
    """The question's page. `chosen`: what was ticked in the form that came too late to be saved, with its `trouble`."""
    item = get_object_or_404(
        AttemptItem.objects.select_related("version__question"), attempt=attempt, position=position
    )
    texts = item.version.body[attempt.language]
    cells = _cells(attempt, position)
    ticked = item.response if chosen is None else chosen
    context = {
        "attempt": attempt,
        "item": item,
        "item_template": f"assessments/items/{item.version.kind}.html",
        "stem": texts["stem"],
        "options": [
            {
                "key": key,
                "text": texts["options"][key],
                "is_chosen": key in ticked,
                "is_elsewhere": chosen is not None and key in item.response,
            }
            for key in item.order
        ],
        "module": item.version.question.module,
        "cells": cells,
        "answered": sum(cell.is_answered for cell in cells),
        "flagged": sum(cell.is_flagged for cell in cells),
        "trouble": trouble,
        "title": text_in(attempt.quiz.title_texts),
        **_clock(attempt, at=at),
    }
    status = 409 if trouble else 200
    return render(request, "assessments/attempt_question.html", context, status=status)


def _save(request: HttpRequest, attempt_id: int, position: int, *, at: datetime) -> HttpResponse:
    """Save, then say so (JSON) or go on. The service looks at nothing but the reader's own attempt."""
    by_script = request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    go, seen = request.POST.get("go", ""), request.POST.get("sequence", "")
    try:
        item = attempts.save_answer(
            attempt_id=attempt_id,
            position=position,
            response=request.POST.getlist("response"),
            at=at,
            actor=request.user,
            flagged={"flag": True, "unflag": False}.get(go),
            seen=int(seen) if seen.isdecimal() else None,
        )
    except (Attempt.DoesNotExist, AttemptItem.DoesNotExist, NotAllowed):
        raise Http404 from None
    except attempts.AttemptClosed as refusal:
        attempts.close_if_overdue(attempt_id=attempt_id, at=timezone.now())
        result = reverse("attempt_result", args=[attempt_id])
        if by_script:
            return JsonResponse({"code": "closed", "detail": str(refusal), "next": result}, status=410)
        messages.warning(request, str(refusal))
        return redirect(result)
    except attempts.StaleAnswer as refusal:
        standing = {"sequence": refusal.item.sequence, "response": refusal.item.response}
        if by_script:
            return JsonResponse({"code": "stale", "detail": str(refusal), **standing}, status=409)
        attempt = _own(request, attempt_id, at=at)
        chosen = request.POST.getlist("response")
        return _question(request, attempt, position, at=at, chosen=chosen, trouble=str(refusal))
    following = _following(item, go)
    if not by_script:
        return redirect(following)
    return JsonResponse(
        {
            "saved_at": date_format(timezone.localtime(at), "H:i"),
            "answered": item.answered_elsewhere + item.is_answered,
            "is_answered": item.is_answered,
            "is_flagged": item.is_flagged,
            "sequence": item.sequence,
            "next": following,
        }
    )


def _following(item: AttemptItem, go: str) -> str:
    """Where the pressed button leads: a question's number, the page of handing in, else the same question."""
    if go == "submit":
        return reverse("attempt_submit", args=[item.attempt_id])
    there = int(go) if go.isdecimal() and 1 <= int(go) <= item.attempt.total else item.position
    return reverse("attempt_question", args=[item.attempt_id, there])


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attempt_submit(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """What is still unanswered or flagged, then handing in."""
    at = timezone.now()
    attempt = _own(request, attempt_id, at=at)
    if request.method == "POST":
        attempts.submit_attempt(attempt_id=attempt.pk, at=at, actor=request.user)
        return redirect("attempt_result", attempt_id=attempt.pk)
    if not attempt.is_open:
        return redirect("attempt_result", attempt_id=attempt.pk)
    cells = _cells(attempt)
    context = {
        "attempt": attempt,
        "unanswered": [cell for cell in cells if not cell.is_answered],
        "flagged": [cell for cell in cells if cell.is_flagged],
        "answered": sum(cell.is_answered for cell in cells),
        "title": text_in(attempt.quiz.title_texts),
        **_clock(attempt, at=at),
    }
    return render(request, "assessments/attempt_submit.html", context)


def _graded(request: HttpRequest, attempt: Attempt, *, at: datetime) -> Attempt:
    """The attempt, graded now if its task has not come yet. What keeps it from being graded is logged, not shown."""
    if attempt.is_graded or attempt.is_voided:
        return attempt
    try:
        attempts.grade_attempt(attempt_id=attempt.pk, at=at)
    except Exception:
        log.exception("attempt %s could not be graded", attempt.pk)
    return _own(request, attempt.pk, at=at)


@dataclass(frozen=True)
class Missing:
    """A component that still has no mark; `url` where its work is handed in."""

    title: str
    url: str


@never_cache
@login_required
@require_safe
def attempt_result(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """The score of a closed attempt, its band where it decides, and what else the certificate needs."""
    at = timezone.now()
    attempt = _own(request, attempt_id, at=at)
    if attempt.is_open:
        return redirect("attempt_resume", attempt_id=attempt.pk)
    attempt = _graded(request, attempt, at=at)
    content = frozen.content_for(attempt.sitting.cohort_id)
    marks = frozen.marks_of(attempt.sitting)
    component = frozen.component_of_quiz(content, attempt.quiz.key)
    band = None
    if _is_the_score(content, component) and attempt.percent is not None:
        key = scoring.band_for(attempt.percent, scheme_rules.read(content).bands).key
        band = text_in(next(row["title"] for row in content["bands"] if row["key"] == key))
    context = {
        "attempt": attempt,
        "band": band,
        "missing": [
            Missing(
                title=text_in(row["title"]),
                url=reverse("work", args=[attempt.sitting_id, row["assignment"]])
                if row.get("assignment")
                else "",
            )
            for row in content["components"]
            if row.get("required", True) and row["key"] not in marks
        ],
        "result": attempt.sitting.results.current().first(),
        "pass_mark": content["pass_mark"] if _is_the_score(content, component) else None,
        "is_enough": attempt.percent is not None and attempt.percent >= Decimal(content["pass_mark"]),
        "title": text_in(attempt.quiz.title_texts),
    }
    return render(request, "assessments/attempt_result.html", context)

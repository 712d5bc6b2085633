"""Taking a test: what awaits, one question a screen, handing in, the result."""

from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_safe

from people.errors import Refusal

from .. import items
from ..models import Attempt, AttemptItem, DateRule, Sitting
from ..services import attempts, frozen


def _title(texts: dict, language: str) -> str:
    return texts.get(language) or texts.get("kk", "")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attempt_intro(request: HttpRequest, sitting_id: int, quiz_key: str) -> HttpResponse:
    """What awaits, and the one button that starts the clock; or why it cannot start."""
    at = timezone.now()
    sitting = get_object_or_404(
        Sitting.objects.of(request.user).select_related("cohort__edition"), pk=sitting_id
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
    taken = list(sitting.attempts.filter(quiz__key=quiz_key).order_by("number"))
    window = DateRule.objects.filter(cohort_id=sitting.cohort_id, kind="quiz", key=quiz_key).first()
    is_open = window is None or window.opens_at <= at < window.closes_at
    left = int(settings["attempts"]) - len(taken)
    standing = next((attempt for attempt in taken if attempt.is_open), None)
    context = {
        "sitting": sitting,
        "title": _title(settings["title"], request.LANGUAGE_CODE),
        "minutes": settings["minutes"],
        "questions": sum(settings["blueprint"].values()),
        "modules": len(settings["blueprint"]),
        "left": max(left, 0),
        "window": window,
        "is_early": bool(window and at < window.opens_at),
        "standing": standing,
        "last": taken[-1] if taken and not standing else None,
        "may_start": is_open and left > 0 and standing is None,
    }
    return render(request, "assessments/attempt_intro.html", context)


def _own(request: HttpRequest, attempt_id: int) -> Attempt:
    """The reader's own attempt, closed first if its time has run out."""
    attempt = get_object_or_404(
        Attempt.objects.of(request.user).select_related("quiz", "sitting__enrolment"), pk=attempt_id
    )
    if attempt.is_open and timezone.now() > attempt.deadline_at:
        closed = attempts.close_if_overdue(attempt_id=attempt.pk, at=timezone.now())
        attempt.status = closed.status
    return attempt


@login_required
@require_safe
def attempt_resume(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Where one left off: the first question without an answer."""
    attempt = _own(request, attempt_id)
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


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attempt_question(request: HttpRequest, attempt_id: int, position: int) -> HttpResponse:
    """One question; a POST saves the answer and goes where the pressed button says."""
    at = timezone.now()
    attempt = _own(request, attempt_id)
    if request.method == "POST":
        return _save(request, attempt, position, at)
    if not attempt.is_open:
        return redirect("attempt_result", attempt_id=attempt.pk)
    item = get_object_or_404(
        AttemptItem.objects.select_related("version__question"), attempt=attempt, position=position
    )
    texts = item.version.body[attempt.language]
    cells = _cells(attempt, position)
    context = {
        "attempt": attempt,
        "item": item,
        "stem": texts["stem"],
        "kind": items.kind(item.version.kind).INPUT,
        "is_multiple": item.version.kind == "multiple",
        "options": [
            {"key": key, "text": texts["options"][key], "is_chosen": key in item.response}
            for key in item.order
        ],
        "module": item.version.question.module,
        "cells": cells,
        "answered": sum(cell.is_answered for cell in cells),
        "flagged": sum(cell.is_flagged for cell in cells),
        "seconds": max(0, int((attempt.deadline_at - at).total_seconds())),
        "until": date_format(timezone.localtime(attempt.deadline_at), "H:i"),
        "title": _title(attempt.quiz.title_texts, request.LANGUAGE_CODE),
    }
    return render(request, "assessments/attempt_question.html", context)


def _save(request: HttpRequest, attempt: Attempt, position: int, at) -> HttpResponse:
    by_script = request.headers.get("X-Requested-With") == "fetch"
    go = request.POST.get("go", "")
    flagged = {"flag": True, "unflag": False}.get(go)
    try:
        item = attempts.save_answer(
            attempt_id=attempt.pk,
            position=position,
            response=request.POST.getlist("response"),
            at=at,
            actor=request.user,
            flagged=flagged,
        )
    except AttemptItem.DoesNotExist:
        raise Http404 from None
    except Refusal as refusal:
        attempts.close_if_overdue(attempt_id=attempt.pk, at=timezone.now())
        messages.error(request, str(refusal))
        return redirect("attempt_result", attempt_id=attempt.pk)
    if by_script:
        saved_at = date_format(timezone.localtime(at), "H:i")
        return JsonResponse({"saved_at": saved_at, "is_answered": item.is_answered})
    if go == "submit":
        return redirect("attempt_submit", attempt_id=attempt.pk)
    target = int(go) if go.isdigit() and 1 <= int(go) <= attempt.total else position
    return redirect("attempt_question", attempt_id=attempt.pk, position=target)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attempt_submit(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """What is still unanswered or flagged, then handing in."""
    attempt = _own(request, attempt_id)
    if request.method == "POST":
        attempts.submit_attempt(attempt_id=attempt.pk, at=timezone.now(), actor=request.user)
        return redirect("attempt_result", attempt_id=attempt.pk)
    if not attempt.is_open:
        return redirect("attempt_result", attempt_id=attempt.pk)
    cells = _cells(attempt)
    context = {
        "attempt": attempt,
        "unanswered": [cell for cell in cells if not cell.is_answered],
        "flagged": [cell for cell in cells if cell.is_flagged],
        "answered": sum(cell.is_answered for cell in cells),
        "seconds": max(0, int((attempt.deadline_at - timezone.now()).total_seconds())),
        "until": date_format(timezone.localtime(attempt.deadline_at), "H:i"),
        "title": _title(attempt.quiz.title_texts, request.LANGUAGE_CODE),
    }
    return render(request, "assessments/attempt_submit.html", context)


@login_required
@require_safe
def attempt_result(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """The score of a closed attempt, and what else the certificate needs."""
    attempt = _own(request, attempt_id)
    if attempt.is_open:
        return redirect("attempt_resume", attempt_id=attempt.pk)
    if not attempt.is_graded and attempt.status != Attempt.Status.VOIDED:
        attempt = attempts.grade_attempt(attempt_id=attempt.pk, at=timezone.now())
    content = frozen.content_for(attempt.sitting.cohort_id)
    marks = frozen.marks_of(attempt.sitting)
    missing = [
        _title(row["title"], request.LANGUAGE_CODE)
        for row in content["components"]
        if row.get("required", True) and row["key"] not in marks
    ]
    context = {
        "attempt": attempt,
        "missing": missing,
        "result": attempt.sitting.results.current().first(),
        "pass_mark": content["pass_mark"],
        "is_enough": attempt.percent is not None and attempt.percent >= Decimal(content["pass_mark"]),
        "title": _title(attempt.quiz.title_texts, request.LANGUAGE_CODE),
    }
    return render(request, "assessments/attempt_result.html", context)

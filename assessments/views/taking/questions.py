"""The questions of a running attempt: a page of them, and saving what was answered."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from people.errors import Refusal

from ...models import Attempt, AttemptItem
from ...question_page import fields_of, pictures, positions_in, response_in, show
from ...services.attempts import attempts
from .access import cells_of, frame, own_attempt

CLIENT_LENGTH = 36


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attempt_question(request: HttpRequest, attempt_id: int, position: int) -> HttpResponse:
    """The page with this question; a POST saves its answers and goes where the pressed button says."""
    at = timezone.now()
    if request.method == "POST":
        return _save(request, attempt_id, position, at=at)
    attempt = own_attempt(request, attempt_id, at=at)
    if not attempt.is_open:
        return redirect("attempt_result", attempt_id=attempt.pk)
    if attempt.is_on_break(at):
        return redirect("attempt_break", attempt_id=attempt.pk)
    return _page(request, attempt, position, at=at)


def page_around(attempt: Attempt, position: int) -> range:
    """The positions on the page that shows this one; 404 outside the paper."""
    if not 1 <= position <= attempt.total:
        raise Http404
    size = attempt.per_page
    first = (position - 1) // size * size + 1
    return range(first, min(first + size, attempt.total + 1))


def _page(
    request: HttpRequest,
    attempt: Attempt,
    position: int,
    *,
    at: datetime,
    typed: Mapping[int, Sequence[str]] | None = None,
    trouble: str = "",
) -> HttpResponse:
    """`typed`: answers of a form that could not be saved, by position, shown beside what stands, with their `trouble`."""
    here = page_around(attempt, position)
    rows = list(
        AttemptItem.objects.filter(attempt=attempt, position__in=here).select_related("version__question")
    )
    seen = pictures([item.version for item in rows], attempt.language)
    cells = cells_of(attempt, here)
    context = {
        **frame(request, attempt, at=at),
        "questions": [
            show(
                item,
                language=attempt.language,
                picture=seen.get(item.version_id),
                typed=(typed or {}).get(item.position),
                reveal=item.is_revealed,
            )
            for item in rows
        ],
        "position": position,
        "first": here[0],
        "last": here[-1],
        "before": here[0] - 1,
        "after": here[-1] + 1 if here[-1] < attempt.total else "submit",
        "is_check": attempt.terms.get("feedback") == "at_once",
        "cells": cells,
        "saved_at": max((cell.answered_at for cell in cells if cell.answered_at), default=None),
        "answered": sum(cell.is_answered for cell in cells),
        "flagged": sum(cell.is_flagged for cell in cells),
        "trouble": trouble,
        "breaks": attempt.accommodations.get("breaks"),
        "logs_focus": bool(attempt.terms.get("log_focus")),
    }
    return render(request, "assessments/attempt_question.html", context, status=409 if trouble else 200)


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 9 else None


def _answers(request: HttpRequest, go: str) -> list[attempts.Answer]:
    """What the form sent of each question; the pressed flag of one of them."""
    verb, _dash, which = go.partition("-")
    flags = {which: verb == "flag"} if verb in {"flag", "unflag"} else {}
    return [
        attempts.Answer(
            position=position,
            response=response_in(request.POST, position),
            seen=_whole(request.POST.get(f"s{position}", "")),
            number=_whole(request.POST.get(f"n{position}", "")) or 0,
            flagged=flags.get(str(position)),
        )
        for position in positions_in(request)
    ]


def _save(request: HttpRequest, attempt_id: int, position: int, *, at: datetime) -> HttpResponse:
    """Save, then say so (JSON) or go on. The service looks at nothing but the reader's own attempt."""
    by_script = request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    go = request.POST.get("go", "")
    answers = _answers(request, go)
    try:
        saved = attempts.save_answers(
            attempt_id=attempt_id,
            answers=answers,
            client=request.POST.get("client", "")[:CLIENT_LENGTH],
            at=at,
            actor=request.user,
        )
        if go.startswith("check-"):
            checked = _whole(go[6:]) or 0
            attempts.reveal_answer(attempt_id=attempt_id, position=checked, at=at, actor=request.user)
    except (Attempt.DoesNotExist, AttemptItem.DoesNotExist):
        raise Http404 from None
    except Refusal as refusal:
        return _refused(request, refusal, attempt_id, position, by_script=by_script)
    stale = [one for one in saved if one.is_stale]
    if by_script:
        return _told(request, saved, attempt_id, position, go=go, at=at)
    if stale:
        attempt = own_attempt(request, attempt_id, at=at)
        sent = {answer.position: answer.response for answer in answers}
        typed = {one.item.position: sent[one.item.position] for one in stale}
        trouble = str(attempts.StaleAnswer(stale[0].item))
        return _page(request, attempt, position, at=at, typed=typed, trouble=trouble)
    return redirect(_following(attempt_id, position, go))


def _refused(
    request: HttpRequest, refusal: Refusal, attempt_id: int, position: int, *, by_script: bool
) -> HttpResponse:
    """What the window is told when nothing was saved."""
    following, status = reverse("attempt_question", args=[attempt_id, position]), 409
    if refusal.code == "closed":
        attempts.close_if_overdue(attempt_id=attempt_id, at=timezone.now())
        following, status = reverse("attempt_result", args=[attempt_id]), 410
    elif refusal.code == "on_break":
        following, status = reverse("attempt_break", args=[attempt_id]), 423
    if by_script:
        told = {"code": refusal.code, "detail": str(refusal), "next": following}
        return JsonResponse(told, status=status)
    messages.warning(request, str(refusal))
    return redirect(following)


def _told(
    request: HttpRequest,
    saved: Sequence[attempts.Saved],
    attempt_id: int,
    position: int,
    *,
    go: str,
    at: datetime,
) -> JsonResponse:
    """What stands of each question sent, and where the pressed button leads. 409 where another window has overtaken one."""
    stale = [one for one in saved if one.is_stale]
    told = {
        "saved_at": date_format(timezone.localtime(at), "H:i"),
        "items": {
            one.item.position: {
                "sequence": one.item.sequence,
                "is_answered": one.item.is_answered,
                "is_flagged": one.item.is_flagged,
                "is_stale": one.is_stale,
                "fields": fields_of(one.item.position, one.item.response, parts=one.has_parts),
            }
            for one in saved
        },
        "next": _following(attempt_id, position, go),
    }
    if stale:
        told["detail"] = str(attempts.StaleAnswer(stale[0].item))
    return JsonResponse(told, status=409 if stale else 200)


def _following(attempt_id: int, position: int, go: str) -> str:
    """Where the pressed button leads: a question's number, the page of handing in, else the same page."""
    if go == "submit":
        return reverse("attempt_submit", args=[attempt_id])
    there = _whole(go) or position
    return reverse("attempt_question", args=[attempt_id, there])

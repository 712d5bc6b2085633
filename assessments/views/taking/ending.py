"""Breaks, the page of handing in, and what a window reports of itself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from people.errors import Refusal
from people.origin import origin_of

from ...models import AttemptEvent
from ...rules import accommodations
from ...services.attempts import attempts, closing
from .access import cells_of, frame, own_attempt


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attempt_submit(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """What is still unanswered or flagged, then handing in."""
    at = timezone.now()
    attempt = own_attempt(request, attempt_id, at=at)
    if request.method == "POST":
        attempts.submit_attempt(attempt_id=attempt.pk, at=at, actor=request.user, origin=origin_of(request))
        return redirect("attempt_result", attempt_id=attempt.pk)
    if not attempt.is_open:
        return redirect("attempt_result", attempt_id=attempt.pk)
    cells = cells_of(attempt)
    context = {
        **frame(request, attempt, at=at),
        "unanswered": [cell for cell in cells if not cell.is_answered],
        "flagged": [cell for cell in cells if cell.is_flagged],
        "answered": sum(cell.is_answered for cell in cells),
    }
    return render(request, "assessments/attempt_submit.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attempt_break(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Take a break the conditions allow, and come back from it."""
    at = timezone.now()
    attempt = own_attempt(request, attempt_id, at=at)
    if not attempt.is_open:
        return redirect("attempt_result", attempt_id=attempt.pk)
    if request.method == "POST":
        act = closing.end_break if request.POST.get("do") == "end" else closing.start_break
        try:
            attempt = act(attempt_id=attempt.pk, at=at, actor=request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        if not attempt.is_on_break(at):
            return redirect("attempt_resume", attempt_id=attempt.pk)
        return redirect("attempt_break", attempt_id=attempt.pk)
    taken = closing.breaks_taken(attempt)
    is_on_break = attempt.is_on_break(at)
    context = {
        **frame(request, attempt, at=at),
        "is_on_break": is_on_break,
        "break_until": attempt.break_until,
        "left": accommodations.breaks_left(attempt.accommodations, taken),
        "length": attempt.accommodations.get("break_minutes"),
    }
    return render(request, "assessments/attempt_break.html", context)


FOCUS_LIMIT = 400


@login_required
@require_POST
def attempt_focus(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """The page lost the focus or got it back: written down only where the quiz's rules say so."""
    at = timezone.now()
    attempt = own_attempt(request, attempt_id, at=at)
    kind = {"lost": AttemptEvent.Kind.FOCUS_LOST, "back": AttemptEvent.Kind.FOCUS_BACK}.get(
        request.POST.get("focus", "")
    )
    if kind and attempt.is_open and attempt.terms.get("log_focus"):
        attempts.log_focus(attempt_id=attempt.pk, kind=kind, at=at, actor=request.user, limit=FOCUS_LIMIT)
    return HttpResponse(status=204)

"""What awaits, and the one button that starts the clock."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from people.errors import Refusal
from people.origin import origin_of

from ...condition_words import condition_words
from ...models import Accommodation, Sitting
from ...presentation import text_in
from ...rules import accommodations, blueprint
from ...services.attempts import attempts
from ...services.scheme import frozen
from .access import own_attempt


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attempt_intro(request: HttpRequest, sitting_id: int, quiz_key: str) -> HttpResponse:
    """What awaits, and the one button that starts the clock; or why it cannot start."""
    at = timezone.now()
    mine = Sitting.objects.of(request.user)
    if request.method == "POST":
        get_object_or_404(mine.only("pk"), pk=sitting_id)
        return _start(request, sitting_id, quiz_key, at=at)
    sitting = get_object_or_404(mine.select_related("cohort__edition", "enrolment"), pk=sitting_id)
    content = frozen.content_for(sitting.cohort_id)
    terms = frozen.quiz_terms(content, quiz_key)
    if terms is None:
        raise Http404
    standing = attempts.standing_of(sitting=sitting, terms=terms, at=at)
    running = standing.open if standing.open and not standing.open.is_overdue(at) else None
    counts = list(blueprint.modules(terms.strata).values())
    current = Accommodation.objects.filter(enrolment_id=sitting.enrolment_id, is_current=True)
    agreed = current.select_related("scribe").first()
    conditions = agreed.conditions() if agreed else {}
    allowed = accommodations.time_allowed(terms.minutes, conditions)
    minutes = int(allowed.total_seconds() // 60) if allowed else 0
    component = frozen.component_of_quiz(content, quiz_key)
    context = {
        "sitting": sitting,
        "terms": terms,
        "title": text_in(terms.title),
        "minutes": minutes,
        "conditions": condition_words(conditions, scribe=agreed.scribe if agreed else None, minutes=minutes),
        "questions": terms.questions,
        "is_even": len(set(counts)) == 1 and len(counts) > 1,
        "left": standing.left,
        "pass_mark": content["pass_mark"] if is_the_score(content, component) else None,
        "window": standing.window,
        "running": running,
        "last": standing.taken[-1] if standing.taken and not running else None,
        "refusal": standing.refusal,
    }
    return render(request, "assessments/attempt_intro.html", context)


def _start(request: HttpRequest, sitting_id: int, quiz_key: str, *, at: datetime) -> HttpResponse:
    try:
        attempt = attempts.start_attempt(
            sitting_id=sitting_id, quiz_key=quiz_key, at=at, actor=request.user, origin=origin_of(request)
        )
    except Refusal as refusal:
        if refusal.code == "no_quiz":
            raise Http404 from None
        messages.error(request, str(refusal))
        return redirect("attempt_intro", sitting_id=sitting_id, quiz_key=quiz_key)
    return redirect("attempt_resume", attempt_id=attempt.pk)


def is_the_score(content: Mapping, component: Mapping | None) -> bool:
    """The percent of this test alone is the score (programme A)."""
    return bool(component and component.get("scored", True) and content["formula"] == "test_percent")


@never_cache
@login_required
@require_safe
def attempt_resume(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Where one left off: the first question without an answer."""
    attempt = own_attempt(request, attempt_id, at=timezone.now())
    if not attempt.is_open:
        return redirect("attempt_result", attempt_id=attempt.pk)
    first = attempt.items.filter(response=[]).values_list("position", flat=True).first()
    return redirect("attempt_question", attempt_id=attempt.pk, position=first or 1)

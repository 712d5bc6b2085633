"""Practice of a course: sets of questions to try as often as one likes."""

from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ...models import Attempt, Sitting
from ...presentation import text_in
from ...services.scheme import frozen


@dataclass(frozen=True)
class PracticeRow:
    title: str
    url: str
    questions: int
    times: int
    best: Decimal | None
    running: str


@never_cache
@login_required
@require_safe
def practice_list(request: HttpRequest, sitting_id: int) -> HttpResponse:
    """Every practice of the course with how often it was done and the best of it (constant queries)."""
    sitting = get_object_or_404(
        Sitting.objects.of(request.user).select_related("cohort__edition"), pk=sitting_id
    )
    content = frozen.content_for(sitting.cohort_id)
    done: dict[str, list[Attempt]] = {}
    for attempt in sitting.attempts.select_related("quiz"):
        done.setdefault(attempt.quiz.key, []).append(attempt)
    rows = []
    for key in content["quizzes"]:
        terms = frozen.quiz_terms(content, key)
        if terms is None or not terms.is_practice:
            continue
        mine = done.get(key, [])
        running = next((one for one in mine if one.is_open), None)
        rows.append(
            PracticeRow(
                title=text_in(terms.title),
                url=reverse("attempt_intro", args=[sitting.pk, key]),
                questions=terms.questions,
                times=sum(one.is_graded for one in mine),
                best=max((one.percent for one in mine if one.percent is not None), default=None),
                running=reverse("attempt_resume", args=[running.pk]) if running else "",
            )
        )
    return render(request, "assessments/practice_list.html", {"sitting": sitting, "rows": rows})

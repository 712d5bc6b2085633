"""The result of a closed attempt, and its questions with what is right, where the quiz shows them."""

import logging
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.models import Cohort

from ...models import Attempt, DateRule, ItemMark, Result
from ...presentation import text_in
from ...question_page import pictures, show
from ...rules import feedback, regrade, scoring
from ...rules import scheme as scheme_rules
from ...services.attempts import attempts, windows
from ...services.attempts.grading import treatments
from ...services.scheme import frozen
from ..exams.board import is_exam_staff
from .access import own_attempt
from .intro import is_the_score

log = logging.getLogger(__name__)


def _scribe_sent_away(request: HttpRequest, attempt: Attempt) -> HttpResponse | None:
    """Who wrote for the learner goes back to the exam's board, or home; None for the learner, whose result it is."""
    if attempt.learner_id == request.user.pk:
        return None
    messages.info(request, _("The test is closed. Its result is shown to the learner."))
    cohort_id = attempt.sitting.cohort_id
    if is_exam_staff(request.user) and Cohort.objects.visible_to(request.user).filter(pk=cohort_id).exists():
        return redirect("exam_board", cohort_id=cohort_id, quiz_key=attempt.quiz.key)
    return redirect("home")


def _graded(request: HttpRequest, attempt: Attempt, *, at: datetime) -> Attempt:
    """The attempt, graded now if its task has not come yet. What keeps it from being graded is logged, not shown."""
    if attempt.is_graded or attempt.is_voided:
        return attempt
    try:
        attempts.grade_attempt(attempt_id=attempt.pk, at=at)
    except Exception:
        log.exception("attempt %s could not be graded", attempt.pk)
    return own_attempt(request, attempt.pk, at=at)


def _shown(attempt: Attempt, result: Result | None, *, at: datetime) -> feedback.Shown:
    policy = attempt.terms.get("feedback", "score")
    window = None
    if policy == feedback.AFTER_WINDOW:
        window = windows.of_sitting(attempt.sitting, DateRule.Kind.QUIZ).get(attempt.quiz.key)
    return feedback.shown(
        policy,
        is_graded=attempt.is_graded,
        is_window_over=window is None or (at >= window.closes_at and not _is_sat(attempt)),
        is_decided=result is not None,
    )


def _is_sat(attempt: Attempt) -> bool:
    """Whether somebody of the cohort still takes this test: who began late is not to meet its answers."""
    same = Attempt.objects.open().filter(
        quiz_id=attempt.quiz_id, sitting__cohort_id=attempt.sitting.cohort_id
    )
    return same.exists()


def _comments(attempt: Attempt) -> dict[int, str]:
    """What markers wrote to the learner, by item; the last mark of an item speaks (one query)."""
    rows = ItemMark.objects.filter(item__attempt=attempt).order_by("at", "pk")
    return dict(rows.values_list("item_id", "comment"))


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
    attempt = own_attempt(request, attempt_id, at=at)
    if attempt.is_open:
        return redirect("attempt_resume", attempt_id=attempt.pk)
    if away := _scribe_sent_away(request, attempt):
        return away
    attempt = _graded(request, attempt, at=at)
    content = frozen.content_for(attempt.sitting.cohort_id)
    marks = frozen.marks_of(attempt.sitting)
    component = frozen.component_of_quiz(content, attempt.quiz.key)
    result = attempt.sitting.results.current().first()
    band = None
    if is_the_score(content, component) and attempt.percent is not None:
        key = scoring.band_for(attempt.percent, scheme_rules.read(content).bands).key
        band = text_in(next(row["title"] for row in content["bands"] if row["key"] == key))
    context = {
        "attempt": attempt,
        "shown": _shown(attempt, result, at=at),
        "band": band,
        "missing": [
            Missing(
                title=text_in(row["title"]),
                url=reverse("work", args=[attempt.sitting_id, row["assignment"]])
                if row.get("assignment")
                else "",
            )
            for row in content["components"]
            if component and row.get("required", True) and row["key"] not in marks
        ],
        "result": result if component else None,
        "pass_mark": content["pass_mark"] if is_the_score(content, component) else None,
        "is_enough": attempt.percent is not None and attempt.percent >= Decimal(content["pass_mark"]),
        "title": text_in(attempt.quiz.title_texts),
        "again": reverse("attempt_intro", args=[attempt.sitting_id, attempt.quiz.key])
        if attempt.is_practice
        else "",
    }
    return render(request, "assessments/attempt_result.html", context)


@never_cache
@login_required
@require_safe
def attempt_review(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Every question with one's answer, the right one and why; 404 while the quiz does not show it."""
    at = timezone.now()
    attempt = own_attempt(request, attempt_id, at=at)
    if attempt.is_open:
        raise Http404
    if away := _scribe_sent_away(request, attempt):
        return away
    result = attempt.sitting.results.current().first()
    if not _shown(attempt, result, at=at).answers:
        raise Http404
    rows = list(attempt.items.select_related("version__question"))
    seen = pictures([item.version for item in rows], attempt.language)
    decided = treatments(item.version_id for item in rows)
    comments = _comments(attempt)
    questions = [
        show(
            item,
            language=attempt.language,
            picture=seen.get(item.version_id),
            reveal=True,
            body=regrade.effective(item.version.body, decided.get(item.version_id, [])).body,
            comment=comments.get(item.pk, ""),
        )
        for item in rows
    ]
    context = {"attempt": attempt, "questions": questions, "title": text_in(attempt.quiz.title_texts)}
    return render(request, "assessments/attempt_review.html", context)

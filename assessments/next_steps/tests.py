"""Tests a learner can take, is taking, or waits for."""

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from people.steps import DueDate, NextStep

from ..models import Attempt, DateRule, Quiz, Result, Sitting
from ..services.attempts import windows
from ..services.attempts.attempts import attempts_left
from ..services.scheme import carrying, frozen


def _title(terms: frozen.QuizTerms) -> str:
    return terms.title.get(get_language() or "kk") or terms.title["kk"]


def offers(*, sitting: Sitting, content: Mapping, at: datetime) -> tuple[list[NextStep], list[DueDate]]:
    """Steps and dates of every test of the sitting (three queries; one more for a later sitting and after a transfer). A
    test whose mark was carried over asks for nothing.
    """
    quizzes = content["quizzes"]
    if not quizzes:
        return [], []
    taken: dict[str, list[Attempt]] = {}
    for attempt in Attempt.objects.filter(sitting=sitting).select_related("quiz").order_by("number"):
        taken.setdefault(attempt.quiz.key, []).append(attempt)
    dates = windows.of_sitting(sitting, DateRule.Kind.QUIZ)
    is_decided = Result.objects.filter(sitting=sitting).exists()
    carried = carrying.carried_to(sitting)
    steps: list[NextStep] = []
    due: list[DueDate] = []
    for key in quizzes:
        terms = frozen.quiz_terms(content, key)
        component = frozen.component_of_quiz(content, key)
        if terms is None or terms.is_practice or (component and component["key"] in carried):
            continue
        mine, window = taken.get(key, []), dates.get(key)
        url = reverse("attempt_intro", args=[sitting.pk, key])
        standing = next((attempt for attempt in mine if attempt.is_open and not attempt.is_overdue(at)), None)
        left = attempts_left(terms, mine)
        graded = next((attempt for attempt in reversed(mine) if attempt.is_graded), None)
        is_open = window is None or window.opens_at <= at < window.closes_at
        if standing:
            steps.append(
                NextStep(
                    weight=1,
                    title=_title(terms),
                    text=_("The test is running. Its clock does not stop."),
                    url=reverse("attempt_resume", args=[standing.pk]),
                    action=_("Continue the test"),
                    due=standing.deadline_at,
                )
            )
        elif left != 0 and is_open and not is_decided and sitting.enrolment.may_study:
            steps.append(
                NextStep(
                    weight=70,
                    title=_title(terms),
                    text=_("The test is open. Take it when you have an hour in quiet."),
                    url=url,
                    action=_("Open the test"),
                    due=window.closes_at if window else None,
                )
            )
        elif graded and graded.percent is not None and not is_decided:
            steps.append(
                NextStep(
                    weight=95,
                    title=_title(terms),
                    text=_("You have taken this test."),
                    url=reverse("attempt_result", args=[graded.pk]),
                    action=_("See the result"),
                )
            )
        if window and at < window.opens_at and left != 0:
            due.append(
                DueDate(title=_("%(test)s opens") % {"test": _title(terms)}, at=window.opens_at, url=url)
            )
        if window:
            due.append(
                DueDate(
                    title=_title(terms), at=window.closes_at, url=url, is_done=bool(mine) and not standing
                )
            )
    if any(row.get("mode") == Quiz.Mode.PRACTICE for row in quizzes.values()) and not is_decided:
        steps.append(
            NextStep(
                weight=90,
                title=_("Practice questions"),
                text=_("Short sets of questions with explanations, as often as you like."),
                url=reverse("practice_list", args=[sitting.pk]),
                action=_("Practise"),
            )
        )
    return steps, due

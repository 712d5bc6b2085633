"""The self-assessment: the form of the moment that is open, and what changed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.errors import Refusal

from ...charts import on_scale
from ...models import MentoringPlan
from ...rules import outcomes
from ...services.growth import self_assessment as services
from .own import frame, only_graduate, plan_of, private, reading_language


@private
@require_http_methods(["GET", "HEAD", "POST"])
def self_assessment(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The graduate answers while a moment is open; both people see what was given. A refused POST keeps the answers."""
    plan = plan_of(request, plan_id)
    if request.method != "POST":
        return _page(request, plan)
    only_graduate(request, plan)
    moment = request.POST.get("moment", "")
    try:
        services.give(
            plan_id=plan.pk,
            moment=moment,
            answers=_answers(request, plan),
            note=request.POST.get("note", ""),
            at=timezone.now(),
            actor=request.user,
        )
    except Refusal as refusal:
        return _page(request, plan, refusal=refusal)
    messages.success(request, _("Your self-assessment is kept."))
    return redirect("self_assessment", plan_id=plan.pk)


def _answers(request: HttpRequest, plan: MentoringPlan) -> dict[str, int]:
    found = {}
    for item in outcomes.items_of(services.programme_of(plan)):
        typed = request.POST.get(f"o-{item.key}", "")
        if len(typed) == 1 and typed in "12345":
            found[item.key] = int(typed)
    return found


def _page(request: HttpRequest, plan: MentoringPlan, *, refusal: Refusal | None = None) -> HttpResponse:
    language, is_own = reading_language(plan), plan.graduate_id == request.user.pk
    moment = services.open_moment(plan, today=timezone.localdate()) if is_own else None
    answers = _answers(request, plan) if request.method == "POST" else {}
    change = services.self_assessment_change(plan)
    items = outcomes.items_of(services.programme_of(plan))
    context = frame(request, plan, place="self_assessment") | {
        "moment": moment,
        "items": [
            {
                "key": item.key,
                "text": item.words.text(language),
                "value": answers.get(item.key),
                "is_missing": bool(refusal) and item.key not in answers,
            }
            for item in items
        ],
        "scale": [(value, words.text(language)) for value, words in outcomes.SCALE.items()],
        "note": request.POST.get("note", ""),
        "change": change,
        "rows": change_rows(change, language) if change.is_given else [],
        "refusal": refusal,
    }
    return render(request, "postcourse/growth/self_assessment.html", context, status=422 if refusal else 200)


def change_rows(change: services.Change, language: str) -> list[dict[str, Any]]:
    """Outcomes with their places on the drawing, for the chart and its table."""
    return [
        {
            "text": row.item.words.text(language),
            "before": row.before,
            "after": row.after,
            "change": row.change,
            "before_x": on_scale(row.before),
            "after_x": on_scale(row.after),
        }
        for row in change.rows
    ]

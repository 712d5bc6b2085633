"""How a support ends: the two write and sign the report; whoever runs support sees figures and accepts."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessments.rules.scheme import content_hash
from people.errors import Refusal

from ..mentoring_words import STATES
from ..models import ClosingReport, MentoringPlan
from ..rules.support import signable_from
from ..services.mentoring import closing
from .mentoring import frame, plan_of


class GiveBackForm(forms.Form):
    """What is missing in a report; both read it."""

    note = forms.CharField(
        label=gettext_lazy("What is missing"),
        help_text=gettext_lazy("Both read it and sign once more."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": gettext_lazy("Write what is missing: both read it.")},
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mentoring_closing(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The closing of one support, as its two write it or as who runs support accepts it."""
    plan = plan_of(request, plan_id)
    is_private = MentoringPlan.objects.private_to(request.user).filter(pk=plan.pk).exists()
    if not is_private:
        return _deciding(request, plan)
    if request.method != "POST":
        return _writing(request, plan)
    typed = _typed(request, plan)
    try:
        return _written(request, plan, typed)
    except Refusal as refusal:
        status = 409 if isinstance(refusal, closing.StaleReport) else 422
        if request.headers.get("X-Requested-With") == "fetch":
            return JsonResponse({"sentence": str(refusal)}, status=status)
        return _writing(request, plan, typed=typed, refusal=refusal, status=status)


# The two


def _typed(request: HttpRequest, plan: MentoringPlan) -> dict[str, Any]:
    goals = [
        {"state": request.POST.get(f"state-{place}", ""), "why": request.POST.get(f"why-{place}", "")}
        for place in range(len(closing.goals_of(plan)))
    ]
    return {"text": request.POST.get("text", ""), "goals": goals}


def _written(request: HttpRequest, plan: MentoringPlan, typed: dict[str, Any]) -> HttpResponse:
    """Keep what was typed; sign where that is pressed and the other's part is still what the reader read."""
    at, actor = timezone.now(), request.user
    seen = request.POST.get("revision", "")
    report = closing.save(plan_id=plan.pk, **typed, seen=seen, at=at, actor=actor)
    by_graduate = actor.pk == plan.graduate_id
    if request.headers.get("X-Requested-With") == "fetch":
        mark = closing.seen_mark(report, by_graduate=by_graduate)
        return HttpResponse(status=204, headers={"X-Revision": mark})
    if request.POST.get("action") == "sign":
        if request.POST.get("other", "") != _others_mark(report, by_graduate=by_graduate):
            raise closing.StaleReport(report)
        closing.sign(plan_id=plan.pk, seen=closing.signed_mark(report), at=at, actor=actor)
        messages.success(request, _("You have signed the report."))
    else:
        messages.success(request, _("The report is saved as a draft."))
    return redirect("mentoring_closing", plan_id=plan.pk)


def _others_mark(report: ClosingReport | None, *, by_graduate: bool) -> str:
    """Which text of the other one a reader read; "" where they have written nothing."""
    others = _texts(report, by_graduate=by_graduate)[1]
    return str(content_hash(others)) if others else ""


def _writing(
    request: HttpRequest,
    plan: MentoringPlan,
    *,
    typed: dict[str, Any] | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    at = timezone.now()
    context = frame(request, plan, tab="closing", at=at)
    report = closing.report_of(plan)
    by_graduate = context["viewer"] == "graduate"
    goals = closing.goals_of(plan)
    judged = closing.clean_goals(
        typed["goals"] if typed else (report.goals if report else []), count=len(goals)
    )
    own, others = _texts(report, by_graduate=by_graduate)
    signed = (report.graduate_signed_at, report.mentor_signed_at) if report else (None, None)
    mine, theirs = signed if by_graduate else signed[::-1]
    context |= {
        "report": report,
        "may_write": plan.status == "agreed",
        "may_sign": timezone.localdate(at) >= signable_from(plan.ends_on),
        "signable_from": signable_from(plan.ends_on),
        "text": typed["text"] if typed else own,
        "own_stands": own,
        "others_text": others,
        "goals": [
            {"place": place, "number": place + 1, "text": goal, **judged[place]}
            for place, goal in enumerate(goals)
        ],
        "states": list(STATES.items()),
        "judged_stands": list(zip(goals, report.goals, strict=False)) if report else [],
        "revision": closing.seen_mark(report, by_graduate=by_graduate),
        "others_mark": _others_mark(report, by_graduate=by_graduate),
        "mine": mine,
        "theirs": theirs,
        "refusal": refusal,
        "is_stale": isinstance(refusal, closing.StaleReport),
        "figures": _figures(plan, report, at=at),
    }
    return render(request, "postcourse/mentoring/closing.html", context, status=status)


def _texts(report: ClosingReport | None, *, by_graduate: bool) -> tuple[str, str]:
    """One's own text and the other's."""
    if report is None:
        return "", ""
    texts = report.graduate_text, report.mentor_text
    return texts if by_graduate else texts[::-1]


def _figures(plan: MentoringPlan, report: ClosingReport | None, *, at: Any) -> dict[str, Any]:
    """Frozen ones of an accepted report, else as they stand now."""
    if report is not None and report.accepted_at is not None:
        return dict(report.figures)
    return closing.figures_of(plan, goals=report.goals if report else [], at=at)


# Who accepts


def _deciding(request: HttpRequest, plan: MentoringPlan) -> HttpResponse:
    """Figures and signatures, never a word of what was written."""
    at = timezone.now()
    action = request.POST.get("action", "")
    form = GiveBackForm(request.POST if action == "give_back" else None)
    if request.method == "POST" and (action == "accept" or form.is_valid()):
        try:
            return _decided(request, plan, form)
        except Refusal as refusal:
            if form.is_bound:
                form.add_error(None, str(refusal))
            else:
                messages.error(request, str(refusal))
    elif request.method == "POST" and not form.is_bound:
        raise Http404
    plan = plan_of(request, plan.pk)
    report = closing.report_of(plan)
    context = frame(request, plan, tab="closing", at=at) | {
        "report": report,
        "figures": _figures(plan, report, at=at),
        "is_signed": bool(report and report.graduate_signed_at and report.mentor_signed_at),
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "postcourse/mentoring/accept.html", context, status=status)


def _decided(request: HttpRequest, plan: MentoringPlan, form: GiveBackForm) -> HttpResponse:
    told: dict[str, Any] = {"plan_id": plan.pk, "at": timezone.now(), "actor": request.user}
    if form.is_bound:
        closing.give_back(note=form.cleaned_data["note"], **told)
        messages.success(request, _("The report is given back. Both are told what is missing."))
    else:
        closing.accept(**told)
        messages.success(request, _("The support is closed and its notice is issued. Both are told."))
    return redirect("mentoring_closing", plan_id=plan.pk)

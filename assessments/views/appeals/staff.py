"""The desk of an appeal: what it is about, the opinion, and the commission's decision with what it would change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from people.errors import Refusal

from ... import appeal_cases as shown
from ...models import Appeal, Attempt, Result
from ...services.decisions import appeals, results
from ...services.scheme import frozen
from .forms import DecisionForm
from .lists import of_others


@dataclass(frozen=True)
class Preview:
    """What the decision would do. `token` names it: what is confirmed must be what was shown."""

    token: str
    before: shown.Outcome
    after: shown.Outcome
    changes: list[shown.Changed] = field(default_factory=list)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_desk(request: HttpRequest, appeal_id: int) -> HttpResponse:
    """An appeal for the marker who is asked and for coordinators; a POST is one step of it."""
    appeal = get_object_or_404(
        of_others(request.user).select_related(
            "sitting__enrolment__user",
            "sitting__cohort__edition",
            "marker",
            "result",
            "decided_by",
            "amendment__amends",
        ),
        pk=appeal_id,
    )
    content = frozen.content_for(appeal.sitting.cohort_id)
    standing = appeal.sitting.results.current().get()
    parts = [part for part in shown.parts_of(appeal.sitting, content) if appeal.component in ("", part.key)]
    do = request.POST.get("do", "")
    form = DecisionForm(request.POST if do in {"preview", "decide"} else None, parts=parts)
    preview, refused = None, ""
    if request.method == "POST":
        try:
            if do in {"preview", "decide"}:
                preview = _preview(appeal, standing, content, form) if form.is_valid() else None
                if preview and do == "decide" and request.POST.get("shown") == preview.token:
                    _decide(request, appeal, standing, form)
                    return redirect("appeal_desk", appeal_id=appeal.pk)
            else:
                _pass(request, appeal)
                return redirect("appeal_desk", appeal_id=appeal.pk)
        except Refusal as refusal:
            refused, preview = str(refusal), None
    context = _context(request, appeal, standing, content)
    context |= {"parts": parts, "form": form, "preview": preview, "refused": refused, "do": do}
    context["typed"] = {name: request.POST.get(name, "") for name in ("opinion", "reason")}
    return render(
        request,
        "assessments/appeals/desk.html",
        context,
        status=422 if refused or form.errors else 200,
    )


def _context(request: HttpRequest, appeal: Appeal, standing: Result, content: Mapping) -> dict:
    user, is_filed = request.user, appeal.status == Appeal.Status.FILED
    runs = user.has_perm("courses.run_cohort")
    history = list(appeal.transitions.select_related("actor"))
    labels = dict(Appeal.Status.choices)
    for move in history:
        move.to_label = labels.get(move.to_status, move.to_status)
    quizzes = {
        row["quiz"]
        for row in content["components"]
        if row.get("quiz") and appeal.component in ("", row["key"])
    }
    return {
        "appeal": appeal,
        "one": shown.shown(appeal, content, at=timezone.now()),
        "person": appeal.sitting.enrolment.user,
        "cohort": appeal.sitting.cohort,
        "outcome": shown.outcome_of(appeal.result, content),
        "is_amended_since": standing.pk != appeal.result_id and appeal.is_open,
        "standing": shown.outcome_of(standing, content),
        "works": shown.works_for(appeal, user),
        "attempts": Attempt.objects.visible_to(user).filter(
            sitting=appeal.sitting, quiz__key__in=quizzes, status=Attempt.Status.GRADED
        ),
        "history": history,
        "changed": shown.changed_by(appeal, content),
        "may_answer": is_filed and (appeal.marker_id == user.pk or (appeal.marker is None and runs)),
        "may_pass": is_filed and runs,
        "may_decide": appeal.status == Appeal.Status.IN_REVIEW and appeals.may_decide(appeal, user),
        "may_run": runs,
    }


def _pass(request: HttpRequest, appeal: Appeal) -> None:
    """Give the opinion or pass the appeal on, as the pressed button says. Raises Refusal."""
    at, actor, do = timezone.now(), request.user, request.POST.get("do", "")
    if do == "opinion":
        opinion = request.POST.get("opinion", "").replace("\r\n", "\n")[:5000]
        appeals.give_opinion(appeal_id=appeal.pk, opinion=opinion, at=at, actor=actor)
    elif do == "pass":
        reason = request.POST.get("reason", "")[:2000]
        appeals.pass_on(appeal_id=appeal.pk, reason=reason, at=at, actor=actor)
    else:
        raise Refusal(_("Choose what is to be done."), code="do")
    messages.success(request, _("The appeal is with the commission now."))


def _preview(appeal: Appeal, standing: Result, content: Mapping, form: DecisionForm) -> Preview:
    """What the typed decision would change; writes nothing. Refuses what the decision itself would refuse."""
    before = shown.outcome_of(standing, content)
    marks: Mapping[str, Decimal] = {}
    after, changes = before, []
    if form.is_upheld:
        marks = appeals.new_marks(appeal, form.marks())
        outcome = results.preview_amendment(result=standing, marks=marks)
        after = shown.Outcome(
            score=outcome.score,
            band=shown.band_in(content, outcome.band),
            decision=str(Result.Decision(outcome.decision).label),
            is_passed=outcome.decision == Result.Decision.PASSED,
            reason=str(Result.Reason(outcome.reason).label) if outcome.reason else "",
        )
        changes = [
            shown.Changed(part.title, part.maximum, part.value, marks[part.key])
            for part in form.parts
            if part.key in marks
        ]
    told = ";".join(f"{key}={value.normalize():f}" for key, value in sorted(marks.items()))
    return Preview(
        token=f"{standing.pk}:{form.cleaned_data['outcome']}:{told}",
        before=before,
        after=after,
        changes=changes,
    )


def _decide(request: HttpRequest, appeal: Appeal, standing: Result, form: DecisionForm) -> None:
    appeals.decide_appeal(
        appeal_id=appeal.pk,
        upheld=form.is_upheld,
        decision_text=form.cleaned_data["decision_text"],
        commission=form.cleaned_data["commission"],
        protocol=form.cleaned_data["protocol"],
        marks=form.marks() if form.is_upheld else {},
        at=timezone.now(),
        actor=request.user,
        on_result_id=standing.pk,
    )
    messages.success(request, _("The decision is entered. The learner is told and can download the letter."))

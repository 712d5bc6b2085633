"""A question found bad after it was sat: find it, see what a decision changes, decide, what came of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from people.errors import Refusal

from .. import items
from ..models import CohortScheme, ItemDecision, QuestionVersion, RegradeEffect
from ..presentation import text_in
from ..question_page import Picture, pictures, response_in
from ..rules import regrade as rules
from ..services.decisions import regrade
from ..services.decisions.regrade_papers import Row
from .regrade_form import ANSWER, DecisionForm, answer_part, content_language

PER_PAGE = 30
FOUND = 30


def staff(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For those who keep the bank or run cohorts; who of them decides is the service's."""

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        if not (user.has_perm("assessments.change_question") or user.has_perm("courses.run_cohort")):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


# What is shown


@dataclass(frozen=True)
class Wording:
    """A question in words. `choices`: (text, is right); `answer`: the right answer where nothing is chosen from."""

    language: str
    stem: str
    explanation: str
    answer: str = ""
    choices: Sequence[tuple[str, bool]] = ()
    parts: Sequence["Wording"] = field(default_factory=list)
    picture: Picture | None = None


def _wording(kind_name: str, body: Mapping, language: str, picture: Picture | None = None) -> Wording:
    kind, texts = items.kind(kind_name), body[language]
    parts = [_wording(part["kind"], part["body"], language) for part in body.get("parts", ())]
    choices = [(one.text, one.is_right) for one in kind.choices(body, language)] if "correct" in body else []
    return Wording(
        language=language,
        stem=texts["stem"],
        explanation=texts["explanation"],
        answer="" if choices or parts else kind.answer(body, language) or texts.get("guide", ""),
        choices=choices,
        parts=parts,
        picture=picture,
    )


def _said(version: QuestionVersion, decision: ItemDecision) -> list[str]:
    """The answers a decision names, in words of the reader."""
    kind, body, language = items.kind(version.kind), version.body, content_language()
    if decision.action == rules.CHANGE_KEY:
        return [kind.answer(rules.with_key(body, decision.detail), language)]
    said = []
    for answer in decision.detail.get("accept", ()):
        response = [answer] if isinstance(answer, str) else list(answer)
        if "value" in body or rules.is_typed(body):
            said.append(response[0])
        else:
            said.append(kind.answer(rules.with_key(body, rules.key_of(body, response)), language))
    return said


@dataclass(frozen=True)
class Decision:
    """A decision as lists show it."""

    row: ItemDecision
    says: Sequence[str]
    effects: int = 0
    waiting: int = 0

    @property
    def is_cancelled(self) -> bool:
        return hasattr(self.row, "cancelled_by")

    @property
    def is_cancellation(self) -> bool:
        return self.row.cancels_id is not None


def _decisions() -> Any:
    return ItemDecision.objects.select_related("version__question", "decided_by", "cancelled_by").annotate(
        changed=Count("effects"),
        waits=Count("effects", filter=Q(effects__amendment=None, effects__told_at=None)),
    )


def _shown(row: ItemDecision) -> Decision:
    cancelled = hasattr(row, "cancelled_by")
    return Decision(
        row=row,
        says=_said(row.version, row),
        effects=row.changed,
        waiting=0 if cancelled else row.waits,
    )


@staff
@require_safe
def regrade_list(request: HttpRequest) -> HttpResponse:
    """Every decision, the newest first, and a question found by its key."""
    wanted = request.GET.get("q", "").strip()
    found = []
    if wanted:
        found = list(
            QuestionVersion.objects.filter(question__key__icontains=wanted)
            .select_related("question")
            .annotate(sat=Count("used_in", filter=Q(used_in__attempt__status="graded")))
            .order_by("question__key", "-number")[:FOUND]
        )
    page = Paginator(_decisions().order_by("-decided_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    language = content_language()
    context = {
        "wanted": wanted,
        "query": urlencode({"q": wanted}) if wanted else "",
        "found": [(version, version.body[language]["stem"]) for version in found],
        "page": page,
        "decisions": [_shown(row) for row in page],
        "language": language,
    }
    return render(request, "assessments/regrade/list.html", context)


# Deciding


@dataclass(frozen=True)
class PlanRow:
    """A line of the dry run with the words of its bands."""

    row: Row
    test: str
    band_before: str
    band_after: str


def _plan_rows(rows: Sequence[Row]) -> list[PlanRow]:
    return [
        PlanRow(
            row=row,
            test=text_in(row.attempt.quiz.title_texts),
            band_before=text_in(row.bands.get(row.band_before)),
            band_after=text_in(row.bands.get(row.band_after)),
        )
        for row in rows
    ]


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def regrade_question(request: HttpRequest, version_id: int) -> HttpResponse:
    """The question, what can be decided about it, what that changes, and the decision: one page, nothing typed is lost.

    What is confirmed must be what was shown: `shown` names it, and anything else is shown again first.
    """
    version = get_object_or_404(QuestionVersion.objects.select_related("question"), pk=version_id)
    kind = items.kind(version.kind)
    standing = regrade.standing_decisions(version)
    body = regrade.treatment_of(version, standing).body
    form = DecisionForm(request.POST or None, version=version, body=body)
    may_decide = request.user.has_perm("courses.run_cohort")
    is_chosen = kind.automatic and not form.answer_fields
    response, plan = rules.response_of(body), None
    if request.method == "POST":
        response = kind.parse(body, response_in(request.POST, ANSWER)) if is_chosen else []
        if form.is_valid():
            action = form.cleaned_data["action"]
            said = {
                "version_id": version.pk,
                "action": action,
                "detail": form.detail(body, response),
            }
            if earlier := regrade.same_decision(version, action, said["detail"]):
                messages.info(request, _("This is decided already."))
                return redirect("regrade_decision", decision_id=earlier.pk)
            try:
                plan = regrade.dry_run(**said, at=timezone.now())
                if request.POST.get("do") == "decide":
                    if plan.digest != request.POST.get("shown"):
                        form.add_error(
                            None, _("This is not what was shown last. Look at the list again and confirm it.")
                        )
                    else:
                        decision = regrade.decide(
                            **said,
                            reason=form.cleaned_data["reason"],
                            commission=form.cleaned_data["commission"],
                            at=timezone.now(),
                            actor=request.user,
                        )
                        messages.success(request, _("The decision stands. Everyone it concerns is told."))
                        return redirect("regrade_decision", decision_id=decision.pk)
            except Refusal as refusal:
                field_name = {"reason_missing": "reason", "action": "action"}.get(refusal.code)
                form.add_error(field_name, str(refusal))
    # Looking needs no reason, deciding does: the page does not call it optional.
    form.fields["reason"].required = True
    context = {
        "version": version,
        "kind": kind,
        "wordings": [
            _wording(version.kind, body, language, pictures([version], language).get(version.pk))
            for language in rules.LANGUAGES
        ],
        "standing": [Decision(row=row, says=_said(version, row)) for row in standing],
        "form": form,
        "answer": answer_part(version, body, response) if is_chosen else "",
        "is_case": "parts" in body,
        "plan": plan,
        "rows": _plan_rows(plan.rows) if plan else [],
        "may_decide": may_decide,
        "language": content_language(),
    }
    return render(request, "assessments/regrade/question.html", context, status=422 if form.errors else 200)


# What came of it


@dataclass(frozen=True)
class EffectRow:
    effect: RegradeEffect
    name: str
    cohort: str
    test: str
    band_before: str
    band_after: str
    waits: bool


def _effects(decision: ItemDecision, *, is_cancelled: bool) -> list[EffectRow]:
    """Every changed attempt (two queries)."""
    rows = list(
        decision.effects.select_related(
            "amendment",
            "attempt__quiz",
            "attempt__sitting__enrolment__user",
            "attempt__sitting__cohort__edition",
        ).order_by("attempt__sitting__enrolment__user__surname", "pk")
    )
    contents = CohortScheme.objects.filter(cohort__in={row.attempt.sitting.cohort_id for row in rows})
    bands = {
        scheme.cohort_id: {band["key"]: text_in(band["title"]) for band in scheme.content["bands"]}
        for scheme in contents
    }
    return [
        EffectRow(
            effect=row,
            name=row.attempt.sitting.enrolment.user.full_name,
            cohort=row.attempt.sitting.cohort.code,
            test=text_in(row.attempt.quiz.title_texts),
            band_before=bands[row.attempt.sitting.cohort_id].get(row.band_before, ""),
            band_after=bands[row.attempt.sitting.cohort_id].get(row.band_after, ""),
            waits=row.amendment_id is None and row.told_at is None and not is_cancelled,
        )
        for row in rows
    ]


def _act(request: HttpRequest, decision: ItemDecision) -> tuple[int, str]:
    """Do what the pressed button says; the decision to show next and the sentence of success. Raises Refusal."""
    at, do = timezone.now(), request.POST.get("do", "")
    if do == "amend":
        count = regrade.amend_waiting(
            decision_id=decision.pk,
            commission=request.POST.get("commission", "")[:300],
            at=at,
            actor=request.user,
        )
        words = ngettext("%(count)s result is amended.", "%(count)s results are amended.", count)
        return decision.pk, words % {"count": count}
    if do == "cancel":
        reason = request.POST.get("reason", "")
        row = regrade.cancel(decision_id=decision.pk, reason=reason, at=at, actor=request.user)
        return row.pk, _("The decision is taken back.")
    raise Refusal(_("Choose what is to be done."), code="do")


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def regrade_decision(request: HttpRequest, decision_id: int) -> HttpResponse:
    """A decision with every change it made; the commission's amendment of what waits, and taking it back."""
    decision = get_object_or_404(_decisions(), pk=decision_id)
    typed, refused = {}, None
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in ("do", "commission", "reason")}
        try:
            next_id, done = _act(request, decision)
        except Refusal as refusal:
            refused = str(refusal)
        else:
            messages.success(request, done)
            return redirect("regrade_decision", decision_id=next_id)
    shown = _shown(decision)
    effects = _effects(decision, is_cancelled=shown.is_cancelled)
    context = {
        "shown": shown,
        "decision": decision,
        "version": decision.version,
        "stem": decision.version.body[content_language()]["stem"],
        "effects": effects,
        "waiting": sum(row.waits for row in effects),
        "typed": typed,
        "refused": refused,
        "may_decide": request.user.has_perm("courses.run_cohort"),
        "language": content_language(),
    }
    return render(request, "assessments/regrade/decision.html", context, status=422 if refused else 200)

"""The protocol of one attempt: facts, conditions, log, answers and what staff may do; it prints on paper."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from people.errors import Refusal

from ... import items
from ...condition_words import condition_words
from ...models import AnswerStep, Attempt, AttemptItem
from ...presentation import text_in
from ...question_page import kind_part
from ...services.attempts import attempts, closing
from .board import staff_only
from .forms import AttestForm, StaffActForm


@dataclass(frozen=True)
class PaperRow:
    """A question of the paper as the protocol lists it. `part`: its form, for answers a person marks."""

    item: AttemptItem
    stem: str
    kind: str
    waits: bool
    maximum: int
    guide: str
    model: str
    part: SafeString


def _paper(attempt: Attempt) -> list[PaperRow]:
    rows = []
    for item in attempt.items.select_related("version"):
        kind, body = items.kind(item.version.kind), item.version.body
        texts = body[attempt.language]
        waits = not kind.automatic and item.is_answered and item.score is None
        part = SafeString("")
        if not attempt.is_open:
            part = kind_part(
                item.version,
                position=item.position,
                language=attempt.language,
                order=item.order,
                response=item.response,
                reveal=True,
            )
        rows.append(
            PaperRow(
                item=item,
                stem=texts["stem"],
                kind=str(kind.title),
                waits=waits,
                maximum=int(body.get("points", 1)) if not kind.automatic else 1,
                guide=texts.get("guide", "") if not kind.automatic else "",
                model=texts["explanation"] if not kind.automatic else "",
                part=part,
            )
        )
    return rows


def _written_by_scribe(attempt: Attempt) -> int:
    """In how many questions the scribe saved an answer that counted when it came."""
    steps = AnswerStep.objects.filter(item__attempt=attempt, saved_by=attempt.scribe, is_late=False)
    return steps.order_by().values("item").distinct().count()


def _act(request: HttpRequest, attempt: Attempt) -> str:
    """Do what the pressed button says; the sentence of success. Raises Refusal."""
    at, actor, do = timezone.now(), request.user, request.POST.get("do", "")
    if do == "attest":
        form = AttestForm(request.POST)
        form.is_valid()
        attempts.attest(
            attempt_id=attempt.pk,
            kind=form.cleaned_data.get("kind", ""),
            note=form.cleaned_data.get("note", ""),
            at=at,
            actor=actor,
        )
        return _("It stands in the log.")
    if do == "mark":
        position = request.POST.get("position", "")
        attempts.mark_open_answer(
            attempt_id=attempt.pk,
            position=int(position) if position.isdecimal() else 0,
            points=_points(request.POST.get("points", "")),
            comment=request.POST.get("comment", ""),
            at=at,
            actor=actor,
        )
        return _("The points are kept.")
    form = StaffActForm(request.POST)
    form.is_valid()
    reason, minutes = form.cleaned_data.get("reason", ""), form.cleaned_data.get("minutes") or 0
    if do == "extend":
        closing.extend_attempt(attempt_id=attempt.pk, minutes=minutes, at=at, actor=actor, reason=reason)
        return _("The time is extended.")
    if do == "hand_in":
        closing.hand_in_for(attempt_id=attempt.pk, at=at, actor=actor, reason=reason)
        return _("The test is handed in for the learner.")
    if do == "void":
        closing.void_attempt(attempt_id=attempt.pk, at=at, actor=actor, reason=reason)
        return _("The attempt is voided. The person can begin anew.")
    raise Refusal(_("Choose what is to be done."), code="do")


def _points(text: str) -> Decimal:
    try:
        return Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return Decimal("NaN")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attempt_protocol(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """For staff of the cohort. A running attempt shows how far it is, not what was answered."""
    staff_only(request)
    attempt = get_object_or_404(
        Attempt.objects.visible_to(request.user)
        .exclude(sitting__enrolment__user=request.user)
        .select_related(
            "quiz", "sitting__enrolment__user", "sitting__cohort__edition", "closed_by", "scribe"
        ),
        pk=attempt_id,
    )
    typed: dict[str, Any] = {}
    if request.method == "POST":
        try:
            done = _act(request, attempt)
        except AttemptItem.DoesNotExist:
            messages.error(request, _("This paper has no such question."))
        except Refusal as refusal:
            messages.error(request, str(refusal))
            typed = request.POST.dict()
        else:
            messages.success(request, done)
            return redirect("attempt_protocol", attempt_id=attempt.pk)
    paper = _paper(attempt)
    context = {
        "attempt": attempt,
        "person": attempt.sitting.enrolment.user,
        "title": text_in(attempt.quiz.title_texts),
        "conditions": condition_words(attempt.accommodations, scribe=attempt.scribe),
        "written": _written_by_scribe(attempt) if attempt.scribe else 0,
        "paper": paper,
        "answered": sum(row.item.is_answered for row in paper),
        "waiting": sum(row.waits for row in paper) if not attempt.is_open else 0,
        "events": attempt.events.select_related("actor"),
        "voided": attempt.transitions.filter(to_status=Attempt.Status.VOIDED).select_related("actor").last(),
        "attest": AttestForm(request.POST if typed.get("do") == "attest" else None),
        "act": StaffActForm(request.POST if typed.get("do") in {"extend", "hand_in", "void"} else None),
        "typed": typed,
        "may_run": request.user.has_perm("courses.run_cohort"),
        "may_mark": request.user.has_perm("assessments.mark_work"),
        "has_result": attempt.sitting.results.exists(),
    }
    return render(request, "assessments/exams/attempt_protocol.html", context)

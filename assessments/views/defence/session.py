"""One defence session: its plan, the running view, and the protocol."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.models import Cohort
from people.errors import Refusal
from people.papers import MEDIA_TYPES, UnprintableName, docx, pdf
from people.sorting import kazakh_key

from ...models import DefenceSession
from ...papers.defence import WORDS, protocol
from ...rules import defence as rules
from ...services.defence import defence
from ...services.defence.slots import Turn, turns_of
from ...services.groups.lists import Event
from ..groups.board import is_staff_of_courses
from .acts import act
from .forms import SessionForm, change_form

# After these the page comes back at the turn that runs, not at its top.
AT_THE_TURN = ("begin", "end", "ask", "answer", "note", "absent", "present")


def _session_for(request: HttpRequest, session_id: int) -> DefenceSession:
    """The session for its cohort's staff; 404 for everybody else."""
    if not is_staff_of_courses(request.user):
        raise Http404
    return get_object_or_404(
        DefenceSession.objects.select_related("cohort__edition", "assignment").filter(
            cohort__in=Cohort.objects.visible_to(request.user)
        ),
        pk=session_id,
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def defence_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Who defends now and next, questions as they are asked; for coordinators the plan around it."""
    session = _session_for(request, session_id)
    form = change_form(session)
    typed: Any = {}
    if request.method == "POST":
        if not defence.may_hold(request.user, session.cohort):
            raise PermissionDenied
        action = request.POST.get("action", "")
        form = change_form(session, request.POST) if action == "change" else form
        try:
            done = _change(request, session, form) if action == "change" else act(request, session)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            typed = request.POST
        else:
            if done:
                messages.success(request, done)
                place = "#now" if action.partition("-")[0] in AT_THE_TURN else ""
                return redirect(reverse("defence_session", args=[session.pk]) + place)
        session.refresh_from_db()
    name, _dash, number = typed.get("action", "").partition("-")
    context = _shown(request, session) | {"form": form, "typed": typed, "typed_for": (name, number)}
    status = 422 if typed or form.errors else 200
    return render(request, "assessments/defence/session.html", context, status=status)


def _change(request: HttpRequest, session: DefenceSession, form: SessionForm) -> str:
    """Save another time, place or commission; empty where the form has to be mended."""
    if not form.is_valid():
        return ""
    defence.change_session(session_id=session.pk, at=timezone.now(), actor=request.user, **form.values())
    return _("The session is changed. Announce it once more if those who defend know it otherwise.")


def _shown(request: HttpRequest, session: DefenceSession) -> dict[str, Any]:
    at = timezone.now()
    turns = turns_of(session, reader=request.user)
    now = next((turn for turn in turns if turn.is_running), None)
    may_plan = defence.may_plan(request.user) and session.status == DefenceSession.Status.PLANNED
    history, was_announced = _history(session)
    return {
        "session": session,
        "cohort": session.cohort,
        "turns": turns,
        "ends_at": rules.ends(session.starts_at, minutes=session.minutes, count=len(turns)),
        "now": now,
        "seconds": _seconds_left(session, now, at),
        "next": next((turn for turn in turns if turn.slot.began_at is None and not turn.is_over), None),
        "may_run": session.status == DefenceSession.Status.PLANNED
        and defence.may_hold(request.user, session.cohort),
        "may_plan": may_plan,
        "waiting_groups": defence.waiting_groups(session) if may_plan and session.assignment.is_group else [],
        "waiting_sittings": [] if not may_plan or session.assignment.is_group else _by_name(session),
        "was_announced": was_announced,
        "history": history,
        "languages": [session.cohort.language, *(one for one in WORDS if one != session.cohort.language)],
    }


def _by_name(session: DefenceSession) -> list[Any]:
    return sorted(
        defence.waiting_sittings(session), key=lambda sitting: kazakh_key(sitting.enrolment.user.full_name)
    )


def _seconds_left(session: DefenceSession, now: Turn | None, at: datetime) -> int:
    if now is None or now.slot.began_at is None:
        return 0
    return max(0, int((now.slot.began_at + timedelta(minutes=session.minutes) - at).total_seconds()))


def _history(session: DefenceSession) -> tuple[list[Event], bool]:
    """What was done with the session in words, and whether it was announced (one query)."""
    labels = dict(DefenceSession.Status.choices)
    events = []
    was_announced = False
    for row in session.transitions.select_related("actor"):
        words, reason = str(labels.get(row.to_status, "")), row.reason
        if row.reason == defence.ANNOUNCED:
            was_announced, words, reason = True, _("Announced"), ""
        elif row.reason.startswith(defence.LOT):
            seed = row.reason.removeprefix(defence.LOT)
            words, reason = _("Order drawn by lot, the number drawn is %(seed)s") % {"seed": seed}, ""
        events.append(Event(row.at, words, row.actor.initials_name if row.actor else "", reason))
    return events, was_announced


@login_required
@require_safe
def defence_protocol(request: HttpRequest, session_id: int, form: str) -> HttpResponse:
    """The protocol as PDF or DOCX, in the cohort's language or the one asked for by ?language=."""
    session = _session_for(request, session_id)
    if form not in MEDIA_TYPES:
        raise Http404
    language = request.GET.get("language", "")
    language = language if language in WORDS else session.cohort.language
    paper = protocol(session, language=language, reader=request.user)
    try:
        content = pdf(paper) if form == "pdf" else docx(paper)
    except UnprintableName as problem:
        messages.error(
            request,
            _("The paper cannot be printed: the fonts lack the signs %(signs)s. Take them out of the text.")
            % {"signs": problem.letters},
        )
        return redirect("defence_session", session_id=session.pk)
    response = HttpResponse(content, content_type=MEDIA_TYPES[form])
    name = f"protocol-{session.cohort.code}-{session.pk}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response

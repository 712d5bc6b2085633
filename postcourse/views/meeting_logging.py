"""Writing down what came of a meeting, with the observation sheet of a lesson, or that it did not take place."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.errors import Refusal

from ..models import Meeting
from ..rules import observation as sheet
from ..services.meetings import meetings
from ..services.meetings.log import stamp_of
from ..templatetags.meetings import sheet_language
from .meeting_forms import LogForm, ReasonForm, TimesForm, is_blank, sheet_typed
from .meetings import meeting_of, other_of, private, refuse

FIELDS = {
    "order": "ends",
    "too_long": "ends",
    "future": "ends",
    "overlaps": "begins",
    "summary_missing": "summary",
    "reason_missing": "reason",
}


@private
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_log(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Real times, summary, next steps; of a lesson its mentor's sheet. What was typed stays whatever is refused."""
    found = meeting_of(request, meeting_id)
    is_missing = request.POST.get("action") == "missed"
    form = LogForm(
        request.POST if request.method == "POST" and not is_missing else None, initial=_initial(found)
    )
    reason = ReasonForm(request.POST if is_missing else None, auto_id="missed-%s")
    has_sheet = found.kind == Meeting.Kind.VISIT and found.plan.graduate_id != request.user.pk
    typed = sheet_typed(request.POST) if form.is_bound else (found.observation or {})
    more: dict[str, Any] = {}
    if request.method == "POST":
        sent = reason if is_missing else form
        if sent.is_valid():
            try:
                _write(request, found, sent, typed=typed if has_sheet and not is_blank(typed) else None)
                return redirect("meeting", found.pk)
            except Refusal as refusal:
                more = refuse(sent, refusal, FIELDS) | {"is_stale": refusal.code == "stale"}
                found = meeting_of(request, meeting_id)
    context = {
        "meeting": found,
        "other": other_of(found, request.user),
        "form": form,
        "reason": reason,
        "seen": stamp_of(found),
        "groups": sheet.GROUPS if has_sheet else (),
        "scale": sheet.SCALE,
        "not_seen": sheet.NOT_SEEN,
        "typed": typed,
        "sheet_language": sheet_language(),
        "may_miss": found.status == Meeting.Status.BOOKED,
        "accepted": request.POST.getlist("accepted"),
        **more,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "postcourse/meetings/log.html", context, status=status)


def _initial(found: Meeting) -> dict[str, Any]:
    start, end = found.real_start or found.planned_start, found.real_end or found.planned_end
    return TimesForm.initial_of(start, end) | {"summary": found.summary, "next_steps": found.next_steps}


def _write(request: HttpRequest, found: Meeting, form: Any, *, typed: dict[str, Any] | None) -> None:
    at = timezone.now()
    if isinstance(form, ReasonForm):
        meetings.missed(meeting_id=found.pk, reason=form.cleaned_data["reason"], at=at, actor=request.user)
        messages.success(request, _("It is noted that the meeting did not take place."))
        return
    real_start, real_end = form.span()
    meetings.log(
        meeting_id=found.pk,
        real_start=real_start,
        real_end=real_end,
        summary=form.cleaned_data["summary"],
        next_steps=form.cleaned_data["next_steps"],
        observation=typed,
        accepted=frozenset(request.POST.getlist("accepted")),
        seen=form.cleaned_data["seen"],
        at=at,
        actor=request.user,
    )
    messages.success(request, _("What came of the meeting is written down."))

"""Meetings as their two people see them: the list, one meeting, its calendar file, what was seen in lessons."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessments.services.work.plans import TellsTheChild
from people.errors import Refusal
from people.numbers import points

from .. import ics
from ..models import Meeting, MentoringPlan
from ..services.meetings import checks, meetings, reading, slots
from ..templatetags.meetings import sheet_language
from .meeting_forms import AgendaForm

A_PAGE = 20


def private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For people who are signed in; no page of this room is kept by a browser."""
    return wraps(view)(login_required(never_cache(view)))


def meeting_of(request: HttpRequest, meeting_id: int) -> Meeting:
    """The meeting, for one of its two people; anybody else finds nothing."""
    rows = Meeting.objects.visible_to(request.user).select_related("mentor", "plan__graduate")
    return get_object_or_404(rows, pk=meeting_id)


def other_of(meeting: Meeting, reader: Any) -> Any:
    """Whom the reader meets."""
    return reading.shown([meeting], reader=reader)[0].other


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent, be it nothing; None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def refuse(form: Any, refusal: Refusal, fields: dict[str, str]) -> dict[str, Any]:
    """Put a refusal into the form, beside the field its code names; what pages show besides of it."""
    form.add_error(fields.get(refusal.code), str(refusal))
    return {"report": refusal.report} if isinstance(refusal, TellsTheChild) else {}


@private
@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Mine: the next one, what is to be written down, the others to come, and those that are behind."""
    at = timezone.now()
    booked = reading.booked(request.user, at=at)
    page = Paginator(reading.past(request.user), A_PAGE).get_page(request.GET.get("page"))
    plans = MentoringPlan.objects.private_to(request.user).under_way().select_related("graduate")
    context = {
        "at": at,
        "next": booked.coming[0] if booked.coming else None,
        "coming": booked.coming[1:],
        "to_log": booked.to_log,
        "page": page,
        "past": reading.shown(page, reader=request.user),
        "own_plans": [one for one in plans if one.graduate_id == request.user.pk],
        "mentored": [one for one in plans if one.graduate_id != request.user.pk],
        "may_offer": slots.may_offer(request.user),
    }
    return render(request, "postcourse/meetings/list.html", context)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """One meeting: when and where, the agenda both write, and what came of it."""
    found, at = meeting_of(request, meeting_id), timezone.now()
    form = AgendaForm(sent(request), initial={"agenda": found.agenda})
    more: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            meetings.write_agenda(
                meeting_id=found.pk,
                agenda=form.cleaned_data["agenda"],
                seen=request.POST.get("seen", ""),
                accepted=frozenset(request.POST.getlist("accepted")),
                at=at,
                actor=request.user,
            )
            messages.success(request, _("The agenda is saved."))
            return redirect("meeting", found.pk)
        except Refusal as refusal:
            more = refuse(form, refusal, {}) | {"is_stale": refusal.code == "stale"}
            found.refresh_from_db(fields=["agenda"])
    events = reading.history(found)
    context = {
        "meeting": found,
        "other": other_of(found, request.user),
        "form": form,
        "seen": checks.stamp(found.agenda),
        "accepted": request.POST.getlist("accepted"),
        "is_coming": found.status == Meeting.Status.BOOKED and found.planned_start > at,
        "is_waiting": found.status == Meeting.Status.BOOKED and found.planned_start <= at,
        "may_mend": found.status == Meeting.Status.HELD and found.plan.status != MentoringPlan.Status.CLOSED,
        "events": events,
        "why": reading.last_reason(found, events),
        **_sheet(found),
        **more,
    }
    return render(request, "postcourse/meetings/meeting.html", context, status=422 if form.errors else 200)


def _sheet(found: Meeting) -> dict[str, Any]:
    if found.observation is None:
        return {}
    groups = []
    for group in reading.sheet.GROUPS:
        items = found.observation["items"]
        lines = [(item, items[item.key]) for item in group.items if item.key in items]
        note = found.observation["notes"].get(group.key, "")
        if lines or note:
            groups.append((group, lines, note))
    return {"sheet_groups": groups, "sheet_language": sheet_language()}


@private
@require_safe
def meeting_ics(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The meeting for one's own calendar: when, where and with whom, and nothing of what is talked about."""
    found = meeting_of(request, meeting_id)
    is_cancelled = found.status in {Meeting.Status.CANCELLED, Meeting.Status.MISSED}
    site = settings.WAGTAILADMIN_BASE_URL
    method = ics.Method.CANCEL if is_cancelled else ics.Method.PUBLISH
    entry = ics.Entry(
        uid=str(found.uid),
        starts_at=found.planned_start,
        ends_at=found.planned_end,
        summary=f"{found.get_kind_display()}: {other_of(found, request.user).full_name}",
        organizer=ics.Person(found.mentor.full_name, site),
        sequence=found.sequence,
        status=ics.Status.CANCELLED if is_cancelled else ics.Status.CONFIRMED,
        location=found.place or found.get_way_display(),
        url=f"{site}{reverse('meeting', args=[found.pk])}",
        alarm=timedelta(hours=1),
    )
    return HttpResponse(
        ics.calendar([entry], at=timezone.now(), method=method),
        content_type=ics.media_type(method),
        headers={"Content-Disposition": 'attachment; filename="meeting.ics"'},
    )


@private
@require_safe
def meeting_observations(request: HttpRequest, plan_id: int) -> HttpResponse:
    """What was seen in the lessons of one graduate, visit by visit."""
    plans = MentoringPlan.objects.private_to(request.user).select_related("graduate")
    plan = get_object_or_404(plans, pk=plan_id)
    lessons = reading.lessons(plan, reader=request.user)
    language = sheet_language()
    rows = [
        (one.change.group.title[language], one.change.last, _change(one.change))
        for one in lessons.sections
        if one.change.last is not None
    ]
    context = {"plan": plan, "lessons": lessons, "rows": rows, "sheet_language": language}
    return render(request, "postcourse/meetings/observations.html", context)


def _change(change: Any) -> str:
    """The last mean, with the first where there were two."""
    if len(change.known) < 2:
        return points(change.last)
    return f"{points(change.first)} → {points(change.last)}"

"""Planning: the graduate takes an offered hour, the mentor sets a time, both move and cancel."""

from datetime import timedelta
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.errors import Refusal

from ..models import Meeting, MeetingSlot, MentoringPlan
from ..services.meetings import meetings
from .meeting_forms import BookForm, MoveForm, ReasonForm, SetForm, TimesForm
from .meetings import meeting_of, other_of, private, refuse, sent

AHEAD = timedelta(days=90)
MOST = 60  # hours a page offers to choose from
FIELDS = {
    "order": "ends",
    "too_long": "ends",
    "past": "day",
    "after_support": "day",
    "overlaps": "begins",
    "visit_way": "way",
    "kind": "kind",
    "reason_missing": "reason",
}


def _hours(plan: MentoringPlan, *, at: Any) -> list[tuple[Any, list[MeetingSlot]]]:
    """The hours that can be booked, by their day."""
    rows = (
        MeetingSlot.objects.bookable(at=at)
        .filter(
            mentor__mentor_assignments__plan=plan,
            mentor__mentor_assignments__until_at__isnull=True,
            starts_at__lt=at + AHEAD,
        )
        .order_by("starts_at")[:MOST]
    )
    return [
        (day, list(hours)) for day, hours in groupby(rows, key=lambda one: timezone.localdate(one.starts_at))
    ]


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else None


@private
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_book(request: HttpRequest, plan_id: int) -> HttpResponse:
    """For the graduate: the hours the mentor offers, and what the meeting is to be about."""
    plan = get_object_or_404(MentoringPlan.objects.filter(graduate=request.user), pk=plan_id)
    at, form = timezone.now(), BookForm(sent(request))
    chosen, more = _number(request.POST.get("slot")), {}
    if request.method == "POST" and form.is_valid():
        try:
            found = meetings.book(
                plan_id=plan.pk,
                slot_id=chosen,
                accepted=frozenset(request.POST.getlist("accepted")),
                at=at,
                actor=request.user,
                **form.cleaned_data,
            )
            messages.success(request, _("The meeting is booked. Your mentor knows of it."))
            return redirect("meeting", found.pk)
        except Refusal as refusal:
            more = refuse(form, refusal, {"kind": "kind"})
    assignment = plan.assignments.filter(until_at__isnull=True).select_related("mentor").first()
    context = {
        "plan": plan,
        "mentor": assignment.mentor if assignment else None,
        "days": _hours(plan, at=at),
        "chosen": chosen,
        "form": form,
        "accepted": request.POST.getlist("accepted"),
        **more,
    }
    return render(request, "postcourse/meetings/book.html", context, status=422 if form.errors else 200)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_new(request: HttpRequest, plan_id: int) -> HttpResponse:
    """For the mentor: a meeting at a time of their own choice."""
    plans = MentoringPlan.objects.mentored_by(request.user).select_related("graduate")
    plan, at = get_object_or_404(plans, pk=plan_id), timezone.now()
    form, more = SetForm(sent(request)), {}
    if request.method == "POST" and form.is_valid():
        starts_at, ends_at = form.span()
        try:
            found = meetings.book(
                plan_id=plan.pk,
                starts_at=starts_at,
                ends_at=ends_at,
                accepted=frozenset(request.POST.getlist("accepted")),
                at=at,
                actor=request.user,
                **{name: form.cleaned_data[name] for name in ("kind", "way", "place", "agenda")},
            )
            messages.success(request, _("The meeting is planned. The graduate knows of it."))
            return redirect("meeting", found.pk)
        except Refusal as refusal:
            more = refuse(form, refusal, FIELDS)
    context = {"plan": plan, "form": form, "accepted": request.POST.getlist("accepted"), **more}
    return render(request, "postcourse/meetings/new.html", context, status=422 if form.errors else 200)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_change(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Move a meeting or cancel it, with a reason the other one reads."""
    found, at = meeting_of(request, meeting_id), timezone.now()
    is_mentor = found.plan.graduate_id != request.user.pk
    action = request.POST.get("action", "")
    moving, cancelling = _change_forms(request, found, is_mentor=is_mentor)
    chosen, more = _number(request.POST.get("slot")), {}
    form = moving if action == "move" else cancelling
    if request.method == "POST" and form.is_valid():
        try:
            if action == "move":
                meetings.move(
                    meeting_id=found.pk, at=at, actor=request.user, **_target(moving, chosen, is_mentor)
                )
                messages.success(request, _("The meeting is moved. The other one knows why."))
            else:
                reason = cancelling.cleaned_data["reason"]
                meetings.cancel(meeting_id=found.pk, reason=reason, at=at, actor=request.user)
                messages.success(request, _("The meeting is cancelled. The other one knows why."))
            return redirect("meeting", found.pk)
        except Refusal as refusal:
            more = refuse(form, refusal, FIELDS if is_mentor else {"reason_missing": "reason"})
    context = {
        "meeting": found,
        "other": other_of(found, request.user),
        "is_mentor": is_mentor,
        "is_coming": found.status == Meeting.Status.BOOKED and found.planned_start > at,
        "days": [] if is_mentor else _hours(found.plan, at=at),
        "chosen": chosen,
        "moving": moving,
        "cancelling": cancelling,
        "accepted": [],
        **more,
    }
    is_wrong = request.method == "POST"
    return render(request, "postcourse/meetings/change.html", context, status=422 if is_wrong else 200)


def _change_forms(request: HttpRequest, found: Meeting, *, is_mentor: bool) -> tuple[Any, Any]:
    """Both forms of the page; only the one that was sent holds what was typed."""
    data, is_move = sent(request), request.POST.get("action") == "move"
    if is_mentor:
        times = TimesForm.initial_of(found.planned_start, found.planned_end)
        moving: Any = MoveForm(
            data if is_move else None, initial=times | {"way": found.way, "place": found.place}
        )
    else:
        moving = ReasonForm(data if is_move else None, auto_id="move-%s")
    cancelling = ReasonForm(None if is_move else data, auto_id="cancel-%s")
    return moving, cancelling


def _target(form: Any, chosen: int | None, is_mentor: bool) -> dict[str, Any]:
    """Where to: times for the mentor, an offered hour for the graduate."""
    if not is_mentor:
        return {"slot_id": chosen, "reason": form.cleaned_data["reason"]}
    starts_at, ends_at = form.span()
    names = ("way", "place", "reason")
    return {"starts_at": starts_at, "ends_at": ends_at} | {name: form.cleaned_data[name] for name in names}

"""A mentor's calendar: the hours they offer and the meetings in them, month by month, week by week."""

import re
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from people.errors import Refusal

from ..models import MeetingSlot
from ..services.meetings import reading
from ..services.meetings import slots as services
from .meeting_forms import OfferForm
from .meetings import private, refuse, sent

FIELDS = {"order": "ends", "too_long": "ends", "past": "day", "overlaps": "begins", "weeks": "weeks"}


@private
@require_http_methods(["GET", "HEAD", "POST"])
def slots(request: HttpRequest) -> HttpResponse:
    """For mentors: offer hours, see a month of them with whom they meet, take back those nobody has."""
    if not services.may_offer(request.user):
        raise Http404
    at = timezone.now()
    month = _month(request.GET.get("month", ""), today=timezone.localdate(at))
    if request.POST.get("action") == "withdraw":
        return _withdraw(request, month)
    form = OfferForm(sent(request))
    if request.method == "POST" and form.is_valid():
        starts_at, ends_at = form.span()
        try:
            offered = services.offer(
                starts_at=starts_at,
                ends_at=ends_at,
                weeks=form.cleaned_data["weeks"],
                way=form.cleaned_data["way"],
                place=form.cleaned_data["place"],
                at=at,
                actor=request.user,
            )
            words = ngettext("%(n)s hour is offered.", "%(n)s hours are offered.", len(offered))
            messages.success(request, words % {"n": len(offered)})
            return redirect(_address(form.cleaned_data["day"]))
        except Refusal as refusal:
            refuse(form, refusal, FIELDS)
    context = {
        "form": form,
        "month": month,
        "before": _address(month - timedelta(days=1)),
        "after": _address(month + timedelta(days=31)),
        "is_now": month == timezone.localdate(at).replace(day=1),
        "weeks": _weeks(request, month),
        "at": at,
    }
    return render(request, "postcourse/meetings/slots.html", context, status=422 if form.errors else 200)


def _withdraw(request: HttpRequest, month: date) -> HttpResponse:
    asked = request.POST.get("slot", "")
    slot = MeetingSlot.objects.filter(mentor=request.user, pk=asked if asked.isdigit() else 0).first()
    if slot is None:
        raise Http404
    try:
        services.withdraw(slot_id=slot.pk, at=timezone.now(), actor=request.user)
        messages.success(request, _("The hour is taken back."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(_address(month))


def _month(text: str, *, today: date) -> date:
    """The first day of the asked month ("2026-09"), else of this one."""
    found = re.fullmatch(r"(20[0-9]{2})-(0[1-9]|1[0-2])", text)
    return date(int(found[1]), int(found[2]), 1) if found else today.replace(day=1)


def _address(day: date) -> str:
    return f"{reverse('slots')}?month={day:%Y-%m}"


def _weeks(request: HttpRequest, month: date) -> list[dict[str, Any]]:
    """The month's weeks that hold something, each with its days."""
    zone = timezone.get_current_timezone()
    start = datetime.combine(month, time(), tzinfo=zone)
    end = datetime.combine((month + timedelta(days=31)).replace(day=1), time(), tzinfo=zone)
    rows = [
        (timezone.localdate(slot.starts_at if slot else one.meeting.planned_start), slot, one)
        for slot, one in reading.hours_of(request.user, start=start, end=end)
        if slot or one
    ]
    weeks = []
    for monday, in_week in groupby(rows, key=lambda row: row[0] - timedelta(days=row[0].weekday())):
        days = [
            (day, [(slot, one) for _day, slot, one in hours])
            for day, hours in groupby(in_week, key=lambda row: row[0])
        ]
        weeks.append({"monday": monday, "sunday": monday + timedelta(days=6), "days": days})
    return weeks

"""The room of an event: the way in, the minutes so far, and the signs of life its page sends."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from people.errors import NotAllowed, Refusal

from ..models import Event
from ..services.events import attendance
from ..services.events import reading as event_reading
from .events import event_of


@login_required
@never_cache
@require_safe
def event_room(request: HttpRequest, event_id: int) -> HttpResponse:
    """The room's page. Looking at it writes nothing: its script sends the signs of life, or the person presses a button."""
    row, at = event_of(request, event_id), timezone.now()
    standing = event_reading.standing(row, request.user, at=at)
    if not standing.may_enter or not standing.is_announced or standing.is_over:
        if not standing.is_over:
            messages.info(request, _("The room is for those who are registered. Register first."))
        return redirect("event", event_id=row.pk)
    context = {
        "event": row,
        "standing": standing,
        "client": uuid.uuid4().hex,
        "seconds_left": max(int((row.ends_at - at).total_seconds()), 0),
        "seconds_to_doors": max(int((standing.room_opens_at - at).total_seconds()), 0),
    }
    return render(request, "postcourse/events/room.html", context)


@login_required
@never_cache
@require_POST
def event_beat(request: HttpRequest, event_id: int) -> HttpResponse:
    """A sign of life (`client`), a goodbye (`leave`), or “I am here” pressed by hand (without `client`).

    204 where it was kept, or the minutes so far as JSON where `minutes` is asked; 409 with a sentence where the room is
    not open. The client's clock is never read.
    """
    client, at = _client(request), timezone.now()
    by_hand = client == attendance.BUTTON
    if "leave" in request.POST:
        attendance.leave(event_id=event_id, client=client, at=at, actor=request.user)
        return HttpResponse(status=204)
    try:
        attendance.beat(event_id=event_id, client=client, at=at, actor=request.user)
    except Event.DoesNotExist as error:
        raise Http404 from error
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except Refusal as refusal:
        if not by_hand:
            return JsonResponse({"words": str(refusal)}, status=409)
        messages.error(request, str(refusal))
        return redirect("event", event_id=event_id)
    if by_hand:
        messages.success(request, _("Noted: you are here. Press the button again within ten minutes."))
        return redirect("event_room", event_id=event_id)
    return _minutes(request, event_id) if "minutes" in request.POST else HttpResponse(status=204)


def _client(request: HttpRequest) -> str:
    """The window's own name as the page gave it; anything else is the button."""
    try:
        return uuid.UUID(request.POST.get("client", "")).hex
    except ValueError:
        return attendance.BUTTON


def _minutes(request: HttpRequest, event_id: int) -> JsonResponse:
    row, at = event_of(request, event_id), timezone.now()
    left = max(int((row.ends_at - at).total_seconds()), 0)
    return JsonResponse({"minutes": attendance.minutes_of(row, request.user, at=at), "left": left})

"""Events as those who come see them: the list, one event, what they thought of it, their paper, their calendar."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessments.sending import file_response
from people.errors import Refusal
from people.papers import MEDIA_TYPES, pdf

from .. import ics
from ..models import Event
from ..papers.participation import participation_paper
from ..services.events import events, registration
from ..services.events import feedback as event_feedback
from ..services.events import reading as event_reading
from ..services.events.reading import MINE, PAST, TO_COME, Filters, Standing
from .event_forms import FeedbackForm, FiltersForm, UploadForm

A_PAGE = 20


def event_of(request: HttpRequest, event_id: int) -> Event:
    """The event this person may see; a stranger finds nothing."""
    rows = Event.objects.visible_to(request.user).select_related("host", "region")
    return get_object_or_404(rows, pk=event_id)


@login_required
@never_cache
@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """What is to come, what is past, or the person's own, narrowed by kind, language and region."""
    filters, at = Filters.read(request.GET), timezone.now()
    page = Paginator(event_reading.listed(request.user, filters, at=at), A_PAGE).get_page(
        request.GET.get("page")
    )
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "filters": filters,
        "form": FiltersForm(filters),
        "tabs": _tabs(filters),
        "page": page,
        "query": query.urlencode(),
        "at": at,
        "may_make": request.user.has_perm("postcourse.run_event"),
        "to_close": events.waiting_to_close(request.user, at=at),
    }
    return render(request, "postcourse/events/list.html", context)


def _tabs(filters: Filters) -> list[dict]:
    here = reverse("event_list")
    rows = [(TO_COME, _("To come")), (MINE, _("Mine")), (PAST, _("Past"))]
    return [
        {"label": label, "url": f"{here}?show={show}" if show else here, "current": filters.show == show}
        for show, label in rows
    ]


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def event(request: HttpRequest, event_id: int) -> HttpResponse:
    """One event: what it is, and the one thing to do now; registering and giving the place back."""
    row = event_of(request, event_id)
    if request.method == "POST":
        try:
            messages.success(request, _act(request, row))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("event", event_id=row.pk)
    return event_page(request, row)


def event_page(request: HttpRequest, row: Event, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page of an event; `more` gives back what was typed where a step of it was refused."""
    standing = event_reading.standing(row, request.user, at=timezone.now())
    context = {
        "event": row,
        "standing": standing,
        "files": row.files.all() if standing.may_have_files else [],
        "upload": UploadForm(),
        "cancelled_because": row.transitions.filter(to_status=Event.Status.CANCELLED).first()
        if standing.is_cancelled
        else None,
        **more,
    }
    return render(request, "postcourse/events/event.html", context, status=status)


def _act(request: HttpRequest, row: Event) -> str:
    """Do what the pressed button says; the sentence tells what was done."""
    action, told = request.POST.get("action", ""), {"at": timezone.now(), "actor": request.user}
    if action == "register":
        made = registration.register(event_id=row.pk, **told)
        if made.status == event_reading.Registered.WAITING:
            return _("All places are taken: you are on the waiting list. We tell you when a place is yours.")
        return _("You are registered. We remind you the day before and an hour before.")
    if action == "withdraw":
        registration.cancel(event_id=row.pk, **told)
        return _("You gave your place back. You can register again while there are places.")
    raise Refusal(_("This button is not known. Reload the page and try again."), code="unknown_action")


@login_required
@require_safe
def event_ics(request: HttpRequest, event_id: int) -> HttpResponse:
    """The event as a calendar file. The link of the meeting does not stand in it: calendars are shared."""
    row = event_of(request, event_id)
    if row.status == Event.Status.DRAFT:
        raise Http404
    page = request.build_absolute_uri(reverse("event", args=[row.pk]))
    entry = ics.Entry(
        uid=str(row.uid),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        summary=row.title,
        organizer=ics.Person(row.host.full_name, page),
        sequence=row.sequence,
        status=ics.Status.CANCELLED if row.status == Event.Status.CANCELLED else ics.Status.CONFIRMED,
        description=row.text,
        location=_("Online") if row.is_online else row.place,
        url=page,
    )
    content = ics.calendar([entry], at=timezone.now())
    headers = {
        "Content-Disposition": f'attachment; filename="event-{row.pk}.ics"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=ics.media_type(), headers=headers)


@login_required
@require_safe
def event_file(request: HttpRequest, event_id: int, file_id: int) -> FileResponse:
    """A handout, for those who were registered, came, or keep the event."""
    row = event_of(request, event_id)
    if not event_reading.standing(row, request.user, at=timezone.now()).may_have_files:
        raise Http404
    found = get_object_or_404(row.files, pk=file_id)
    return file_response(found, name=found.name)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def event_feedback_page(request: HttpRequest, event_id: int) -> HttpResponse:
    """What a participant thought of it; said again it takes the place of the first."""
    row = event_of(request, event_id)
    standing = event_reading.standing(row, request.user, at=timezone.now())
    if not standing.may_say:
        raise Http404
    said = row.feedback.filter(user=request.user).first()
    form = FeedbackForm(
        request.POST or None, initial={"rating": said.rating, "text": said.text} if said else None
    )
    if request.method == "POST" and form.is_valid():
        try:
            event_feedback.give(event_id=row.pk, at=timezone.now(), actor=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Thank you: the host reads it without your name."))
            return redirect("event", event_id=row.pk)
    context = {"event": row, "standing": standing, "form": form, "has_said": said is not None}
    return render(request, "postcourse/events/feedback.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def event_paper(request: HttpRequest, event_id: int, language: str) -> HttpResponse:
    """The person's own paper of participation as PDF, in Kazakh or Russian."""
    row = event_of(request, event_id)
    standing: Standing = event_reading.standing(row, request.user, at=timezone.now())
    if language not in {"kk", "ru"} or not standing.may_have_paper:
        raise Http404
    paper = participation_paper(row, request.user, minutes=standing.minutes, language=language)
    headers = {
        "Content-Disposition": f'attachment; filename="participation-{row.pk}-{language}.pdf"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(pdf(paper), content_type=MEDIA_TYPES["pdf"], headers=headers)

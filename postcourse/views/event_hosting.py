"""Events as their hosts keep them: writing and changing one, its steps, its handouts."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from assessments.services.work.uploading import check_upload
from people.errors import Refusal

from ..models import Event
from ..services.events import events
from .event_forms import FIELDS, EventForm, UploadForm, programme_of, programme_rows
from .events import event_page


def kept_event(request: HttpRequest, event_id: int) -> Event:
    """An event this person keeps; anybody else finds nothing."""
    rows = Event.objects.run_by(request.user).select_related("host", "region")
    return get_object_or_404(rows, pk=event_id)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def event_new(request: HttpRequest) -> HttpResponse:
    """A new draft."""
    if not request.user.has_perm("postcourse.run_event"):
        raise Http404
    form = EventForm(request.POST or None)
    made = _write(request, form, None) if request.method == "POST" else None
    if made is not None:
        messages.success(request, _("The draft is saved. Nobody else sees it until you announce it."))
        return redirect("event", event_id=made.pk)
    return _form_page(request, form, None)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def event_edit(request: HttpRequest, event_id: int) -> HttpResponse:
    """What an event is, to change it."""
    row = kept_event(request, event_id)
    form = EventForm.of(row, request.POST or None)
    if request.method == "POST" and (made := _write(request, form, row)) is not None:
        if made.sequence > row.sequence:
            messages.success(request, _("Saved. Those who registered are told of a new time or place."))
        else:
            messages.success(request, _("Saved."))
        return redirect("event", event_id=row.pk)
    return _form_page(request, form, row)


def _write(request: HttpRequest, form: EventForm, row: Event | None) -> Event | None:
    """The event as written; None where something is to be mended, said in the form."""
    if not form.is_valid():
        return None
    told: dict[str, Any] = {"at": timezone.now(), "actor": request.user}
    facts = form.cleaned_data | {"programme": programme_of(request.POST)}
    try:
        if row is None:
            return events.create(facts=facts, **told)
        return events.change(event_id=row.pk, facts=facts, **told)
    except Refusal as refusal:
        form.add_error(FIELDS.get(refusal.code), str(refusal))
        return None


def _form_page(request: HttpRequest, form: EventForm, row: Event | None) -> HttpResponse:
    typed = programme_of(request.POST) if request.method == "POST" else row.programme if row else []
    context = {"event": row, "form": form, "programme": programme_rows(typed)}
    return render(request, "postcourse/events/edit.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def event_status(request: HttpRequest, event_id: int) -> HttpResponse:
    """Announce, close as held, call off, or throw a draft away."""
    row = kept_event(request, event_id)
    action, told = request.POST.get("action", ""), {"at": timezone.now(), "actor": request.user}
    try:
        if action == "discard":
            events.discard(event_id=row.pk, **told)
            messages.success(request, _("The draft is thrown away."))
            return redirect("event_list")
        messages.success(request, _step(row, action, request.POST.get("reason", ""), told))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return event_page(request, row, status=422, reason=request.POST.get("reason", ""))
    return redirect("event_people" if action == "hold" else "event", event_id=row.pk)


def _step(row: Event, action: str, reason: str, told: dict[str, Any]) -> str:
    if action == "announce":
        events.announce(event_id=row.pk, **told)
        return _("The event is announced: everybody sees it and can register.")
    if action == "hold":
        events.hold(event_id=row.pk, **told)
        return _("The event is closed as held. Check the list; papers and figures rest on it.")
    if action == "cancel":
        events.cancel(event_id=row.pk, reason=reason, **told)
        return _("The event is called off. Everybody who registered is told.")
    raise Refusal(_("This button is not known. Reload the page and try again."), code="unknown_action")


@login_required
@require_POST
def event_files(request: HttpRequest, event_id: int) -> HttpResponse:
    """Add a handout, or take one away (`remove`: its id)."""
    row = kept_event(request, event_id)
    told: dict[str, Any] = {"at": timezone.now(), "actor": request.user}
    removed, form = request.POST.get("remove", ""), UploadForm(request.POST, request.FILES)
    try:
        if removed.isdigit():
            events.remove_file(event_id=row.pk, file_id=int(removed), **told)
            messages.success(request, _("The file is removed."))
        elif form.is_valid():
            events.add_file(event_id=row.pk, checked=check_upload(form.cleaned_data["file"]), **told)
            messages.success(request, _("The file is added. Those who are registered can open it."))
        else:
            return event_page(request, row, status=422, upload=form)
    except Refusal as refusal:
        form.add_error("file", str(refusal))
        return event_page(request, row, status=422, upload=form)
    return redirect("event", event_id=row.pk)

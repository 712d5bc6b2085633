"""Who comes to an event and who was there: the host's list, the same as a spreadsheet, a meeting service's file."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from people.errors import Refusal
from people.papers import MEDIA_TYPES
from people.papers.sheets import sheet

from ..models import Event
from ..services.events import (
    attendance,
    attendance_import,
)
from ..services.events import feedback as event_feedback
from ..services.events import reading as event_reading
from ..services.events.attendance import Entered
from ..services.events.reading import Present
from .event_forms import ListOfPeopleForm, WalkInForm
from .event_hosting import kept_event


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def event_people(request: HttpRequest, event_id: int) -> HttpResponse:
    """Who is registered, who waits, for how many minutes each was there; staff write down what no page could see."""
    row = kept_event(request, event_id)
    walk_in = WalkInForm(request.POST if request.POST.get("action") == "walk-in" else None)
    error = ""
    if request.method == "POST":
        try:
            if not walk_in.is_bound or walk_in.is_valid():
                messages.success(request, _enter(request, row, walk_in))
                return redirect("event_people", event_id=row.pk)
        except Refusal as refusal:
            if walk_in.is_bound:
                walk_in.add_error("email", str(refusal))
            else:
                error = str(refusal)
    return _people_page(request, row, walk_in=walk_in, error=error)


def _people_page(request: HttpRequest, row: Event, *, walk_in: WalkInForm, error: str) -> HttpResponse:
    at = timezone.now()
    roll = event_reading.roll(row, at=at)
    typed = request.POST if error else None
    context = {
        "event": row,
        "standing": event_reading.standing(row, request.user, at=at),
        "roll": roll,
        "rows": [_typed(one, typed) for one in roll.people],
        "bars": [(_span(start, end), count) for start, end, count in roll.presence],
        "bars_head": [_("Time"), _("People")],
        "walk_in": walk_in,
        "error": error,
        "feedback": event_feedback.summary(row),
    }
    status = 422 if error or walk_in.errors else 200
    return render(request, "postcourse/events/people.html", context, status=status)


def _span(start, end) -> str:
    here, there = timezone.localtime(start), timezone.localtime(end)
    return f"{here:%H:%M} – {there:%H:%M}"


def _typed(one: Present, typed: Any) -> dict[str, Any]:
    """A person with what stands in their fields: what was typed, where it was refused."""
    if typed is None:
        minutes = "" if one.entered is None or one.is_whole else str(one.entered)
        return {"one": one, "minutes": minutes, "whole": one.is_whole}
    pk = one.user.pk
    return {"one": one, "minutes": typed.get(f"minutes-{pk}", ""), "whole": f"whole-{pk}" in typed}


def _enter(request: HttpRequest, row: Event, walk_in: WalkInForm) -> str:
    """Write down what was typed; the sentence tells what was done."""
    action, told = request.POST.get("action", ""), {"at": timezone.now(), "actor": request.user}
    if action == "walk-in":
        person = attendance.enter_walk_in(event_id=row.pk, email=walk_in.cleaned_data["email"], **told)
        return _("%(name)s is on the list as present.") % {"name": person.full_name}
    people = event_reading.roll(row, at=told["at"]).people
    if action == "everybody":
        entered = {one.user.pk: Entered(None) for one in people if not one.is_walk_in}
    elif action == "list":
        entered = {one.user.pk: _entered(request, one) for one in people if _is_there(request, one)}
    else:
        raise Refusal(_("This button is not known. Reload the page and try again."), code="unknown_action")
    count = attendance.enter_list(event_id=row.pk, people=entered, **told)
    return ngettext(
        "%(count)s person is on the list as present.", "%(count)s people are on the list as present.", count
    ) % {"count": count}


def _is_there(request: HttpRequest, one: Present) -> bool:
    """The page showed this person: somebody who registered meanwhile keeps what stands."""
    return f"minutes-{one.user.pk}" in request.POST


def _entered(request: HttpRequest, one: Present) -> Entered:
    typed = request.POST.get(f"minutes-{one.user.pk}", "").strip()
    if f"whole-{one.user.pk}" in request.POST:
        return Entered(None)
    if not typed:
        return Entered(0)
    # What is no number is refused by the service as one that cannot be.
    return Entered(int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else -1)


@login_required
@require_safe
def event_people_file(request: HttpRequest, event_id: int) -> HttpResponse:
    """The list as XLSX."""
    row = kept_event(request, event_id)
    roll = event_reading.roll(row, at=timezone.now())
    head = [
        "№",
        _("Surname, given name, patronymic"),
        _("Organisation"),
        _("On the list"),
        _("Registered on"),
    ]
    head += [_("Minutes"), _("Took part")]
    people = [*roll.people, *(one for one in roll.waiting if not one.minutes)]
    rows = [
        [
            number,
            one.user.full_name,
            one.organisation,
            one.registration.get_status_display() if one.registration else _("Came without registering"),
            timezone.localdate(one.registration.asked_at) if one.registration else None,
            one.minutes,
            _("yes") if one.took_part else _("no"),
        ]
        for number, one in enumerate(people, 1)
    ]
    content = sheet(
        title=row.title, name=date_format(row.starts_at, "d.m.Y"), head=head, rows=rows, frozen="C2"
    )
    headers = {
        "Content-Disposition": f'attachment; filename="event-{row.pk}.xlsx"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=MEDIA_TYPES["xlsx"], headers=headers)


# A meeting service's file


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def event_import(request: HttpRequest, event_id: int) -> HttpResponse:
    """Choose a file, look at every row, then keep all of it."""
    row = kept_event(request, event_id)
    if request.method != "POST":
        return _import_page(request, row)
    steps: dict[str, Callable[[HttpRequest, Event], HttpResponse]] = {"keep": _keep, "take-back": _take_back}
    return steps.get(request.POST.get("action", ""), _show)(request, row)


def _import_page(
    request: HttpRequest,
    row: Event,
    *,
    form: ListOfPeopleForm | None = None,
    lines: list[attendance_import.Line] | None = None,
    error: str = "",
) -> HttpResponse:
    rows = attendance_import.preview(row, lines) if lines else []
    chosen = {pk: value for pk, value in request.POST.items() if pk.startswith("whose-")}
    context = {
        "event": row,
        "form": form or ListOfPeopleForm(),
        "rows": [{"row": one, "chosen": chosen.get(f"whose-{one.line.number}", "")} for one in rows],
        "sealed": attendance_import.sealed(row, lines) if lines else "",
        "people": attendance_import.people_of(row) if any(one.asks for one in rows) else [],
        "taken": sum(one.is_taken for one in rows),
        "asked": sum(one.asks for one in rows),
        "left_out": sum(not one.is_taken and not one.asks for one in rows),
        "error": error,
        "from_files": row.intervals.filter(source=attendance.Source.FILE).count(),
    }
    status = 422 if error or (form and form.errors) else 200
    return render(request, "postcourse/events/import.html", context, status=status)


def _show(request: HttpRequest, row: Event) -> HttpResponse:
    form = ListOfPeopleForm(request.POST, request.FILES)
    if not form.is_valid():
        return _import_page(request, row, form=form)
    try:
        lines = attendance_import.read(row, form.cleaned_data["file"].read())
    except Refusal as refusal:
        form.add_error("file", str(refusal))
        return _import_page(request, row, form=form)
    return _import_page(request, row, lines=lines)


def _keep(request: HttpRequest, row: Event) -> HttpResponse:
    lines: list[attendance_import.Line] = []
    chosen = {
        int(name.removeprefix("whose-")): int(value)
        for name, value in request.POST.items()
        if name.startswith("whose-") and name.removeprefix("whose-").isdigit() and value.isdigit()
    }
    try:
        lines = attendance_import.unsealed(row, request.POST.get("sealed", ""))
        kept = attendance_import.keep(
            event_id=row.pk, lines=lines, chosen=chosen, at=timezone.now(), actor=request.user
        )
    except Refusal as refusal:
        return _import_page(request, row, lines=lines, error=str(refusal))
    words = _(
        "Kept: %(rows)s rows of %(people)s people. Were there before: %(repeated)s. Left out: %(left_out)s."
    )
    messages.success(
        request,
        words
        % {
            "rows": kept.rows,
            "people": kept.people,
            "repeated": kept.repeated,
            "left_out": kept.left_out,
        },
    )
    return redirect("event_people", event_id=row.pk)


def _take_back(request: HttpRequest, row: Event) -> HttpResponse:
    count = attendance_import.take_back(event_id=row.pk, at=timezone.now(), actor=request.user)
    messages.success(
        request,
        ngettext("%(count)s row of files is removed.", "%(count)s rows of files are removed.", count)
        % {"count": count},
    )
    return redirect("event_import", event_id=row.pk)

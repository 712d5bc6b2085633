"""One entry: written by the graduate while it is private, read and talked about once it is shared."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.rules import merging
from people.errors import Refusal

from ...models import DiaryEntry
from ...prompts import prompts_of
from ...rules.diary import ABOUT_CHILD
from ...services.growth import diary as services
from ...services.growth.protection import TellsTheChild
from ...services.kept_files import MOST
from ...services.mentoring.plan_people import UNDER_WAY, mentor_of
from .entry_files import change_files, limits
from .forms import EntryForm, SayForm
from .own import PLAN, content_language, frame, only_graduate, private


def entry_of(request: HttpRequest, entry_id: int) -> DiaryEntry:
    entries = DiaryEntry.objects.visible_to(request.user)
    return get_object_or_404(entries.select_related(*PLAN), pk=entry_id)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """The entry to write or to read; a POST does what the pressed button says, or saves where a script sends it."""
    row = entry_of(request, entry_id)
    if request.method != "POST":
        return _page(request, row)
    action = request.POST.get("action", "")
    if action == "say":
        return _say(request, row)
    only_graduate(request, row.plan)
    return {"take_back": _take_back, "delete": _delete}.get(action, _save)(request, row)


def _is_draft_of(request: HttpRequest, row: DiaryEntry) -> bool:
    return (
        row.plan.graduate_id == request.user.pk
        and row.shared_at is None
        and row.erased_at is None
        and row.plan.status in UNDER_WAY
    )


def _form(row: DiaryEntry, data: Any = None) -> EntryForm:
    more = {"goals": services.agreed_goals(row.plan), "language": content_language(row.plan)}
    return EntryForm.of(row, **more) if data is None else EntryForm(data, **more)


def _save(request: HttpRequest, row: DiaryEntry) -> HttpResponse:
    """Keep what was typed, then the files, then share where that was pressed. What is refused is given back."""
    form = _form(row, request.POST)
    try:
        if form.is_valid():
            row = services.save_draft(entry_id=row.pk, at=timezone.now(), actor=request.user, **form.typed)
    except services.StaleEntry as stale:
        if _by_script(request):
            return JsonResponse({"sentence": str(stale)}, status=409)
        newest = request.POST.copy()
        newest["revision"] = str(stale.entry.revision)
        return _page(request, row, form=_form(row, newest), conflict=stale.entry, refusal=stale)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    if form.errors:
        if _by_script(request):
            sentence = next(iter(form.errors.values()))[0]
            return JsonResponse({"sentence": str(sentence)}, status=422)
        return _page(request, row, form=form)
    if _by_script(request):
        return HttpResponse(status=204, headers={"X-Revision": str(row.revision)})
    if not change_files(request, row):
        return redirect("entry", entry_id=row.pk)
    if request.POST.get("action") == "share":
        return _share(request, row)
    messages.success(request, _("The entry is saved. Only you can read it."))
    return redirect("entry", entry_id=row.pk)


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _share(request: HttpRequest, row: DiaryEntry) -> HttpResponse:
    try:
        services.share(entry_id=row.pk, at=timezone.now(), actor=request.user)
    except TellsTheChild:
        return redirect("entry_check", entry_id=row.pk)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The entry is shared with your mentor."))
    return redirect("entry", entry_id=row.pk)


def _take_back(request: HttpRequest, row: DiaryEntry) -> HttpResponse:
    try:
        services.take_back(entry_id=row.pk, actor=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("entry", entry_id=row.pk)


def _delete(request: HttpRequest, row: DiaryEntry) -> HttpResponse:
    try:
        services.remove(entry_id=row.pk, actor=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("entry", entry_id=row.pk)
    messages.success(request, _("The entry is deleted."))
    return redirect("diary", plan_id=row.plan_id)


def _say(request: HttpRequest, row: DiaryEntry) -> HttpResponse:
    form = SayForm(request.POST)
    try:
        if form.is_valid():
            services.say(
                entry_id=row.pk, text=form.cleaned_data["text"], at=timezone.now(), actor=request.user
            )
            messages.success(request, _("Your words are sent."))
            return redirect("entry", entry_id=row.pk)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    return _page(request, row, say=form)


def _page(
    request: HttpRequest,
    row: DiaryEntry,
    *,
    form: EntryForm | None = None,
    say: SayForm | None = None,
    conflict: DiaryEntry | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    writes = _is_draft_of(request, row)
    context = frame(request, row.plan, place="diary") | {
        "entry": row,
        "files": row.files.all(),
        "talk": row.feedback.select_related("author"),
        "mentor": mentor_of(row.plan),
        "is_about_child": row.kind in ABOUT_CHILD,
    }
    status = 422 if (form and form.errors) or (say and say.errors) or refusal else 200
    if not writes:
        goals = services.agreed_goals(row.plan) if row.goal is not None else []
        context |= {
            "say": say or SayForm(),
            "goal": goals[row.goal] if row.goal is not None and row.goal < len(goals) else "",
            # What was typed as the entry was shared or closed elsewhere is not lost.
            "unsaved": form["text"].value() if form else "",
            "unsaved_why": form.non_field_errors() if form else [],
        }
        return render(request, "postcourse/growth/entry_read.html", context, status=status)
    context |= limits() | {
        "form": form or _form(row),
        "prompts": prompts_of(row.kind, context["reading_language"]),
        "most_files": MOST,
        "refusal": refusal,
    }
    if conflict is not None and form is not None:
        pieces = merging.pieces(conflict.text, form["text"].value() or "")
        context |= {
            "conflict": conflict,
            "left": [one for one in pieces if one[0] != merging.ADDED],
            "right": [one for one in pieces if one[0] != merging.REMOVED],
        }
    return render(request, "postcourse/growth/entry_write.html", context, status=status)

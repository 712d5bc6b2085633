"""Notes on the work: written, changed and taken away from the desk, with scripts and without."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.errors import Refusal

from ...models import Annotation, Submission
from ...services.marking import notes
from . import noted, page
from .desk import desk_of, to_desk


def _answer(request: HttpRequest, submission_id: int, sentence: str) -> HttpResponse:
    """To a script the text and the list anew, to everybody else the desk at its notes."""
    if request.headers.get("X-Requested-With") != "fetch":
        messages.success(request, sentence)
        return to_desk(submission_id, place="notes")
    desk = desk_of(request, submission_id)
    context = {
        "desk": desk,
        "submission": desk.work,
        "content_language": desk.work.cohort.language,
        "said": sentence,
        **noted.context(desk, noted.seen_notes(desk)),
    }
    return render(request, "assessments/marking/noted_again.html", context)


def _refused(request: HttpRequest, submission_id: int, refusal: Refusal) -> HttpResponse:
    """The sentence; without scripts the desk with what was typed in its form."""
    if request.headers.get("X-Requested-With") == "fetch":
        return JsonResponse({"sentence": str(refusal), "code": refusal.code}, status=422)
    messages.error(request, str(refusal))
    context = page.context(request, desk_of(request, submission_id))
    context["typed_note"] = {name: request.POST.get(name, "") for name in ("where", "quote", "page", "body")}
    return render(request, "assessments/marking_desk.html", context, status=422)


def _number(text: str) -> int | None:
    return int(text) if text.strip().isdigit() else None


@login_required
@require_POST
def marking_note_new(request: HttpRequest, submission_id: int) -> HttpResponse:
    """A new note on quoted or selected words, or on a page of a file."""
    desk_of(request, submission_id)
    given, at, actor = request.POST, timezone.now(), request.user
    try:
        if (file := _number(given.get("where", ""))) is not None:
            notes.add_page_note(
                submission_id=submission_id,
                file_id=file,
                page=_number(given.get("page", "")) or 1,
                area=[part for part in given.get("area", "").split(",") if part],
                quote=given.get("quote", ""),
                body=given.get("body", ""),
                at=at,
                actor=actor,
            )
        else:
            notes.add_text_note(
                submission_id=submission_id,
                quote=given.get("quote", "").replace("\r\n", "\n"),
                start=_number(given.get("start", "")),
                end=_number(given.get("end", "")),
                body=given.get("body", ""),
                at=at,
                actor=actor,
            )
    except Refusal as refusal:
        return _refused(request, submission_id, refusal)
    return _answer(request, submission_id, _("The note is kept."))


@login_required
@require_POST
def marking_note(request: HttpRequest, note_id: int) -> HttpResponse:
    """One's own note worded anew, or taken away."""
    mine = Submission.objects.to_mark_by(request.user)
    found = Annotation.objects.filter(
        pk=note_id, assessment__marker=request.user, assessment__submission__in=mine
    )
    work = found.values_list("assessment__submission", flat=True).first()
    if work is None:
        raise Http404
    try:
        if request.POST.get("action") == "remove":
            notes.remove_note(note_id=note_id, at=timezone.now(), actor=request.user)
            return _answer(request, work, _("The note is taken away."))
        notes.change_note(
            note_id=note_id, body=request.POST.get("body", ""), at=timezone.now(), actor=request.user
        )
    except Refusal as refusal:
        return _refused(request, work, refusal)
    return _answer(request, work, _("The note is kept."))

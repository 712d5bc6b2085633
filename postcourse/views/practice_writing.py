"""Sharing a practice: begin, write, attach files, look it through, hand it in, take it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.services.work.uploading import check_upload
from people.errors import Refusal

from ..models import Practice
from ..rules import practices as rules
from ..services.practices import check as checking
from ..services.practices import library as practice_library
from ..services.practices import practices
from .practice_forms import KindForm, PracticeForm, content_language


@login_required
@never_cache
@require_safe
def practice_own(request: HttpRequest) -> HttpResponse:
    """Everything one shared or is writing."""
    context = {"practices": practice_library.own(request.user), "content_language": content_language()}
    return render(request, "postcourse/practices/own.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def practice_new(request: HttpRequest) -> HttpResponse:
    """Choose the kind and begin; `based_on` in the address begins with a published practice."""
    original = _original(request)
    form = KindForm(
        request.POST if request.method == "POST" else None,
        initial={"kind": original.kind if original else "practice"},
    )
    if form.is_valid():
        try:
            practice = practices.start(
                kind=form.cleaned_data["kind"],
                based_on_id=original.pk if original else None,
                at=timezone.now(),
                actor=request.user,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("practice_edit", practice_id=practice.pk)
    context = {"form": form, "original": original}
    return render(request, "postcourse/practices/new.html", context, status=422 if form.is_bound else 200)


def _original(request: HttpRequest) -> Practice | None:
    asked = request.GET.get("based_on", "")
    if not asked:
        return None
    if not asked.isdigit():
        raise Http404
    return get_object_or_404(Practice.objects.published().select_related("author"), pk=asked)


def writable(request: HttpRequest, practice_id: int) -> Practice:
    """A practice this person may change now; 404 for a stranger's draft."""
    visible = Practice.objects.visible_to(request.user).select_related("author", "based_on__author")
    return get_object_or_404(visible, pk=practice_id)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def practice_edit(request: HttpRequest, practice_id: int) -> HttpResponse:
    """The form of a practice: the author's draft, or what a reviewer mends. What was refused is given back."""
    practice = writable(request, practice_id)
    if not practices.may_write(practice, request.user):
        return redirect("shared_practice", practice_id=practice.pk)
    if request.method != "POST":
        return _form(request, practice, PracticeForm(practice=practice))
    form = PracticeForm(request.POST, practice=practice)
    if not form.is_valid():
        return _form(request, practice, form, status=422)
    revision = request.POST.get("revision", "")
    try:
        practices.save_draft(
            practice_id=practice.pk,
            words=form.cleaned_data,
            revision=int(revision) if revision.isdigit() else 0,
            at=timezone.now(),
            actor=request.user,
        )
        _keep_files(request, practice)
    except practices.StaleDraft as stale:
        messages.warning(request, str(stale))
        return _form(request, practice, form, stale=stale.practice, status=409)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        practice.refresh_from_db()
        return _form(request, practice, form, status=422)
    if request.POST.get("action") == "check":
        name = "practice_check" if practice.author_id == request.user.pk else "practice_review"
        return redirect(name, practice_id=practice.pk)
    messages.success(request, _("Saved."))
    return redirect("practice_edit", practice_id=practice.pk)


def _keep_files(request: HttpRequest, practice: Practice) -> None:
    for upload in request.FILES.getlist("files"):
        practices.add_file(
            practice_id=practice.pk, checked=check_upload(upload), at=timezone.now(), actor=request.user
        )


def _form(
    request: HttpRequest,
    practice: Practice,
    form: PracticeForm,
    *,
    stale: Practice | None = None,
    status: int = 200,
) -> HttpResponse:
    standing = stale or practice
    context = {
        "practice": practice,
        "form": form,
        "revision": standing.revision,
        "differences": _differences(form, stale) if stale else [],
        "files": practice.files.all(),
        "is_own": practice.author_id == request.user.pk,
        "last_return": practice.reviews.filter(verdict="return").last(),
        "content_language": content_language(),
    }
    return render(request, "postcourse/practices/edit.html", context, status=status)


def _differences(form: PracticeForm, standing: Practice) -> list[dict]:
    """Texts that stand otherwise than they were typed: field and what stands now."""
    found = []
    for language in rules.LANGUAGES:
        for name in PracticeForm.BY_LANGUAGE[language]:
            stands = getattr(standing, name)
            if stands != str(form.data.get(name, "")).replace("\r\n", "\n").strip():
                found.append({"label": checking.FIELDS[name], "text": stands, "language": language})
    return found


@login_required
@require_POST
def practice_file_remove(request: HttpRequest, practice_id: int) -> HttpResponse:
    """Take a file of a draft away."""
    practice = writable(request, practice_id)
    asked = request.POST.get("remove", "")
    row = get_object_or_404(practice.files, pk=asked if asked.isdigit() else 0)
    try:
        practices.remove_file(file_id=row.pk, actor=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(reverse("practice_edit", args=[practice.pk]) + "#files")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def practice_check(request: HttpRequest, practice_id: int) -> HttpResponse:
    """What could tell who a child is, and the confirmation that hands the practice in."""
    practice = get_object_or_404(
        Practice.objects.filter(author=request.user).select_related("author", "region"), pk=practice_id
    )
    if practice.status != Practice.Status.DRAFT:
        return redirect("shared_practice", practice_id=practice.pk)
    status = 200
    if request.method == "POST":
        try:
            practices.submit(
                practice_id=practice.pk,
                nameless=request.POST.get("nameless") == "yes",
                accepted=request.POST.getlist("accepted"),
                at=timezone.now(),
                actor=request.user,
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
            status = 422
        else:
            messages.success(
                request, _("Handed in. A methodologist reads it, and you are told what is decided.")
            )
            return redirect("shared_practice", practice_id=practice.pk)
    context = {
        "practice": practice,
        "report": checking.look_through(practice),
        "missing": rules.lacks_for_review(
            {name: getattr(practice, name) for name in (*practices.TEXTS, "tags")}
        ),
        "other_language": rules.lacks_for_publishing(
            {name: getattr(practice, name) for name in practices.TEXTS}
        ),
        "accepted": request.POST.getlist("accepted"),
        "nameless": request.POST.get("nameless") == "yes",
        "files": practice.files.all(),
    }
    return render(request, "postcourse/practices/check.html", context, status=status)


@login_required
@require_POST
def practice_state(request: HttpRequest, practice_id: int) -> HttpResponse:
    """Take back what is under review, withdraw what is published, begin again with what was withdrawn."""
    practice, at, actor = writable(request, practice_id), timezone.now(), request.user
    if practice.author_id != actor.pk and not practices.may_review(actor):
        raise Http404
    try:
        if request.POST.get("action") == "take_back":
            practices.take_back(practice_id=practice.pk, at=at, actor=actor)
            return redirect("practice_edit", practice_id=practice.pk)
        practices.withdraw(practice_id=practice.pk, reason=request.POST.get("reason", ""), at=at, actor=actor)
        messages.success(request, _("It is taken out of the library."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    if practice.author_id == actor.pk:
        return redirect("practice_own")
    return redirect("shared_practice", practice_id=practice.pk)

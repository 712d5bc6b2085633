"""The wordings of a question: all of them, two side by side, a second reader's word, into papers and out of them."""

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.errors import Refusal

from ... import items
from ...models import Question, QuestionReview, QuestionVersion
from ...services.bank import bank
from . import wording
from .coverage import unserved
from .frame import for_keepers, screen, status_tag


def _trail(question: Question) -> list[tuple[str, str]]:
    return [(question.key, reverse("bank:edit", args=[question.pk]))]


def _version(version_id: int) -> QuestionVersion:
    rows = QuestionVersion.objects.select_related("question", "created_by")
    return get_object_or_404(rows, pk=version_id)


@for_keepers
@require_safe
def version_list(request: HttpRequest, question_id: int) -> HttpResponse:
    """Every version, and the two that are compared: by default the newest with the one before it."""
    question = get_object_or_404(Question, pk=question_id)
    rows = list(
        question.versions.select_related("created_by")
        .prefetch_related("reviews__reviewer")
        .annotate(shown=Count("used_in"))
        .order_by("-number")
    )
    by_number = {version.number: version for version in rows}

    def asked(name: str, place: int) -> QuestionVersion | None:
        number = request.GET.get(name, "")
        return (
            by_number.get(int(number)) if number.isdecimal() else rows[place] if place < len(rows) else None
        )

    right, left = asked("right", 0), asked("left", 1)
    lines = (
        wording.compared(wording.version_lines(left), wording.version_lines(right)) if left and right else []
    )
    return screen(
        request,
        "versions",
        title=_("Versions"),
        trail=_trail(question),
        question=question,
        rows=[(version, status_tag(version)) for version in rows],
        left=left,
        right=right,
        lines=lines,
        changed=sum(line.is_changed for line in lines),
    )


class ReviewForm(forms.Form):
    verdict = forms.ChoiceField(
        label=gettext_lazy("Your word"), choices=QuestionReview.Verdict.choices, widget=forms.RadioSelect
    )
    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        help_text=gettext_lazy("Needed where something has to be changed."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@for_keepers
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, version_id: int) -> HttpResponse:
    """The question as learners see it with its answer in both languages, and the reader's word."""
    version = _version(version_id)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            bank.review(
                version_id=version.pk,
                verdict=form.cleaned_data["verdict"],
                comment=form.cleaned_data["comment"],
                seen=request.POST.get("seen"),
                at=timezone.now(),
                actor=request.user,
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Your review of %(key)s is written.") % {"key": version.question.key})
            return redirect("bank:edit", question_id=version.question_id)
    refused = request.method == "POST"
    return screen(
        request,
        "review",
        title=_("Review"),
        trail=_trail(version.question),
        version=version,
        tag=status_tag(version),
        form=form,
        faults=bank.faults_of(version),
        reviews=version.reviews.select_related("reviewer"),
        is_own=request.user.pk in bank.authors_of(version),
        status=422 if refused else 200,
    )


@for_keepers
@require_POST
def make_ready(request: HttpRequest, version_id: int) -> HttpResponse:
    version = _version(version_id)
    try:
        bank.make_ready(version_id=version.pk, at=timezone.now(), actor=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("%(key)s, version %(number)s, is ready: papers may draw it from now on.")
        messages.success(request, words % {"key": version.question.key, "number": version.number})
    return redirect("bank:edit", question_id=version.question_id)


class RetireForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )


@for_keepers
@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, version_id: int) -> HttpResponse:
    version = _version(version_id)
    form = RetireForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            bank.retire(
                version_id=version.pk,
                reason=form.cleaned_data["reason"],
                at=timezone.now(),
                actor=request.user,
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            words = _("%(key)s, version %(number)s, is retired.")
            messages.success(request, words % {"key": version.question.key, "number": version.number})
            if short := unserved([version.question.programme_code]):
                messages.warning(
                    request,
                    _("The bank cannot serve these tests now: %(tests)s.") % {"tests": ", ".join(short)},
                )
            return redirect("bank:edit", question_id=version.question_id)
    return screen(
        request,
        "retire",
        title=_("Retire"),
        trail=_trail(version.question),
        version=version,
        tag=status_tag(version),
        form=form,
        kind=items.kind(version.kind).title,
        status=422 if request.method == "POST" else 200,
    )


@for_keepers
@require_POST
def take_up(request: HttpRequest, version_id: int) -> HttpResponse:
    version = _version(version_id)
    try:
        draft = bank.take_up(version_id=version.pk, at=timezone.now(), actor=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("The text of version %(before)s stands as draft %(number)s.")
        messages.success(request, words % {"before": version.number, "number": draft.number})
    return redirect("bank:edit", question_id=version.question_id)

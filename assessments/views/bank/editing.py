"""Writing a question: which kind, the form, saving it as a draft. What was typed is never lost."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.images.widgets import AdminImageChooser

from people.errors import Refusal

from ... import items
from ...models import Question, QuestionVersion
from ...services.bank import bank
from . import duplicates, editor, places, wording
from .frame import for_keepers, screen, status_tag


class TagsForm(forms.Form):
    """What is said about a question besides its text.

    `seen` and `use_seen`: the content_hash and the use the form was opened with.
    """

    topic = forms.ChoiceField(label=gettext_lazy("Topic"))
    difficulty = forms.TypedChoiceField(
        label=gettext_lazy("Difficulty"),
        coerce=int,
        choices=[
            (1, gettext_lazy("1, easy")),
            (2, gettext_lazy("2, medium")),
            (3, gettext_lazy("3, hard")),
        ],
        widget=forms.RadioSelect,
    )
    outcome = forms.ChoiceField(label=gettext_lazy("Learning result"), required=False)
    use = forms.ChoiceField(
        label=gettext_lazy("Used in"),
        required=False,
        choices=[("exam", gettext_lazy("Tests that count")), ("practice", gettext_lazy("Practice only"))],
    )
    note = forms.CharField(label=gettext_lazy("What changed"), required=False, max_length=300)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    use_seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, code: str = "", initial: dict[str, Any]
    ) -> None:
        super().__init__(data, initial=initial, auto_id="tag-%s")
        topics = [one for one in places.topics() if not code or one.programme_code == code]
        results = places.outcomes(code)
        self._choose("topic", list(places.grouped(topics)), initial.get("topic"))
        self._choose("outcome", results, initial.get("outcome"))

    def _choose(self, name: str, choices: list[Any], standing: str | None) -> None:
        """What stands can be kept even where no edition names it any more."""
        known = {value for _label, group in choices for value, _words in group}
        if standing and standing not in known:
            choices = [(standing, standing), *choices]
        self.fields[name].choices = [("", "–"), *choices]  # type: ignore[attr-defined]

    @property
    def is_practice(self) -> bool | None:
        """None where the form does not say, or says only what stood there when it was opened."""
        if self.cleaned_data["use"] == self.cleaned_data["use_seen"]:
            return None
        return {"exam": False, "practice": True}.get(self.cleaned_data["use"])

    @property
    def place(self) -> tuple[str, int, str]:
        place = places.parsed(self.cleaned_data["topic"])
        assert place is not None  # noqa: S101  (one of the choices above)
        return place


@for_keepers
@require_safe
def choose_kind(request: HttpRequest) -> HttpResponse:
    """What kind the new question is; topic and difficulty in the address are kept."""
    keep = urlencode({name: request.GET[name] for name in ("topic", "difficulty") if name in request.GET})
    kinds = [(name, str(items.kind(name).title), items.kind(name).automatic) for name in editor.EDITORS]
    return screen(request, "kinds", title=_("New question"), kinds=kinds, keep=keep)


@for_keepers
@require_http_methods(["GET", "HEAD", "POST"])
def new_question(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in editor.EDITORS:
        raise Http404
    initial = {
        "topic": request.GET.get("topic", ""),
        "difficulty": request.GET.get("difficulty") or 2,
        "outcome": request.GET.get("outcome", ""),
    }
    if places.parsed(initial["topic"]) is None:
        initial["topic"] = ""
    if request.method != "POST":
        return _form(request, kind, editor.blank(kind), TagsForm(initial=initial))
    kind = _kind_in(request, kind)
    body = editor.read(kind, request.POST)
    tags = TagsForm(request.POST, initial=initial)
    if grow := request.POST.get("more"):
        return _grown(request, kind, body, tags, grow)
    if not tags.is_valid() or editor.is_blank(body):
        words = _("Choose the topic and the difficulty.") if tags.errors else _("Nothing is written yet.")
        messages.error(request, words)
        return _form(request, kind, body, tags, status=422)
    code, module, topic_key = tags.place
    try:
        version = bank.create_question(
            programme_code=code,
            module=module,
            topic_key=topic_key,
            kind=kind,
            body=body,
            difficulty=tags.cleaned_data["difficulty"],
            outcome=tags.cleaned_data["outcome"],
            is_practice=bool(tags.is_practice),
            note=tags.cleaned_data["note"],
            at=timezone.now(),
            actor=request.user,
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _form(request, kind, body, tags, status=422)
    return _saved(request, version)


def _kind_in(request: HttpRequest, kind: str) -> str:
    """The kind the form asks for, where it is of the same family."""
    asked = request.POST.get("kind", kind)
    return asked if asked in editor.family(kind) else kind


@for_keepers
@require_http_methods(["GET", "HEAD", "POST"])
def edit_question(request: HttpRequest, question_id: int) -> HttpResponse:
    question = get_object_or_404(Question, pk=question_id)
    newest = question.versions.select_related("created_by").first()
    if newest is None or newest.kind not in editor.EDITORS:
        raise Http404
    newest.question = question
    in_place = bank.may_edit_in_place(newest, request.user)
    initial = {
        "topic": f"{question.programme_code}/{question.module}/{question.topic_key}",
        "difficulty": newest.difficulty,
        "outcome": newest.outcome,
        "use": (use := "practice" if question.is_practice else "exam"),
        "use_seen": use,
        "note": newest.note if in_place else "",
        "seen": newest.content_hash,
    }
    if request.method != "POST":
        tags = TagsForm(code=question.programme_code, initial=initial)
        return _form(request, newest.kind, newest.body, tags, version=newest, told=True)
    kind = _kind_in(request, newest.kind)
    body = editor.read(kind, request.POST, was=newest.body)
    tags = TagsForm(request.POST, code=question.programme_code, initial=initial)
    if grow := request.POST.get("more"):
        return _grown(request, kind, body, tags, grow, version=newest)
    if not tags.is_valid():
        messages.error(request, _("Choose the topic and the difficulty."))
        return _form(request, kind, body, tags, version=newest, told=True, status=422)
    _code, module, topic_key = tags.place
    try:
        version = bank.save_version(
            question_id=question.pk,
            kind=kind,
            body=body,
            difficulty=tags.cleaned_data["difficulty"],
            outcome=tags.cleaned_data["outcome"],
            module=module,
            topic_key=topic_key,
            is_practice=tags.is_practice,
            note=tags.cleaned_data["note"],
            seen=tags.cleaned_data["seen"],
            at=timezone.now(),
            actor=request.user,
        )
    except bank.Stale as stale:
        return _stale(request, stale, kind, body, tags)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _form(request, kind, body, tags, version=newest, told=True, status=422)
    return _saved(request, version)


def _grown(
    request: HttpRequest,
    kind: str,
    body: dict[str, Any],
    tags: TagsForm,
    grow: str,
    *,
    version: QuestionVersion | None = None,
) -> HttpResponse:
    """The same form with more empty lines, or one more part; nothing is saved."""
    if grow == f"{editor.PREFIX}-parts":
        body = editor.with_part(body, request.POST.get(f"{editor.PREFIX}-part-kind", ""))
    return _form(request, kind, body, tags, version=version, grow=grow)


def _stale(
    request: HttpRequest, stale: bank.Stale, kind: str, body: dict[str, Any], tags: TagsForm
) -> HttpResponse:
    """Both texts; the form holds what was typed, and its next saving knows of what stands."""
    standing = stale.version
    own = {_("Difficulty"): str(tags.cleaned_data["difficulty"]), _("Outcome"): tags.cleaned_data["outcome"]}
    both = wording.compared(wording.version_lines(standing), wording.lines_of(kind, body, own))
    tags.data = tags.data.copy()
    tags.data["seen"] = standing.content_hash
    messages.error(request, str(stale))
    return _form(
        request,
        kind,
        body,
        tags,
        version=standing,
        told=True,
        both=[line for line in both if line.is_changed],
        status=409,
    )


def _form(
    request: HttpRequest,
    kind: str,
    body: Mapping,
    tags: TagsForm,
    *,
    version: QuestionVersion | None = None,
    told: bool = False,
    grow: str = "",
    both: list[wording.Line] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The form of a question. `told`: say beside the fields what is missing; `both`: what somebody else saved."""
    question = version.question if version else None
    context: dict[str, Any] = {
        "sheet": editor.block(kind, body, grow=grow, told=told),
        "tags": tags,
        "kinds": [(name, items.kind(name).title) for name in editor.family(kind)],
        "both": both,
        "faults": items.kind(kind).faults(body) if told else [],
        "media": AdminImageChooser().media,
        "question": question,
        "version": version,
        "unsaved": request.method == "POST",
    }
    if version is not None and question is not None:
        versions = list(question.versions.select_related("created_by").defer("body"))
        context |= {
            "tags_shown": [status_tag(one) for one in versions if one.pk == version.pk or one.is_ready],
            "versions": versions,
            "review": bank.last_review(version),
            "in_place": bank.may_edit_in_place(version, request.user),
            "may_review": request.user.pk not in bank.authors_of(version),
            "alike": duplicates.like(body, besides=question.pk),
            "following": Question.objects.filter(
                programme_code=question.programme_code, module=question.module, key__gt=question.key
            ).first(),
        }
    title = question.key if question else _("New question: %(kind)s") % {"kind": items.kind(kind).title}
    return screen(request, "edit", title=title, status=status, **context)


def _saved(request: HttpRequest, version: QuestionVersion) -> HttpResponse:
    """Say what is saved, what is missing, what it resembles; then where the pressed button leads."""
    question = version.question
    values = {"key": question.key, "number": version.number}
    if version.is_draft:
        messages.success(request, _("%(key)s is saved: version %(number)s, a draft.") % values)
    else:
        messages.success(request, _("%(key)s stands as it was: version %(number)s.") % values)
    if alike := duplicates.like(version.body, besides=question.pk):
        named = ", ".join(f"{one.key} ({one.percent} %)" for one in alike)
        messages.warning(
            request, _("%(key)s is nearly the same as: %(others)s.") % {"key": question.key, "others": named}
        )
    if faults := bank.faults_of(version):
        words = _("%(key)s cannot be used yet: %(faults)s") % {
            "key": question.key,
            "faults": " ".join(faults),
        }
        messages.warning(request, words)
    go = request.POST.get("go", "")
    if go == "another":
        topic = f"{question.programme_code}/{question.module}/{question.topic_key}"
        keep = {"topic": topic, "difficulty": version.difficulty, "outcome": version.outcome}
        return redirect(f"{reverse('bank:new', args=[version.kind])}?{urlencode(keep)}")
    if go == "preview":
        return redirect("bank:preview", version_id=version.pk)
    return redirect("bank:edit", question_id=question.pk)


@for_keepers
@require_POST
def copy_question(request: HttpRequest, question_id: int) -> HttpResponse:
    get_object_or_404(Question, pk=question_id)
    try:
        version = bank.copy_question(question_id=question_id, at=timezone.now(), actor=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("bank:edit", question_id=question_id)
    messages.success(
        request, _("%(key)s begins as a copy. Change what is different.") % {"key": version.question.key}
    )
    return redirect("bank:edit", question_id=version.question_id)

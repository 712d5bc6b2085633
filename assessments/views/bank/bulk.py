"""The same for many questions at once; each row answers what was done, or why it could not be."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from people.errors import Refusal

from ...models import QuestionVersion
from ...services.bank import bank
from . import filters, places
from .coverage import unserved
from .exporting import PICKED
from .frame import for_keepers, screen

ACTIONS = [
    ("ready", gettext_lazy("Make ready")),
    ("retire", gettext_lazy("Retire")),
    ("difficulty", gettext_lazy("Set the difficulty")),
    ("export", gettext_lazy("Export")),
]


class BulkForm(forms.Form):
    """What to do with the ticked questions; a reason for retiring, a difficulty for setting it."""

    action = forms.ChoiceField(label=gettext_lazy("With the ticked questions"), choices=ACTIONS)
    reason = forms.CharField(label=gettext_lazy("Reason"), required=False, max_length=200)
    level = forms.TypedChoiceField(
        label=gettext_lazy("Difficulty"),
        required=False,
        coerce=int,
        choices=[
            (1, gettext_lazy("1, easy")),
            (2, gettext_lazy("2, medium")),
            (3, gettext_lazy("3, hard")),
        ],
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="bulk-%s")

    def clean(self) -> dict:
        found = super().clean() or {}
        if found.get("action") == "retire" and not found.get("reason", "").strip():
            self.add_error("reason", _("Say why the questions are retired."))
        if found.get("action") == "difficulty" and not found.get("level"):
            self.add_error("level", _("Choose a difficulty."))
        return found


@dataclass(frozen=True)
class Outcome:
    """What became of one question."""

    question_id: int
    key: str
    is_done: bool
    words: str


def chosen(request: HttpRequest) -> list[int]:
    """The ticked questions, or everything the list's filter finds where that was asked for."""
    if request.POST.get("scope") == "all":
        form = filters.FilterForm(QueryDict(request.POST.get("query", "")), places.topics())
        return list(filters.narrowed(form, request.user).values_list("question_id", flat=True))
    return [int(one) for one in request.POST.getlist("questions") if one.isdecimal()]


@for_keepers
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    back = f"{reverse('bank:list')}?{QueryDict(request.POST.get('query', '')).urlencode()}"
    form, ids = BulkForm(request.POST), chosen(request)
    if not ids:
        messages.error(request, _("Tick at least one question."))
        return redirect(back)
    if not form.is_valid():
        return screen(
            request,
            "bulk_again",
            title=_("With the ticked questions"),
            form=form,
            count=len(ids),
            # A whole list is named by its filter: thousands of fields would not come through.
            is_all=request.POST.get("scope") == "all",
            ids=ids,
            query=request.POST.get("query", ""),
            back=back,
            status=422,
        )
    asked = form.cleaned_data
    if asked["action"] == "export":
        request.session[PICKED] = ids
        return redirect(f"{reverse('bank:export')}?picked=1")
    outcomes = [_outcome(version, _act(request, asked)) for version in bank.newest_of(ids).values()]
    codes = set(
        QuestionVersion.objects.filter(question__in=ids).values_list("question__programme_code", flat=True)
    )
    return screen(
        request,
        "bulk",
        title=str(dict(ACTIONS)[asked["action"]]),
        outcomes=sorted(outcomes, key=lambda row: (row.is_done, row.key)),
        done=sum(row.is_done for row in outcomes),
        back=back,
        unserved=unserved(codes) if asked["action"] == "retire" else [],
    )


def _act(request: HttpRequest, asked: dict) -> Callable[[QuestionVersion], str]:
    """What is done to one question; gives the words for its row."""
    at, actor = timezone.now(), request.user

    def make_ready(version: QuestionVersion) -> str:
        alone = not bank.is_approved(version)
        bank.make_ready(version_id=version.pk, at=at, actor=actor)
        return _("Ready without a second reader; the note says so.") if alone else _("Ready for papers.")

    def retire(version: QuestionVersion) -> str:
        standing = [one for one in version.question.versions.exclude(status="retired")]
        if not standing:
            raise Refusal(_("This question is retired already."), code="retired")
        with transaction.atomic():
            for one in standing:
                bank.retire(version_id=one.pk, reason=asked["reason"], at=at, actor=actor)
        return _("Retired.")

    def set_difficulty(version: QuestionVersion) -> str:
        draft = bank.set_difficulty(
            question_id=version.question_id, difficulty=asked["level"], at=at, actor=actor
        )
        if draft.pk == version.pk:
            return _("The draft has the new difficulty.")
        return _("Version %(number)s is a draft with the new difficulty; make it ready to use it.") % {
            "number": draft.number
        }

    return {"ready": make_ready, "retire": retire, "difficulty": set_difficulty}[asked["action"]]


def _outcome(version: QuestionVersion, act: Callable[[QuestionVersion], str]) -> Outcome:
    key = version.question.key
    try:
        words, is_done = act(version), True
    except Refusal as refusal:
        words, is_done = str(refusal), False
    return Outcome(question_id=version.question_id, key=key, is_done=is_done, words=words)

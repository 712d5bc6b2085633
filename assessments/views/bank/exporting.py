"""Questions as a file: those the list's filters find, or those that were ticked."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from courses.models import ProgrammeEdition

from ...exchange import FORMATS
from ...models import Question
from ...services.bank import exchange
from . import filters, places
from .editor.fields import NAMES
from .frame import for_keepers, screen

# In the session: questions ticked in the list.
PICKED = "bank_export"


class FileForm(forms.Form):
    format = forms.ChoiceField(label=gettext_lazy("Format"), widget=forms.RadioSelect)
    # Not `language`: the list's filters have one of that name, and both stand in one address.
    written = forms.ChoiceField(label=gettext_lazy("Language of the file"), choices=list(NAMES.items()))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="file-%s", **kwargs)
        formats = [(name, one.title) for name, one in FORMATS.items()]
        self.fields["format"].choices = formats  # type: ignore[attr-defined]

    @property
    def how(self) -> dict[str, str]:
        return {"format": self.cleaned_data["format"], "language": self.cleaned_data["written"]}


def _questions(request: HttpRequest) -> list[int]:
    if request.GET.get("picked") == "1":
        return list(request.session.get(PICKED, []))
    form = filters.FilterForm(request.GET, places.topics())
    return list(filters.narrowed(form, request.user).values_list("question_id", flat=True))


@for_keepers
@require_safe
def export_screen(request: HttpRequest) -> HttpResponse:
    """How many questions there are, which format, and what a file of it would not hold."""
    ids = _questions(request)
    form = FileForm(
        request.GET if "format" in request.GET else None, initial={"format": "spreadsheet", "written": "kk"}
    )
    left_out: dict[str, list[str]] | None = None
    if form.is_bound and form.is_valid():
        left_out = exchange.export_questions(question_ids=ids, **form.how).left_out
    kept = [(name, value) for name, value in request.GET.items() if name not in ("format", "written", "p")]
    return screen(
        request,
        "export",
        tab="export",
        title=_("Export"),
        form=form,
        count=len(ids),
        kept=kept,
        is_narrowed=any(value for _name, value in kept),
        left_out=None if left_out is None else sorted(left_out.items()),
    )


@for_keepers
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The file itself; `template`: a programme's empty worksheet to fill in."""
    template = request.GET.get("template", "")
    if template:
        if not ProgrammeEdition.objects.filter(code=template).exists():
            raise Http404
        file = exchange.export_questions(question_ids=[], format="spreadsheet", template_of=template)
        return _sent(file, name=f"template-{template}{FORMATS['spreadsheet'].suffix}")
    form = FileForm(request.GET)
    if not form.is_valid():
        raise Http404
    ids = _questions(request)
    codes = Question.objects.filter(pk__in=ids).order_by().values_list("programme_code", flat=True).distinct()
    of = codes[0] if len(codes) == 1 else ""
    file = exchange.export_questions(question_ids=ids, template_of=of, **form.how)
    return _sent(file, name=file.name)


def _sent(file: exchange.Exported, *, name: str) -> HttpResponse:
    response = HttpResponse(file.data, content_type=file.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response

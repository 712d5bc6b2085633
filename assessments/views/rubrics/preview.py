"""A rubric as markers get it at their desk, in both languages: a version, or what stands in the form."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from ...models import RubricVersion
from ...presentation import rubric_rows, text_in
from ...rubric_words import NAMES
from ...rules import rubric_content
from . import form
from .editing import rubric_or_404
from .frame import for_writers, screen


def _language(value: str) -> str:
    return "ru" if value == "ru" else "kk"


@for_writers
@require_safe
def preview(request: HttpRequest, version_id: int) -> HttpResponse:
    version = get_object_or_404(RubricVersion.objects.select_related("rubric__edition"), pk=version_id)
    language = _language(request.GET.get("language", ""))
    views = [
        {"label": NAMES[code], "url": f"?language={code}", "current": code == language}
        for code in ("kk", "ru")
    ]
    return screen(
        request,
        "preview",
        title=_("Preview of version %(number)s") % {"number": version.number},
        rubric=version.rubric,
        version=version,
        views=views,
        source=f"{reverse('rubrics:shown', args=[version.pk])}?language={language}",
    )


@for_writers
@xframe_options_sameorigin
@require_safe
def shown(request: HttpRequest, version_id: int) -> HttpResponse:
    """The page inside the frame: the rubric alone, marks are kept nowhere."""
    version = get_object_or_404(RubricVersion.objects.select_related("rubric"), pk=version_id)
    language = _language(request.GET.get("language", ""))
    return _desk(request, version.content, version.rubric.title_texts, language)


@for_writers
@require_POST
def as_typed(request: HttpRequest, rubric_id: int) -> HttpResponse:
    """What stands in the form, unsaved, as a page of its own; faults and all."""
    rubric = rubric_or_404(rubric_id)
    typed = form.read(request.POST)
    content = rubric_content.with_keys(typed.content)
    return _desk(
        request, content, typed.titles or rubric.title_texts, _language(request.POST.get("show", ""))
    )


def _desk(request: HttpRequest, content: Mapping, titles: Mapping[str, str], language: str) -> HttpResponse:
    """In the language asked for, whatever the editor's own."""
    with translation.override(language):
        context = {
            "title": text_in(titles),
            "criteria": rubric_rows(content, {}),
            "checklist": [text_in(row["title"]) for row in content.get("checklist", [])],
            "maximum": rubric_content.plain(rubric_content.total(content)),
        }
        return render(request, "assessments/rubrics/shown.html", context)

"""A wording as learners get it: in both languages, before and after the answer, on a phone and on a desk."""

from random import Random
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from ... import items, question_page
from ...models import AttemptItem, QuestionVersion
from ...services.bank import bank
from .editor.fields import NAMES
from .frame import for_keepers, screen, status_tag

POSITION = 1


def _version(version_id: int) -> QuestionVersion:
    return get_object_or_404(QuestionVersion.objects.select_related("question"), pk=version_id)


@for_keepers
@require_safe
def preview(request: HttpRequest, version_id: int) -> HttpResponse:
    version = _version(version_id)
    language = "ru" if request.GET.get("language") == "ru" else "kk"
    after = request.GET.get("after") == "1"
    address = reverse("bank:shown", args=[version.pk])
    views = [
        {
            "label": f"{name}, {words}",
            "url": f"?language={code}&after={int(state)}",
            "current": (code, state) == (language, after),
        }
        for code, name in NAMES.items()
        for state, words in ((False, _("before the answer")), (True, _("after the answer")))
    ]
    return screen(
        request,
        "preview",
        title=_("Preview"),
        trail=[(version.question.key, reverse("bank:edit", args=[version.question_id]))],
        version=version,
        tag=status_tag(version),
        faults=bank.faults_of(version),
        views=views,
        source=f"{address}?language={language}&after={int(after)}",
    )


@for_keepers
@xframe_options_sameorigin
@require_http_methods(["GET", "HEAD", "POST"])
def shown(request: HttpRequest, version_id: int) -> HttpResponse:
    """The page inside the frame: a trial answer is scored and kept nowhere."""
    version = _version(version_id)
    language = "ru" if request.GET.get("language") == "ru" else "kk"
    is_tried = request.method == "POST"
    reveal = is_tried or request.GET.get("after") == "1"
    context: dict[str, Any] = {"version": version, "language": language, "reveal": reveal}
    context["faults"] = bank.faults_of(version)
    if not context["faults"]:
        kind = items.kind(version.kind)
        item = AttemptItem(
            position=POSITION,
            version=version,
            # The same order each time: one looks at the question, not at chance.
            order=kind.order(version.body, Random(version.pk)),  # noqa: S311
            response=kind.parse(version.body, question_page.response_in(request.POST, POSITION)),
        )
        item.score = kind.score(version.body, item.response)
        context["shown"] = question_page.show(
            item,
            language=language,
            picture=question_page.pictures([version], language).get(version.pk),
            reveal=reveal,
        )
        if is_tried:
            context["score"] = None if item.score is None else number_format(round(item.score * 100))
        context["is_tried"] = is_tried
    return render(request, "assessments/bank/shown.html", context)

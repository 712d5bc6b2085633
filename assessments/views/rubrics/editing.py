"""Writing a rubric: the form, what the edit would do, and only then the next version. What was typed is never lost."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.errors import Refusal

from ...models import Rubric, RubricVersion
from ...rubric_words import break_sentence, difference_sentence
from ...rules import rubric_content
from ...services.marking import rubrics
from . import form
from .frame import for_writers, screen


def rubric_or_404(rubric_id: int) -> Rubric:
    return get_object_or_404(Rubric.objects.select_related("edition"), pk=rubric_id)


def _standing(rubric: Rubric, request: HttpRequest) -> form.Typed:
    """What the form begins with: the newest version, or the one that was asked for."""
    asked = request.GET.get("from", "")
    version = rubric.versions.filter(number=asked).first() if asked.isdecimal() else None
    version = version or rubric.versions.first()
    content = rubric_content.tidy(version.content if version else {"criteria": []})
    return form.Typed(titles=dict(rubric.title_texts), content=content)


@for_writers
@require_http_methods(["GET", "HEAD", "POST"])
def edit_rubric(request: HttpRequest, rubric_id: int) -> HttpResponse:
    """The form. A POST adds, removes or moves a line (`do`), says what the edit would do (`go=check`) or saves it."""
    rubric = rubric_or_404(rubric_id)
    latest = rubric.versions.first()
    seen = latest.content_hash if latest else ""
    if request.method != "POST":
        return _form(request, rubric, _standing(rubric, request), seen=seen)
    typed, was_seen = form.read(request.POST), request.POST.get("seen", "")
    if what := request.POST.get("do"):
        focus = form.act(typed.content, what)
        return _form(request, rubric, typed, seen=was_seen, focus=focus)
    go = request.POST.get("go", "check")
    if go == "edit":
        return _form(request, rubric, typed, seen=was_seen)
    if latest is not None and was_seen != seen:
        return _stale(request, rubric, typed, rubrics.Stale(latest))
    typed = form.Typed(typed.titles, rubrics.with_keys(rubric, typed.content))
    if faults := [*form.title_faults(typed.titles), *rubric_content.faults(typed.content)]:
        messages.error(request, _("Something is missing or does not fit. It is said beside each field."))
        return _form(request, rubric, typed, seen=was_seen, faults=faults, status=422)
    if go in {"save", "again"}:
        return _save(request, rubric, typed, seen=was_seen, again=go == "again")
    return _check(request, rubric, typed, seen=was_seen)


def _check(request: HttpRequest, rubric: Rubric, typed: form.Typed, *, seen: str) -> HttpResponse:
    """What saving would do, before it is done."""
    effect = rubrics.effect(rubric, typed.content, typed.titles)
    if effect.number is None and not effect.title_changes:
        messages.info(request, _("Nothing is changed, so there is nothing to save."))
        return _form(request, rubric, typed, seen=seen)
    return screen(
        request,
        "confirm",
        title=_("What this edit will do"),
        rubric=rubric,
        tab="edit",
        effect=effect,
        differences=[difference_sentence(one) for one in effect.differences],
        breaks=[break_sentence(one) for one in effect.breaks],
        carried=form.flat(typed),
        seen=seen,
        status=422 if effect.breaks else 200,
    )


def _save(request: HttpRequest, rubric: Rubric, typed: form.Typed, *, seen: str, again: bool) -> HttpResponse:
    try:
        version = rubrics.save_version(
            rubric_id=rubric.pk,
            content=typed.content,
            titles=typed.titles,
            seen=seen,
            again=again,
            at=timezone.now(),
            actor=request.user,
        )
    except rubrics.Stale as stale:
        return _stale(request, rubric, typed, stale)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _form(request, rubric, typed, seen=seen, status=422)
    if version.content_hash == seen:
        messages.success(request, _("The title is saved. The criteria stand as they were."))
    else:
        words = _("Version %(number)s is saved. Cohorts that open from now on are marked by it.")
        messages.success(request, words % {"number": version.number})
    return redirect("rubrics:edit", rubric_id=rubric.pk)


def _stale(request: HttpRequest, rubric: Rubric, typed: form.Typed, stale: rubrics.Stale) -> HttpResponse:
    """The form holds what was typed, with what differs from the version that stands; going on knows of it."""
    messages.error(request, str(stale))
    differing = rubric_content.differences(stale.version.content, typed.content)
    return _form(
        request,
        rubric,
        typed,
        seen=stale.version.content_hash,
        differing=[difference_sentence(one) for one in differing],
        other=stale.version,
        status=409,
    )


def _goes_whole(typed: form.Typed) -> bool:
    return typed.content.get("step") == "1"


def _form(
    request: HttpRequest,
    rubric: Rubric,
    typed: form.Typed,
    *,
    seen: str,
    faults: Iterable[rubric_content.Fault] = (),
    focus: str = "",
    differing: list[str] | None = None,
    other: RubricVersion | None = None,
    status: int = 200,
) -> HttpResponse:
    """The form of a rubric. `differing`: how it differs from what somebody else saved."""
    components = rubrics.components_of(rubric)
    whole = [one for one in components if not one.get("criterion")]
    return screen(
        request,
        "edit",
        title=rubric.title,
        rubric=rubric,
        tab="edit",
        sheet=form.sheet(typed, faults=faults, focus=focus),
        seen=seen,
        latest=rubric.versions.first(),
        steps=[
            (typed.content.get("step", "") if not _goes_whole(typed) else "0.5", _("Half points")),
            ("1", _("Whole points")),
        ],
        wanted=whole[0]["maximum"] if whole else "",
        differing=differing,
        other=other,
        unsaved=request.method == "POST",
        status=status,
    )

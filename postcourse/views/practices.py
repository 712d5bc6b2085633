"""The library of shared practices, the page of one, and what its readers do with it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments.sending import file_response
from courses.kit.reader import kit
from people.errors import Refusal

from ..models import Practice, PracticeFile
from ..rules import tags
from ..services.practices import library, practices
from ..services.practices import use as practice_use
from ..services.topics import Topic, topics
from .practice_forms import FiltersForm, UseForm, content_language

A_PAGE = 12
NOTES = 20  # newest notes of those who used it
# The practical kit's form that goes with a kind of template.
KIT = {
    "observation_map": ("observation-map",),
    "abc_sheet": ("abc-sheet",),
    "timetable": ("visual-timetable",),
    "choice_card": ("choice-cards",),
    "social_story": ("story-mistake", "story-drill"),
    "checklist": ("task-checklist",),
    "lesson_plan": ("class-accessibility",),
}


@login_required
@never_cache
@require_safe
def practice_library(request: HttpRequest) -> HttpResponse:
    """Published practices, narrowed and sorted by the address."""
    filters = library.Filters.read(request.GET)
    page = Paginator(library.library(filters), A_PAGE).get_page(request.GET.get("page"))
    found = topics()
    context = {
        "filters": filters,
        "form": FiltersForm(filters, regions=library.regions(), found=found),
        "page": page,
        "query": filters.query(),
        "sorts": _sorts(filters),
        "topics": {topic.key: topic for topic in found},
        "content_language": content_language(),
        "to_review": Practice.objects.to_review_by(request.user).count() if _reviews(request) else 0,
        "may_review": _reviews(request),
    }
    return render(request, "postcourse/practices/library.html", context)


def _reviews(request: HttpRequest) -> bool:
    return practices.may_review(request.user)


def _sorts(filters: library.Filters) -> list[dict[str, Any]]:
    names = {library.NEWEST: _("Newest first"), library.MOST_USED: _("Most used first")}
    return [
        {
            "label": name,
            "url": "?" + filters.query(sort=key),
            "current": filters.sort == key,
            "count": None,
        }
        for key, name in names.items()
    ]


def practice_of(request: HttpRequest, practice_id: int) -> Practice:
    """The practice with its figures; a stranger to it finds nothing."""
    visible = library.with_figures(Practice.objects.visible_to(request.user))
    return get_object_or_404(visible, pk=practice_id)


@login_required
@never_cache
@require_safe
def shared_practice(request: HttpRequest, practice_id: int) -> HttpResponse:
    """A practice: what it is, its files, who used it, what came of it."""
    return _page(request, practice_of(request, practice_id), UseForm())


def _page(request: HttpRequest, practice: Practice, form: UseForm, *, status: int = 200) -> HttpResponse:
    is_own = practice.author_id == request.user.pk
    context = {
        "practice": practice,
        "form": form,
        "is_own": is_own,
        "may_review": not is_own and practices.may_review(request.user),
        "has_thanked": practice.thanks.filter(user=request.user).exists(),
        "files": practice.files.all(),
        "tags": [tags.BY_KEY[key] for key in tags.known(practice.tags)],
        "topic": _topic(practice),
        "kit": _kit(practice),
        "chain": library.chain(practice),
        "adaptations": practice.adaptations.published().select_related("author"),
        "uses": practice.uses.select_related("user")[:NOTES],
        "reviews": practice.reviews.select_related("reviewer") if is_own or _reviews(request) else (),
        "content_language": content_language(),
    }
    return render(request, "postcourse/practices/practice.html", context, status=status)


def _topic(practice: Practice) -> Topic | None:
    return next((one for one in topics() if one.key == practice.topic_key), None)


def _kit(practice: Practice) -> list[dict[str, str]]:
    """Forms of the practical kit that go with this kind of template, in the language of content."""
    language, listed = content_language(), reverse("kit_list")
    forms = [form for key in KIT.get(practice.kind, ()) if (form := kit().of(key))]
    return [{"title": one.wordings[language].title, "url": f"{listed}#{one.key}"} for one in forms]


@login_required
@never_cache
@require_safe
def practice_file(request: HttpRequest, file_id: int) -> HttpResponse:
    """A file of a practice the reader may see."""
    visible = PracticeFile.objects.filter(practice__in=Practice.objects.visible_to(request.user))
    row = get_object_or_404(visible, pk=file_id)
    return file_response(row, name=row.name)


@login_required
@require_POST
def practice_thanks(request: HttpRequest, practice_id: int) -> HttpResponse:
    """Thank the author, or take the thanks back."""
    practice = practice_of(request, practice_id)
    try:
        if request.POST.get("action") == "take_back":
            practice_use.take_thanks_back(practice_id=practice.pk, actor=request.user)
        else:
            practice_use.thank(practice_id=practice.pk, at=timezone.now(), actor=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(reverse("shared_practice", args=[practice.pk]) + "#thanks")


@login_required
@never_cache
@require_POST
def practice_used(request: HttpRequest, practice_id: int) -> HttpResponse:
    """Say that it was used; what was refused comes back as it was typed."""
    practice = practice_of(request, practice_id)
    form = UseForm(request.POST)
    if form.is_valid():
        try:
            practice_use.record_use(
                practice_id=practice.pk, at=timezone.now(), actor=request.user, **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Thank you: colleagues see that it works in more than one class."))
            return redirect(reverse("shared_practice", args=[practice.pk]) + "#uses")
    return _page(request, practice, form, status=422)

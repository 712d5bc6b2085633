"""A programme in one picture, its agreed versions, and what changed since each."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses import agreeing
from courses.models import AgreedVersion, ProgrammeEdition
from courses.rules.comparing import SAME, PageChange, compare_hours, compare_pages
from people.errors import Refusal
from people.papers.sheets import MEDIA_TYPE

from . import files, reading, words
from .forms import AgreementForm


def _language(request: HttpRequest) -> str:
    return "ru" if request.LANGUAGE_CODE == "ru" else "kk"


@login_required
@permission_required("courses.view_programmeedition", raise_exception=True)
@require_safe
def edition_board(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Modules × topics: hours, completeness in both languages, questions, where each text stands."""
    edition = get_object_or_404(ProgrammeEdition, pk=edition_id)
    shown = reading.board(edition)
    context = {
        "edition": edition,
        "board": shown,
        "picture": reading.picture(shown.modules),
        "states": [(words.state(state), words.TONES[state], count) for state, count in shown.states.items()],
        "language": _language(request),
        "may_edit": request.user.has_role("methodologist", "administrator"),
    }
    return render(request, "cms/board/board.html", context)


@login_required
@permission_required("courses.view_agreedversion", raise_exception=True)
@never_cache
def agreed_list(request: HttpRequest, edition_id: int) -> HttpResponse:
    """The agreed versions, the newest first, and the form that records the next one."""
    edition = get_object_or_404(ProgrammeEdition, pk=edition_id)
    may_record = request.user.has_perm("courses.add_agreedversion")
    form = AgreementForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            version = agreeing.record_agreement(
                edition_id=edition.pk, at=timezone.now(), actor=request.user, **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Version %(number)s is kept as it was agreed.") % {"number": version.number}
            )
            return redirect("agreed_list", edition_id=edition.pk)
    versions = edition.agreed_versions.defer("content").select_related("recorded_by")
    context = {"edition": edition, "versions": versions, "form": form, "may_record": may_record}
    return render(request, "cms/board/versions.html", context, status=422 if form.errors else 200)


@dataclass(frozen=True)
class _Topic:
    """A page of the programme in the comparison: what changed of it in each language."""

    key: str
    name: str
    title: str
    changes: tuple[PageChange | None, ...]

    @property
    def is_changed(self) -> bool:
        return any(one is not None and one.state != SAME for one in self.changes)


def _compared(version: AgreedVersion, language: str) -> dict[str, Any]:
    today = agreeing.content_of(version.edition)
    pages = compare_pages(version.content, today)
    titles: dict[str, str] = {}
    for content in (version.content, today):
        titles |= {key: fields["title"] for key, fields in content["pages"].get(language, {}).items()}
    found = {(page.key, page.language): page for page in pages}
    topics = [
        _Topic(
            key, files.page_name(key), titles.get(key, ""), (found.get((key, "kk")), found.get((key, "ru")))
        )
        for key in dict.fromkeys(page.key for page in pages)
    ]
    table = compare_hours(version.content["edition"], today["edition"])
    return {"pages": pages, "topics": topics, "table": table}


def _version(edition_id: int, number: int) -> AgreedVersion:
    versions = AgreedVersion.objects.select_related("edition", "recorded_by")
    return get_object_or_404(versions, edition_id=edition_id, number=number)


@login_required
@permission_required("courses.view_agreedversion", raise_exception=True)
@never_cache
@require_safe
def agreed_version(request: HttpRequest, edition_id: int, number: int) -> HttpResponse:
    """An agreed version beside today's published text: which pages differ, and one of them word by word (?topic=)."""
    version = _version(edition_id, number)
    language = _language(request)
    compared = _compared(version, language)
    changed = [topic for topic in compared["topics"] if topic.is_changed]
    asked = request.GET.get("topic", "")
    context = compared | {
        "version": version,
        "edition": version.edition,
        "language": language,
        "changed": changed,
        "shown": next((topic for topic in changed if topic.key == asked), changed[0] if changed else None),
        "hours_changed": [row for row in compared["table"] if row.state != SAME],
        "states": files.states(),
        "is_intact": agreeing.digest_of(version.content) == version.digest,
    }
    return render(request, "cms/board/version.html", context)


@login_required
@permission_required("courses.view_agreedversion", raise_exception=True)
@never_cache
@require_safe
def agreed_xlsx(request: HttpRequest, edition_id: int, number: int) -> HttpResponse:
    """Every difference as a spreadsheet."""
    version = _version(edition_id, number)
    compared = _compared(version, _language(request))
    title = f"{version.edition.code}-{version.edition.number}-v{version.number}"
    content = files.changes_xlsx(compared["pages"], compared["table"], title=title)
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{title}.xlsx"'
    return response

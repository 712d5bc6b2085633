"""The diary of a plan: its entries, and beginning a new one; files of entries."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.sending import file_response
from people.errors import Refusal

from ...models import DiaryEntry, EntryFile, MentoringPlan
from ...services.growth import diary as services
from .own import frame, only_graduate, plan_of, private

A_PAGE = 20


@private
@require_http_methods(["GET", "HEAD", "POST"])
def diary(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Entries one may read, the newest first; a POST of the graduate begins one of the chosen kind."""
    plan = plan_of(request, plan_id)
    if request.method == "POST":
        only_graduate(request, plan)
        return _begin(request, plan)
    entries = _entries(request, plan)
    kind = request.GET.get("kind", "")
    narrowed = entries.filter(kind=kind) if kind in DiaryEntry.Kind.values else entries
    page = Paginator(narrowed, A_PAGE).get_page(request.GET.get("page"))
    context = frame(request, plan, place="diary") | {
        "page": page,
        "kinds": _kinds(entries, kind=kind),
        "kind": kind,
        "new_kinds": DiaryEntry.Kind.choices,
        "goals": services.agreed_goals(plan),
    }
    return render(request, "postcourse/growth/diary.html", context)


def _begin(request: HttpRequest, plan: MentoringPlan) -> HttpResponse:
    at = timezone.now()
    try:
        entry = services.begin(
            plan_id=plan.pk,
            kind=request.POST.get("kind", ""),
            at=at,
            written_on=timezone.localdate(at),
            actor=request.user,
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("diary", plan_id=plan.pk)
    return redirect("entry", entry_id=entry.pk)


def _entries(request: HttpRequest, plan: MentoringPlan):
    entries = DiaryEntry.objects.visible_to(request.user).filter(plan=plan)
    return entries.annotate(
        talk=Count("feedback", distinct=True), file_count=Count("files", distinct=True)
    ).order_by("-written_on", "-pk")


def _kinds(entries, *, kind: str) -> list[dict]:
    """Filters by kind with how many there are, in one query."""
    counts = entries.aggregate(
        **{name: Count("pk", filter=Q(kind=name), distinct=True) for name in DiaryEntry.Kind.values}
    )
    every = {"label": _("All"), "url": "?", "current": not kind, "count": sum(counts.values())}
    return [
        every,
        *(
            {"label": label, "url": f"?kind={name}", "current": name == kind, "count": counts[name]}
            for name, label in DiaryEntry.Kind.choices
            if counts[name]
        ),
    ]


@private
@require_safe
def entry_file(request: HttpRequest, file_id: int) -> HttpResponse:
    """A file of an entry, for those who may read the entry."""
    readable = DiaryEntry.objects.visible_to(request.user)
    row = get_object_or_404(EntryFile.objects.filter(entry__in=readable), pk=file_id)
    return file_response(row, name=row.name)

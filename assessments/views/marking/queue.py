"""The marking queue: what waits, what can be taken, what can be released."""

from collections import Counter
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from people.errors import Refusal
from people.models import User

from ...models import Assessment, Submission
from ...services.marking import allocation, marking
from . import filters as narrowing
from .filters import Filters
from .rows import for_taking, listed, queue_rows, row, with_rule

PER_PAGE = 50


@login_required
@permission_required("assessments.mark_work", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def marking_list(request: HttpRequest) -> HttpResponse:
    """Works of the cohorts one trains; a POST takes one up or releases marks."""
    filters = Filters.read(request.GET)
    works = filters.narrow(Submission.objects.to_mark_by(request.user))
    if request.method == "POST":
        return _act(request, filters, works)
    numbers = narrowing.counts(works, request.user)
    page = _page(request, filters, works, count=numbers[filters.show])
    rows = queue_rows(page.object_list, request.user)
    context = {
        "rows": rows,
        "page": page,
        "filters": filters,
        "query": filters.query(),
        "tabs": narrowing.tabs(filters, numbers),
        "count": numbers[filters.show],
        "next": rows[0] if rows and filters.show in {"mine", "second"} else None,
        "progress": _progress(request.user, waiting=numbers["waiting"]),
        "may_release": any(one.status == Submission.Status.MARKED for one in rows),
        "marked": numbers["marked"],
        **narrowing.choices(Submission.objects.to_mark_by(request.user)),
    }
    return render(request, "assessments/marking_list.html", context)


def _page(request: HttpRequest, filters: Filters, works: QuerySet[Submission], *, count: int) -> Page:
    chosen = with_rule(listed(narrowing.of_tab(works, filters.show, request.user)))
    paginator = Paginator(for_taking(chosen, request.user).defer("text", "plan"), PER_PAGE)
    paginator.count = count  # known from the tabs
    return paginator.get_page(request.GET.get("page"))


def _progress(user: User, *, waiting: int) -> dict[str, int]:
    """How far one has come today: finished since midnight, of those and what still waits."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    done = Assessment.objects.filter(marker=user, finalised_at__gte=today).count()
    return {"done": done, "total": done + waiting}


def _act(request: HttpRequest, filters: Filters, works: QuerySet[Submission]) -> HttpResponse:
    at, back = timezone.now(), redirect(request.get_full_path())
    if (taken := request.POST.get("take", "")).isdigit():
        return _take(request, get_object_or_404(works, pk=int(taken)), at=at) or back
    marked = works.filter(status=Submission.Status.MARKED)
    if request.POST.get("action") == "release_all":
        return render(request, "assessments/marking/release.html", _to_release(marked, filters))
    chosen = [int(one) for one in request.POST.getlist("work") if one.isdigit()]
    _release(request, list(listed(works.filter(pk__in=chosen).order_by("pk"))), at=at)
    return back


def _take(request: HttpRequest, work: Submission, *, at: datetime) -> HttpResponse | None:
    """Give oneself the place of a work that is free, and go to the desk; None where that is refused."""
    try:
        marking.may_mark(request.user, work)
        place = marking.place_of(request.user, work)
        if place is None:
            raise Refusal(_("All places of this work are taken. Nobody else is needed."), code="taken")
        allocation.allocate(
            submission_id=work.pk,
            marker_id=request.user.pk,
            place=place,
            at=at,
            actor=request.user,
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return None
    return redirect("marking_desk", submission_id=work.pk)


def _to_release(marked: QuerySet[Submission], filters: Filters) -> dict:
    """What the confirmation shows: how many works of which kind and cohort."""
    works = list(listed(marked.order_by("submitted_at", "pk")))
    return {
        "ids": [work.pk for work in works],
        "groups": Counter((work.assignment.title, work.cohort.code) for work in works).items(),
        "count": len(works),
        "query": filters.query(),
    }


def _release(request: HttpRequest, works: list[Submission], *, at: datetime) -> None:
    """Release each work by itself, so that one that cannot be keeps none back, and say what became of them."""
    released: Counter[tuple[str, str]] = Counter()
    refused: list[str] = []
    for work in works:
        try:
            count = marking.release(submission_ids=[work.pk], at=at, actor=request.user)
        except Refusal as refusal:
            shown = row(work)
            refused.append(f"“{shown.title}” ({shown.who}): {refusal}")
        else:
            released[(work.assignment.title, work.cohort.code)] += count
    total = sum(released.values())
    if total:
        parts = "; ".join(f"{title}, {code}: {count}" for (title, code), count in released.items() if count)
        sentence = ngettext(
            "The marks of %(count)s work are released (%(parts)s).",
            "The marks of %(count)s works are released (%(parts)s).",
            total,
        )
        messages.success(request, sentence % {"count": total, "parts": parts})
    for sentence in refused:
        messages.error(request, sentence)
    if not total and not refused:
        messages.warning(request, _("No work was chosen. Tick those whose marks are to be released."))

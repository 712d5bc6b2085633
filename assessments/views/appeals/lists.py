"""Appeals of a cohort, and those of all cohorts that wait for one."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.models import Cohort

from ...appeal_cases import shown_list
from ...models import Appeal
from ...services.decisions import appeals

PER_PAGE = 30
Status = Appeal.Status
FILTERS = {
    "open": [Status.FILED, Status.IN_REVIEW],
    "filed": [Status.FILED],
    "in_review": [Status.IN_REVIEW],
    "decided": list(appeals.DECIDED),
    "all": list(Status),
}


def of_others(user) -> QuerySet[Appeal]:
    """Appeals the person may see as staff: never one's own."""
    return Appeal.objects.visible_to(user).exclude(sitting__enrolment__user=user)


def _page(request: HttpRequest, rows: QuerySet[Appeal], *, cohort: Cohort | None = None) -> HttpResponse:
    """The list with its filters: a fixed number of queries, whatever the size."""
    show = request.GET.get("show", "")
    show = show if show in FILTERS else "open"
    counts = dict(rows.order_by().values_list("status").annotate(n=Count("pk", distinct=True)))
    names = {
        "open": _("Open"),
        "filed": _("Waiting for an opinion"),
        "in_review": _("With the commission"),
        "decided": _("Decided"),
        "all": _("All"),
    }
    found = rows.filter(status__in=FILTERS[show]).select_related(
        "sitting__enrolment__user", "sitting__cohort__edition", "marker"
    )
    order = ["filed_at", "pk"] if show in {"open", "filed", "in_review"} else ["-filed_at", "-pk"]
    page = Paginator(found.order_by(*order), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "cohort": cohort,
        "page": page,
        "rows": shown_list(page, at=timezone.now()),
        "query": urlencode({"show": show}),
        "total": sum(counts.values()),
        "chips": [
            {
                "label": label,
                "url": f"?{urlencode({'show': key})}",
                "current": key == show,
                "count": sum(counts.get(status, 0) for status in FILTERS[key]),
            }
            for key, label in names.items()
        ],
    }
    return render(request, "assessments/appeals/list.html", context)


@never_cache
@login_required
@require_safe
def my_appeals(request: HttpRequest) -> HttpResponse:
    """For markers those routed to them, for coordinators all, whatever the cohort."""
    if not request.user.has_role("trainer", "coordinator", "administrator"):
        raise Http404
    return _page(request, of_others(request.user))


@never_cache
@login_required
@require_safe
def appeal_list(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """A cohort's appeals; a trainer finds those routed to them."""
    cohort = get_object_or_404(
        Cohort.objects.visible_to(request.user).select_related("edition"), pk=cohort_id
    )
    return _page(request, of_others(request.user).filter(sitting__cohort=cohort), cohort=cohort)

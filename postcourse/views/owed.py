"""The coordinator's board of everybody who is owed something, and one person's case: absences, exceptions, bookings."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from certificates import expiry
from certificates.views.keepers import download
from people.errors import Refusal
from people.papers.sheets import sheet

from .. import owed, right_pages, right_words
from ..models import Reassessment
from ..services.rights import absence, reassessment
from ..services.rights.rows import RELATED
from .right_forms import CancelForm, GrantForm, SettleForm

A_PAGE = 50
SOON = 90  # days before a certificate's last day


def settlers_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Who may not excuse and grant finds nothing here."""

    @login_required
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.has_perm("postcourse.make_order"):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@settlers_only
@require_safe
def owed_list(request: HttpRequest) -> HttpResponse:
    """The board, overdue ones first."""
    filters, today = owed.Filters.read(request.GET), timezone.localdate()
    keys = owed.keys(request.user, filters, today=today)
    page = Paginator(keys, A_PAGE).get_page(request.GET.get("page"))
    counts = Counter(one.status for one in keys)
    running_out = expiry.running_out(first=today, last=today + timedelta(days=SOON))
    codes = running_out.order_by().values_list("enrolment__cohort__edition__code", flat=True)
    expiring = Counter(codes)
    context = {
        "filters": filters,
        "choices": owed.choices(),
        "page": page,
        "lines": owed.lines(list(page)),
        "query": filters.query(),
        "total": len(keys),
        "overdue": sum(one.is_overdue for one in keys),
        "counts": counts,
        "today": today,
        "expiring": expiring.total(),
        "renewals": expiry.next_cohorts(expiring)[:5] if expiring else [],
    }
    return render(request, "postcourse/rights/owed.html", context)


@settlers_only
@require_safe
def owed_xlsx(request: HttpRequest) -> HttpResponse:
    """The same lines as a spreadsheet."""
    filters, today = owed.Filters.read(request.GET), timezone.localdate()
    lines = owed.lines(owed.keys(request.user, filters, today=today))
    content = sheet(
        title=_("Who is owed something"),
        head=[
            _("Surname, given name, patronymic"),
            _("What"),
            _("Programme"),
            _("Cohort"),
            _("By"),
            _("Overdue"),
            _("State"),
            _("Planned for"),
            _("With cohort"),
            _("Organisation"),
            _("Region"),
            _("E-mail"),
        ],
        rows=(
            (
                line.person.full_name,
                line.what,
                line.enrolment.cohort.edition.title,
                line.enrolment.cohort.code,
                line.key.deadline,
                _("yes") if line.key.is_overdue else None,
                line.state,
                line.row.planned_on if line.row else None,
                line.row.cohort.code if line.row and line.row.kind == "cohort" and line.row.cohort else None,
                line.organisation,
                line.region,
                line.person.email,
            )
            for line in lines
        ),
        frozen="B2",
    )
    return download(content, name=f"owed-{today:%Y-%m-%d}.xlsx")


@settlers_only
@require_http_methods(["GET", "HEAD", "POST"])
def owed_case(request: HttpRequest, reassessment_id: int) -> HttpResponse:
    """One person's right: what holds, its history, and what a coordinator decides about it."""
    rows = Reassessment.objects.visible_to(request.user).select_related(*RELATED)
    row, at = get_object_or_404(rows, pk=reassessment_id), timezone.now()
    action = request.POST.get("action", "")
    settle = SettleForm(request.POST if action in {"excuse", "confirm"} else None, prefix="settle")
    grant = GrantForm(request.POST if action == "grant" else None, at=at, prefix="grant")
    form = grant if action == "grant" else settle
    if request.method == "POST" and action in {"excuse", "confirm", "grant"} and form.is_valid():
        try:
            messages.success(request, _act(request, row, action, form.cleaned_data))
            return redirect("owed_case", reassessment_id=row.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = _context(request, row, at) | {"settle": settle, "grant": grant, "cancel": CancelForm()}
    return render(request, "postcourse/rights/case.html", context, status=422 if form.errors else 200)


def _act(request: HttpRequest, row: Reassessment, action: str, told: dict) -> str:
    """Settle the absence or make the exception; the sentence tells what was done."""
    more = {"at": timezone.now(), "actor": request.user}
    if action == "excuse":
        reassessment.excuse(reassessment_id=row.pk, reason=told["reason"], **more)
        return _("The absence is excused. Its slot of the year is free again.")
    if action == "confirm":
        reassessment.confirm_no_show(reassessment_id=row.pk, reason=told["reason"], **more)
        return _("The absence is settled as not excused.")
    reassessment.grant(enrolment_id=row.enrolment_id, **told, **more)
    return _("The exception is granted.")


def _context(request: HttpRequest, row: Reassessment, at) -> dict:
    of_person = (
        Reassessment.objects.filter(user_id=row.user_id, programme_code=row.programme_code)
        .select_related(*RELATED)
        .prefetch_related("transitions")
        .order_by("-opened_at", "-pk")
    )
    is_absent = row.lapse == Reassessment.Lapse.NO_SHOW
    is_missed = row.status == Reassessment.Status.BOOKED and absence.is_past(row, at)
    return {
        "row": row,
        "person": row.user,
        "state": right_words.state(row),
        "tone": right_words.tone(row),
        "failure": right_pages.failure_of(row),
        "ways": right_pages.ways_of(row, at=at),
        "doings": right_pages.doings_with_links(row) if row.sitting else [],
        "past": right_pages.history(of_person),
        "granted": row.enrolment.overrides.select_related("granted_by"),
        "may_settle": is_absent or is_missed,
        "is_own": row.user_id == request.user.pk,
        "is_late": row.planned_on is not None and row.planned_on <= timezone.localdate(at),
        "letter": right_words.letter_of(row),
    }

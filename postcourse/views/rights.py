"""One's rights after a decision: which, until when, why; booking a reassessment and giving it up."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.errors import Refusal

from .. import right_pages as shown
from ..models import Reassessment
from ..services.rights import booking, booking_plan, reassessment
from ..services.rights.rows import RELATED
from .right_forms import BookingForm, CancelForm


@never_cache
@login_required
@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """Each course with what one has a right to; the one thing to do first; what was before."""
    at = timezone.now()
    return render(request, "postcourse/rights/rights.html", shown.page_of(request.user, at=at))


def _row(request: HttpRequest, reassessment_id: int) -> Reassessment:
    rows = Reassessment.objects.visible_to(request.user).select_related(*RELATED)
    return get_object_or_404(rows, pk=reassessment_id)


def _way_back(request: HttpRequest, row: Reassessment) -> HttpResponse:
    """The learner goes back to their rights, a coordinator to the person's case."""
    if row.user_id == request.user.pk:
        return redirect("rights")
    return redirect("owed_case", reassessment_id=row.pk)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def right_book(request: HttpRequest, reassessment_id: int) -> HttpResponse:
    """Cohorts to join and days of one's own; a choice shows what it brings (`?kind=`), a POST books what was shown."""
    row, at = _row(request, reassessment_id), timezone.now()
    if row.status != Reassessment.Status.OPEN:
        return _way_back(request, row)
    sent = request.POST if request.method == "POST" else request.GET
    form = BookingForm(sent if "kind" in sent else None, row=row, at=at)
    plan, status = None, 200
    if form.is_bound and form.is_valid():
        try:
            if request.method == "POST":
                booked = reassessment.book(
                    reassessment_id=row.pk, at=at, actor=request.user, **form.cleaned_data
                )
                messages.success(request, shown.booked_words(booked))
                return _way_back(request, row)
            plan = booking.preview(row, at=at, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    if form.errors:
        status = 422
    context = {
        "row": row,
        "form": form,
        "plan": plan,
        "is_own": row.user_id == request.user.pk,
        "failure": shown.failure_of(row),
        "ways": shown.ways_of(row, at=at),
        "cohorts": booking_plan.plans_with_cohorts(row, at=at),
        "first": booking.first_day_of_own(row, at),
        "chosen": form.cleaned_data if plan else {},
        "loses_year": plan is not None and plan.year != row.year,
    }
    return render(request, "postcourse/rights/book.html", context, status=status)


@login_required
@require_POST
def right_cancel(request: HttpRequest, reassessment_id: int) -> HttpResponse:
    """Give a booking up."""
    row, form = _row(request, reassessment_id), CancelForm(request.POST)
    form.is_valid()
    try:
        reassessment.cancel(
            reassessment_id=row.pk,
            at=timezone.now(),
            actor=request.user,
            reason=form.cleaned_data.get("reason", ""),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The booking is given up. The right is open again: choose anew in time."))
    return _way_back(request, row)
